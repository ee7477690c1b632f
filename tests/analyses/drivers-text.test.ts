import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputProblem } from '../../src/values/problem';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { problemOf, runDrivers } from './run-drivers';

let database: TestDatabase;
/** `numbers` has ratings with gaps; `texts` the same as text, with "n/a" where a is missing and blanks where b is. */
beforeAll(async () => {
  database = await openDuckDb();
  database.run(`CREATE TABLE numbers AS SELECT CASE WHEN i % 13 > 0 THEN i % 7 + i % 3 END AS y,
    CASE WHEN i % 5 > 0 THEN i % 7 + 0.5 END AS a, CASE WHEN i % 11 > 0 THEN i % 4 END AS b, i % 9 AS c FROM range(600) t(i)`);
  database.run(`CREATE TABLE texts AS SELECT coalesce(y::VARCHAR, 'N/A ') AS y, coalesce(a::VARCHAR, ' n/A') AS a,
    coalesce(b::VARCHAR || '.0', '  ') AS b, c, CASE WHEN c > 4 THEN 'low' ELSE c::VARCHAR END AS mixed,
    CASE WHEN c = 4 THEN 'dunno' ELSE c::VARCHAR END AS nearly, 'id ' || rowid AS id FROM numbers`);
});
afterAll(() => database.close());

const run = (from: string, missing: string, notApplicable: string[] = [], drivers = ['a', 'b', 'c']) =>
  runDrivers(database, { from, outcome: 'y', drivers, options: { missing, notApplicable } });
const hintOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputProblem) return error.problem.hint;
    throw error;
  }
  return undefined;
};

describe('ratings that came as text', () => {
  it.each(['listwise', 'pairwise', 'em'])('are numbers once what does not apply is named (%s)', (missing) => {
    const done = run('texts', missing, ['n/a']);
    const expected = run('numbers', missing);
    // Under EM the performance of what does not apply is that of the answers there are, and nothing is filled in.
    const given = (rows: typeof done.rows) =>
      missing === 'em' ? rows.map((row) => [row['driver'], row['importance'], row['coefficient_low']]) : rows;
    expect(given(done.rows)).toEqual(given(expected.rows));
    expect(done.findings).toContain(
      '**y**, **a** and **b** came each as text and are read as numbers: all answers but those that do not apply are numbers.',
    );
  });

  it('stay a category where nothing but a cast made them text', () => {
    database.run('CREATE OR REPLACE TABLE casts AS SELECT y, a, (c % 4)::VARCHAR AS plan FROM numbers');
    expect(
      run('casts', 'listwise', ['n/a'], ['a', 'plan']).result.all.drivers.map(({ kind }) => kind),
    ).toEqual(['number', 'category']);
  });

  it('stay a category where other words are among them', () => {
    const done = run('texts', 'listwise', ['n/a'], ['a', 'mixed']);
    expect(done.result.all.drivers.map(({ kind }) => kind)).toEqual(['number', 'category']);
    expect(done.cautions.some((text) => text.includes('mixed'))).toBe(false);
  });

  it('are cautioned about where nearly all values are numbers', () => {
    const done = run('texts', 'listwise', ['n/a'], ['a', 'nearly']);
    expect(done.result.all.drivers[1]?.kind).toBe('category');
    expect(
      done.cautions.some(
        (text) => text.includes('nearly') && text.includes('such as "dunno", under Not applicable.'),
      ),
    ).toBe(true);
    expect(run('texts', 'listwise', ['n/a', 'Dunno'], ['a', 'nearly']).result.all.drivers[1]?.kind).toBe(
      'number',
    );
  });

  it('with codes: 99 means 99.0 too', () => {
    database.run(
      "CREATE OR REPLACE TABLE coded AS SELECT * REPLACE (CASE WHEN trim(b) = '' THEN '99.0' ELSE b END AS b) FROM texts",
    );
    expect(run('coded', 'listwise', ['n/a', '99']).rows).toEqual(run('numbers', 'listwise').rows);
  });

  it('as an outcome with words in it get the sentence and the way out', () => {
    expect(problemOf(() => run('texts', 'listwise'))).toBe('The column y of texts holds text, not numbers.');
    expect(hintOf(() => run('texts', 'listwise'))).toBe(
      '92.2 % of its values are numbers: name the others, such as "N/A ", under Not applicable.',
    );
    const other = () => runDrivers(database, { from: 'texts', outcome: 'id', drivers: ['c'] });
    expect(problemOf(other)).toBe('The column id of texts holds text, not numbers.');
    expect(hintOf(other)).toBe(
      'Choose another column, or turn id into numbers or yes/no in an SQL cell first.',
    );
  });

  it('make a binary or an ordinal outcome as numbers do', () => {
    for (const options of [{ topBox: 5 }, { family: 'ordinal' }]) {
      const of = (from: string) =>
        runDrivers(database, {
          from,
          outcome: 'y',
          drivers: ['c', 'b'],
          options: { ...options, notApplicable: ['n/a'] },
        }).rows;
      expect(of('texts')).toEqual(of('numbers'));
    }
  });
});
