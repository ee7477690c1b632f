import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClvResult } from '../../src/analyses/clv/compute';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { madeOrders } from './made-orders';
import { clvOn, numbers, ORDERS, records, sum, textsOf, total, type RunClv } from './run-clv';

let database: TestDatabase;
let run: RunClv;
beforeAll(async () => {
  database = await openDuckDb();
  run = clvOn(database);
  database.addCsv('orders', madeOrders(400, 5));
}, 30_000);
afterAll(() => database.close());

describe('refunds and zero amounts', () => {
  const LINES = [
    ...['a,2024-01-01,50', 'a,2024-02-01,40', 'a,2024-02-01,-40', 'a,2024-03-01,-10', 'a,2024-04-01,30'],
    ...[
      'b,2024-01-05,20',
      'b,2024-01-20,0',
      'b,2024-02-20,25',
      'c,2024-01-09,-5',
      'd,2024-01-10,8',
      'd,2024-02-10,',
    ],
  ];
  /** Frequency, recency in days and mean spend of a, b, c and d. */
  const standing = (refunds: string): unknown[] => {
    database.addCsv('refunded', `${madeOrders(400, 5)}\n${LINES.join('\n')}`);
    const { tables } = run('refunded', ORDERS, { refunds, unit: 'day', asOf: '2025-12-31' });
    return records(tables[''])
      .filter((row) => /^[a-z]$/.test(String(row['customer'])))
      .map((row) => [row['customer'], row['frequency'], row['recency'], row['spend']]);
  };

  test('counted: every day is a purchase, whatever it came to', () => {
    expect(standing('count')).toEqual([
      ['a', 3, 91, 20 / 3],
      ['b', 2, 46, 12.5],
      ['c', 0, 0, null],
      ['d', 1, 31, null],
    ]);
  });
  test('net: a day that refunds bring to 0 or less is no purchase, and what it took back is taken off; a free order counts', () => {
    expect(standing('net')).toEqual([
      ['a', 1, 91, 20],
      ['b', 2, 46, 12.5],
      ['d', 1, 31, null],
    ]);
  });
  test('left out: as if the lines were not there', () => {
    expect(standing('ignore')).toEqual([
      ['a', 2, 91, 35],
      ['b', 1, 46, 25],
      ['d', 1, 31, null],
    ]);
  });
  test('are counted in a caution that says what was done', () => {
    database.addCsv('refunded', `${madeOrders(400, 5)}\n${LINES.join('\n')}`);
    for (const [refunds, said] of [
      ['count', 'their days count as purchases'],
      ['net', 'set against the same day'],
      ['ignore', 'they are left out'],
    ] as const)
      expect(textsOf(run('refunded', ORDERS, { refunds }), 'caution')).toMatch(
        new RegExp(`4 rows have an amount of 0 or less in amount: .*${said}`),
      );
  });
});

describe('the check', () => {
  test('stands in every table: per customer, per fit, per period and in the totals', () => {
    const result = run('orders', ORDERS, { holdoutFrom: '2025-04-01' });
    const main = result.tables[''];
    const known = (values: Float64Array): Float64Array => values.filter(Number.isFinite);
    const actual = sum(known(numbers(main, 'actual_purchases_holdout')));
    const expected = sum(known(numbers(main, 'expected_purchases_holdout')));
    expect(total(result, 'holdout_actual').value).toBe(actual);
    expectClose(total(result, 'holdout_expected').value, expected, { relative: 1e-9 });
    const fit = records(result.tables['fit']).find((row) => row['sample'] === 'calibration');
    expect(fit).toMatchObject({ model: 'bg-nbd', holdout_actual: actual, chosen: true });
    expectClose(Number(fit?.['holdout_expected']), expected, { relative: 1e-9 });

    const tracking = result.tables['tracking'];
    const inCheck = numbers(tracking, 'naive').map((value) => (Number.isNaN(value) ? 0 : 1));
    const during = (name: string): number => sum(numbers(tracking, name).filter((_, i) => inCheck[i] === 1));
    expect(during('actual')).toBe(actual);
    expectClose(during('expected'), expected, { relative: 1e-9 });
    expectClose(during('naive'), total(result, 'holdout_naive').value, { relative: 1e-9 });
    for (const name of ['actual', 'expected']) {
      const cumulative = numbers(tracking, `${name}_cumulative`);
      expect([...cumulative]).toEqual([...cumulative].toSorted((a, b) => a - b));
    }
    expectClose(sum(numbers(tracking, 'actual')), numbers(tracking, 'actual_cumulative').at(-1) ?? NaN, {
      relative: 1e-12,
    });
  });

  test('what is fitted follows what happened before it: within a tenth at the eve', () => {
    const { tables } = run('orders', ORDERS, { holdoutFrom: '2025-04-01' });
    const naive = numbers(tables['tracking'], 'naive_cumulative');
    const eve = naive.findIndex(Number.isFinite) - 1;
    const [actual, expected] = ['actual_cumulative', 'expected_cumulative'].map(
      (name) => numbers(tables['tracking'], name)[eve],
    );
    expectClose(expected, actual ?? NaN, { relative: 0.1 });
  });

  test('says so where the naive forecast was closer', () => {
    // A tenth of them start to buy again in the check: no model can know, and the pace of before is nearer.
    database.run(`CREATE OR REPLACE TABLE revived AS FROM orders UNION ALL
      SELECT customer, DATE '2025-06-01' + CAST(k * 20 AS INTEGER) AS date, 30 AS amount FROM (SELECT DISTINCT customer FROM orders WHERE customer LIKE '%5'), range(9) r(k)`);
    const text = textsOf(run('revived', ORDERS, { holdoutFrom: '2025-04-01' }), 'caution');
    expect(text).toContain('**The naive forecast was closer.**');
  });

  test('by frequency: levels hold all customers acquired before, and their purchases', () => {
    const { result, charts } = run('orders', ORDERS, { holdoutFrom: '2025-04-01' });
    const { holdout } = result as ClvResult;
    if (holdout?.status !== 'done') throw new Error('no check');
    expect(holdout.levels.reduce((all, { customers }) => all + customers, 0)).toBe(holdout.customers);
    expectClose(
      holdout.levels.reduce((all, { customers, actual }) => all + customers * actual, 0),
      holdout.actual,
      { relative: 1e-9 },
    );
    expect(records(charts['check_by_frequency']).length).toBe(holdout.levels.length * 3);
  });
});

