import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import contractClv from '../../src/analyses/contract-clv';
import type { OptionValue } from '../../src/analyses/analysis';
import { columnNamed, type Cell, type Table } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/contract-clv/fader-hardie-2007.json';
import finance from '../golden/finance/finance.json';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { inputOf, runAnalysis, type TestRunResult } from '../sql/run-analysis';

const names = ['HighEnd', 'Regular'] as const;
/** Survivors of 1,000 customers after years 0 to 7. */
const survivors = (name: (typeof names)[number]): number[] =>
  golden[name].series_percent.slice(0, 8).map((percent) => Math.round(percent * 10));

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  const rows = names.flatMap((name) =>
    survivors(name).map((count, year) => `('${name}', ${year}, ${count})`),
  );
  database.run(
    `CREATE TABLE retention AS SELECT * FROM (VALUES ${rows.join(', ')}) AS t(grp, year, survivors)`,
  );
  for (const name of names)
    database.run(`CREATE TABLE ${name.toLowerCase()} AS FROM retention WHERE grp = '${name}'`);
  // The same customers as subscriptions: all begin in one month, and end on an anniversary or run on.
  database.run(`CREATE TABLE subscriptions AS
    SELECT r.grp, DATE '2015-03-10' + CAST(i % 20 AS INTEGER) AS started, i,
      (SELECT min(year) FROM retention s WHERE s.grp = r.grp AND s.survivors <= i) AS years
    FROM (SELECT DISTINCT grp FROM retention) r, range(1000) t(i)`);
  database.run(
    `CREATE TABLE contracts AS SELECT grp, started, started + to_months(CAST(years * 12 AS INTEGER)) AS ended, 10 + i % 3 AS fee,
      0.5 AS share, 7 AS won, 2 AS served FROM subscriptions`,
  );
});
afterAll(() => database.close());

const TABLE = { period: 'year', survivors: 'survivors' };
const CONTRACTS = { start: 'started', end: 'ended' };
type Roles = Record<string, string>;
type Chosen = Record<string, OptionValue>;
const run = (from: string, roles: Roles, options: Chosen = {}): TestRunResult =>
  runAnalysis(database, contractClv, { from, roles, options: { draws: 100, ...options } });

const numbers = (table: Table | undefined, column: string): Float64Array => {
  const found = table && columnNamed(table.columns, column);
  if (found?.kind !== 'number') throw new Error(`no number column ${column}`);
  return found.values;
};
const rows = (table: Table | undefined): Record<string, Cell>[] => (table ? rowsOf(table) : []);
const total = (result: TestRunResult, statistic: string, column = 'value'): number => {
  const row = rows(result.tables['totals']).find((found) => found['statistic'] === statistic);
  return (row?.[column] ?? NaN) as number;
};
const texts = (result: TestRunResult, tone?: string): string =>
  result.report.findings
    .filter((finding) => !tone || finding.tone === tone)
    .map(({ text }) => text)
    .join('\n');
const FOREVER = { forever: true, discountRate: 0.1, model: 'sbg' };

