import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import clv from '../../src/analyses/clv';
import { InputProblem, type Problem } from '../../src/values/problem';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { runAnalysis } from '../sql/run-analysis';
import { cdnowText } from '../stats/cdnow';
import { madeOrders } from './made-orders';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.addCsv('cdnow', cdnowText);
  database.addCsv('orders', madeOrders(400, 5));
});
afterAll(() => database.close());

const ORDERS = { customer: 'customer', date: 'date', amount: 'amount' };
const SUMMARY = { frequency: 'x', recency: 't_x', age: 'T', spend: 'zbar' };
function problem(
  from: string,
  roles: Record<string, string>,
  options: Record<string, string | number> = {},
): Problem {
  try {
    runAnalysis(database, clv, { from, roles, options });
  } catch (error) {
    if (error instanceof InputProblem) return error.problem;
    throw error;
  }
  throw new Error('it ran');
}
const cautions = (
  from: string,
  roles: Record<string, string>,
  options: Record<string, string> = {},
): string =>
  runAnalysis(database, clv, { from, roles, options })
    .report.findings.filter((finding) => finding.tone === 'caution')
    .map((finding) => finding.text)
    .join('\n');
const EITHER = 'Give either customer and date, or frequency, recency and age.';

describe('clv: what cannot be done is said in a sentence with a way out', () => {
  test('too few, too many or mixed roles', () => {
    expect(problem('orders', { customer: 'customer' })).toMatchObject({ reason: 'input', hint: EITHER });
    expect(problem('orders', {})).toMatchObject({ hint: EITHER });
    expect(problem('cdnow', { frequency: 'x', age: 'T' })).toMatchObject({
      message: 'A summary also needs recency.',
      hint: EITHER,
    });
    expect(problem('orders', { ...ORDERS, age: 'amount' }).message).toBe(
      'The roles mix orders (date) with a summary (age).',
    );
    expect(problem('orders', { ...ORDERS, spend: 'amount' }).hint).toContain('as amount');
    expect(problem('cdnow', { ...SUMMARY, amount: 'zbar' }).hint).toContain('as spend');
  });

  test('a date that was read as text', () => {
    database.run(
      'CREATE OR REPLACE TABLE texts AS SELECT customer, CAST(date AS VARCHAR) AS date FROM orders',
    );
    expect(problem('texts', { customer: 'customer', date: 'date' })).toMatchObject({
      message: 'The column date is read as text, but date needs a date.',
      hint: expect.stringContaining('Choose the type date for it where the file is imported') as string,
    });
  });

  test('no rows, no complete rows, one customer, no repeat buyer', () => {
    database.run('CREATE OR REPLACE TABLE nothing AS FROM orders WHERE FALSE');
    expect(problem('nothing', ORDERS).message).toBe('nothing has no rows.');
    database.run(
      'CREATE OR REPLACE TABLE nobody AS SELECT * REPLACE (NULL::VARCHAR AS customer) FROM orders',
    );
    expect(problem('nobody', ORDERS).message).toContain('both a customer and a date');
    database.run('CREATE OR REPLACE TABLE alone AS SELECT * REPLACE (1 AS customer) FROM orders');
    expect(problem('alone', ORDERS).message).toContain('only one customer');
    database.run(
      'CREATE OR REPLACE TABLE once AS SELECT customer, min(date) AS date, 5 AS amount FROM orders GROUP BY customer',
    );
    expect(problem('once', ORDERS)).toMatchObject({
      message: 'No customer bought on more than one day, so there is no repeat buying to learn from.',
      hint: expect.stringContaining('not the order') as string,
    });
  });

  test('amounts that are all zero or negative', () => {
    for (const amount of ['0', '-amount']) {
      database.run(`CREATE OR REPLACE TABLE refunds AS SELECT * REPLACE (${amount} AS amount) FROM orders`);
      expect(problem('refunds', ORDERS)).toMatchObject({
        message: "In amount no customer's repeat purchases are worth more than 0.",
        hint: expect.stringContaining('leave it empty') as string,
      });
    }
    expect(problem('refunds', ORDERS, { refunds: 'net' })).toMatchObject({
      message: 'In amount no customer has a day worth more than 0, so nothing was bought.',
      hint: expect.stringContaining('turn its sign') as string,
    });
  });

  test('an as-of date before the first order; a check outside the data', () => {
    expect(problem('orders', ORDERS, { asOf: '2020-01-01' }).message).toMatch(
      /^The as-of date 2020-01-01 is before the first order, 2024-\d\d-\d\d, so no row is left\.$/,
    );
    for (const holdoutFrom of ['2019-05-05', '2031-01-01'])
      expect(problem('orders', ORDERS, { holdoutFrom }).message).toContain(
        `${holdoutFrom} lies outside the data`,
      );
  });

  test('a summary whose columns cannot be what they are said to be', () => {
    expect(problem('cdnow', { ...SUMMARY, frequency: 't_x' }).hint).toContain(
      'Frequency counts repeat purchases',
    );
  });

  test('customers of whom none leaves', () => {
    database.run(`CREATE OR REPLACE TABLE faithful AS
      SELECT c AS customer, DATE '2024-01-01' + CAST(k * (5 + c) AS INTEGER) AS date, 10 AS amount
      FROM range(1, 60) t(c), range(0, 80) s(k) WHERE k * (5 + c) <= 365`);
    expect(problem('faithful', ORDERS, { asOf: '2024-12-31' }).message).toMatch(
      /^The purchase model \(BG\/NBD\) cannot be estimated: .*\.$/,
    );
  });
});

