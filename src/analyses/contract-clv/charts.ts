import { formatNumber, formatPercent, formatPlural } from '../../values/format';
import { numberColumn, tableOf, textColumn, type Table } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { CohortResult, ContractResult } from './compute';
import type { ContractInput } from './form';

const OBSERVED = 'observed';
const MODEL = 'model';
/** Panels side by side; beyond that nobody compares. */
const MOST_PANELS = 6;

interface Point {
  x: number;
  y: number;
  low: number;
  high: number;
  series: string;
  panel: string;
}

const pointsTable = (points: readonly Point[]): Table =>
  tableOf([
    ...(['x', 'y', 'low', 'high'] as const).map((name) =>
      numberColumn(
        name,
        Float64Array.from(points, (point) => point[name]),
      ),
    ),
    textColumn(
      'series',
      points.map(({ series }) => series),
    ),
    textColumn(
      'cohort',
      points.map(({ panel }) => panel),
    ),
  ]);

/** The cohorts with most customers, and what to say of the others. */
function shown({ cohorts }: ContractResult): { shown: CohortResult[]; note: { note?: string } } {
  if (cohorts.length <= MOST_PANELS) return { shown: cohorts, note: {} };
  const largest = cohorts.toSorted((a, b) => b.customers - a.customers).slice(0, MOST_PANELS);
  const note = `The ${MOST_PANELS} cohorts with most customers; the table has all ${cohorts.length}.`;
  return { shown: cohorts.filter((cohort) => largest.includes(cohort)), note: { note } };
}

const panel = (cohorts: readonly CohortResult[]): { panel?: string } =>
  cohorts.length > 1 ? { panel: 'cohort' } : {};

/** Observed survival as points with their intervals, the model as a line that goes on to the horizon. */
export function survivalChart(result: ContractResult): ReportChart {
  const { shown: cohorts, note } = shown(result);
  const { period, lastTenure, observedPeriods } = result;
  const points = cohorts.flatMap(({ name, observed, value }): Point[] => [
    ...[...observed.survival]
      .map((y, x) => ({ x, y, low: observed.low[x] as number, high: observed.high[x] as number }))
      .filter(({ y }) => !Number.isNaN(y))
      .map((point) => ({ ...point, series: OBSERVED, panel: name })),
    ...[...value.survival.subarray(0, lastTenure + 1)].map((y, x) => ({
      x,
      y,
      low: NaN,
      high: NaN,
      series: MODEL,
      panel: name,
    })),
  ]);
  const ends = cohorts.map(
    ({ name, value }) =>
      `${cohorts.length > 1 ? `${name}: ` : ''}${formatPercent(value.survival[observedPeriods] ?? NaN)} after ${formatPlural(observedPeriods, period)}`,
  );
  return {
    id: 'survival',
    spec: {
      mark: 'curves',
      x: 'x',
      y: 'y',
      low: 'low',
      high: 'high',
      series: 'series',
      points: [OBSERVED],
      ...panel(cohorts),
      ...(observedPeriods < lastTenure ? { xLine: observedPeriods } : {}),
      fromZero: true,
      title: 'Who is still there',
      labels: { x: `${period}s since the start`, y: 'share still there', color: '', yFormat: 'percent' },
    },
    description: `Share of customers still there by ${period}s since their start, observed and by the model. ${ends.join('; ')}.`,
    ...note,
    rows: pointsTable(points),
  };
}

/** Below that a share says nothing, and its interval would flatten all others. */
const FEWEST_ASKED = 20;

/** The share that renews, renewal by renewal. */
export function retentionChart(result: ContractResult): ReportChart {
  const { shown: cohorts, note } = shown(result);
  const { period, lastTenure, observedPeriods } = result;
  const until = Math.min(lastTenure, Math.max(3, Math.ceil(observedPeriods * 1.25)));
  const points = cohorts.flatMap(({ name, table, value }): Point[] => [
    ...[...table.left].flatMap((left, i) => {
      const known = table.atRisk[i] as number;
      if (!(known >= FEWEST_ASKED)) return [];
      return [
        { x: i + 1, y: 1 - left / known, ...wilson(1 - left / known, known), series: OBSERVED, panel: name },
      ];
    }),
    ...[...value.retention.subarray(0, until)].map((y, i) => ({
      x: i + 1,
      y,
      low: NaN,
      high: NaN,
      series: MODEL,
      panel: name,
    })),
  ]);
  return {
    id: 'retention',
    spec: {
      mark: 'curves',
      x: 'x',
      y: 'y',
      low: 'low',
      high: 'high',
      series: 'series',
      points: [OBSERVED],
      ...panel(cohorts),
      title: 'Retention by tenure',
      labels: {
        x: `renewal, ${period}s since the start`,
        y: 'share that renews',
        color: '',
        yFormat: 'percent',
      },
    },
    description: `Share that renews at each renewal, observed and by the model: ${cohorts
      .map(
        ({ name, value }) =>
          `${cohorts.length > 1 ? `${name} ` : ''}${formatPercent(value.retention[0] ?? NaN, 1)} at the first, ${formatPercent(value.retention[until - 1] ?? NaN, 1)} at renewal ${until}`,
      )
      .join('; ')}.`,
    ...note,
    rows: pointsTable(points),
  };
}

/** Wilson's 95 % interval of a share among `n`. */
function wilson(share: number, n: number): { low: number; high: number } {
  const z = 1.959963984540054;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = ((z / n) * Math.sqrt(n * share * (1 - share) + (z * z) / 4)) / (1 + (z * z) / n);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** What a customer under contract is still worth, by how long he has been there. */
export function residualChart(result: ContractResult, { options }: ContractInput): ReportChart {
  const { shown: cohorts, note } = shown(result);
  const until = Math.min(result.lastTenure, Math.max(3, result.observedPeriods));
  const points = cohorts.flatMap(({ name, value }) =>
    [...value.residualValue.subarray(0, until + 1)].map((y, x) => ({
      x,
      y,
      low: NaN,
      high: NaN,
      series: name,
      panel: '',
    })),
  );
  const ends = cohorts.map(
    ({ name, value }) =>
      `${cohorts.length > 1 ? `${name}: ` : ''}${formatNumber(value.residualValue[0] ?? NaN)} at tenure 0, ${formatNumber(value.residualValue[until] ?? NaN)} at ${until}`,
  );
  return {
    id: 'residual',
    spec: {
      mark: 'curves',
      x: 'x',
      y: 'y',
      ...(cohorts.length > 1 ? { series: 'series' } : {}),
      fromZero: true,
      title: 'What a customer is still worth',
      labels: { x: `complete ${result.period}s under contract`, y: 'residual value', color: '' },
    },
    description: `Value of the periods not yet begun${options.forever ? '' : ` within ${options.horizonMonths} months`}, by tenure. ${ends.join('; ')}.`,
    ...note,
    rows: pointsTable(points),
  };
}