describe('contract value from a retention table', () => {
  test.each(names)('%s: the published models, survival and lifetimes for ever', (name) => {
    const expected = golden[name];
    const { tables } = run(name.toLowerCase(), TABLE, FOREVER);
    const [alpha, beta] = numbers(tables['model'], 'estimate');
    expectClose([alpha ?? NaN, beta ?? NaN], [expected.alpha, expected.beta], { relative: 1e-5 });
    expectClose(
      numbers(tables['model'], 'standard_error').slice(0, 2),
      [expected.se.alpha, expected.se.beta],
      {
        relative: 1e-5,
      },
    );
    expect(rows(tables['fit']).map((row) => `${row['model']} ${row['parameters']} ${row['chosen']}`)).toEqual(
      ['sbg 2 true', 'bdw 3 false', 'constant 1 false'],
    );
    expectClose(numbers(tables['fit'], 'log_likelihood').slice(0, 2), [expected.LL, expected.BdW.LL], {
      relative: 0,
      absolute: 1e-4,
    });
    expectClose(numbers(tables[''], 'survival').slice(1, 13), expected.S_model_1_12, { relative: 1e-5 });
    expectClose(numbers(tables[''], 'retention').slice(1, 13), expected.r_model_1_12, { relative: 1e-5 });
    expectClose(numbers(tables[''], 'clv')[0], expected.DEL_d10.closed_2F1, { relative: 1e-5 });
    expectClose(
      numbers(tables[''], 'residual_lifetime').slice(0, 8),
      expected.DERL_d10_after_n_renewals_offered_n1_8,
      { relative: 1e-5 },
    );
  });

  test('has the columns and rows it promises; observed survival ends where the data do', () => {
    const { tables } = run('retention', { ...TABLE, cohort: 'grp' }, { horizonMonths: 120 });
    expect(tables['']?.columns.slice(0, 6).map(({ name }) => name)).toEqual(
      'cohort tenure survival retention expected_lifetime clv'.split(' '),
    );
    const curve = rows(tables['']);
    expect(curve).toHaveLength(2 * 11);
    expect(curve[0]).toMatchObject({ cohort: 'HighEnd', tenure: 0, survival: 1, retention: null, active: 0 });
    expect(curve[7]).toMatchObject({ at_risk: 517, left: 26, active: 491 });
    expectClose(numbers(tables[''], 'observed_survival')[7], 0.491, { relative: 1e-14 });
    expect(curve[8]).toMatchObject({ observed_survival: null, at_risk: null, active: 0 });
    expect(new Set(rows(tables['fit']).map((row) => row['cohort']))).toEqual(new Set(names));
  });

  test('a table of years is known by its name or label; what is said in the form goes before', () => {
    const paid = (options: Chosen, labels: Record<string, string> = {}): number =>
      total(
        runAnalysis(database, contractClv, {
          from: 'unnamed',
          roles: { period: 't', survivors: 'survivors' },
          options,
          labels,
        }),
        'expected_lifetime',
      );
    database.run('CREATE TABLE unnamed AS SELECT year AS t, survivors FROM highend');
    // The lifetimes within 36 months, in payments: 36 of months, 12 of quarters, 3 of years.
    const survival = golden.HighEnd.BdW.S_model_1_12;
    const years = 1 + (survival[0] ?? NaN) + (survival[1] ?? NaN);
    expectClose(paid({}, { t: 'Contract year' }), years, { relative: 1e-2 });
    expect(paid({ periodLength: 'year' }, { t: 'Quarters' })).toBe(paid({}, { t: 'Contract year' }));
    expect(paid({}, { t: 'Quarters' })).toBe(paid({ periodLength: 'quarter' }));
    expect(paid({})).toBe(paid({ periodLength: 'month' }));
    expect(paid({ periodLength: 'quarter' })).toBeGreaterThan(years);
    expect(paid({})).toBeGreaterThan(paid({ periodLength: 'quarter' }));
  });

  test('the best model is the one with the smallest BIC, cohort by cohort', () => {
    const fits = rows(run('retention', { ...TABLE, cohort: 'grp' }).tables['fit']);
    const chosen = fits.filter((row) => row['chosen'] === true);
    expect(chosen.map((row) => `${row['cohort']} ${row['model']}`)).toEqual(['HighEnd bdw', 'Regular sbg']);
    for (const row of fits) {
      const [parameters, likelihood] = [row['parameters'], row['log_likelihood']] as [number, number];
      expectClose(row['bic'] as number, parameters * Math.log(1000) - 2 * likelihood, { relative: 1e-12 });
      expectClose(row['aic'] as number, 2 * parameters - 2 * likelihood, { relative: 1e-12 });
    }
  });

  test('says what it found in words, and no chart is without rows', () => {
    const result = run(
      'retention',
      { ...TABLE, cohort: 'grp' },
      { margin: 40, costToAcquire: 60, horizonMonths: 60 },
    );
    expect(result.report.findings).toMatchSnapshot();
    expect(result.report.charts.map(({ id, spec }) => `${id}: ${spec.mark}`)).toEqual([
      'survival: curves',
      'retention: curves',
      'cohorts: intervals',
      'residual: curves',
      'sensitivity: tornado',
    ]);
    for (const chart of Object.values(result.charts)) expect(chart.rowCount).toBeGreaterThan(1);
    for (const { description } of result.report.charts) expect(description).not.toMatch(/NaN|undefined|–/);
  });
});