describe('clv: what limits the result is a caution, and no number becomes NaN', () => {
  test('equal spends leave the value empty', () => {
    database.run('CREATE OR REPLACE TABLE flat AS SELECT DISTINCT customer, date, 20 AS amount FROM orders');
    expect(cautions('flat', ORDERS)).toContain('every customer spends the same per purchase (20)');
    expect(database.query('SELECT count(clv) AS n, count(expected_purchases) AS m FROM result')[0]).toEqual({
      n: 0,
      m: 400,
    });
  });

  test('refunded customers get the average of all and are counted', () => {
    database.run(
      'CREATE OR REPLACE TABLE refunded AS SELECT * REPLACE (CASE WHEN customer = (SELECT customer FROM orders GROUP BY customer HAVING count(DISTINCT date) > 4 ORDER BY customer LIMIT 1) THEN -amount ELSE amount END AS amount) FROM orders',
    );
    expect(cautions('refunded', ORDERS)).toContain('1 repeat customer has no mean spend above 0');
    const rows = database.query(
      'SELECT expected_spend, frequency FROM result WHERE frequency = 0 OR spend <= 0',
    );
    expect(new Set(rows.map((row) => row['expected_spend'])).size).toBe(1);
  });

  test('spend that rises with frequency, one-off buyers, few customers, lines without an amount', () => {
    database.run(`CREATE OR REPLACE TABLE related AS
      SELECT * REPLACE (CASE WHEN zbar > 0 THEN zbar * (1 + x) END AS zbar) FROM cdnow`);
    const text = cautions('related', SUMMARY);
    expect(text).toMatch(/Customers who buy more often spend more per purchase \(correlation 0\.\d+\)/);
    expect(text).toContain('60 % of the customers bought once only');
    database.run(
      `CREATE OR REPLACE TABLE unpriced AS SELECT * REPLACE (CASE WHEN customer LIKE '%9' THEN NULL ELSE amount END AS amount) FROM orders`,
    );
    expect(cautions('unpriced', ORDERS)).toMatch(/rows without an amount count as purchases/);
    database.run(
      `CREATE OR REPLACE TABLE small AS FROM orders WHERE CAST(substr(customer, 2) AS INTEGER) <= 90`,
    );
    expect(cautions('small', ORDERS)).toMatch(
      /Only 90 customers, \d+ of them have repeat purchases: too few/,
    );
  });

  test('a check that cannot be made, or a summary that has no dates', () => {
    expect(cautions('cdnow', SUMMARY, { holdoutFrom: '2024-02-01' })).toContain('A summary has no dates');
    expect(cautions('orders', ORDERS, { holdoutFrom: '2024-01-02' })).toContain(
      'The check could not be made',
    );
  });

  test('a customer given twice in a summary', () => {
    database.run('CREATE OR REPLACE TABLE twice AS FROM cdnow UNION ALL SELECT * FROM cdnow WHERE ID = 1');
    expect(cautions('twice', { ...SUMMARY, customer: 'ID' })).toContain('1 row repeats a customer');
  });
});
