import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClvResult } from '../../src/analyses/clv/compute';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { cdnowText } from '../stats/cdnow';
import { madeOrders } from './made-orders';
import { clvOn, numbers, ORDERS, records, SUMMARY, sum, textsOf, total, type RunClv } from './run-clv';

let database: TestDatabase;
let run: RunClv;
beforeAll(async () => {
  database = await openDuckDb();
  run = clvOn(database);
  database.addCsv('cdnow', cdnowText);
  database.addCsv('orders', madeOrders(400, 5));
}, 30_000);
afterAll(() => database.close());
const value = (result: ReturnType<RunClv>): Float64Array => numbers(result.tables[''], 'clv');

describe('money', () => {
  test('the total falls with the discount rate and rises with the horizon towards for ever', () => {
    const worth = (options: Record<string, number | boolean>) =>
      total(run('cdnow', SUMMARY, options), 'clv').value;
    const rates = [0.05, 0.1, 0.3].map((discountRate) => worth({ discountRate }));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    const horizons = [12, 60, 240].map((horizonMonths) => worth({ horizonMonths, discountRate: 0.3 }));
    const forever = worth({ forever: true, discountRate: 0.3 });
    expect([...horizons, forever]).toEqual([...horizons, forever].toSorted((a, b) => a - b));
    expectClose(horizons[2], forever, { relative: 0.02 });
  });

  test('in advance each month is worth its rate more, 12 of which make a year', () => {
    const arrears = value(run('cdnow', SUMMARY));
    const advance = value(run('cdnow', SUMMARY, { payment: 'advance' }));
    expectClose(
      [...advance],
      [...arrears].map((worth) => worth * 1.1 ** (1 / 12)),
      { relative: 1e-12 },
    );
  });

  test('costs are taken off exactly: to serve of every purchase, to acquire of every customer', () => {
    const options = { discountRate: 0, margin: 0.5 };
    const gross = run('cdnow', SUMMARY, options);
    const net = run('cdnow', SUMMARY, { ...options, costToAcquire: 7, costToServe: 3 });
    const purchases = numbers(gross.tables[''], 'expected_purchases');
    expectClose(
      [...value(net)],
      [...value(gross)].map((worth, i) => worth - 3 * (purchases[i] ?? NaN) - 7),
      { relative: 1e-9, absolute: 1e-9 },
    );
    expectClose(
      [...numbers(net.tables[''], 'future_value')],
      [...value(net)].map((worth) => worth + 7),
      { relative: 1e-12, absolute: 1e-12 },
    );
    expectClose(total(net, 'clv').value, sum(value(net)), { relative: 1e-9 });
  });

  test('a margin and costs in columns give what the same numbers give', () => {
    database.run(
      'CREATE OR REPLACE TABLE priced AS SELECT *, 0.3 AS m, 12.0 AS cac, 2.0 AS serve FROM cdnow',
    );
    const numbersGiven = { margin: 0.3, costToAcquire: 12, costToServe: 2 };
    const columns = {
      margin: { column: 'm' },
      costToAcquire: { column: 'cac' },
      costToServe: { column: 'serve' },
    };
    expectClose(
      [...value(run('priced', SUMMARY, columns))],
      [...value(run('cdnow', SUMMARY, numbersGiven))],
      {
        relative: 1e-12,
      },
    );
    database.run(`CREATE OR REPLACE TABLE priced_orders AS SELECT o.*, 0.3 AS m, 12.0 AS cac,
      2.0 / count(*) OVER (PARTITION BY customer, date) AS serve FROM orders o`);
    expectClose(
      [...value(run('priced_orders', ORDERS, columns))],
      [...value(run('orders', ORDERS, numbersGiven))],
      { relative: 1e-9 },
    );
  });

  test('a new customer: value over cost, and the month that pays it back', () => {
    const result = run('cdnow', SUMMARY, { margin: 0.4, costToAcquire: 25, discountRate: 0 });
    const { newCustomer } = result.result as ClvResult;
    expectClose(total(result, 'clv_to_cost').value, newCustomer.gross / 25, { relative: 1e-12 });
    expectClose(total(result, 'new_customer_clv').value, newCustomer.gross - 25, { relative: 1e-12 });
    // Undiscounted, value is purchases times what each earns.
    const spend = Math.min(...numbers(result.tables[''], 'expected_spend').filter((_, i) => i === 2));
    expectClose(newCustomer.gross, newCustomer.purchases * spend * 0.4, { relative: 1e-9 });
    const months = total(result, 'payback_months').value;
    const upTo = (horizonMonths: number): number =>
      total(run('cdnow', SUMMARY, { margin: 0.4, discountRate: 0, horizonMonths }), 'new_customer_purchases')
        .value;
    expect(upTo(Math.floor(months)) * spend * 0.4).toBeLessThanOrEqual(25);
    expect(upTo(Math.ceil(months)) * spend * 0.4).toBeGreaterThanOrEqual(25);
    expect(textsOf(result)).toMatch(/CLV:CAC of a new customer is \*\*\d/);
  });

  test('the tornado: margin and spend move value by their own percent, and every bar has its sign', () => {
    const { result } = run('cdnow', SUMMARY);
    const { base, swings } = (result as ClvResult).sensitivity ?? { base: NaN, swings: [] };
    const of = (name: string) =>
      swings.find(({ assumption }) => assumption === name) ?? { low: NaN, high: NaN };
    for (const name of ['margin', 'spend'])
      expectClose([of(name).low, of(name).high], [base * 0.99, base * 1.01], { relative: 1e-9 });
    expect(of('rate of buying').high).toBeGreaterThan(base);
    expect(of('readiness to leave').high).toBeLessThan(base);
    // The discount rate at 10.1 % by a run of its own: the coarse ratio is good to a thousandth of the swing.
    const exact = total(run('cdnow', SUMMARY, { discountRate: 0.101 }), 'clv').value;
    expectClose(of('discount rate').high - base, exact - base, { relative: 0.02 });
  });

  test('for ever without discounting has no end, and says so', () => {
    expect(() => run('cdnow', SUMMARY, { forever: true, discountRate: 0 })).toThrow('has no end');
  });
});

