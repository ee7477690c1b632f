import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import clv from '../../src/analyses/clv';
import type { ClvResult } from '../../src/analyses/clv/compute';
import { columnNamed, type Cell, type Table } from '../../src/values/table';
import { expectClose } from '../close';
import bgNbd from '../golden/clv/cdnow-bg-nbd.json';
import gammaGamma from '../golden/clv/cdnow-gamma-gamma.json';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';
import { cdnowText } from '../stats/cdnow';
import { madeOrders } from './made-orders';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.addCsv('cdnow', cdnowText);
  database.addCsv('orders', madeOrders(400, 5));
});
afterAll(() => database.close());

const SUMMARY = { customer: 'ID', frequency: 'x', recency: 't_x', age: 'T', spend: 'zbar' };
const ORDERS = { customer: 'customer', date: 'date', amount: 'amount' };
const run = (
  from: string,
  roles: Record<string, string>,
  options: Record<string, number | string | null> = {},
): TestRunResult => runAnalysis(database, clv, { from, roles, options });

const numbers = (table: Table | undefined, column: string): Float64Array => {
  const found = table && columnNamed(table.columns, column);
  if (found?.kind !== 'number') throw new Error(`no number column ${column}`);
  return found.values;
};
const rows = (table: Table | undefined): Record<string, Cell>[] => (table ? rowsOf(table) : []);
const texts = (result: TestRunResult, tone?: string): string[] =>
  result.report.findings.filter((finding) => !tone || finding.tone === tone).map((finding) => finding.text);

