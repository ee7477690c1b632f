import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import valueTiers from '../../src/analyses/value-tiers';
import { method } from '../../src/analyses/value-tiers/method';
import { abcTiers, equalTiers, lorenzCurve } from '../../src/stats/lorenz';
import { numberColumn, textColumn, type Cell } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/value-tiers/closed-forms.json';
import { problemSaid } from '../problem-said';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRun, type TestRunResult } from '../sql/run-analysis';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
}, 30_000);
afterAll(() => database.close());

type Row = Record<string, Cell>;
const roles = { customer: 'customer', value: 'value' };
/** Customers c0000, c0001, ... with these values; null where it is missing. */
function addValues(values: readonly (number | null)[], customers?: (string | null)[]): void {
  const names = values.map((_, i) => `c${String(i).padStart(4, '0')}`);
  database.addColumns('worth', [
    textColumn('customer', customers ?? names),
    numberColumn(
      'value',
      Float64Array.from(values, (value) => value ?? NaN),
    ),
  ]);
}
const run = (
  options: TestRun['options'] = {},
  more: Partial<typeof roles | { customer: null }> = {},
): TestRunResult =>
  runAnalysis(database, valueTiers, { from: 'worth', roles: { ...roles, ...more }, options });
const rows = (result: TestRunResult, suffix = ''): Row[] =>
  rowsOf(result.tables[suffix] ?? expect.fail(`no table ${suffix}`));
const concentration = (result: TestRunResult): Row => rows(result, 'concentration')[0] ?? {};
const texts = ({ report }: TestRunResult): string[] => report.findings.map(({ text }) => text);