describe('how sure', () => {
  test('the same seed gives the same intervals, which hold the estimate', () => {
    const [one, again, other] = [1, 1, 2].map((seed) => run('cdnow', SUMMARY, { seed, draws: 200 }));
    if (!one || !again || !other) throw new Error('no run');
    for (const statistic of ['clv', 'expected_purchases', 'new_customer_clv', 'active_customers']) {
      expect(total(one, statistic)).toEqual(total(again, statistic));
      expect(total(one, statistic)).not.toEqual(total(other, statistic));
      const { value: at, low, high } = total(one, statistic);
      expect(low).toBeLessThan(at);
      expect(high).toBeGreaterThan(at);
    }
    const table = one.tables[''];
    const [low, at, high] = ['clv_low', 'clv', 'clv_high'].map((name) => numbers(table, name));
    at?.forEach((worth, i) => {
      expect(low?.[i]).toBeLessThan(worth);
      expect(high?.[i]).toBeGreaterThan(worth);
    });
  });

  test('the interval of the total is as wide as four times the data make it half as wide', () => {
    database.run('CREATE OR REPLACE TABLE fourfold AS SELECT *, 4 AS n FROM cdnow');
    const { customer: _, ...roles } = SUMMARY;
    const width = (result: ReturnType<RunClv>): number => {
      const { low, high } = total(result, 'clv');
      return Math.log(high / low);
    };
    const one = width(run('cdnow', roles, { draws: 1000 }));
    const four = width(run('fourfold', { ...roles, count: 'n' }, { draws: 1000 }));
    expectClose(one / four, 2, { relative: 0.1 });
  });

  test('the intervals of customers agree with draws of the same parameters', async () => {
    // The delta method against the total of a base of one kind of customer, drawn.
    const { parameterDraws } = await import('../../src/stats/buy-till-you-die-forecast');
    const { forecastOf } = await import('../../src/stats/buy-till-you-die-models');
    const { createRandom } = await import('../../src/stats/random');
    const result = run('cdnow', SUMMARY, { horizonMonths: 1, discountRate: 0 });
    const { chosen } = result.result as ClvResult;
    const row = records(result.tables['']).find(({ frequency }) => frequency === 7);
    if (!row) throw new Error('no customer with seven');
    const [x, recency, age] = [row['frequency'], row['recency'], row['age']].map(Number) as [
      number,
      number,
      number,
    ];
    const expected = new Float64Array(1);
    const logs = parameterDraws(chosen, 4000, createRandom(9)).map((estimates) => {
      const forecast = forecastOf(chosen, estimates);
      forecast.expectedIfActive(x, age, 0, Float64Array.from([365.25 / 12 / 7]), expected);
      return Math.log(forecast.probabilityActive(x, recency, age) * (expected[0] ?? NaN));
    });
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const purchaseVariance = logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length;
    const total95 = Math.log(Number(row['clv_high']) / Number(row['clv_low'])) / (2 * 1.959964);
    // What is left for spend must be what the spend model alone gives: between 0 and a few percent.
    const spendVariance = total95 ** 2 - purchaseVariance;
    expect(spendVariance).toBeGreaterThan(-0.1 * purchaseVariance);
    expect(Math.sqrt(Math.max(0, spendVariance))).toBeLessThan(0.05);
  });

  test('rows that stand for several customers are worth as much as the rows repeated', () => {
    database.run(`CREATE OR REPLACE TABLE counted AS SELECT *, 1 + ID % 3 AS n FROM cdnow`);
    database.run(
      `CREATE OR REPLACE TABLE repeated AS SELECT c.* FROM counted c, range(3) r(i) WHERE i < n ORDER BY ID`,
    );
    const { customer: _, ...roles } = SUMMARY;
    const counted = run('counted', { ...roles, count: 'n' });
    const repeated = run('repeated', roles);
    expectClose(
      [...numbers(counted.tables['model'], 'estimate')],
      [...numbers(repeated.tables['model'], 'estimate')],
      { relative: 1e-7 },
    );
    for (const statistic of [
      'customers',
      'active_customers',
      'expected_purchases',
      'clv',
      'new_customer_clv',
    ])
      expectClose(total(counted, statistic).value, total(repeated, statistic).value, { relative: 1e-6 });
    expectClose(total(counted, 'share_of_top_tenth').value, total(repeated, 'share_of_top_tenth').value, {
      relative: 1e-3,
    });
    const slipping = (result: typeof counted): string | undefined =>
      result.report.findings.find(({ text }) => text.includes('slipping away'))?.text;
    expect(slipping(counted)).toBeDefined();
    expect(slipping(counted)).toBe(slipping(repeated));
    expect(sum(numbers(counted.tables['at_risk'], 'customers'))).toBe(
      records(repeated.tables['at_risk']).length,
    );
    expect(() => run('counted', { ...SUMMARY, count: 'n' })).toThrow('several customers have no customer');
  });

  test('value over the horizon ends at the total, and its band at its interval', () => {
    const result = run('cdnow', SUMMARY, { draws: 200 });
    const [curve, { value: at, low, high }] = [result.charts['horizon'], total(result, 'clv')];
    const last = (name: string): number => numbers(curve, name).at(-1) ?? NaN;
    expectClose([last('value'), last('low'), last('high')], [at, low, high], { relative: 1e-9 });
    expect([...numbers(curve, 'value')]).toEqual([...numbers(curve, 'value')].toSorted((a, b) => a - b));
  });
});

describe('who is slipping away', () => {
  test('the list holds valuable customers whose P(alive) fell, most at risk first', () => {
    const { tables } = run('orders', ORDERS, { model: 'mbg-nbd' });
    const rows = records(tables['at_risk']);
    expect(rows.length).toBeGreaterThan(3);
    const atRisk = rows.map((row) => Number(row['value_at_risk']));
    expect(atRisk).toEqual(atRisk.toSorted((a, b) => b - a));
    for (const row of rows) {
      expect(Number(row['p_alive_before'])).toBeGreaterThanOrEqual(Number(row['p_alive']) + 0.1);
      expectClose(Number(row['value_if_active']) * Number(row['p_alive']), Number(row['clv']), {
        relative: 1e-9,
      });
    }
    const joined = database.query(
      'SELECT count(*) AS n FROM result_at_risk a JOIN result r USING (customer) WHERE a.clv = r.clv AND a.p_alive = r.p_alive',
    );
    expect(joined).toEqual([{ n: rows.length }]);
  });
});