describe('what breaks the assumptions is a caution', () => {
  test('customers who were there when the data began', () => {
    database.run(`CREATE OR REPLACE TABLE cut AS FROM orders WHERE date >= DATE '2024-11-01'`);
    expect(textsOf(run('cut', ORDERS), 'caution')).toMatch(
      /\d+ % of the customers first appear in the first twelfth of the period\. Did the data begin there/,
    );
  });

  test('a period too short, and a horizon far beyond it', () => {
    database.run(`CREATE OR REPLACE TABLE fresh AS FROM orders UNION ALL
      SELECT 'n' || k, DATE '2025-12-20' + CAST(k % 9 AS INTEGER), 30 FROM range(600) r(k)`);
    expect(textsOf(run('fresh', ORDERS), 'caution')).toMatch(
      /half the customers have been observed for \S+ weeks/,
    );
    expect(textsOf(run('orders', ORDERS, { horizonMonths: 120 }), 'caution')).toMatch(
      /The horizon of 120 months is more than twice as long/,
    );
  });

  test('random buyers are not called regular', () => {
    expect(textsOf(run('orders', ORDERS), 'caution')).not.toContain('more regularly');
  });
});

describe('cohorts', () => {
  test('curves rise and begin with the first purchases', () => {
    const { charts } = run('orders', ORDERS);
    const rows = records(charts['cohorts']);
    expect(new Set(rows.map((row) => row['cohort'])).size).toBeGreaterThan(2);
    for (const cohort of new Set(rows.map((row) => row['cohort']))) {
      const values = rows.filter((row) => row['cohort'] === cohort).map((row) => Number(row['value']));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    const [first] =
      database.query(`WITH f AS (SELECT customer, min(date) AS first FROM orders GROUP BY customer)
      SELECT sum(amount) / count(DISTINCT customer) AS mean FROM orders JOIN f USING (customer)
      WHERE date = first AND date_trunc('quarter', first) = DATE '2024-01-01'`);
    expectClose(Number(rows.find((row) => row['cohort'] === '2024 Q1')?.['value']), Number(first?.['mean']), {
      relative: 1e-9,
    });
  });
});

const elog = new URL('../../../shared/data/btyd/cdnow.csv', import.meta.url);
describe.skipIf(!existsSync(elog))('CDNOW, weeks 40 to 78', () => {
  test('1,882 came; BG/NBD expects 1,653 and Pareto/NBD 1,666, side by side', () => {
    database.addCsv('elog', readFileSync(elog, 'utf8'));
    const { tables } = run(
      'elog',
      { customer: 'Id', date: 'Date', amount: 'Price' },
      { holdoutFrom: '1997-10-01', model: 'auto', models: ['bg-nbd', 'pareto-nbd'] },
    );
    const fits = records(tables['fit']).filter(
      (row) => row['sample'] === 'calibration' && row['model'] !== 'gamma-gamma',
    );
    expect(fits.map((row) => [row['model'], row['holdout_actual']])).toEqual([
      ['bg-nbd', 1882],
      ['pareto-nbd', 1882],
    ]);
    expectClose(Number(fits[0]?.['holdout_expected']), 1653, { relative: 0, absolute: 1 });
    expectClose(Number(fits[1]?.['holdout_expected']), 1666, { relative: 0, absolute: 1 });
  });
});
