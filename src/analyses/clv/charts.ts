import { formatCount, formatDate, formatPercent } from '../../values/format';
import { dateColumn, numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { ClvResult } from './compute';
import type { ClvInput } from './form';

/** The share of the value held by the top x % of the customers. */
export function concentrationChart({ base, spend }: ClvResult): ReportChart | null {
  const held = base.concentration;
  if (!held || base.customers < 2) return null;
  const what = spend.status === 'fitted' ? 'value' : 'expected purchases';
  const [tenth = 0, half = 0] = [held[10], held[50]];
  return {
    id: 'concentration',
    spec: {
      mark: 'line',
      from: '',
      x: 'customers',
      y: 'held',
      title: `Who holds the ${what}`,
      labels: {
        x: 'customers, the best first',
        y: `share of ${what}`,
        xFormat: 'percent',
        yFormat: 'percent',
      },
    },
    description: `Share of ${what} held by the top customers: the top 10 % hold ${formatPercent(tenth)}, the top half ${formatPercent(half)}.`,
    rows: tableOf([
      numberColumn(
        'customers',
        held.map((_, i) => i / 100),
      ),
      numberColumn('held', held),
    ]),
  };
}

/** Mean P(alive) of repeat customers by the time since their last purchase and their repeat purchases. */
export function aliveChart({ base }: ClvResult, input: ClvInput): ReportChart | null {
  if (!(base.longestAge > 0)) return null;
  const width = niceStep(base.longestAge / 15);
  const unit = input.options.unit;
  return {
    id: 'alive',
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      title: 'Who is probably still active',
      labels: {
        x: `${unit}s since the last purchase`,
        y: 'repeat purchases',
        color: 'P(alive)',
        colorFormat: 'percent',
      },
    },
    description:
      'Mean probability of being active by time since the last purchase and number of repeat purchases: it falls with silence, and falls faster for those who bought often.',
    note: `Customers who bought once are not shown (P(alive) is 1 for them); ${MOST_REPEATS} stands for ${MOST_REPEATS} repeat purchases and more.`,
    sql: `SELECT CAST(bin * ${width} AS DOUBLE) AS x, CAST((bin + 1) * ${width} AS DOUBLE) AS x_end, repeats AS y, NULL::DOUBLE AS y_end,
  avg(p_alive) AS color
FROM (
  SELECT floor((age - recency) / ${width}) AS bin, CAST(least(frequency, ${MOST_REPEATS}) AS DOUBLE) AS repeats, p_alive
  FROM ${input.published('')}
  WHERE frequency > 0
)
GROUP BY bin, repeats
ORDER BY bin, repeats`,
  };
}
const MOST_REPEATS = 12;

/** 1, 2 or 5 times a power of ten, at least `width`. */
function niceStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 5, 10].find((times) => times * power >= width * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(6));
}

/** Cumulative repeat purchases as they happened, as the model foretold them, and as "the same as before" would have. */
export function trackingChart({ holdout, calendar }: ClvResult, { options }: ClvInput): ReportChart | null {
  if (holdout?.status !== 'done' || !calendar) return null;
  const { day, actual, expected, naive, period } = holdout.tracking;
  const series = [
    { name: 'actual', values: actual },
    { name: options.model === 'bg-nbd' ? 'BG/NBD forecast' : 'forecast', values: expected },
    { name: 'same as before', values: naive },
  ];
  const points = series.flatMap(({ name, values }) =>
    [...values]
      .map((value, i) => ({ day: day[i] as number, value, name }))
      .filter(({ value }) => !Number.isNaN(value)),
  );
  const from = formatDate(calendar.holdoutFrom ?? NaN);
  return {
    id: 'tracking',
    spec: {
      mark: 'line',
      from: '',
      x: 'day',
      y: 'purchases',
      color: 'series',
      title: 'The check: forecast and what happened',
      labels: { x: `end of ${period}`, y: 'repeat purchases so far', color: '', xFormat: 'date' },
    },
    description: `Cumulative repeat purchases; the forecasts begin on ${from}. By ${formatDate(calendar.asOf)}: ${formatCount(holdout.actual)} in the check, ${formatCount(holdout.expected)} forecast, ${formatCount(holdout.naive)} at the pace of before.`,
    note: `Only customers acquired before ${from}; the model has seen nothing after it.`,
    rows: tableOf([
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
    ]),
  };
}
