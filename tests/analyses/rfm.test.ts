import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rfm from '../../src/analyses/rfm';
import { dateColumn, numberColumn, textColumn } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/rfm/cdnow.json';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';
import { addLines as addLinesTo, lineRoles, type Line } from './rfm-lines';

const DAY = 86_400_000;
const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);
const roles = lineRoles;
const texts = ({ report }: TestRunResult): string[] =>
  report.findings.filter(({ tab }) => tab === undefined).map(({ text }) => text);

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
}, 30_000);
afterAll(() => database.close());

const addLines = (name: string, lines: Line[]): void => addLinesTo(database, name, lines);

describe('rfm on CDNOW', () => {
  /** Orders with exactly the published recency, frequency and money: one a day up to the last, all money on the last. */
  beforeAll(() => {
    const ids: number[] = [];
    const dates: number[] = [];
    const amounts: number[] = [];
    golden.recency.forEach((recency, i) => {
      const frequency = golden.frequency[i] ?? 0;
      for (let back = 0; back < frequency; back++) {
        ids.push(i + 1);
        dates.push(day(golden.asOf) - (recency + back) * DAY);
        amounts.push(back === 0 ? (golden.monetary[i] ?? NaN) : 0);
      }
    });
    database.addColumns('cdnow', [
      numberColumn('customer', Float64Array.from(ids), 'INTEGER'),
      dateColumn('date', Float64Array.from(dates)),
      numberColumn('amount', Float64Array.from(amounts)),
    ]);
  });
  const run = (scoring: string): TestRunResult =>
    runAnalysis(database, rfm, { from: 'cdnow', roles, options: { scoring, asOf: golden.asOf } });
  const column = (result: TestRunResult, name: string): number[] =>
    rowsOf(result.tables[''] ?? expect.fail('no main table')).map((row) => Number(row[name]));

  it.each(['cut', 'ntile'] as const)('gives every customer the scores of base R by %s', (scoring) => {
    const result = run(scoring);
    expect(column(result, 'customer')).toEqual(golden.recency.map((_, i) => i + 1));
    expect(column(result, 'recency')).toEqual(golden.recency);
    expect(column(result, 'frequency')).toEqual(golden.frequency);
    expectClose(column(result, 'monetary'), golden.monetary, { relative: 1e-12 });
    for (const score of ['r', 'f', 'm'] as const)
      expect(column(result, score).join('')).toBe(golden[scoring][score]);
  });

  it('says that frequency score 2 is empty, and that equal bins split equal customers', () => {
    expect(texts(run('cut'))).toMatchSnapshot();
    expect(texts(run('ntile'))).toMatchSnapshot();
  });

  it('publishes segments whose sizes and shares add up', () => {
    const { tables, charts } = run('cut');
    const profile = rowsOf(tables['profile'] ?? expect.fail('no profile'));
    const sum = (name: string): number => profile.reduce((total, row) => total + Number(row[name]), 0);
    expect(sum('size')).toBe(golden.recency.length);
    expectClose(sum('share'), 1, { relative: 1e-12 });
    expectClose(sum('value_share'), 1, { relative: 1e-12 });
    expect(Object.keys(charts)).toEqual(['size', 'value', 'scores']);
  });

  const file = new URL('../../../shared/data/btyd/CDNOW_sample.txt', import.meta.url);
  it.skipIf(!existsSync(file))('gives the golden counts from the transactions themselves', () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const rows = lines.map((line) => line.trim().split(/\s+/));
    database.addColumns('cdnow_lines', [
      textColumn(
        'customer',
        rows.map((row) => row[1] ?? null),
      ),
      dateColumn(
        'date',
        Float64Array.from(rows, ([, , text = '']) =>
          day(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`),
        ),
      ),
      numberColumn(
        'amount',
        Float64Array.from(rows, (row) => Number(row[4])),
      ),
    ]);
    const result = runAnalysis(database, rfm, { from: 'cdnow_lines', roles, notebookAsOf: golden.asOf });
    for (const score of ['r', 'f', 'm'] as const)
      expect(column(result, score).join('')).toBe(golden.cut[score]);
  });
});

describe('rfm', () => {
  it('counts days with a purchase, measures recency from the as-of date and sums the amounts', () => {
    addLines('orders', [
      ['a', '2026-01-01', 10],
      ['a', '2026-01-01', 5],
      ['a', '2026-01-11', 2.5],
      ['b', '2026-01-05', 4],
    ]);
    const { tables } = runAnalysis(database, rfm, { from: 'orders', roles, options: { asOf: '2026-01-31' } });
    expect(rowsOf(tables['']!)).toEqual([
      { customer: 'a', recency: 20, frequency: 2, monetary: 17.5, r: 5, f: 5, m: 5, segment: 'Champions' },
      { customer: 'b', recency: 26, frequency: 1, monetary: 4, r: 1, f: 1, m: 1, segment: 'Lost' },
    ]);
  });

  it('takes the last date in the data where no as-of date is given, and says so', () => {
    addLines('orders', [
      ['a', '2026-01-01', 1],
      ['b', '2026-03-01', 1],
      [null, '2026-09-01', 1],
    ]);
    const result = runAnalysis(database, rfm, { from: 'orders', roles });
    expect(rowsOf(result.tables['']!).map(({ recency }) => recency)).toEqual([59, 0]);
    expect(texts(result)).toMatchSnapshot();
  });

  it('leaves out rows after the as-of date and incomplete rows, and counts them', () => {
    addLines('orders', [
      ['a', '2026-01-01', null],
      ['a', '2026-01-02', 7],
      ['b', '2026-02-01', 1],
      [null, '2026-01-01', 1],
      ['c', null, 1],
    ]);
    const result = runAnalysis(database, rfm, { from: 'orders', roles, notebookAsOf: '2026-01-15' });
    expect(rowsOf(result.tables['']!)).toMatchObject([
      { customer: 'a', recency: 13, frequency: 2, monetary: 7 },
    ]);
    expect(result.report.rows).toEqual({ used: 2, dropped: 3 });
    expect(texts(result)).toMatchSnapshot();
  });

  it('refuses with a sentence only where no row is left', () => {
    const run = (options: Record<string, string>): TestRunResult =>
      runAnalysis(database, rfm, { from: 'orders', roles, options });
    addLines('orders', [['a', '2026-05-01', 1]]);
    expect(() => run({ asOf: '2026-04-30' })).toThrow(
      /all 1 dated rows of orders lie after the as-of date 2026-04-30/,
    );
    addLines('orders', [['a', null, 1]]);
    expect(() => run({})).toThrow('No rows are left: "date" is missing in the rows of orders.');
    addLines('orders', [[null, '2026-05-01', 1]]);
    expect(() => run({})).toThrow('No rows are left: "customer" is missing in the rows of orders.');
    addLines('orders', []);
    expect(() => run({})).toThrow('There are no rows in orders');
  });

  it('leaves money and its score empty without amounts, and says so', () => {
    addLines('orders', [
      ['a', '2026-01-01', 1],
      ['b', '2026-01-09', 1],
    ]);
    const result = runAnalysis(database, rfm, { from: 'orders', roles: { ...roles, amount: null } });
    for (const row of rowsOf(result.tables['']!)) expect(row).toMatchObject({ monetary: null, m: null });
    expect(texts(result).join(' ')).toContain('No amount is given');
    expect(Object.keys(result.charts)).toEqual(['size', 'scores']);
  });

  it('keeps names that look like SQL or mark-up', () => {
    database.run(
      `CREATE OR REPLACE TABLE odd AS SELECT '00"7''' AS "a ""b""", DATE '2026-01-01' AS "d.t", 1 AS "*x*"`,
    );
    const result = runAnalysis(database, rfm, {
      from: 'odd',
      roles: { customer: 'a "b"', date: 'd.t', amount: '*x*' },
    });
    expect(rowsOf(result.tables['']!)[0]?.['customer']).toBe(`00"7'`);
  });
});