describe('value tiers', () => {
  it('are the worked example of the method notes', () => {
    const { values, abc, cumulative_share: cumulative, gini, error } = golden.example;
    addValues(values);
    const result = run({ tiers: 'abc' });
    expect(
      rows(result)
        .map(({ tier }) => tier)
        .join(''),
    ).toBe(abc);
    expectClose(
      rows(result).map((row) => Number(row['cumulative_share'])),
      cumulative,
      { relative: 1e-15 },
    );
    expectClose(Number(concentration(result)['gini']), gini, { relative: 1e-15 });
    expectClose(Number(concentration(result)['gini_error']), error, { relative: 1e-12 });
    expectClose(
      rows(result, 'lorenz').map(({ value }) => Number(value)),
      [0, 0.04, 0.1, 0.2, 0.5, 1],
      { relative: 1e-14 },
    );
    expect(method.formula).toContain('error 0.0897: 0.29 to 0.64');
    expect(texts(result)).toMatchSnapshot();
    expect(Object.keys(rows(result)[0] ?? {})).toEqual(['customer', 'value', 'tier', 'cumulative_share']);
  });

  it('have the Gini coefficients known in closed form', () => {
    golden.first.n.forEach((n, i) => {
      addValues(Array.from({ length: n }, (_, at) => at + 1));
      expectClose(Number(concentration(run({ tiers: '2' }))['gini']), golden.first.gini[i] ?? NaN, {
        relative: 1e-14,
      });
    });
    golden.one_of.n.forEach((n, i) => {
      addValues(Array.from({ length: n }, (_, at) => (at === 0 ? 7 : 0)));
      expectClose(Number(concentration(run({ tiers: '2' }))['gini']), golden.one_of.gini[i] ?? NaN, {
        relative: 1e-14,
      });
    });
  });

  it('agree with the plain mathematics on any values', () => {
    const values = fc.array(
      fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 5 })),
      { minLength: 20, maxLength: 20 },
    );
    fc.assert(
      fc.property(values, (list) => {
        fc.pre(new Set(list).size > 1);
        addValues(list);
        const deciles = run({ tiers: '10' });
        const given = Float64Array.from(list);
        const order = rows(deciles).map(({ customer }) => Number(String(customer).slice(1)));
        const tiers = equalTiers(given, 10);
        expect(rows(deciles).map(({ tier }) => Number(tier) - 1)).toEqual(order.map((i) => tiers?.tierOf[i]));
        expectClose(
          rows(deciles).map((row) => Number(row['cumulative_share'])),
          order.map((i) => tiers?.cumulativeShare[i] ?? NaN),
          { relative: 1e-12 },
        );
        const abc = abcTiers(given);
        expect(rows(run({ tiers: 'abc' })).map(({ tier }) => 'ABC'.indexOf(String(tier)))).toEqual(
          order.map((i) => abc?.tierOf[i]),
        );
        expectClose(Number(concentration(deciles)['gini']), lorenzCurve(given)?.gini ?? NaN, {
          relative: 1e-11,
          absolute: 1e-14,
        });
      }),
      { numRuns: 12 },
    );
  });

  it('do not change with the order of the rows or the unit of the value', () => {
    const values = Array.from({ length: 40 }, (_, i) => ((i * 37) % 41) ** 2);
    addValues(values);
    const before = run({ tiers: '5' });
    database.run(
      'CREATE OR REPLACE TABLE worth AS SELECT customer, value * 1000 AS value FROM worth ORDER BY hash(customer)',
    );
    const after = run({ tiers: '5' });
    const kept = (result: TestRunResult) => rows(result).map(({ customer, tier }) => [customer, tier]);
    expect(kept(after)).toEqual(kept(before));
    expectClose(Number(concentration(after)['gini']), Number(concentration(before)['gini']), {
      relative: 1e-13,
    });
    expectClose(Number(concentration(after)['gini_error']), Number(concentration(before)['gini_error']), {
      relative: 1e-11,
    });
  });

  it('profile every customer once; shares add up to 1', () => {
    addValues(Array.from({ length: 23 }, (_, i) => i * i));
    const profile = rows(run({ tiers: '4' }), 'profile');
    const sum = (name: string): number => profile.reduce((total, row) => total + Number(row[name]), 0);
    expect(profile.map(({ size }) => size)).toEqual([6, 6, 6, 5]);
    expect(sum('size')).toBe(23);
    expectClose(sum('share'), 1, { relative: 1e-14 });
    expectClose(sum('value_share'), 1, { relative: 1e-14 });
    expect(profile.at(-1)?.['cumulative_share']).toBe(1);
    expect(profile[0]).toMatchObject({ tier: 1, least: 17 ** 2, most: 22 ** 2 });
  });

  it('keep their digits on 1e9 + noise', () => {
    const noise = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    addValues(noise.map((value) => 1e9 + value));
    // Sum of (2i - n - 1) i = 165 over n times the total.
    expectClose(Number(concentration(run())['gini']), 165 / (10 * (1e10 + 55)), { relative: 1e-6 });
  });
});

describe('equal customers', () => {
  const values = [9, 5, 5, 5, 5, 1, 0, 0];

  it('are split by name at a limit, and said', () => {
    addValues(values);
    const result = run({ tiers: '4' });
    expect(rows(result).map(({ customer, tier }) => [customer, tier])).toEqual([
      ['c0000', 1],
      ['c0001', 1],
      ['c0002', 2],
      ['c0003', 2],
      ['c0004', 3],
      ['c0005', 3],
      ['c0006', 4],
      ['c0007', 4],
    ]);
    expect(texts(result).join(' ')).toContain('**4 customers** are worth the same as one in another tier');
  });

  it('share the better tier where asked, and tiers left empty are said', () => {
    addValues(values);
    const result = run({ tiers: '4', ties: 'share' });
    expect(rows(result).map(({ tier }) => tier)).toEqual([1, 1, 1, 1, 1, 3, 4, 4]);
    expect(texts(result).join(' ')).toContain('Only 3 of 4 tiers have customers');
    expect(
      rows(run({ tiers: 'abc', ties: 'share' }))
        .map(({ tier }) => tier)
        .join(''),
    ).toBe('AAAAACCC');
  });
});

