import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { problemOf, runDrivers } from './run-drivers';

/** Names and levels as people have them: reserved words, quotes, waves, two years of days. */
let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(`CREATE TABLE made AS
    SELECT 5 + 0.5 * constructor + 0.3 * "it's ""em" + ((range * 7919) % 101) / 50.0 AS y, *
    FROM (SELECT range, ((range * 31) % 7) AS constructor, ((range * 17) % 5) AS "it's ""em",
      'wave ' || (1 + range % 11) AS level, DATE '2025-01-01' + CAST(range % 720 AS INTEGER) AS day,
      CASE WHEN range % 4 = 0 THEN 99 ELSE range % 6 END AS code, range % 3 AS n
    FROM range(1440))`);
});
afterAll(() => database.close());

const DRIVERS = ['constructor', 'it\'s "em'];
const run = (given: Partial<Parameters<typeof runDrivers>[1]> = {}) =>
  runDrivers(database, { outcome: 'y', drivers: DRIVERS, ...given });
const levelsOf = (by: string): unknown[] => [
  ...new Set(run({ roles: { by } }).rows.map((row) => row['level'])),
];

describe('names', () => {
  it('may be quoted or what every object has; settings for other columns are not theirs', () => {
    const done = run({
      roles: { filterBy: ['constructor', 'level'] },
      options: {
        step: { 'it\'s "em': 0.5 },
        targets: { 'it\'s "em': 3 },
        filter: { level: ['wave 2', 'wave 3'] },
      },
    });
    expect(done.rows.map((row) => row['driver']).toSorted()).toEqual(DRIVERS.toSorted());
    expect(done.model['n']?.['value']).toBe(2 * 131);
    const grouped = run({ options: { groups: { prototype: DRIVERS } } });
    expect(grouped.rows.map((row) => row['driver'])).toEqual(['prototype']);
  });
});

describe('levels', () => {
  it('come in the order in which people count, whatever the columns are called', () => {
    expect(levelsOf('level')).toEqual(['all', ...Array.from({ length: 11 }, (_, i) => `wave ${i + 1}`)]);
    expect(levelsOf('n')).toEqual(['all', '0', '1', '2']);
  });

  it('are months of dates, quarters where those are too many', () => {
    const quarters = ['2025', '2026'].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`));
    expect(levelsOf('day')).toEqual(['all', ...quarters]);
    const months = run({ roles: { filterBy: ['day'] } }).report.filters?.[0]?.levels ?? [];
    expect(months.slice(0, 2)).toEqual([
      { level: '2025-01', rows: 62 },
      { level: '2025-02', rows: 56 },
    ]);
    expect(months).toHaveLength(24);
  });
});

describe('what cannot be', () => {
  it('is said with the column: a step that is no length, levels at which a driver is always the same', () => {
    expect(problemOf(() => run({ options: { step: { constructor: -1 } } }))).toBe(
      'The step of a move is -1 for constructor: it must be above 0.',
    );
    expect(problemOf(() => run({ options: { step: 0 } }))).toContain('0 for every driver');
    expect(problemOf(() => run({ roles: { by: 'constructor' } }))).toBe(
      'The column constructor to compare by is also a driver: at each of its levels it is always the same.',
    );
  });

  it('does not apply: rows left out for it are not said to be missing', () => {
    const { cautions } = run({ drivers: ['code', 'constructor'], options: { notApplicable: ['99'] } });
    expect(cautions.filter((text) => text.includes('an answer is missing'))).toEqual([]);
    expect(cautions.some((text) => text.includes('in 360 of 1,440 rows'))).toBe(true);
  });

  it('is told first where drivers explain nothing: their order must not be taken away', () => {
    database.run(
      'CREATE OR REPLACE TABLE chance AS SELECT hash(range, 9) % 100 AS y, * EXCLUDE (y) FROM made',
    );
    const { findings } = run({ from: 'chance' });
    expect(findings[0]).toMatch(/the order is noise|not beyond chance that the drivers explain anything/);
  });
});
