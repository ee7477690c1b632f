import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, problemOf, runDrivers } from './run-drivers';

const MANY = Array.from({ length: 12 }, (_, i) => `q${i + 1}`);
const FEW = ['q1', 'q2', 'q3'];
const ROWS = 3000;

let database: TestDatabase;
/**
 * 3,000 rows of 12 items with 15 % gaps, a category with gaps, a segment, a weight. `few` has gaps in two of three
 * items alone, one of them mostly missing, so that its patterns can be told apart.
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
  database.run(
    'CREATE TABLE few AS SELECT y, coalesce(q1, 5) AS q1, q2, CASE WHEN rowid % 4 = 0 THEN q3 END AS q3, region, w FROM many',
  );
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
});
void problemOf;
void FEW;
