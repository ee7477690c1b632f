import type { Report } from '../analysis';
import { aliveChart, concentrationChart, trackingChart } from './charts';
import { cautions } from './cautions';
import type { ClvResult } from './compute';
import { findings } from './findings';
import type { ClvInput } from './form';

export function clvReport(result: ClvResult, input: ClvInput): Report {
  const { all, incomplete, impossible, later } = result.rows;
  const dropped = incomplete + impossible + later;
  const charts = [trackingChart(result, input), concentrationChart(result), aliveChart(result, input)].filter(
    (chart) => chart !== null,
  );
  return {
    findings: [...findings(result, input), ...cautions(result, input)],
    charts,
    rows: { used: all - dropped, dropped },
  };
}
