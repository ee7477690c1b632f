import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-buy-till-you-die.json';
import bgGolden from '../golden/clv/cdnow-bg-nbd.json';
import donations from '../golden/clv/donations-bg-bb.json';
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
  database.addCsv('donors', ['x,t_x,n,donors', ...donations.rows.map((row) => row.join(','))].join('\n'));
}, 30_000);
afterAll(() => database.close());

const estimatesOf = (result: ReturnType<RunClv>, model: string): number[] =>
  records(result.tables['model'])
    .filter((row) => row['model'] === model && row['sample'] === 'all')
    .map((row) => Number(row['estimate']));

describe('every model gives its published CDNOW estimates end to end', () => {
  test.each([
    ['bg-nbd', bgGolden.params, bgGolden.LL, 'bgActive'],
    ['mbg-nbd', golden.mbg.params, golden.mbg.LL, 'mbgActive'],
    ['pareto-nbd', golden.pareto.params, golden.pareto.LL, 'paretoActive'],
  ] as const)('%s', (model, params, likelihood, active) => {
    const { spend: _, ...roles } = SUMMARY;
    const result = run('cdnow', roles, { model });
    expectClose(estimatesOf(result, model), Object.values(params), { relative: 1e-5 });
    expectClose(numbers(result.tables['fit'], 'log_likelihood'), [likelihood], {
      relative: 0,
      absolute: 1e-4,
    });
    const rows = records(result.tables['']);
    for (const known of golden.perCustomer) {
      const row = rows.find(({ frequency, recency, age }) =>
        [known.x, known.recency, known.age].every((value, i) => value === [frequency, recency, age][i]),
      );
      expectClose(Number(row?.['p_alive']), known[active], { relative: 1e-6 });
    }
  });

  test('for ever, Pareto/NBD gives BTYD’s discounted residual transactions (0.0027 a week)', () => {
    // DERT is value over spend.
    const discountRate = Math.exp((0.0027 * 365.25) / 7) - 1;
    const result = run('cdnow', SUMMARY, { model: 'pareto-nbd', forever: true, discountRate });
    const rows = records(result.tables['']);
    for (const known of golden.perCustomer) {
      const row = rows.find(
        ({ frequency, recency, age }) =>
          frequency === known.x && recency === known.recency && age === known.age,
      );
      expectClose(Number(row?.['clv']) / Number(row?.['expected_spend']), known.paretoDert, {
        relative: 1e-6,
      });
    }
  });

  test('BG/BB gives the published estimates from donors gathered in rows', () => {
    const roles = { frequency: 'x', recency: 't_x', opportunities: 'n', count: 'donors' };
    for (const model of ['bg-bb', 'auto']) {
      const result = run('donors', roles, { model, horizonMonths: 60 });
      expectClose(estimatesOf(result, 'bg-bb'), donations.published.parameters, {
        relative: 0,
        absolute: 1e-3,
      });
      expectClose(numbers(result.tables['fit'], 'log_likelihood'), [donations.published.logLikelihood], {
        relative: 0,
        absolute: 0.06,
      });
      expect(total(result, 'customers').value).toBe(11_104);
    }
    // The paper's best and worst donors over the next five years: 3.75 and 0.07 repeat transactions.
    const best = run('donors', roles, { model: 'bg-bb', horizonMonths: 60 });
    const purchases = numbers(best.tables[''], 'expected_purchases');
    expectClose([purchases.at(-1) ?? NaN, purchases[0] ?? NaN], [3.75, 0.07], {
      relative: 0,
      absolute: 0.006,
    });
  });
});

