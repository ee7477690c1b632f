import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import contractClv from '../../src/analyses/contract-clv';
import type { OptionValue } from '../../src/analyses/analysis';
import { InputProblem, type Problem } from '../../src/values/problem';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  // 300 subscriptions over three years, two in three of which end sooner or later.
  database.run(`CREATE TABLE subs AS SELECT i AS id, DATE '2022-01-15' + CAST(i * 3 AS INTEGER) AS began,
      CASE WHEN i % 3 > 0 THEN DATE '2022-01-15' + CAST(i * 3 + 20 + (i * i * 7) % 400 AS INTEGER) END AS ended, 20 + i % 5 AS fee
    FROM range(300) t(i)`);
});
afterAll(() => database.close());

const DATES = { start: 'began', end: 'ended' };
const TABLE = { period: 'period', survivors: 'survivors' };
type Roles = Record<string, string>;
type Chosen = Record<string, OptionValue>;
const run = (from: string, roles: Roles, options: Chosen = {}): TestRunResult =>
  runAnalysis(database, contractClv, { from, roles, options: { draws: 100, ...options } });
function problem(from: string, roles: Roles, options: Chosen = {}): Problem {
  try {
    run(from, roles, options);
  } catch (error) {
    if (error instanceof InputProblem) return error.problem;
    throw error;
  }
  throw new Error('it ran');
}
const cautions = (from: string, roles: Roles, options: Chosen = {}): string =>
  run(from, roles, options)
    .report.findings.filter(({ tone }) => tone === 'caution')
    .map(({ text }) => text)
    .join('\n');
/** A retention table of one cohort; returns its relation. */
let made = 0;
function retention(rows: [period: number, survivors: number][]): string {
  made += 1;
  const values = rows.map(([period, survivors]) => `(${period}, ${survivors}::DOUBLE)`).join(', ');
  database.run(`CREATE TABLE made_${made} AS SELECT * FROM (VALUES ${values}) AS t(period, survivors)`);
  return `made_${made}`;
}
const survivorsOf = (...counts: number[]): string =>
  retention(counts.map((count, period) => [period, count]));