describe('customer value from a summary', () => {
  test('gives the published CDNOW models, in the literature’s order', () => {
    const { tables } = run('cdnow', SUMMARY);
    expect(
      rows(tables['model']).map((row) => `${row['model']} ${row['parameter']} ${row['sample']}`),
    ).toEqual([
      ...['r', 'alpha', 'a', 'b'].map((name) => `bg-nbd ${name} all`),
      ...['p', 'q', 'gamma'].map((name) => `gamma-gamma ${name} all`),
    ]);
    const { r, alpha, a, b } = bgNbd.params;
    const { p, q, gamma } = gammaGamma.params;
    expectClose(numbers(tables['model'], 'estimate'), [r, alpha, a, b, p, q, gamma], { relative: 1e-5 });
    expectClose(numbers(tables['model'], 'standard_error'), [...bgNbd.se, ...gammaGamma.se], {
      relative: 1e-5,
    });
    expectClose(numbers(tables['fit'], 'log_likelihood'), [bgNbd.LL, gammaGamma.LL], {
      relative: 0,
      absolute: 1e-4,
    });
    expectClose(numbers(tables['fit'], 'customers'), [2357, 946], { relative: 0 });
  });

  test('gives each customer the published P(alive) and expected spend, keys and rows as they were', () => {
    const table = run('cdnow', SUMMARY).tables[''];
    expect(table?.columns.map((column) => column.name)).toEqual(
      'customer frequency recency age spend p_alive expected_purchases expected_spend clv clv_low clv_high'.split(
        ' ',
      ),
    );
    expect(table?.rowCount).toBe(2357);
    const [alive, spend, customer] = ['p_alive', 'expected_spend', 'customer'].map((name) =>
      numbers(table, name),
    );
    for (const golden of bgNbd.perCustomer) {
      expect(customer?.[golden.id - 1]).toBe(golden.id);
      expectClose(alive?.[golden.id - 1], golden.alive, { relative: 1e-6 });
    }
    for (const golden of gammaGamma.cond_first10)
      expectClose(spend?.[golden.ID - 1], golden.EM, { relative: 1e-6 });
  });

  test('says what it found in words', () => {
    expect(texts(run('cdnow', SUMMARY))).toMatchSnapshot();
  });

  test('without a customer column the customer is the row number from 1', () => {
    const { customer: _, ...rest } = SUMMARY;
    expectClose(numbers(run('cdnow', rest).tables[''], 'customer').slice(0, 3), [1, 2, 3], { relative: 0 });
  });

  test('without spend the spend columns are null and a finding says so', () => {
    const { spend: _, ...rest } = SUMMARY;
    const result = run('cdnow', rest);
    const first = rows(result.tables[''])[0];
    expect(first).toMatchObject({ spend: null, expected_spend: null, clv: null });
    expect(first?.['expected_purchases']).toBeGreaterThan(0);
    expect(texts(result, 'caution').join()).toContain('No column is chosen for spend');
    expect(rows(result.tables['fit']).map((row) => row['model'])).toEqual(['bg-nbd']);
  });

  test('value falls with the discount rate, is proportional to margin, and without discount is purchases times spend', () => {
    const value = (options: Record<string, number>): Float64Array =>
      numbers(run('cdnow', SUMMARY, options).tables[''], 'clv');
    const [free, tenth, fifth] = [0, 0.1, 0.2].map((discountRate) => value({ discountRate }));
    const half = value({ margin: 0.5 });
    const table = run('cdnow', SUMMARY).tables[''];
    const [purchases, spend] = ['expected_purchases', 'expected_spend'].map((name) => numbers(table, name));
    for (let i = 0; i < 2357; i += 50) {
      expect(fifth?.[i]).toBeLessThan(tenth?.[i] ?? NaN);
      expect(tenth?.[i]).toBeLessThan(free?.[i] ?? NaN);
      expectClose(half[i], (tenth?.[i] ?? NaN) / 2, { relative: 1e-12 });
      expectClose(free?.[i], (purchases?.[i] ?? NaN) * (spend?.[i] ?? NaN), { relative: 1e-12 });
    }
  });

  test('one month ahead is discounted by (1 + d)^(1/12), and a month is 365.25/12 days', () => {
    const month = run('cdnow', SUMMARY, { horizonMonths: 1, discountRate: 0.21 }).tables[''];
    const [value, purchases, spend] = ['clv', 'expected_purchases', 'expected_spend'].map(
      (name) => numbers(month, name)[0],
    );
    expectClose(value, ((purchases ?? NaN) * (spend ?? NaN)) / 1.21 ** (1 / 12), { relative: 1e-12 });
    // Customer 1 by the published formula: E[X(39 weeks)] is 1.2259; in 30.4375/7 weeks it must be less than its share.
    expect(purchases).toBeGreaterThan((bgNbd.perCustomer[0]?.expected39 ?? NaN) * (30.4375 / 7 / 39));
    expect(purchases).toBeLessThan((bgNbd.perCustomer[0]?.expected39 ?? NaN) * 0.15);
  });

  test('impossible and incomplete rows are left out, counted and said', () => {
    database.addCsv('flawed', `${cdnowText}9001,2.5,3,30,10\n9002,2,40,30,10\n9003,,1,30,10\n9004,0,,30,\n`);
    const result = run('flawed', SUMMARY);
    expect(result.report.rows).toEqual({ used: 2358, dropped: 3 });
    expect(result.tables['']?.rowCount).toBe(2358);
    expect(texts(result, 'caution').join(' ')).toMatch(
      /1 row without .* left out.*2 rows are left out: frequency/,
    );
  });
});

