import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, problemOf, runDrivers } from './run-drivers';

const MANY = Array.from({ length: 12 }, (_, i) => `q${i + 1}`);
const ROWS = 3000;

let database: TestDatabase;
/**
 * 3,000 rows of 12 items with 15 % gaps, a category with gaps, a segment, a weight.
 */
beforeAll(async () => {
  database = await openDuckDb();
  const random = createRandom(11);
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const mood = random.normal();
    const items = MANY.map((_, i) => (mood + random.normal() + 5).toFixed(i % 2 === 0 ? 0 : 3));
    const y = (2 * mood + Number(items[0]) + 0.5 * Number(items[1]) + random.normal()).toFixed(4);
    const gapped = items.map((value) => (random.next() < 0.15 ? '' : value));
    const side = random.next() < 0.1 ? '' : ['left', 'right', 'middle'][row % 3];
    return [y, ...gapped, side, random.next() < 0.5 ? 'North' : 'South', (row % 5) / 2].join(',');
  });
  database.addCsv('many', `y,${MANY.join(',')},side,region,w\n${lines.join('\n')}\n`);
});
afterAll(() => database.close());

const gapsAsked = (statements: readonly string[]): boolean =>
  statements.some((sql) => sql.includes('AS gap,'));

describe('pairwise by sums of pairs', () => {
  it('takes every correlation, mean and count from the rows that have both, whatever the sets of answers', () => {
    const done = runDrivers(database, {
      from: 'many',
      outcome: 'y',
      drivers: MANY,
      options: { missing: 'pairwise' },
    });
    expect(gapsAsked(done.statements)).toBe(true);
    expect(done.model['n']?.['value']).toBe(ROWS);
    expect(done.model['missing']?.['text']).toBe('pairwise');
    for (const name of MANY) {
      const expected = database.query(`SELECT corr(y, ${name}) AS r, avg(${name}) AS mean FROM many`)[0];
      expectClose(numberAt(done.byDriver, name, 'correlation'), expected?.['r'] as number, {
        relative: 1e-12,
      });
      expectClose(numberAt(done.byDriver, name, 'performance'), expected?.['mean'] as number, {
        relative: 1e-12,
      });
    }
  });

  it('is the same filtered, by level and for a key as a table of those rows alone', () => {
    database.run("CREATE OR REPLACE TABLE south AS FROM many WHERE region = 'South'");
    const given = { outcome: 'y', drivers: MANY, options: { missing: 'pairwise' } };
    const alone = runDrivers(database, { ...given, from: 'south' });
    const filtered = runDrivers(database, {
      ...given,
      from: 'many',
      roles: { filterBy: ['region'], by: 'region' },
      options: { missing: 'pairwise', filter: { region: ['South'] } },
    });
    expect(gapsAsked(alone.statements) && gapsAsked(filtered.statements)).toBe(true);
    for (const name of MANY) {
      const expected = numberAt(alone.byDriver, name, 'importance');
      expectClose(numberAt(filtered.level('all'), name, 'importance'), expected, { relative: 1e-9 });
      expectClose(numberAt(filtered.level('South'), name, 'importance'), expected, { relative: 1e-9 });
      expect(numberAt(alone.byDriver, name, 'importance_high')).toBeGreaterThan(expected);
    }
  });

  it('weighs answers: whole weights count as so many equal rows', () => {
    database.run(
      'CREATE OR REPLACE TABLE weighing AS SELECT * EXCLUDE (w), rowid % 3 + 1 AS w FROM many; CREATE OR REPLACE TABLE repeated AS SELECT * FROM weighing, range(3) t(i) WHERE i < w',
    );
    const given = { outcome: 'y', drivers: MANY, options: { missing: 'pairwise' } };
    const weighted = runDrivers(database, { ...given, from: 'weighing', roles: { weight: 'w' } });
    const repeated = runDrivers(database, { ...given, from: 'repeated' });
    for (const name of MANY) {
      expectClose(
        numberAt(weighted.byDriver, name, 'performance'),
        numberAt(repeated.byDriver, name, 'performance'),
        { relative: 1e-12 },
      );
      expectClose(
        numberAt(weighted.byDriver, name, 'correlation'),
        numberAt(repeated.byDriver, name, 'correlation'),
        { relative: 1e-10 },
      );
    }
  });

  it('adds up the rows with an answer where most lack it, to the same', () => {
    database.run(
      `CREATE OR REPLACE TABLE sparse AS SELECT * REPLACE (${MANY.slice(0, 4)
        .map((name) => `CASE WHEN hash(rowid, '${name}') % 3 = 0 THEN ${name} END AS ${name}`)
        .join(', ')}) FROM many`,
    );
    const done = runDrivers(database, {
      from: 'sparse',
      outcome: 'y',
      drivers: MANY,
      options: { missing: 'pairwise' },
    });
    for (const name of MANY) {
      const expected = database.query(`SELECT corr(y, ${name}) AS r FROM sparse`)[0]?.['r'];
      expectClose(numberAt(done.byDriver, name, 'correlation'), expected as number, { relative: 1e-12 });
    }
  });

  it('names two columns that no row answers both, and takes 51 drivers', () => {
    database.run(
      'CREATE OR REPLACE TABLE apart AS SELECT * REPLACE (CASE WHEN rowid % 2 = 0 THEN q1 END AS q1, CASE WHEN rowid % 2 = 1 THEN q2 END AS q2) FROM many',
    );
    const given = { outcome: 'y', drivers: MANY, options: { missing: 'pairwise' } };
    expect(problemOf(() => runDrivers(database, { ...given, from: 'apart' }))).toBe(
      'No row answers both q1 and q2: nothing is known of how they go together.',
    );
    const wide = Array.from({ length: 51 }, (_, i) => `m${i}`);
    database.run(
      `CREATE OR REPLACE TABLE wide AS SELECT y, ${wide.map((name, i) => `CASE WHEN hash(rowid, ${i}) % 9 > 0 THEN hash(rowid, ${i + 100}) % 7 + y / 50 END AS ${name}`).join(', ')} FROM many LIMIT 80`,
    );
    const done = runDrivers(database, {
      from: 'wide',
      outcome: 'y',
      drivers: wide,
      options: { missing: 'em' },
    });
    expect(done.model['missing']?.['text']).toBe('pairwise');
    expect(done.model['n']?.['value']).toBe(80);
    expect(done.cautions.some((text) => text.includes('pairwise instead of by EM: with 52 numbers'))).toBe(
      true,
    );
  });
});