describe('contract-clv: what cannot be done is said in a sentence with a way out', () => {
  test('too few or mixed roles', () => {
    const hint =
      'Give either start and end, one row per subscription, or period and survivors, a retention table.';
    expect(problem('subs', {})).toMatchObject({
      message: 'There are no columns chosen that say how long customers stay.',
      hint,
    });
    expect(problem('subs', { ...DATES, period: 'fee' })).toMatchObject({
      message: 'The roles mix subscriptions (start and end) with a retention table (period).',
      hint,
    });
    expect(problem('subs', { period: 'fee' }).message).toBe('A retention table also needs survivors.');
    expect(problem('subs', { end: 'ended' }).hint).toBe('Choose the column of start dates.');
    expect(problem(survivorsOf(10, 5, 2), TABLE, { margin: { column: 'period' } }).message).toBe(
      'With a retention table, margin and costs are numbers, not columns.',
    );
  });

  test('no rows, no start, one customer, an as-of date before the first start', () => {
    database.run('CREATE TABLE nothing AS FROM subs WHERE FALSE');
    expect(problem('nothing', DATES).message).toBe('nothing has no rows.');
    database.run('CREATE TABLE startless AS SELECT * REPLACE (NULL::DATE AS began) FROM subs');
    expect(problem('startless', DATES).message).toContain('has a start from which it could be counted');
    database.run('CREATE TABLE alone AS FROM subs WHERE id = 1');
    expect(problem('alone', DATES).message).toBe('alone has only one customer to learn from.');
    expect(problem('subs', DATES, { asOf: '2021-12-31' })).toMatchObject({
      message: 'The as-of date 2021-12-31 is before the first start, 2022-01-15, so no row is left.',
      hint: 'Choose a date from 2022-01-15 on, or leave it empty.',
    });
  });

  test('nobody has left, or no period is complete', () => {
    expect(problem('subs', { start: 'began' })).toMatchObject({
      message: 'None of the 300 customers has left, so there is no leaving to learn from.',
      hint: 'Choose the column of end dates.',
    });
    expect(problem(survivorsOf(50, 50, 50), TABLE).hint).toBe('Survivors have to fall at some period.');
    expect(problem('subs', DATES, { asOf: '2022-02-10' }).message).toContain('no renewal has been seen');
    expect(problem(survivorsOf(50), TABLE).message).toContain('no renewal has been seen');
  });

  test('ends before starts, fees below 0, in more than a slip', () => {
    expect(problem('subs', { start: 'ended', end: 'began' })).toMatchObject({
      message: 'In 200 rows of subs the end is before the start.',
      hint: expect.stringContaining('Perhaps start and end are exchanged') as string,
    });
    database.run('CREATE TABLE refunds AS SELECT * REPLACE (-fee AS fee) FROM subs');
    expect(problem('refunds', { ...DATES, fee: 'fee' }).message).toBe(
      'In 300 rows of refunds the fee (fee) is below 0.',
    );
    database.run('CREATE TABLE unpriced AS SELECT * REPLACE (NULL::DOUBLE AS fee) FROM subs');
    expect(problem('unpriced', { ...DATES, fee: 'fee' }).message).toBe('There is no fee known.');
  });

  test('a retention table that rises, repeats or misses a period, or begins elsewhere', () => {
    expect(problem(survivorsOf(100, 80, 90), TABLE)).toMatchObject({
      message: 'Survivors rise from 80 to 90 at period 2, and nobody can come back from having left.',
      hint: expect.stringContaining('win-backs belong to cohorts of their own') as string,
    });
    expect(problem(survivorsOf(100, 120, 90), TABLE).message).toContain('rise from 100 to 120 at period 1');
    const table = (...rows: [number, number][]): string => problem(retention(rows), TABLE).message;
    expect(table([0, 10], [1, 8], [3, 5])).toBe('Period 2 is missing: after 1 comes 3.');
    expect(table([0, 10], [1, 8], [1, 7])).toBe('Period 1 stands in the table more than once.');
    expect(table([2019, 10], [2020, 8], [2021, 7])).toContain(
      'The first period is 2,019, where it should be 0',
    );
    expect(table([0, 10], [0.5, 8])).toContain('Period 1 is missing');
    expect(table([0, 0], [1, 0])).toContain('Nobody began');
    expect(table([0, 10], [1, -2])).toBe('At period 1 there are -2 survivors.');
  });

  test('a cohort is named in its sentence; a column of a thousand cohorts is refused', () => {
    database.run(
      "CREATE TABLE two AS SELECT 'A' AS grp, * FROM (VALUES (0, 9), (1, 5), (2, 4)) t(period, survivors) UNION ALL SELECT 'B', * FROM (VALUES (0, 9), (1, 12)) t(period, survivors)",
    );
    expect(problem('two', { ...TABLE, cohort: 'grp' }).message).toContain('Survivors of B rise from 9 to 12');
    expect(problem('subs', { ...DATES, cohort: 'id' })).toMatchObject({
      message: 'id has 300 values, too many to tell apart.',
      hint: expect.stringContaining('a SQL cell can group dates by year') as string,
    });
  });

  test('a margin of 30 with a fee, a sum for ever without discount, a horizon shorter than a period', () => {
    expect(problem('subs', { ...DATES, fee: 'fee' }, { margin: 30 }).hint).toBe(
      'Give a number from 0 to 1, or leave the fee empty and give the money earned per period.',
    );
    expect(problem('subs', DATES, { forever: true, discountRate: 0 }).hint).toContain(
      'at least 0.5 % a year',
    );
    const yearly = { horizonMonths: 6, periodLength: 'year', payment: 'arrears' };
    expect(problem('subs', DATES, yearly)).toMatchObject({
      message: 'No payment falls within a horizon of 6 months: a year is paid for at its end.',
      hint: 'Choose a horizon of at least 12 months, or payment in advance.',
    });
  });

  test('a model that has no maximum is not shown; one rate for all stands in where the best is asked for', () => {
    const even = survivorsOf(1024, 512, 256, 128, 64, 32);
    for (const model of ['sbg', 'bdw'])
      expect(problem(even, TABLE, { model })).toMatchObject({
        message: expect.stringMatching(
          /^The .* model cannot be estimated: the likelihood rises for ever/,
        ) as string,
        hint: expect.stringContaining('can fall back on one retention rate') as string,
      });
    const { report } = run(even, TABLE);
    expect(report.findings.map(({ text }) => text).join('\n')).toContain(
      'Retention model: one retention rate (retention 0.5;',
    );
    expect(database.query('SELECT model, chosen FROM result_fit')).toEqual([
      { model: 'weibull', chosen: false },
      { model: 'constant', chosen: true },
    ]);
  });
});