describe('customer value from orders', () => {
  test('merges the lines of a day, and counts repeat days only in frequency and spend', () => {
    const lines =
      'b,2024-01-01,100;b,2024-01-08,10;b,2024-01-08,5;b,2024-01-22,25;a,2024-01-15,7;,2024-01-16,3;a,,4;' +
      'd,2024-01-02,50;d,2024-01-09,-20;d,2024-01-23,30;e,2024-01-03,9;e,2024-01-29,';
    database.addCsv('few', `${madeOrders(400, 5)}\n${lines.replaceAll(';', '\n')}`);
    const { tables, report } = run('few', ORDERS, { asOf: '2025-12-31' });
    const few = rows(tables['']).filter((row) => /^[a-z]$/.test(String(row['customer'])));
    const weeksFrom = (day: number): number =>
      (Date.UTC(2025, 11, 31) - Date.UTC(2024, 0, day)) / (7 * 86_400_000);
    expect(
      few.map(({ customer, frequency, recency, age, spend }) => [customer, frequency, recency, age, spend]),
    ).toEqual([
      ['a', 0, 0, weeksFrom(15), null],
      ['b', 2, 3, weeksFrom(1), 20],
      ['d', 2, 3, weeksFrom(2), 5],
      ['e', 1, 26 / 7, weeksFrom(3), null],
    ]);
    expect(report.rows?.dropped).toBe(2);
  });

  test('the unit of time changes recency, age and alpha, not the value', () => {
    const [day, week, month] = ['day', 'week', 'month'].map((unit) => run('orders', ORDERS, { unit }).tables);
    const alpha = [day, week, month].map((tables) => numbers(tables?.['model'], 'estimate')[1] ?? NaN);
    expectClose(alpha[0], (alpha[1] ?? NaN) * 7, { relative: 1e-6 });
    expectClose(alpha[0], (alpha[2] ?? NaN) * (365.25 / 12), { relative: 1e-6 });
    const value = (tables: Record<string, Table> | undefined) => [...numbers(tables?.[''], 'clv')];
    expectClose(value(day), value(week), { relative: 1e-6 });
    expectClose(value(month), value(week), { relative: 1e-6 });
  });

  test('rows after the as-of date are left out and counted, as if they were not there', () => {
    const cut = run('orders', ORDERS, { asOf: '2025-03-31' });
    database.run(`CREATE OR REPLACE TABLE early AS FROM orders WHERE date <= DATE '2025-03-31'`);
    const early = run('early', ORDERS, { asOf: '2025-03-31' });
    expect(rows(cut.tables[''])).toEqual(rows(early.tables['']));
    expect(cut.report.rows?.dropped).toBeGreaterThan(0);
    expect(texts(cut).join(' ')).toMatch(/as of 2025-03-31.*rows after it are left out/);
  });

  test('the as-of date is the cell’s, else the notebook’s, else the last in the data, and is said', () => {
    const said = (options: Record<string, string>, notebookAsOf: string | null): string =>
      texts(runAnalysis(database, clv, { from: 'orders', roles: ORDERS, options, notebookAsOf })).join(' ');
    expect(said({ asOf: '2025-10-01' }, '2025-09-01')).toContain('as of 2025-10-01;');
    expect(said({}, '2025-09-01')).toContain("as of 2025-09-01, the notebook's as-of date");
    expect(said({}, null)).toMatch(/as of 2025-12-\d\d, the last date in the data/);
  });

  test('a check adds the fit on what was before as rows of sample calibration, and leaves the rest as it was', () => {
    const plain = run('orders', ORDERS);
    const checked = run('orders', ORDERS, { holdoutFrom: '2025-04-01' });
    const before = (row: Record<string, Cell>) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith('holdout')));
    expect(rows(checked.tables['']).map(before)).toEqual(rows(plain.tables['']));
    expect(rows(checked.tables['model']).slice(0, 7)).toEqual(rows(plain.tables['model']));
    expect(rows(checked.tables['model']).map((row) => row['sample'])).toEqual([
      ...Array<string>(7).fill('all'),
      ...Array<string>(7).fill('calibration'),
    ]);
    const until = run('orders', ORDERS, { asOf: '2025-03-31' });
    expectClose(
      [...numbers(checked.tables['model'], 'estimate').slice(7)],
      [...numbers(until.tables['model'], 'estimate')],
      { relative: 1e-9 },
    );
    expect(texts(checked)).toMatchSnapshot();
  });

  test('the tracking chart counts what happened and ends at the figures of the finding', () => {
    const { charts, result } = run('orders', ORDERS, { holdoutFrom: '2025-04-01' });
    const { holdout } = result as ClvResult;
    if (holdout?.status !== 'done') throw new Error('no check');
    const [actual] = database.query(`WITH d AS (SELECT DISTINCT customer, date FROM orders), f AS (
      SELECT customer, min(date) AS first FROM d GROUP BY customer)
      SELECT count(*) AS n, count(*) FILTER (date >= DATE '2025-04-01') AS after FROM d JOIN f USING (customer)
      WHERE first < DATE '2025-04-01' AND date > first`);
    expect(holdout.actual).toBe(actual?.['after']);
    const last = (series: string) =>
      rows(charts['tracking'])
        .filter((row) => row['series'] === series)
        .at(-1)?.['purchases'];
    expect(last('actual')).toBe(actual?.['n']);
    const atCheck = Number(actual?.['n']) - holdout.actual;
    expectClose(Number(last('BG/NBD forecast')) - atCheck, holdout.expected, { relative: 1e-9 });
    expectClose(Number(last('same as before')) - atCheck, holdout.naive, { relative: 1e-9 });
  });

  test('the concentration chart rises from 0 to 1 and the heat map stays within [0, 1]', () => {
    const { charts } = run('orders', ORDERS);
    const held = numbers(charts['concentration'], 'held');
    expect([held[0], held[100]]).toEqual([0, 1]);
    expect([...held]).toEqual([...held].sort((a, b) => a - b));
    const alive = numbers(charts['alive'], 'color');
    expect(alive.length).toBeGreaterThan(10);
    expect(Math.min(...alive)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...alive)).toBeLessThanOrEqual(1);
  });

  test('keys keep their type, also integers beyond 2^53 and names with quotes', () => {
    database.run(`CREATE OR REPLACE TABLE "big keys" AS
      SELECT 9007199254740993 + CAST(substr(customer, 2) AS BIGINT) AS "the ""id""", date, amount FROM orders`);
    const { tables } = runAnalysis(database, clv, {
      from: 'big keys',
      roles: { customer: 'the "id"', date: 'date', amount: 'amount' },
    });
    expect(tables['']?.columns[0]?.type).toBe('BIGINT');
    expect(database.query('SELECT CAST(min(customer) AS VARCHAR) AS first FROM result')).toEqual([
      { first: '9007199254740994' },
    ]);
  });

  test('timestamps count by their day', () => {
    database.run(`CREATE OR REPLACE TABLE stamped AS
      SELECT customer, CAST(date AS TIMESTAMP) + INTERVAL 13 HOUR + INTERVAL 7 MINUTE AS date, amount FROM orders`);
    expect(rows(run('stamped', ORDERS).tables[''])).toEqual(rows(run('orders', ORDERS).tables['']));
  });
});

