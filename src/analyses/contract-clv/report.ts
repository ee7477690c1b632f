import type { Report } from '../analysis';
import { cautions } from './cautions';
import { residualChart, retentionChart, survivalChart } from './charts';
import type { ContractResult } from './compute';
import { findings } from './findings';
import type { ContractInput } from './form';
import { cohortChart, worthSensitivityChart } from './value-charts';

export function contractReport(result: ContractResult, input: ContractInput): Report {
  const { all, incomplete, reversed, later, negative } = result.rows;
  const dropped = incomplete + reversed + later + negative;
  return {
    findings: [...findings(result, input), ...cautions(result, input)],
    charts: [
      survivalChart(result),
      retentionChart(result),
      cohortChart(result),
      residualChart(result, input),
      worthSensitivityChart(result),
    ].filter((chart) => chart !== null),
    rows: { used: all - dropped, dropped },
  };
}
