import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, problemOf, runDrivers } from './run-drivers';

const DRIVERS = ['a', 'b', 'c', 'd'];
const ROWS = 1500;

let database: TestDatabase;
/** Four ratings that share a mood and their outcome; `gaps` is the same with 15 % of a to d blank, by what y is. */
beforeAll(async () => {
  database = await openDuckDb();
  const random = createRandom(5);
  const lines = Array.from({ length: ROWS }, () => {
    const mood = random.normal();
    const own = [1, 1, 1, 1].map((spread) => mood + spread * random.normal());
    const y =
      0.9 * (own[0] as number) + 0.6 * (own[1] as number) + 0.3 * (own[2] as number) + random.normal();
    const low = y < 0 ? 0.24 : 0.06;
    return [y, ...own, ...own.map((value) => (random.next() < low ? '' : value))].join(',');
  });
  database.addCsv(
    'source',
    `y,${DRIVERS.join(',')},${DRIVERS.map((name) => `${name}_gap`).join(',')}\n${lines.join('\n')}\n`,
  );
  database.run('CREATE TABLE whole AS SELECT y, a, b, c, d FROM source');
  database.run('CREATE TABLE gaps AS SELECT y, a_gap AS a, b_gap AS b, c_gap AS c, d_gap AS d FROM source');
});
afterAll(() => database.close());

const run = (from: string, missing: string, more: object = {}) =>
  runDrivers(database, { from, outcome: 'y', drivers: DRIVERS, options: { missing, ...more } });

describe('missing answers', () => {
  it('make no difference where there are none, whatever the rule', () => {
    const [listwise, em, pairwise] = ['listwise', 'em', 'pairwise'].map((missing) => run('whole', missing));
    expect(em?.rows).toEqual(listwise?.rows);
    expect(pairwise?.rows).toEqual(listwise?.rows);
    expect(em?.model['missing']?.['text']).toBe('em');
  });

  it('cost rows listwise; under EM and pairwise every row with an answer counts', () => {
    database.run(
      'CREATE OR REPLACE TABLE more AS FROM gaps UNION ALL SELECT NULL, NULL, NULL, NULL, NULL UNION ALL SELECT NULL, 1, NULL, NULL, NULL',
    );
    const complete = database.query(
      'SELECT count(*) AS n FROM more WHERE y + a + b + c + d IS NOT NULL',
    )[0]?.['n'];
    const used = (missing: string) => run('more', missing).model;
    expect(used('listwise')['n']?.['value']).toBe(complete);
    expect(used('em')['n']?.['value']).toBe(ROWS + 1);
    expect(used('em')['dropped']?.['value']).toBe(1);
    expect(used('pairwise')['n']?.['value']).toBe(ROWS + 1);
    expect(used('em')['complete_rows']?.['value']).toBe(complete);
  });

  it('that depend on the outcome bend listwise coefficients more than those of EM', () => {
    const [whole, listwise, em] = [run('whole', 'listwise'), run('gaps', 'listwise'), run('gaps', 'em')];
    const error = (of: typeof whole): number =>
      DRIVERS.reduce(
        (sum, name) =>
          sum +
          (numberAt(of.byDriver, name, 'performance') - numberAt(whole.byDriver, name, 'performance')) ** 2,
        0,
      );
    expect(error(em)).toBeLessThan(error(listwise) / 20);
    for (const name of DRIVERS) {
      const truth = numberAt(whole.byDriver, name, 'importance');
      expect(numberAt(em.byDriver, name, 'importance_low')).toBeLessThan(truth);
      expect(numberAt(em.byDriver, name, 'importance_high')).toBeGreaterThan(truth);
    }
  });

  it('have intervals from the jackknife under EM, narrower than listwise', () => {
    const [listwise, em] = [run('gaps', 'listwise'), run('gaps', 'em')];
    const width = (of: typeof em, column: string): number =>
      numberAt(of.byDriver, 'a', `${column}_high`) - numberAt(of.byDriver, 'a', `${column}_low`);
    expect(em.model['intervals']?.['text']).toBe('jackknife');
    expect(width(em, 'performance')).toBeLessThan(width(listwise, 'performance'));
    expect(width(em, 'importance')).toBeGreaterThan(0);
    const sum = DRIVERS.reduce((total, name) => total + numberAt(em.byDriver, name, 'importance'), 0);
    expectClose(sum, em.model['r2']?.['value'] as number, { relative: 1e-10 });
  });

  it('are taken pairwise as R takes them: correlations from the rows that have both', () => {
    const { byDriver } = run('gaps', 'pairwise');
    for (const name of DRIVERS) {
      const expected = database.query(`SELECT corr(y, ${name}) AS r, avg(${name}) AS mean FROM gaps`)[0];
      expectClose(numberAt(byDriver, name, 'correlation'), expected?.['r'] as number, { relative: 1e-9 });
      expectClose(numberAt(byDriver, name, 'performance'), expected?.['mean'] as number, {
        relative: 1e-9,
        absolute: 1e-12,
      });
    }
  });

  it('are filtered and compared as a table of those rows would be', () => {
    database.run(
      "CREATE OR REPLACE TABLE regions AS SELECT *, CASE WHEN rowid % 3 = 0 THEN 'North' ELSE 'South' END AS region FROM gaps",
    );
    database.run("CREATE OR REPLACE TABLE south AS FROM regions WHERE region = 'South'");
    const alone = run('south', 'em');
    const filtered = runDrivers(database, {
      from: 'regions',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { filterBy: ['region'], by: 'region' },
      options: { missing: 'em', filter: { region: ['South'] } },
    });
    void filtered;
    for (const name of DRIVERS)
      expectClose(
        numberAt(filtered.level('all'), name, 'importance'),
        numberAt(alone.byDriver, name, 'importance'),
        { relative: 1e-7 },
      );
  });

  it('never answered together, or a driver nobody answered, get a sentence', () => {
    database.run(
      'CREATE OR REPLACE TABLE apart AS SELECT y, CASE WHEN rowid % 2 = 0 THEN a END AS a, CASE WHEN rowid % 2 = 1 THEN b END AS b, c, NULL::DOUBLE AS d FROM whole',
    );
    const drivers = ['a', 'b', 'c'];
    for (const missing of ['em', 'pairwise'])
      expect(
        problemOf(() => runDrivers(database, { from: 'apart', outcome: 'y', drivers, options: { missing } })),
      ).toBe('No row answers both a and b: nothing is known of how they go together.');
    expect(
      problemOf(() =>
        runDrivers(database, {
          from: 'apart',
          outcome: 'y',
          drivers: ['a', 'd'],
          options: { missing: 'em' },
        }),
      ),
    ).toBe('The driver d is missing in all 1,500 rows.');
  });
});

