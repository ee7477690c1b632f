import { numberColumn, tableOf, textColumn } from '../../values/table';
import { formatPercent } from '../../values/format';
import type { ReportChart } from '../analysis';
import type { After } from './findings';

/** Segments by size and by value, and how many customers stand at each recency and frequency score. */
export function chartsOf(after: After): ReportChart[] {
  const { profile, grid } = after;
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