describe('the best of the models that apply', () => {
  test('every fit is shown, and the smallest BIC is chosen', () => {
    const { spend: _, ...roles } = SUMMARY;
    const { tables, report } = run('cdnow', roles, { model: 'auto' });
    const fits = records(tables['fit']);
    expect(fits.map((row) => row['model'])).toEqual(['bg-nbd', 'mbg-nbd', 'pareto-nbd']);
    const bic = numbers(tables['fit'], 'bic');
    expect(fits.map((row) => row['chosen'])).toEqual([...bic].map((value) => value === Math.min(...bic)));
    expectClose(bic[0], 4 * Math.log(2357) - 2 * bgGolden.LL, { relative: 1e-9 });
    expectClose(numbers(tables['fit'], 'aic')[2], 8 - 2 * golden.pareto.LL, { relative: 1e-9 });
    expect(report.findings.map(({ text }) => text).join('\n')).toMatch(
      /Of the models tried \*\*MBG\/NBD\*\* has the smallest BIC/,
    );
  });

  test('the fitted model has as many customers of each frequency as there are, to a few percent', () => {
    const { charts } = run('cdnow', SUMMARY);
    const rows = records(charts['frequencies']);
    const of = (series: string): number[] =>
      rows.filter((row) => row['series'] === series).map((row) => Number(row['y']));
    const [actual, expected] = [of('actual'), of('BG/NBD')];
    const whole = (values: number[]): number => values.reduce((all, value) => all + value, 0);
    expectClose([whole(actual), whole(expected)], [2357, 2357], { relative: 1e-9 });
    expect(actual.slice(0, 3)).toEqual([1411, 439, 214]);
    expectClose(expected[0], actual[0] ?? NaN, { relative: 0.02 });
  });

  test('`models` says which to try, and what does not apply is said', () => {
    const found = run('cdnow', SUMMARY, { model: 'auto', models: ['bg-nbd', 'pareto-nbd'] });
    const parameters = records(found.tables['model']);
    expect(parameters.map((row) => `${row['model']} ${row['parameter']}`)).toEqual([
      ...['r', 'alpha', 'a', 'b'].map((name) => `bg-nbd ${name}`),
      ...['r', 'alpha', 's', 'beta'].map((name) => `pareto-nbd ${name}`),
      ...['p', 'q', 'gamma'].map((name) => `gamma-gamma ${name}`),
    ]);
    expect(new Set(parameters.map((row) => `${row['model']} ${row['chosen']}`))).toEqual(
      new Set(records(found.tables['fit']).map((row) => `${row['model']} ${row['chosen']}`)),
    );
    expectClose(estimatesOf(found, 'pareto-nbd'), Object.values(golden.pareto.params), { relative: 1e-5 });
    expect(new Set(records(found.tables['fit']).map((row) => row['model']))).toEqual(
      new Set(['bg-nbd', 'pareto-nbd', 'gamma-gamma']),
    );
    expect(() => run('cdnow', SUMMARY, { model: 'auto', models: ['bg-bb'] })).toThrow(
      'None of the models to compare applies',
    );
    expect(() => run('cdnow', SUMMARY, { model: 'bg-bb' })).toThrow('BG/BB counts opportunities');
    expect(() => run('cdnow', SUMMARY, { model: 'mbg-cnbd-k' })).toThrow('times between purchases');
  });

  test('with a check, the closest of models of nearly the same BIC is chosen', () => {
    const { tables } = run('orders', ORDERS, { model: 'auto', holdoutFrom: '2025-04-01' });
    const fits = records(tables['fit']).filter(
      (row) => row['sample'] === 'all' && row['model'] !== 'gamma-gamma',
    );
    const least = Math.min(...fits.map((row) => Number(row['bic'])));
    const miss = (row: (typeof fits)[number]): number =>
      Math.abs(Number(row['holdout_expected']) - Number(row['holdout_actual']));
    const near = fits.filter((row) => Number(row['bic']) - least <= 10);
    const best = near.reduce((one, other) => (miss(other) < miss(one) ? other : one));
    expect(fits.filter((row) => row['chosen']).map((row) => row['model'])).toEqual([best['model']]);
    expect(near.length).toBeGreaterThan(1);
  });
});

describe('regular buyers', () => {
  beforeAll(() => {
    database.addCsv('regular', madeOrders(900, 11, 4));
  });

  test('are seen in the intervals, and MBG/CNBD-k is suggested', () => {
    const text = textsOf(run('regular', ORDERS, { model: 'bg-nbd' }), 'caution');
    expect(text).toMatch(/Customers buy more regularly than the model assumes \(k about [345]/);
    expect(text).toContain('MBG/CNBD-k is made for such customers');
  });

  test('are given MBG/CNBD-k with their k by the best fit, whose table counts five parameters', () => {
    const { tables } = run('regular', ORDERS, { model: 'auto' });
    const k = records(tables['model']).find((row) => row['parameter'] === 'k');
    expect(Number(k?.['estimate'])).toBeGreaterThanOrEqual(3);
    const chosen = records(tables['fit']).find((row) => row['model'] === 'mbg-cnbd-k');
    expect(chosen).toMatchObject({ chosen: true, parameters: 5 });
    const alive = numbers(tables[''], 'p_alive');
    expect(Math.min(...alive)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...alive)).toBeLessThanOrEqual(1);
    expect(sum(numbers(tables[''], 'expected_purchases'))).toBeGreaterThan(0);
  });

  test('have their model under one name, with its k, wherever it is spoken of', () => {
    const checked = run('regular', ORDERS, { model: 'auto', holdoutFrom: '2025-07-01' });
    const said = [
      textsOf(checked),
      ...checked.report.charts.flatMap(({ description, note }) => [description, note ?? '']),
      ...records(checked.charts['frequencies']).map((row) => String(row['series'])),
    ].join('\n');
    expect(said).toMatch(/the models expected: .*MBG\/CNBD-[2-9] /);
    expect(said).not.toContain('MBG/CNBD-k');
  });

  test('a summary gives log intervals in a column, with the same result as the orders', () => {
    const orders = run('regular', ORDERS, { model: 'mbg-cnbd-k', asOf: '2025-12-31' });
    database.run(`CREATE OR REPLACE TABLE regular_summary AS
      WITH d AS (SELECT customer, date, lag(date) OVER (PARTITION BY customer ORDER BY date) AS previous, amount
        FROM (SELECT customer, date, sum(amount) AS amount FROM regular GROUP BY ALL))
      SELECT customer, count(*) - 1 AS x, (max(date) - min(date)) / 7 AS t_x, (DATE '2025-12-31' - min(date)) / 7 AS T,
        coalesce(sum(ln((date - previous) / 7)), 0) AS logs FROM d GROUP BY customer`);
    const roles = { frequency: 'x', recency: 't_x', age: 'T', logIntervals: 'logs' };
    const summary = run('regular_summary', roles, { model: 'mbg-cnbd-k' });
    expectClose(estimatesOf(summary, 'mbg-cnbd-k'), estimatesOf(orders, 'mbg-cnbd-k'), { relative: 1e-6 });
  });
});
