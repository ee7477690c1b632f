import type { ReportChart } from '../../analysis';
import type { DriversResult } from '../result';
import type { DriversInput } from '../roles';
import { asymmetryCharts } from './asymmetry';
import { quadrantsChart, ranksChart } from './certainty';
import { dominanceCharts } from './dominance';
import { importanceChart, mapChart } from './importance';
import { levelCharts } from './levels';
import { moveCharts } from './moves';
import { drawnFrom } from './rows';

/** The bars of importance and the map stand among the findings, everything else in a tab of its own. */
export function chartsOf(result: DriversResult, input: DriversInput): ReportChart[] {
  const drawn = drawnFrom(result, input);
  const { map } = result.all;
  return [
    importanceChart(drawn),
    ...(map ? [mapChart(drawn, map)] : []),
    ...moveCharts(drawn),
    ...levelCharts(drawn),
    ...asymmetryCharts(drawn),
    ...dominanceCharts(drawn),
    ...ranksChart(drawn),
    ...quadrantsChart(drawn),
  ];
}
