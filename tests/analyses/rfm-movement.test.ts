import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rfm from '../../src/analyses/rfm';
import type { Cell } from '../../src/values/table';
import { expectClose } from '../close';
import { problemSaid } from '../problem-said';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRun, type TestRunResult } from '../sql/run-analysis';
import { addLines, lineRoles as roles, madeOrders } from './rfm-lines';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(madeOrders('made'));
}, 30_000);
afterAll(() => database.close());

const run = (options: TestRun['options'], from = 'made'): TestRunResult =>
  runAnalysis(database, rfm, { from, roles, options: { asOf: '2025-12-31', ...options } });
const rows = (result: TestRunResult, suffix: string): Record<string, Cell>[] =>
  rowsOf(result.tables[suffix] ?? expect.fail(`no table ${suffix}`));
const segments = (result: TestRunResult): Map<Cell, Cell> =>
  new Map(rows(result, '').map(({ customer, segment }) => [customer ?? null, segment ?? null]));

describe('the movement between two days', () => {
  it.each(['cut', 'ntile'])(
    'starts where a run on the earlier day put everybody, and ends where this one does: %s',
    (scoring) => {
      const earlier = segments(run({ scoring, asOf: '2025-06-30' }));
      const result = run({ scoring, compareAsOf: '2025-06-30' });
      const now = segments(result);
      const moves = rows(result, 'moves');
      expect(moves.length).toBe(now.size);
      for (const { customer = null, from_segment: from, to_segment: to } of moves) {
        expect(from).toBe(earlier.get(customer) ?? 'Not yet a customer');
        expect(to).toBe(now.get(customer));
      }
      expect(moves.some(({ direction }) => direction === 'new')).toBe(true);
    },
  );

  it('counts every customer once: shares add up to 1, the value to all spending', () => {
    const result = run({ compareAsOf: '2025-06-30' });
    const movement = rows(result, 'movement');
    const sum = (of: Record<string, Cell>[], name: string): number =>
      of.reduce((total, row) => total + Number(row[name]), 0);
    expect(Object.keys(movement[0] ?? {})).toEqual([
      'from_segment',
      'to_segment',
      'customers',
      'share',
      'value',
    ]);
    expect(sum(movement, 'customers')).toBe(rows(result, '').length);
    expectClose(sum(movement, 'share'), 1, { relative: 1e-12 });
    expectClose(sum(movement, 'value'), sum(rows(result, ''), 'monetary'), { relative: 1e-12 });
    expect(result.charts['movement']?.columns.map(({ name }) => name)).toEqual([
      'from_segment',
      'to_segment',
      'customers',
    ]);
  });

  it('tells who moved up, slipped, stayed and is new by the order of the rules', () => {
    addLines(database, 'orders', [
      ['up', '2025-01-01', 1],
      ['up', '2025-12-30', 1],
      ['slipped', '2025-06-29', 3],
      ['same', '2025-06-28', 5],
      ['same', '2025-12-29', 5],
      ['fresh', '2025-12-01', 7],
    ]);
    const result = run(
      {
        compareAsOf: '2025-06-30',
        fixedCuts: { recency: [30, 90], frequency: [1], monetary: [100] },
        rules: { Active: 'r 4-5', Quiet: 'all' },
      },
      'orders',
    );
    expect(rows(result, 'moves')).toEqual([
      {
        customer: 'fresh',
        from_segment: 'Not yet a customer',
        to_segment: 'Active',
        direction: 'new',
        value: 7,
      },
      { customer: 'same', from_segment: 'Active', to_segment: 'Active', direction: 'same', value: 10 },
      { customer: 'slipped', from_segment: 'Active', to_segment: 'Quiet', direction: 'down', value: 3 },
      { customer: 'up', from_segment: 'Quiet', to_segment: 'Active', direction: 'up', value: 2 },
    ]);
    expect(rows(result, 'movement')).toEqual([
      { from_segment: 'Active', to_segment: 'Active', customers: 1, share: 0.25, value: 10 },
      { from_segment: 'Active', to_segment: 'Quiet', customers: 1, share: 0.25, value: 3 },
      { from_segment: 'Quiet', to_segment: 'Active', customers: 1, share: 0.25, value: 2 },
      { from_segment: 'Not yet a customer', to_segment: 'Active', customers: 1, share: 0.25, value: 7 },
    ]);
    expect(result.report.findings.map(({ text, tab }) => `${tab ?? ''}: ${text}`)).toMatchSnapshot();
    expect(result.report.charts.find(({ id }) => id === 'movement')).toMatchObject({
      tab: 'Movement',
      spec: { mark: 'flow', order: ['Active', 'Quiet', 'Other', 'Not yet a customer'] },
    });
  });

  it('does not depend on the order of the lines', () => {
    database.run(
      'CREATE OR REPLACE TABLE shuffled AS FROM made ORDER BY hash(customer || date::VARCHAR || amount::VARCHAR)',
    );
    const options = { compareAsOf: '2025-06-30' };
    const here = run(options);
    const there = run(options, 'shuffled');
    expect(rows(there, 'moves').map(({ value: _, ...row }) => row)).toEqual(
      rows(here, 'moves').map(({ value: _, ...row }) => row),
    );
  });

  it('leaves money empty where there are no amounts', () => {
    const result = runAnalysis(database, rfm, {
      from: 'made',
      roles: { ...roles, amount: null },
      options: { asOf: '2025-12-31', compareAsOf: '2025-06-30' },
    });
    for (const row of rows(result, 'movement')) expect(row['value']).toBeNull();
    expect(result.report.findings.some(({ text }) => text.includes('spending'))).toBe(false);
  });

  it('is not published where nothing is compared', () => {
    const result = run({});
    expect(Object.keys(result.tables)).toEqual(['', 'profile', 'rule']);
    expect(Object.keys(result.charts)).toEqual(['size', 'value', 'scores']);
  });

  it('refuses a day that is not earlier, or before anybody bought', () => {
    expect(problemSaid(() => run({ compareAsOf: '2025-12-31' }))).toBe(
      '“Compare with”: 2025-12-31 is not before the as-of date 2025-12-31. Choose an earlier day, or a later as-of date.',
    );
    expect(problemSaid(() => run({ compareAsOf: '2024-12-31' }))).toMatch(
      /“Compare with”: nobody had bought by 2024-12-31\. The first date in "date" is 2025-01-0\d; choose that or a later day\./,
    );
  });
});
