import { describe, expect, it } from 'vitest';
import { suggestCharts, type KnownColumn } from '../../src/charts/suggest';

const number = (name: string, distinct: number, min = 0.5, max = 900.25, type = 'DOUBLE'): KnownColumn => ({
  name,
  type,
  kind: 'number',
  missing: 0,
  distinct,
  min,
  max,
});
const whole = (name: string, distinct: number, min: number, max: number) =>
  number(name, distinct, min, max, 'BIGINT');
const text = (name: string, distinct: number): KnownColumn => ({
  name,
  type: 'VARCHAR',
  kind: 'text',
  missing: 0,
  distinct,
});
const date = (name: string, distinct: number): KnownColumn => ({
  name,
  type: 'DATE',
  kind: 'date',
  missing: 0,
  distinct,
  min: '2025-01-01',
  max: '2026-06-30',
});
const flag = (name: string): KnownColumn => ({
  name,
  type: 'BOOLEAN',
  kind: 'boolean',
  missing: 0,
  distinct: 2,
});

const orders = [
  text('order_id', 5000),
  text('customer', 1200),
  date('ordered', 500),
  text('region', 4),
  number('unit_price', 80),
  number('amount', 3000),
];
const survey = [
  text('respondent', 800),
  date('answered', 90),
  whole('q1', 10, 1, 10),
  whole('q2', 10, 1, 10),
  text('segment', 3),
  text('comment', 640),
  flag('renewed'),
];

describe('the first chart of a table', () => {
  it.each<[string, KnownColumn[], number, object]>([
    [
      'days with one row each: a line of them',
      [date('day', 90), number('amount', 90)],
      90,
      { mark: 'line', x: 'day', y: 'amount' },
    ],
    [
      'months by segment: a line for each',
      [date('month', 12), text('segment', 3), number('score', 36)],
      36,
      { mark: 'line', x: 'month', y: 'score', color: 'segment' },
    ],
    [
      'names with one row each: a bar for each',
      [text('region', 8), number('mean_score', 8)],
      8,
      { mark: 'bar', x: 'region', y: 'mean_score' },
    ],
    [
      'orders: their sum over time, by the amount and not by the price',
      orders,
      5000,
      { mark: 'line', x: 'ordered', y: 'amount', aggregate: 'sum' },
    ],
    [
      'answers: their mean over time',
      survey,
      800,
      { mark: 'line', x: 'answered', y: 'q1', aggregate: 'mean' },
    ],
    [
      'names and numbers: bars of the sum',
      [text('region', 4), number('revenue', 300)],
      400,
      { mark: 'bar', x: 'region', y: 'revenue', aggregate: 'sum' },
    ],
    [
      'names and rates: bars of the mean',
      [text('region', 4), number('conversion rate', 300)],
      400,
      { mark: 'bar', x: 'region', y: 'conversion rate', aggregate: 'mean' },
    ],
    [
      'names and yes or no: bars of the share',
      [text('plan', 3), flag('churned')],
      400,
      { mark: 'bar', x: 'plan', y: 'churned', aggregate: 'mean' },
    ],
    [
      'two numbers: dots',
      [number('effort', 300), number('loyalty', 300)],
      400,
      { mark: 'dot', x: 'effort', y: 'loyalty' },
    ],
    ['one number: a histogram', [number('waiting', 300)], 400, { mark: 'histogram', x: 'waiting' }],
    [
      'one question: the answers counted',
      [whole('nps', 11, 0, 10)],
      400,
      { mark: 'bar', x: 'nps', aggregate: 'count' },
    ],
    [
      'names alone: rows counted',
      [text('reason', 12)],
      400,
      { mark: 'bar', x: 'reason', aggregate: 'count' },
    ],
    [
      'dates alone: rows over time',
      [date('opened', 200)],
      400,
      { mark: 'line', x: 'opened', aggregate: 'count' },
    ],
    [
      'two names: a field of counts',
      [text('stage', 6), text('channel', 5)],
      400,
      { mark: 'heatmap', x: 'stage', y: 'channel', aggregate: 'count' },
    ],
    [
      'years as numbers are an axis',
      [whole('year', 6, 2020, 2025), number('revenue', 6)],
      6,
      { mark: 'bar', x: 'year', y: 'revenue' },
    ],
    [
      '0 and 1 is yes or no',
      [text('plan', 3), whole('won', 2, 0, 1)],
      400,
      { mark: 'bar', x: 'plan', y: 'won', aggregate: 'mean' },
    ],
    [
      'identifiers and counters are nothing',
      [whole('customer_id', 400, 1000, 9000), whole('row', 400, 1, 400), number('spend', 300)],
      400,
      { mark: 'histogram', x: 'spend' },
    ],
  ])('%s', (_, columns, rowCount, chart) => {
    expect(suggestCharts(columns, rowCount)[0]?.chart).toEqual(chart);
  });

  it.each<[string, KnownColumn[], number]>([
    ['no rows', orders, 0],
    ['no columns', [], 100],
    ['nothing but identifiers and free text', [text('order_id', 400), text('comment', 390)], 400],
    ['nothing but missing values', [{ ...number('x', 0), missing: 50 }], 50],
  ])('is none for %s', (_, columns, rowCount) => {
    expect(suggestCharts(columns, rowCount)).toEqual([]);
  });
});

it('suggestions are few, all different, each said, and name columns of the table', () => {
  for (const columns of [orders, survey]) {
    const found = suggestCharts(columns, 5000);
    expect(found.length).toBeGreaterThan(2);
    expect(found.length).toBeLessThanOrEqual(6);
    expect(new Set(found.map(({ chart }) => JSON.stringify(chart))).size).toBe(found.length);
    expect(new Set(found.map(({ says }) => says)).size).toBe(found.length);
    const names = columns.map(({ name }) => name);
    for (const { chart } of found)
      for (const part of [chart.x, chart.y, chart.color]) if (part) expect(names).toContain(part);
  }
});
