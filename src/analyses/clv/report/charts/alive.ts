import { formatNumber, formatPercent, formatPlural } from '../../../../values/format';
import { numberColumn, tableOf } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';
import type { ClvInput } from '../../input';

const MOST_REPEATS = 12;

/** Value by P(alive): what rests on customers who are surely there, and what on those who may be gone. */
export function aliveValueChart({ base, spend }: ClvResult): ReportChart | null {
  if (base.customers < 2) return null;
  const what = spend.status === 'fitted' ? 'value' : 'expected purchases';
  const total = base.byAlive.reduce((sum, { value }) => sum + value, 0);
  const sure = base.byAlive.slice(8).reduce((sum, { value }) => sum + value, 0);
  const doubtful = base.byAlive.slice(0, 5);
  const customers = doubtful.reduce((sum, band) => sum + band.customers, 0);
  const rest = doubtful.reduce((sum, { value }) => sum + value, 0);
  return {
    id: 'value_by_alive',
    spec: {
      mark: 'bar',
      from: '',
      x: 'x',
      y: 'y',
      title: `Where the ${what} rests`,
      labels: { x: 'P(alive)', y: what, xFormat: 'percent' },
    },
    description: `${what === 'value' ? 'Value to come' : 'Expected purchases'} by P(alive): ${formatPercent(sure / total)} is of customers with 80 % or more; the ${formatPlural(customers, 'customer')} below 50 % hold ${formatNumber(rest)}.`,
    rows: tableOf([
      numberColumn(
        'x',
        Float64Array.from(base.byAlive, (_, i) => i / 10),
      ),
      numberColumn(
        'x_end',
        Float64Array.from(base.byAlive, (_, i) => (i + 1) / 10),
      ),
      numberColumn(
        'y',
        Float64Array.from(base.byAlive, ({ value }) => value),
      ),
    ]),
  };
}

/** Mean P(alive) by the time since the last purchase and the repeat purchases. */
export const aliveChart = (result: ClvResult, input: ClvInput): ReportChart | null =>
  heatMap(result, input, {
    id: 'alive',
    value: 'p_alive',
    title: 'Who is probably still active',
    color: 'P(alive)',
    format: 'percent',
    // BG/NBD says 1 of everyone who bought once, which would only hide the others.
    withoutOneOffs: result.chosen.model === 'bg-nbd',
    description:
      'Mean probability of being active by time since the last purchase and number of repeat purchases: it falls with silence, and falls faster for those who bought often.',
  });

/** Mean value by frequency and recency. */
export function valueHeatMap(result: ClvResult, input: ClvInput): ReportChart | null {
  const valued = result.spend.status === 'fitted';
  // What was spent on winning customers would only shift every cell.
  const value = result.totals.acquisition > 0 ? 'future_value' : 'clv';
  const what = valued ? value : 'expected_purchases';
  const chart = heatMap(result, input, {
    id: 'frequency_recency',
    value: what,
    title: valued ? 'Value by frequency and recency' : 'Expected purchases by frequency and recency',
    color: valued ? 'mean value' : 'mean purchases',
    format: 'number',
    withoutOneOffs: false,
    description: `Mean ${valued ? 'value' : 'expected purchases'} of a customer by time since the last purchase and number of repeat purchases: most is to come from those who bought often and not long ago.`,
  });
  return chart && { ...chart, tab: 'Customers' };
}

interface HeatMap {
  id: string;
  value: string;
  title: string;
  color: string;
  format: 'number' | 'percent';
  withoutOneOffs: boolean;
  description: string;
}

function heatMap({ base, chosen }: ClvResult, input: ClvInput, map: HeatMap): ReportChart | null {
  if (!(base.longestAge > 0)) return null;
  const onOpportunities = chosen.model === 'bg-bb';
  const unit = onOpportunities ? 'opportunities' : `${input.options.unit}s`;
  const width = onOpportunities ? 1 : niceStep(base.longestAge / 15);
  const more = `${MOST_REPEATS} stands for ${MOST_REPEATS} repeat purchases and more.`;
  return {
    id: map.id,
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      title: map.title,
      labels: {
        x: `${unit} since the last purchase`,
        y: 'repeat purchases',
        color: map.color,
        colorFormat: map.format,
      },
    },
    description: map.description,
    note: map.withoutOneOffs
      ? `Customers who bought once are not shown (P(alive) is 1 for them); ${more}`
      : more,
    sql: `SELECT CAST(bin * ${width} AS DOUBLE) AS x, CAST((bin + 1) * ${width} AS DOUBLE) AS x_end, repeats AS y, NULL::DOUBLE AS y_end,
  avg(value) AS color
FROM (
  SELECT floor((age - recency) / ${width}) AS bin, CAST(least(frequency, ${MOST_REPEATS}) AS DOUBLE) AS repeats, ${map.value} AS value
  FROM ${input.published('')}${map.withoutOneOffs ? '\n  WHERE frequency > 0' : ''}
)
GROUP BY bin, repeats
ORDER BY bin, repeats`,
  };
}

/** 1, 2 or 5 times a power of ten, at least `width`. */
function niceStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 5, 10].find((times) => times * power >= width * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(6));
}
