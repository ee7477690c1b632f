import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { adoptTable, compareSources } from '../../src/engine/compare-sources';
import type { SourceComparison } from '../../src/engine/import-api';
import { numberOf } from '../../src/engine/relations';
import { Run } from '../../src/engine/run';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

async function compare(before: string, now: string): Promise<SourceComparison> {
  await database.work.query(`CREATE OR REPLACE TABLE june AS ${before}`);
  await database.work.query(`CREATE OR REPLACE TABLE july AS ${now}`);
  return compareSources(database.look, 'june', 'july', new Run());
}
const ORDERS = `SELECT 'A' || i AS id, (i % 5)::BIGINT AS score, i * 1.5::DOUBLE AS amount FROM range(100) t(i)`;

describe('a comparison of two months', () => {
  it('finds nothing changed in the same table', async () => {
    expect(await compare(ORDERS, ORDERS)).toEqual({
      rows: { before: 100, now: 100 },
      ...{ added: [], gone: [], retyped: [], renamed: [], shifts: [] },
      keys: { column: 'id', gone: 0, added: 0, both: 100, changed: 0 },
      sameRows: 100,
    });
  });

  it('counts rows gone, new, kept and changed by the key', async () => {
    const july = `SELECT 'A' || i AS id, (i % 5)::BIGINT AS score, CASE WHEN i < 40 THEN 0 ELSE i * 1.5 END::DOUBLE AS amount FROM range(30, 130) t(i)`;
    const { keys, sameRows, rows } = await compare(ORDERS, july);
    expect(rows).toEqual({ before: 100, now: 100 });
    expect(keys).toEqual({ column: 'id', gone: 30, added: 30, both: 70, changed: 10 });
    expect(sameRows).toBe(60);
  });

  it('tells columns added, gone and of another type, and a column that was only renamed', async () => {
    const july = `SELECT 'A' || i AS customer, (i % 5)::DOUBLE AS score, TRUE AS active FROM range(90) t(i)`;
    const found = await compare(ORDERS, july);
    expect(found.gone.map(({ name }) => name)).toEqual(['id', 'amount']);
    expect(found.added).toEqual([
      { name: 'customer', type: 'VARCHAR' },
      { name: 'active', type: 'BOOLEAN' },
    ]);
    expect(found.retyped).toEqual([{ name: 'score', before: 'BIGINT', now: 'DOUBLE' }]);
    expect(found.renamed).toEqual([{ before: 'id', now: 'customer', alike: 0.9 }]);
  });

  it('counts whole rows that repeat as often as both have them', async () => {
    const { keys, sameRows } = await compare(
      `SELECT unnest(['a', 'a', 'a', 'b']) AS v`,
      `SELECT unnest(['a', 'a', 'c', 'b']) AS v`,
    );
    expect(keys).toBeNull();
    expect(sameRows).toBe(3);
  });

  it('says where missing values and means moved, and leaves the rest unsaid', async () => {
    const { shifts } = await compare(
      `SELECT i AS id, (i % 10)::DOUBLE AS steady, (i % 10)::DOUBLE AS risen, 'x' AS comment FROM range(200) t(i)`,
      `SELECT i AS id, (i % 10)::DOUBLE AS steady, (i % 10) + 4::DOUBLE AS risen, CASE WHEN i % 2 = 0 THEN 'x' END AS comment FROM range(200) t(i)`,
    );
    const said = shifts.map(({ text, tone }) => `${tone}: ${text}`);
    expect(said).toEqual([
      'caution: comment: 50 % missing, before 0 %.',
      'caution: risen: mean 8.5, before 4.5.',
    ]);
  });

  it('reads columns whose names are hostile, and tables without rows or common columns', async () => {
    const hostile = `SELECT 1 AS "a""b; DROP TABLE june", 'x' AS "constructor"`;
    expect((await compare(hostile, hostile)).sameRows).toBe(1);
    const empty = await compare('SELECT 1 AS a WHERE FALSE', 'SELECT 2 AS a');
    expect([empty.rows, empty.keys, empty.sameRows, empty.shifts]).toEqual([
      { before: 0, now: 1 },
      null,
      0,
      [],
    ]);
    expect((await compare('SELECT 1 AS a', 'SELECT 1 AS b')).sameRows).toBeNull();
  });
});

describe('taking over a table', () => {
  it('replaces the old one, and keeps it where there is nothing to take', async () => {
    await compare('SELECT 1 AS a', 'SELECT 2 AS a');
    await adoptTable(database.work, 'july', 'june');
    expect(await numberOf(database.look, 'SELECT a FROM june')).toBe(2);
    await expect(adoptTable(database.work, 'july', 'june')).rejects.toThrow('no table `july`');
    expect(await numberOf(database.look, 'SELECT a FROM june')).toBe(2);
  });
});
