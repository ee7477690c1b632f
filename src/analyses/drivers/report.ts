import { formatPercent, formatPlural } from '../../values/format';
import { numberColumn, tableOf, textColumn, type Column } from '../../values/table';
import type { Report, ReportChart } from '../analysis';
import { findingsOf } from './findings';
import type { DriversResult, MapPoint, PerformanceMap } from './result';
import type { DriversInput } from './roles';
import { byImportance } from './tables/slices';

/** Findings, the bars of importance and, with two drivers or more, the importance-performance map. */
export function reportDrivers(result: DriversResult, input: DriversInput): Report {
  const { map } = result.all;
  return {
    findings: findingsOf(result, map, input),
    charts: [importanceChart(result, map, input), ...(map ? [mapChart(map, input)] : [])],
    rows: { used: result.all.rows, dropped: result.exclusions.total - result.all.rows },
    ...(result.filters.length > 0
      ? {
          filters: result.filters.map(({ column, levels }) => ({
            column,
            label: input.label(column),
            levels,
          })),
        }
      : {}),
  };
}

function importanceChart(
  result: DriversResult,
  map: PerformanceMap | null,
  input: DriversInput,
): ReportChart {
  const sorted = byImportance(result.all.drivers).filter(({ constant }) => !constant);
  const urgent = new Set(map?.points.filter(({ fixFirst }) => fixFirst).map(({ name }) => name));
  const outcome = input.label(input.roles.outcome);
  const first = sorted[0];
  return {
    id: 'importance',
    spec: {
      mark: 'intervals',
      label: 'label',
      value: 'share',
      low: 'share_low',
      high: 'share_high',
      attention: 'fix_first',
      title: `Importance, with ${formatPercent(input.options.confidence, decimalsOf(input.options.confidence))} intervals`,
      labels: { x: `share of explained ${outcome}`, xFormat: 'percent' },
    },
    rows: tableOf([
      labels(
        sorted.map(({ name }) => name),
        input,
      ),
      numberColumn(
        'share',
        Float64Array.from(sorted, ({ share }) => share.value),
      ),
      numberColumn(
        'share_low',
        Float64Array.from(sorted, ({ share }) => share.low),
      ),
      numberColumn(
        'share_high',
        Float64Array.from(sorted, ({ share }) => share.high),
      ),
      flags(sorted.map(({ name }) => urgent.has(name))),
    ]),
    description: first
      ? `${formatPlural(sorted.length, 'driver')} of ${outcome} by importance; ${input.label(first.name)} comes first with ${formatPercent(first.share.value)} of what they explain.`
      : `No driver of ${outcome}.`,
  };
}

const X_LABELS = {
  mean: { x: 'performance (mean)', xFormat: 'number' },
  yes: { x: 'performance (share of yes)', xFormat: 'percent' },
  gap: { x: 'performance above or below the target', xFormat: 'number' },
  position: { x: 'performance (place between smallest and largest)', xFormat: 'percent' },
} as const;

function mapChart(map: PerformanceMap, input: DriversInput): ReportChart {
  const numbers = (name: string, value: (point: MapPoint) => number): Column =>
    numberColumn(name, Float64Array.from(map.points, value));
  const urgent = map.points.filter(({ fixFirst }) => fixFirst);
  return {
    id: 'map',
    spec: {
      mark: 'quadrants',
      label: 'label',
      x: 'performance',
      y: 'importance',
      xLow: 'performance_low',
      xHigh: 'performance_high',
      yLow: 'importance_low',
      yHigh: 'importance_high',
      xLine: map.xLine,
      yLine: map.yLine,
      attention: 'fix_first',
      attentionLabel: 'Fix first',
      title: 'Importance and performance',
      labels: { ...X_LABELS[map.scale], y: 'importance (R²)', yFormat: 'percent' },
    },
    rows: tableOf([
      labels(
        map.points.map(({ name }) => name),
        input,
      ),
      numbers('performance', ({ x }) => x.value),
      numbers('performance_low', ({ x }) => x.low),
      numbers('performance_high', ({ x }) => x.high),
      numbers('importance', ({ y }) => y.value),
      numbers('importance_low', ({ y }) => y.low),
      numbers('importance_high', ({ y }) => y.high),
      flags(map.points.map(({ fixFirst }) => fixFirst)),
    ]),
    description:
      urgent.length === 0
        ? 'Importance against performance, divided at the averages; no driver lies in the quadrant to fix first.'
        : `Importance against performance, divided at the averages; to fix first: ${urgent.map(({ name }) => input.label(name)).join(', ')}.`,
  };
}

/** Labels as they stand in charts; two columns with one label are told apart by their names. */
function labels(columns: readonly string[], input: DriversInput): Column {
  const texts = columns.map((column) => input.label(column));
  const repeated = (text: string): boolean => texts.indexOf(text) !== texts.lastIndexOf(text);
  return textColumn(
    'label',
    columns.map((column, i) =>
      repeated(texts[i] as string) ? `${texts[i]} (${column})` : (texts[i] as string),
    ),
  );
}

const flags = (values: boolean[]): Column => ({
  name: 'fix_first',
  type: 'BOOLEAN',
  kind: 'boolean',
  values,
});

/** 0.95 is written 95 %, 0.999 is written 99.9 %. */
const decimalsOf = (confidence: number): number =>
  Number.isInteger(Math.round(confidence * 1000) / 10) ? 0 : 1;