test('customers who do not differ, but leave more readily the longer they stay, get the discrete Weibull', () => {
  const counts = Array.from({ length: 11 }, (_, t) => Math.round(1e5 * Math.exp(-0.01 * t ** 1.8)));
  run(survivorsOf(...counts), TABLE);
  const [row] = database.query(
    "SELECT estimate FROM result_model WHERE model = 'weibull' AND parameter = 'c'",
  );
  expect(row?.['estimate']).toBeGreaterThan(1.75);
  expect(row?.['estimate']).toBeLessThan(1.85);
  expect(database.query('SELECT model FROM result_fit WHERE chosen')).toEqual([{ model: 'weibull' }]);
});

describe('contract-clv: what limits the result is a caution', () => {
  test('shares instead of counts, few periods, value beyond what was seen', () => {
    const shares = survivorsOf(100, 86.9, 74.3, 65.3);
    expect(cautions(shares, TABLE, { periodLength: 'year', forever: true })).toMatch(
      /Survivors look like shares/,
    );
    const short = cautions(survivorsOf(1000, 800, 700), TABLE, { forever: true });
    expect(short).toContain('Only 2 months of retention have been seen');
    expect(short).toMatch(/\d+ % of the value lies beyond the 2 months that have been seen/);
  });

  test('everybody left: curves, and no one to value', () => {
    const result = run(survivorsOf(100, 60, 20, 0), TABLE);
    expect(result.report.findings.map(({ text }) => text)).toContain(
      'Everyone has left: there is no customer under contract to value.',
    );
    expect(database.query("SELECT value FROM result_totals WHERE statistic = 'value_of_active'")).toEqual([
      { value: 0 },
    ]);
  });

  test('a period counted from 1 is read as its beginning', () => {
    const [from0, from1] = [
      retention([
        [0, 90],
        [1, 60],
        [2, 50],
      ]),
      retention([
        [1, 90],
        [2, 60],
        [3, 50],
      ]),
    ];
    expect(run(from1, TABLE).tables['fit']).toEqual(run(from0, TABLE).tables['fit']);
    expect(cautions(from1, TABLE)).toContain(
      'The table begins at period 1, which is taken as all who began.',
    );
    expect(cautions(from0, TABLE)).not.toContain('taken as all who began');
  });

  test('a cohort from which few have left borrows the curve of all', () => {
    database.run(
      "CREATE TABLE young AS SELECT *, CASE WHEN id >= 290 THEN 'young' ELSE 'old' END AS grp FROM subs",
    );
    const text = cautions('young', { ...DATES, cohort: 'grp' });
    expect(text).toContain(
      'Too few have left young for a curve of its own: the curve of all customers stands in.',
    );
    const chosen = database.query(
      'SELECT cohort, count(*) FILTER (chosen) AS n FROM result_fit GROUP BY cohort ORDER BY cohort',
    );
    expect(chosen).toEqual([
      { cohort: 'all', n: 1 },
      { cohort: 'old', n: 1 },
      { cohort: 'young', n: 0 },
    ]);
  });

  test('fees that differ between those who left and those who stay; credits; missing fees', () => {
    database.run(
      'CREATE TABLE priced AS SELECT * REPLACE (CASE WHEN id = 3 THEN -5 WHEN id = 6 THEN NULL WHEN ended IS NULL THEN 40 ELSE 20 END AS fee) FROM subs',
    );
    const text = cautions('priced', { ...DATES, fee: 'fee' });
    expect(text).toContain('Those who left paid less (20) than those still there (4');
    expect(text).toContain('1 row with a fee below 0 is left out.');
    expect(text).toContain('1 row without a fee counts for retention, not for the mean fee.');
  });

  test('ends in the future, and more cost than margin', () => {
    database.run(
      "CREATE TABLE future AS SELECT * REPLACE (coalesce(ended, DATE '2030-01-01') AS ended) FROM subs",
    );
    expect(cautions('future', DATES)).toContain('If ends can lie in the future, set the as-of date');
    expect(cautions('future', DATES, { asOf: '2024-06-30' })).not.toContain('lie in the future');
    expect(cautions('subs', DATES, { margin: 1, costToServe: 3 })).toContain(
      'every further period loses money',
    );
  });
});