describe('"not applicable"', () => {
  beforeAll(() => {
    database.run(
      'CREATE TABLE codes AS SELECT y, a, b, CASE WHEN rowid % 4 = 0 THEN 99 ELSE c END AS c, CASE WHEN rowid % 10 = 0 THEN NULL ELSE d END AS d FROM whole',
    );
    database.run(
      'CREATE TABLE nulls AS SELECT y, a, b, CASE WHEN rowid % 4 = 0 THEN NULL ELSE c END AS c, CASE WHEN rowid % 10 = 0 THEN NULL ELSE d END AS d FROM whole',
    );
  });

  it('is no number and no missing answer: counted apart, and left out listwise', () => {
    const done = run('codes', 'listwise', { notApplicable: ['99'] });
    expect(done.rows).toEqual(run('nulls', 'listwise').rows);
    const { exclusions } = done.result;
    expect(exclusions.missingBy.find(({ column }) => column === 'c')).toEqual({
      column: 'c',
      missing: 0,
      notApplicable: 375,
    });
    expect(exclusions.missingBy.find(({ column }) => column === 'd')).toEqual({
      column: 'd',
      missing: 150,
      notApplicable: 0,
    });
    expect(exclusions.notApplicable).toBe(300);
  });

  it("keeps a row's other answers under EM, and the mean is of those to whom it applies", () => {
    const done = run('codes', 'em', { notApplicable: ['99', 'never'] });
    expect(done.model['n']?.['value']).toBe(ROWS);
    const mean = database.query('SELECT avg(c) AS mean FROM nulls')[0]?.['mean'];
    expectClose(numberAt(done.byDriver, 'c', 'performance'), mean as number, { relative: 1e-9 });
    expectClose(
      numberAt(done.byDriver, 'c', 'importance'),
      numberAt(run('nulls', 'em').byDriver, 'c', 'importance'),
      { relative: 1e-7 },
    );
  });

  it('can be a text among the levels of a category', () => {
    database.run(
      "CREATE OR REPLACE TABLE texts AS SELECT y, a, CASE WHEN rowid % 5 = 0 THEN 'never used' WHEN b > 0 THEN 'high' ELSE 'low' END AS b FROM whole",
    );
    const done = runDrivers(database, {
      from: 'texts',
      outcome: 'y',
      drivers: ['a', 'b'],
      options: { notApplicable: ['never used'] },
    });
    expect(done.model['n']?.['value']).toBe(1200);
    expect(done.table('items').map((row) => row['category'])).toHaveLength(1);
  });
});