describe('money under contract', () => {
  beforeAll(() => {
    // One retention rate for all, exactly: the models for customers who differ have no maximum.
    for (const rate of ['0.95', '0.98', '0.99'])
      database.run(
        `CREATE TABLE constant_${rate.slice(2)} AS SELECT m AS month, 1e6 * ${rate}::DOUBLE ** m AS there FROM range(13) t(m)`,
      );
  });

  test.each(finance.monthly_contract)('$months months at $monthly_retention, to 1e-10', (row) => {
    for (const payment of ['advance', 'arrears'] as const) {
      const result = run(
        `constant_${row.monthly_retention.slice(2)}`,
        { period: 'month', survivors: 'there' },
        {
          margin: row.margin,
          costToAcquire: row.cac,
          horizonMonths: row.months,
          payment,
          discountRate: row.annual_discount,
        },
      );
      const expected = payment === 'advance' ? row.clv_in_advance : row.clv_in_arrears;
      expectClose(numbers(result.tables[''], 'clv')[0], expected, { relative: 1e-10 });
      expectClose(total(result, 'clv'), expected, { relative: 1e-10 });
      expectClose(total(result, 'clv_to_cost'), (expected + row.cac) / row.cac, { relative: 1e-10 });
      expectClose(total(result, 'clv_at_first_retention'), expected, { relative: 1e-10 });
    }
  });

  test('constant retention undervalues: 5.41 discounted renewals against 3.75', () => {
    const result = run('highend', TABLE, FOREVER);
    expect(numbers(result.tables[''], 'residual_lifetime')[0]?.toFixed(2)).toBe('5.41');
    const [first = NaN] = numbers(result.tables[''], 'retention').subarray(1);
    const { rate_n = NaN, constant_rate_value = NaN } = finance.DERL_HighEnd.rows[0] ?? {};
    expectClose(first, rate_n, { relative: 1e-6 });
    expectClose(first * total(result, 'clv_at_first_retention'), constant_rate_value, { relative: 1e-5 });
    expect(texts(result)).toContain(
      "With the first renewal's rate held constant a new customer would look worth 4.41, 26 % less",
    );
  });

  test('value falls with the discount rate and costs, grows with the horizon, and is linear in the margin', () => {
    const clv = (options: Chosen): number => total(run('highend', TABLE, options), 'clv');
    const plain = clv({});
    expect(clv({ discountRate: 0.2 })).toBeLessThan(plain);
    expect(clv({ horizonMonths: 60 })).toBeGreaterThan(plain);
    expect(clv({ forever: true })).toBeGreaterThan(clv({ horizonMonths: 600 }));
    expectClose(clv({ payment: 'arrears' }), plain / 1.1, { relative: 1e-12 });
    expectClose(clv({ margin: 30 }), 30 * plain, { relative: 1e-12 });
    expectClose(clv({ margin: 30, costToServe: 10, costToAcquire: 5 }), 20 * plain - 5, { relative: 1e-12 });
  });

  test('payback is where the undiscounted margins cover the cost', () => {
    const result = run(
      'constant_95',
      { period: 'month', survivors: 'there' },
      { margin: 30, costToAcquire: 50 },
    );
    // 30, then 28.50: the rest of 20 comes 20/28.5 into the second month.
    expectClose(total(result, 'payback_periods'), 1 + 20 / 28.5, { relative: 1e-10 });
    const never = run(
      'constant_95',
      { period: 'month', survivors: 'there' },
      { margin: 30, costToAcquire: 5000 },
    );
    expect(total(never, 'payback_periods')).toBeNaN();
    expect(texts(never)).toContain('**It is never paid back** within the horizon');
    expect(texts(never, 'caution')).toContain('A new customer brings less than acquiring him costs.');
  });

  test('one percent of retention moves value by Gupta and Lehmann’s elasticity', () => {
    const result = run(
      'constant_95',
      { period: 'month', survivors: 'there' },
      { forever: true, discountRate: 0.1 },
    );
    const swing = rows(result.charts['sensitivity']).find((row) => row['assumption'] === 'retention');
    const rate = 1.1 ** (1 / 12) - 1;
    const multiple = (r: number): number => (1 + rate) / (1 + rate - r);
    expectClose(
      [swing?.['low'] as number, swing?.['high'] as number],
      [multiple(0.95 * 0.99), multiple(0.95 * 1.01)],
      {
        relative: 1e-10,
      },
    );
  });
});

