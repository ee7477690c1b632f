import { formatCount, formatDate, formatList, formatPercent } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { RfmResult } from './compute';
import type { After } from './findings';
import type { RfmInput } from './form';
import { NEW_CUSTOMER, readRules } from './rules';
import { segmentOrder } from './segments';
import { traitCharts } from './trait-charts';

/** Segments by size and by value, and how many customers stand at each recency and frequency score. */
export function chartsOf(result: RfmResult, after: After, input: RfmInput): ReportChart[] {
  return [
    ...sizeCharts(after),
    ...movementCharts(result, after, input),
    ...traitCharts(result.traits.rows, input),
  ];
}

function sizeCharts({ profile, grid }: After): ReportChart[] {
  const shares = (id: string, title: string, of: string, values: Float64Array): ReportChart => ({
    id,
    spec: {
      mark: 'intervals',
      label: 'segment',
      value: 'value',
      title,
      labels: { x: `Share of ${of}`, xFormat: 'percent' },
    },
    description: `${title}: ${profile.segment.map((segment, i) => `${segment ?? ''} ${formatPercent(values[i] ?? null)}`).join(', ')}.`,
    rows: tableOf([textColumn('segment', profile.segment), numberColumn('value', values)]),
  });
  const charts = [shares('size', 'Customers by segment', 'customers', profile.share)];
  if (profile.value_share.some(Number.isFinite))
    charts.push(shares('value', 'Spending by segment', 'spending', profile.value_share));
  charts.push({
    id: 'scores',
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'Customers by recency and frequency score',
      labels: { x: 'Recency score (best on the right)', y: 'Frequency score', color: 'Customers' },
    },
    description:
      'How many customers have each pair of recency and frequency scores; the highest score is best.',
    rows: tableOf([
      textColumn('x', scoreNames(grid.r)),
      textColumn('y', scoreNames(grid.f)),
      numberColumn('color', grid.customers),
    ]),
  });
  return charts;
}

const scoreNames = (scores: Float64Array): string[] => Array.from(scores, String);

/** Who went where, as wide as they are many. */
function movementCharts({ counts }: RfmResult, { movement }: After, input: RfmInput): ReportChart[] {
  const day = input.options.compareAsOf;
  if (day === null || movement.customers.length === 0) return [];
  const [earlier, now] = [formatDate(Date.parse(`${day}T00:00:00Z`)), formatDate(counts.asOf)];
  const words = [...movement.customers.keys()]
    .filter((row) => movement.direction[row] !== 'same')
    .slice(0, 3)
    .map(
      (row) =>
        `${movement.from_segment[row] ?? ''} to ${movement.to_segment[row] ?? ''} ${formatCount(movement.customers[row] ?? 0)}`,
    );
  return [
    {
      id: 'movement',
      tab: 'Movement',
      spec: {
        mark: 'flow',
        left: 'from_segment',
        right: 'to_segment',
        value: 'customers',
        order: [...segmentOrder(readRules(input.options.rules)), NEW_CUSTOMER],
        leftLabel: earlier,
        rightLabel: now,
        title: 'Who moved up, who slipped',
        labels: { x: 'Customers' },
      },
      description: `Customers by segment on ${earlier} and on ${now}. ${words.length > 0 ? `The largest moves: ${formatList(words)}.` : 'Nobody moved.'}`,
      rows: tableOf([
        textColumn('from_segment', movement.from_segment),
        textColumn('to_segment', movement.to_segment),
        numberColumn('customers', movement.customers),
      ]),
    },
  ];
}
