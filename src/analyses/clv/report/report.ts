import type { Report } from '../../analysis';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import { cautions } from './cautions';
import { aliveChart, aliveValueChart, valueHeatMap } from './charts/alive';
import { checkCharts } from './charts/check';
import { cohortChart } from './charts/cohorts';
import { concentrationChart } from './charts/concentration';
import { frequenciesChart } from './charts/frequencies';
import { horizonChart } from './charts/horizon';
import { valueSensitivityChart } from './charts/sensitivity';
import { checkFindings } from './check-findings';
import { findings } from './findings';
import { moneyFindings } from './money-findings';

/** The tabs: what a reader in a hurry needs (no tab), then Customers, Money and Check. */
export function clvReport(result: ClvResult, input: ClvInput): Report {
  const { all, incomplete, impossible, later } = result.rows;
  const dropped = incomplete + impossible + later;
  return {
    findings: [
      ...findings(result, input),
      ...cautions(result, input),
      ...moneyFindings(result, input),
      ...checkFindings(result),
    ],
    charts: [
      concentrationChart(result),
      horizonChart(result, input),
      aliveChart(result, input),
      aliveValueChart(result),
      valueHeatMap(result, input),
      frequenciesChart(result),
      cohortChart(result, input),
      valueSensitivityChart(result),
      ...checkCharts(result),
    ].filter((chart) => chart !== null),
    rows: { used: all - dropped, dropped },
  };
}
