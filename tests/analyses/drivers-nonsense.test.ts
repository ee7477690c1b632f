import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { problemOf, runDrivers, type DriversRun } from './run-drivers';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  const many = Array.from({ length: 61 }, (_, i) => `hash(i * 100 + ${i}) % 7 AS m${i}`).join(', ');
  database.run(`CREATE TABLE made AS SELECT i % 7 + i % 3 AS y, i % 7 AS a, i % 5 AS b, i % 2 = 1 AS yes, 'id' || i AS id,
    CASE WHEN i % 2 = 0 THEN 'x' ELSE 'z' END AS side, '' AS blank, NULL::DOUBLE AS nothing, 1 AS one, ${many} FROM range(400) t(i)`);
});
afterAll(() => database.close());

const message = (given: Partial<DriversRun>): string =>
  problemOf(() => runDrivers(database, { outcome: 'y', drivers: ['a', 'b'], ...given }));
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i}`);

describe('drivers answer nonsense with a sentence that names the column:', () => {
  it('groups', () => {
    expect(message({ options: { groups: { Delivery: ['a', 'q99'] } } })).toBe(
      'The group Delivery names q99, which is not among the drivers.',
    );
    expect(message({ options: { groups: { One: ['a'], Two: ['a', 'b'] } } })).toBe(
      'a stands in the group One and in Two.',
    );
    expect(message({ options: { groups: { b: ['a'] } } })).toBe('The group b is called like the driver b.');
  });

  it('text', () => {
    expect(message({ outcome: 'side' })).toBe('The column side of made holds text, not numbers.');
    expect(message({ drivers: ['a', 'id'] })).toBe(
      'The driver id is text with more than 30 different values: too many for a category.',
    );
    expect(message({ drivers: ['a', 'blank'] })).toBe(
      'None of the 400 rows of made has an answer in every column: blank is missing in 400 rows.',
    );
  });

  it('nothing to explain or to explain with', () => {
    expect(message({ outcome: 'one' })).toBe(
      'The outcome one is 1 in all 400 rows used: there is nothing to explain.',
    );
    expect(message({ outcome: 'nothing', options: { missing: 'em' } })).toBe(
      'The outcome nothing is missing in all 400 rows.',
    );
    expect(message({ drivers: ['one'] })).toBe(
      'one does not vary in the 400 rows used: a constant cannot drive y.',
    );
  });

  it('61 drivers', () => {
    expect(message({ drivers: many(61) })).toBe('61 drivers are too many: 60 can be done.');
  });

  it('what a level or a weight cannot be', () => {
    expect(message({ roles: { by: 'blank' } })).toBe(
      'The column blank is empty in every row: there is nothing to compare by.',
    );
    expect(message({ roles: { by: 'id' } })).toBe(
      'The column id has more than 20 levels: too many to compare side by side.',
    );
    expect(message({ roles: { weight: 'y' } })).toBe('The weight y is also the outcome.');
  });
});

describe('drivers do what can be done:', () => {
  it('40 drivers, by Johnson, saying so', () => {
    const { model, result, rows } = runDrivers(database, { outcome: 'y', drivers: many(40) });
    expect(model['method']?.['text']).toBe('johnson');
    expect(result.all.model.methodAsked).toBe('lmg');
    expect(rows).toHaveLength(40);
  });

  it('a binary outcome with few of one kind, and one row per level', () => {
    const { rows } = runDrivers(database, { outcome: 'yes', drivers: ['a', 'side', 'b'] });
    expect(rows).toHaveLength(3);
  });

  it('names with quotes and dots, in every role', () => {
    database.run(
      `CREATE OR REPLACE TABLE odd AS SELECT y AS "y ""1""", a AS "t.a", b AS "b'b", side AS "the side", i AS "i d", one AS "w t" FROM (SELECT *, row_number() OVER () AS i FROM made)`,
    );
    const { rows } = runDrivers(database, {
      from: 'odd',
      outcome: 'y "1"',
      drivers: ['t.a', "b'b"],
      roles: { by: 'the side', key: 'i d', weight: 'w t', filterBy: ['the side'] },
      options: { groups: { "it's": ["b'b"] }, filter: { 'the side': ['x', 'z'] } },
    });
    expect(rows).toHaveLength(6);
  });
});