describe('contract value from subscriptions', () => {
  const from = { ...CONTRACTS, cohort: 'grp' };
  // The last customer began on 29 March; by 5 April 2022 each has seven whole years.
  const AS_OF = { asOf: '2022-04-05' };

  test('is the same as from the retention table of the same customers, years found in the ends', () => {
    const [table, dates] = [run('retention', { ...TABLE, cohort: 'grp' }), run('contracts', from, AS_OF)];
    for (const suffix of ['', 'model', 'fit', 'totals'])
      expect(rows(dates.tables[suffix])).toEqual(rows(table.tables[suffix]));
    expect(texts(dates)).toContain(
      'Contracts are counted in years, since nearly all that ended did so on an anniversary.',
    );
  });

  test('one day more or less in the ends changes nothing: the last day, or the day after it', () => {
    database.run(
      `CREATE TABLE inclusive AS SELECT * REPLACE (ended - INTERVAL 1 DAY AS ended) FROM contracts`,
    );
    expect(rows(run('inclusive', from, AS_OF).tables['model'])).toEqual(
      rows(run('contracts', from, AS_OF).tables['model']),
    );
  });

  test('columns for margin and costs are the numbers they hold', () => {
    const priced = { ...from, fee: 'fee' };
    const columns = {
      margin: { column: 'share' },
      costToAcquire: { column: 'won' },
      costToServe: { column: 'served' },
    };
    const by = run('contracts', priced, { ...AS_OF, ...columns });
    const as = run('contracts', priced, { ...AS_OF, margin: 0.5, costToAcquire: 7, costToServe: 2 });
    const [first, second] = [by, as].map((result) => [...numbers(result.tables['totals'], 'value')]) as [
      number[],
      number[],
    ];
    first.forEach((value, i) => expectClose(value, second[i] as number, { relative: 1e-12 }));
  });

  test('counts tenure in whole periods, and an end within the running period as still unknown', () => {
    database.addCsv(
      'edges',
      [
        'who,began,ended',
        'a,2024-01-31,2024-02-29', // one month, to the month's last day
        'b,2024-01-31,2024-03-01', // into the second
        'c,2024-01-15,2024-01-15', // left on the first day: one period was paid
        'd,2024-01-15,2024-04-14', // three months, the last day counted
        'e,2024-03-20,2024-05-30', // the third month is still running
        'f,2024-01-10,', // five whole months
        'g,2024-05-20,2025-01-01', // ends after the as-of date
        'h,2024-06-20,', // starts after it
        'i,2024-03-01,2024-02-01', // ends before it starts
        'j,,2024-03-01', // no start
        'k,2024-01-12,2024-02-12',
      ].join('\n'),
    );
    const result = run(
      'edges',
      { start: 'began', end: 'ended' },
      { asOf: '2024-06-11', periodLength: 'month' },
    );
    const curve = rows(result.tables['']);
    expect(curve.slice(1, 6).map((row) => `${row['left']} of ${row['at_risk']}`)).toEqual([
      '3 of 7',
      '1 of 4',
      '1 of 2',
      '0 of 1',
      '0 of 1',
    ]);
    expect(
      curve.filter((row) => (row['active'] as number) > 0).map((row) => [row['tenure'], row['active']]),
    ).toEqual([
      [0, 1],
      [5, 1],
    ]);
    expect(result.report.rows).toEqual({ used: 8, dropped: 3 });
    expect(texts(result)).toContain(
      '1 row starting after it is left out. 1 customer ended within the month still running',
    );
    expect(texts(result, 'caution')).toContain(
      '1 row without a start is left out.\n1 row that ends before its start is left out.',
    );
    expect(texts(result, 'caution')).toContain('Only 5 customers have left: too few to rely on.');
  });

  test('no option that is live changes a query', () => {
    const sql = (options: Chosen): string[] => {
      const input = inputOf(database, contractClv, {
        from: 'contracts',
        roles: from,
        options: { ...AS_OF, ...options },
      });
      const source = contractClv.prepare?.(input as never)['source'];
      if (!source) throw new Error('no first pass');
      const found = Object.fromEntries(
        database.table(source.sql).columns.map((column) => [column.name, column.values]),
      ) as never;
      return [
        source.sql,
        ...Object.values(contractClv.queries(input as never, { source: found })).map((query) => query.sql),
      ];
    };
    const other: Chosen = {
      model: 'bdw',
      discountRate: 0.3,
      horizonMonths: 99,
      forever: true,
      payment: 'arrears',
      draws: 500,
      seed: 9,
      margin: 0.2,
      costToAcquire: 8,
      costToServe: 1,
    };
    const live = Object.entries(contractClv.options).filter(([, option]) => 'live' in option && option.live);
    expect(live.map(([key]) => key).toSorted()).toEqual(Object.keys(other).toSorted());
    expect(sql(other)).toEqual(sql({}));
    // A column of one has to be fetched.
    expect(sql({ margin: { column: 'fee' } })).not.toEqual(sql({}));
  });
});