describe('what does not fit', () => {
  it('is left out or taken as 0, counted and said; several rows of a customer are added up', () => {
    addValues([10, 5, -3, null, 4, 8, null], ['a', 'b', 'b', 'c', null, 'd', 'e']);
    database.run(`INSERT INTO worth VALUES ('e', -20), ('f', 'Infinity'::DOUBLE)`);
    const result = run({ tiers: '2' });
    expect(rows(result)).toEqual([
      { customer: 'a', value: 10, tier: 1, cumulative_share: 0.5 },
      { customer: 'd', value: 8, tier: 1, cumulative_share: 0.9 },
      { customer: 'b', value: 2, tier: 2, cumulative_share: 1 },
      { customer: 'e', value: -20, tier: 2, cumulative_share: 1 },
    ]);
    expect(concentration(result)).toMatchObject({
      customers: 4,
      value: 0,
      negative_customers: 1,
      negative_value: -20,
    });
    expect(result.report.rows).toEqual({ used: 5, dropped: 4 });
    expect(texts(result)).toMatchSnapshot();
  });

  it('needs no customer: rows are numbered from 1', () => {
    addValues([1, 3, null, 2]);
    expect(rows(run({ tiers: '3' }, { customer: null })).map(({ customer }) => customer)).toEqual([2, 4, 1]);
  });

  it.each([
    [[], '10', 'There are no rows in worth, so there is nothing to divide.'],
    [
      [null, null],
      '10',
      'No customers are left: "value" or "customer" is missing in every row of worth. Choose another column.',
    ],
    [
      [0, 0, -1],
      '2',
      'No customer has a value above 0 in "value", so there is nothing to share out. Choose another column, or turn the sign in a SQL cell.',
    ],
    [
      [3, 3, 3],
      '2',
      'All 3 customers have the same value in "value", 3: no tier would be worth more than another. Choose another column.',
    ],
    [
      [3, 1, 2],
      '10',
      '“Tiers”: 10 tiers need 10 customers, and there are only 3 customers. Choose fewer tiers, or ABC.',
    ],
  ])('%o in %s tiers: a sentence and a way out', (values, tiers, sentence) => {
    addValues(values as (number | null)[]);
    expect(problemSaid(() => run({ tiers: tiers as string }))).toBe(sentence);
  });

  it('is one customer: an A without an interval', () => {
    addValues([5]);
    const result = run({ tiers: 'abc' });
    expect(rows(result)).toMatchObject([{ tier: 'A', cumulative_share: 1 }]);
    expect(concentration(result)).toMatchObject({ gini: 0, gini_error: null, gini_low: null });
    expect(texts(result).join(' ')).not.toContain('NaN');
  });

  it('is not a name that looks like SQL', () => {
    database.run(
      `CREATE OR REPLACE TABLE odd AS SELECT * FROM (VALUES ('x"''', 1.5), ('*y*', 2)) AS t ("a ""b""", "v.*x*")`,
    );
    const result = runAnalysis(database, valueTiers, {
      from: 'odd',
      roles: { customer: 'a "b"', value: 'v.*x*' },
      options: { tiers: '2' },
    });
    expect(rows(result).map(({ customer }) => customer)).toEqual(['*y*', `x"'`]);
    expect(texts(result)[0]).toContain('"v.\\*x\\*"');
  });
});

it('divides 200,000 customers in seconds', () => {
  database.run(
    `CREATE OR REPLACE TABLE crowd AS SELECT 'c' || i AS customer, exp((hash(i) % 100000) / 10000.0) AS value FROM range(200000) AS t (i)`,
  );
  const started = performance.now();
  const result = runAnalysis(database, valueTiers, { from: 'crowd', roles, options: {} });
  const seconds = (performance.now() - started) / 1000;
  expect(rows(result, 'profile').every(({ size }) => size === 20_000)).toBe(true);
  expect(rows(result, 'lorenz').length).toBe(201);
  expect(seconds).toBeLessThan(20);
});