describe('EM on a sample', () => {
  it('says of how many rows, and comes to what all rows would within its intervals', () => {
    const names = Array.from({ length: 25 }, (_, i) => `q${i + 1}`);
    database.run(
      `CREATE OR REPLACE TABLE large AS SELECT mood + e AS y, ${names.map((name, i) => `CASE WHEN hash(id * 512 + ${i}) % 100 >= 15 THEN mood + hash(id * 512 + ${i + 100}) / 18446744073709551615.0 END AS ${name}`).join(', ')}
       FROM (SELECT range AS id, hash(range * 512 + 300) / 18446744073709551615.0 AS mood, hash(range * 512 + 301) / 18446744073709551615.0 AS e FROM range(20000))`,
    );
    const given = { from: 'large', outcome: 'y', drivers: names };
    const em = runDrivers(database, { ...given, options: { missing: 'em', method: 'johnson' } });
    const n = em.model['n']?.['value'] as number;
    expect(em.model['missing']?.['text']).toBe('em');
    expect(n).toBeGreaterThan(5000);
    expect(n).toBeLessThan(9000);
    expect(em.result.exclusions.notDrawn).toBe(20000 - n);
    expect(em.cautions.some((text) => text.includes('of 20,000 rows, drawn at random'))).toBe(true);
    const all = runDrivers(database, { ...given, options: { missing: 'pairwise', method: 'johnson' } });
    const within = names.filter((name) => {
      const truth = numberAt(all.byDriver, name, 'performance');
      const [low, high] = ['low', 'high'].map((end) => numberAt(em.byDriver, name, `performance_${end}`));
      return (low as number) < truth && truth < (high as number);
    });
    expect(within.length).toBeGreaterThan(18);
  }, 60_000);
});
