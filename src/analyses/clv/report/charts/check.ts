import { formatCount, formatDate, formatNumber } from '../../../../values/format';
import { dateColumn, numberColumn, tableOf, textColumn } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { HoldoutCheck, Tracking } from '../../check/holdout';
import type { ClvResult } from '../../compute';
import { fullNameOf } from '../../fit/models';
import type { Calendar } from '../../source/calendar';

const NAIVE = 'same as before';
const ACTUAL = 'actual';

/** The pictures of a check; none where there was none. */
export function checkCharts(result: ClvResult): ReportChart[] {
  const { holdout, calendar } = result;
  if (holdout?.status !== 'done' || !calendar?.check) return [];
  // Before the check another k may fit best.
  const forecast = `${fullNameOf(holdout.tried.fits[holdout.chosen] ?? result.chosen)} forecast`;
  return [
    cumulativeChart(holdout, calendar, calendar.check.from, forecast),
    periodChart(holdout, calendar.check.from, forecast),
    frequencyChart(holdout, forecast),
  ];
}

interface Line {
  name: string;
  values: Float64Array;
}

/** The ends of periods; where a line has no value it has no point. */
function linesTable({ day }: Pick<Tracking, 'day'>, lines: readonly Line[]) {
  const points = lines.flatMap(({ name, values }) =>
    [...values]
      .map((value, i) => ({ day: day[i] as number, value, name }))
      .filter(({ value }) => !Number.isNaN(value)),
  );
  return tableOf([
    dateColumn(
      'day',
      Float64Array.from(points, (point) => point.day),
    ),
    numberColumn(
      'purchases',
      Float64Array.from(points, (point) => point.value),
    ),
    textColumn(
      'series',
      points.map((point) => point.name),
    ),
  ]);
}

/** Cumulative repeat purchases as they happened, as the model foretold them, and as "the same as before" would have. */
function cumulativeChart(
  holdout: HoldoutCheck,
  calendar: Calendar,
  check: number,
  name: string,
): ReportChart {
  const { tracking, actual, expected, naive } = holdout;
  const from = formatDate(check);
  return {
    id: 'tracking',
    tab: 'Check',
    spec: {
      mark: 'curves',
      x: 'day',
      y: 'purchases',
      series: 'series',
      xLine: check,
      fromZero: true,
      title: 'The check: forecast and what happened',
      labels: {
        x: `end of ${tracking.period}`,
        y: 'repeat purchases so far',
        color: '',
        xFormat: 'date',
      },
    },
    description: `Cumulative repeat purchases; the check begins on ${from}. By ${formatDate(calendar.asOf)}: ${formatCount(actual)} in the check, ${formatCount(expected)} forecast, ${formatCount(naive)} at the pace of before.`,
    note: `Only customers acquired before ${from}. Left of the line the model is fitted; right of it, it has seen nothing.`,
    rows: linesTable(tracking, [
      { name: ACTUAL, values: tracking.actualCumulative },
      { name, values: tracking.expectedCumulative },
      { name: NAIVE, values: tracking.naiveCumulative },
    ]),
  };
}

/** The same period by period, where seasons show. */
function periodChart({ tracking }: HoldoutCheck, check: number, name: string): ReportChart {
  const ahead = [...tracking.day.keys()].filter((i) => (tracking.day[i] as number) >= check);
  const mean = (values: Float64Array): string =>
    formatNumber(ahead.reduce((sum, i) => sum + (values[i] as number), 0) / ahead.length);
  return {
    id: 'tracking_periods',
    tab: 'Check',
    spec: {
      mark: 'curves',
      x: 'day',
      y: 'purchases',
      series: 'series',
      xLine: check,
      fromZero: true,
      title: `${tracking.period[0]?.toUpperCase()}${tracking.period.slice(1)} by ${tracking.period}`,
      labels: {
        x: `end of ${tracking.period}`,
        y: `repeat purchases a ${tracking.period}`,
        color: '',
        xFormat: 'date',
      },
    },
    description: `Repeat purchases per ${tracking.period}. In the check ${mean(tracking.actual)} on average, ${mean(tracking.expected)} forecast, ${mean(tracking.naive)} at the pace of before.`,
    note: `The first and the last ${tracking.period} can be cut short.`,
    rows: linesTable(tracking, [
      { name: ACTUAL, values: tracking.actual },
      { name, values: tracking.expected },
      { name: NAIVE, values: tracking.naive },
    ]),
  };
}

/** Purchases in the check by how many repeat purchases had been made before. */
function frequencyChart({ levels }: HoldoutCheck, name: string): ReportChart {
  const most = levels.at(-1)?.frequency ?? 0;
  const series = [
    { name: ACTUAL, of: (level: HoldoutCheck['levels'][number]) => level.actual },
    { name, of: (level: HoldoutCheck['levels'][number]) => level.expected },
    { name: NAIVE, of: (level: HoldoutCheck['levels'][number]) => level.naive },
  ];
  const points = series.flatMap((one) =>
    levels.map((level) => ({ x: level.frequency, y: one.of(level), series: one.name })),
  );
  const said = levels.map(
    (level) =>
      `${level.frequency} before: ${formatNumber(level.actual)} and ${formatNumber(level.expected)} expected`,
  );
  return {
    id: 'check_by_frequency',
    tab: 'Check',
    spec: {
      mark: 'curves',
      x: 'x',
      y: 'y',
      series: 'series',
      points: [ACTUAL],
      fromZero: true,
      title: 'Expected against actual, by frequency',
      labels: {
        x: 'repeat purchases before the check',
        y: 'purchases in the check, per customer',
        color: '',
      },
    },
    description: `Mean purchases in the check by repeat purchases before it: ${said.join('; ')}.`,
    ...(most === 7 ? { note: '7 stands for 7 repeat purchases and more.' } : {}),
    rows: tableOf([
      numberColumn(
        'x',
        Float64Array.from(points, ({ x }) => x),
      ),
      numberColumn(
        'y',
        Float64Array.from(points, ({ y }) => y),
      ),
      textColumn(
        'series',
        points.map((point) => point.series),
      ),
    ]),
  };
}