describe('intervals', () => {
  test('hold the estimate, are the same for the same seed, and narrow with more customers', () => {
    database.run('CREATE TABLE many AS SELECT * REPLACE (survivors * 100 AS survivors) FROM highend');
    const options = { model: 'sbg', horizonMonths: 120 };
    const [one, again, other, many] = [
      run('highend', TABLE, options),
      run('highend', TABLE, options),
      run('highend', TABLE, { ...options, seed: 2 }),
      run('many', TABLE, options),
    ] as [TestRunResult, TestRunResult, TestRunResult, TestRunResult];
    expect(rows(again.tables['totals'])).toEqual(rows(one.tables['totals']));
    expect(total(other, 'clv', 'low')).not.toBe(total(one, 'clv', 'low'));
    for (const statistic of ['clv', 'expected_lifetime', 'value_of_active', 'active_in_a_year']) {
      const [low, value, high] = ['low', 'value', 'high'].map((column) => total(one, statistic, column)) as [
        number,
        number,
        number,
      ];
      expect(low).toBeLessThan(value);
      expect(value).toBeLessThan(high);
    }
    const width = (result: TestRunResult): number =>
      total(result, 'clv', 'high') - total(result, 'clv', 'low');
    // A hundred times the customers, a tenth of the error.
    expectClose(width(one) / width(many), 10, { relative: 0.25 });
  });
});

describe('nothing shown is NaN', () => {
  test.each(['', 'model', 'fit', 'totals'])('in %s', (suffix) => {
    const { tables } = run('highend', TABLE, { forever: true, model: 'bdw' });
    expect(texts(run('highend', TABLE, { forever: true, model: 'bdw' }))).not.toMatch(
      /NaN|undefined|–|Infinity/,
    );
    for (const row of rows(tables[suffix]))
      for (const value of Object.values(row)) expect(value).not.toBeNaN();
  });
});