const elog = new URL('../../../shared/data/btyd/cdnow.csv', import.meta.url);
describe.skipIf(!existsSync(elog))('CDNOW, order by order', () => {
  test('gives the recency-frequency table and its forecast: 1,653 expected where 1,882 came', () => {
    database.addCsv('elog', readFileSync(elog, 'utf8'));
    const result = run(
      'elog',
      { customer: 'Id', date: 'Date', amount: 'Price' },
      { asOf: '1997-09-30', unit: 'week' },
    );
    const summary = rows(database.table('FROM cdnow ORDER BY ID'));
    const found = rows(result.tables['']);
    expect(found.length).toBe(summary.length);
    found.forEach((row, i) => {
      expect(row['frequency']).toBe(summary[i]?.['x']);
      // The published table is rounded to hundredths.
      expectClose(Number(row['recency']), Number(summary[i]?.['t_x']), { relative: 0, absolute: 0.0051 });
      expectClose(Number(row['age']), Number(summary[i]?.['T']), { relative: 0, absolute: 0.0051 });
      expectClose(Number(row['spend'] ?? 0), Number(summary[i]?.['zbar']), { relative: 0, absolute: 0.0051 });
    });
    const check = run(
      'elog',
      { customer: 'Id', date: 'Date', amount: 'Price' },
      { holdoutFrom: '1997-10-01' },
    );
    const { holdout } = check.result as ClvResult;
    if (holdout?.status !== 'done') throw new Error('no check');
    expect(holdout.actual).toBe(1882);
    expectClose(holdout.expected, 1653, { relative: 0, absolute: 1 });
  });
});
