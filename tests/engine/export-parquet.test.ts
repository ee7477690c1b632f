import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Database } from '../../src/engine/database';
import { exportTable } from '../../src/engine/export-table';
import { Run } from '../../src/engine/run';
import { literal } from '../../src/sql/quote';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

/** The rows of a table that went to a Parquet file and were read by another program's reader. */
async function readBack(select: string): Promise<Record<string, unknown>[]> {
  await database.work.query(`CREATE OR REPLACE TABLE sent AS ${select}`);
  const file = await (
    await exportTable(database, 'sent', 'parquet', new Run(), () => undefined)
  ).arrayBuffer();
  return parquetReadObjects({ file, compressors });
}

describe('a Parquet file', () => {
  it('has every type as it is, exact beyond what a double holds', async () => {
    const [row] = await readBack(
      `SELECT 9007199254740993::BIGINT AS big, 18446744073709551615::UBIGINT AS unsigned, -7::TINYINT AS tiny,
         12345678901234.25::DECIMAL(16,2) AS money, -12345678901234567890.123::DECIMAL(30,3) AS wide,
         0.1::DOUBLE AS double, 1.5::FLOAT AS float, true AS yes, DATE '2026-06-30' AS day,
         TIMESTAMP '2026-06-30 14:05:09.123456' AS moment, sum(i) AS total, [1, 2] AS list, 'ä "x"' AS text
       FROM range(3) AS t(i)`,
    );
    expect(row).toMatchObject({
      ...{ big: 9007199254740993n, unsigned: 18446744073709551615n, tiny: -7, total: 3n },
      ...{
        money: 12345678901234.25,
        wide: Number('-12345678901234567890.123'),
        double: 0.1,
        float: 1.5,
        yes: true,
      },
      ...{ day: new Date('2026-06-30'), list: '[1,2]', text: 'ä "x"' },
    });
    expect(Number(row?.['moment'])).toBe(Date.UTC(2026, 5, 30, 14, 5, 9, 123));
  });

  it('keeps digits of 128 bits as text where 64 do not hold them', async () => {
    const rows = await readBack(`SELECT unnest([1::HUGEINT, 170141183460469231731687303715884105727]) AS h`);
    expect(rows.map(({ h }) => h)).toEqual(['1', '170141183460469231731687303715884105727']);
  });

  it('leaves out nothing and makes nothing of what is missing, in every row group', async () => {
    const value = fc.option(fc.oneof(fc.string(), fc.constantFrom('', '=1', '\n', 'é')), { nil: null });
    const rows = fc.array(
      fc.tuple(value, fc.option(fc.integer(), { nil: null }), fc.option(fc.boolean(), { nil: null })),
    );
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const values = given.map((row) => `(${row.map((one) => literal(one)).join(', ')})`);
        const from =
          values.length > 0 ? `(VALUES ${values.join(', ')})` : `(SELECT NULL, NULL, NULL WHERE false)`;
        const read = await readBack(
          `SELECT CAST(s AS VARCHAR) AS s, CAST(n AS INTEGER) AS n, CAST(b AS BOOLEAN) AS b FROM ${from} AS t(s, n, b)`,
        );
        expect(read.map(({ s, n, b }) => [s, n, b])).toEqual(given.map((row) => [...row]));
      }),
      { numRuns: 25 },
    );
    const many = await readBack('SELECT nullif(i % 3, 0) AS n FROM range(120000) AS t(i)');
    expect(many.length).toBe(120_000);
    expect(many.every(({ n }, i) => (i % 3 === 0 ? n === null : n === BigInt(i % 3)))).toBe(true);
  });

  it('says who wrote it, and its columns, where it has no rows and hostile names', async () => {
    await database.work.query(`CREATE OR REPLACE TABLE none AS SELECT 1 AS "a.b", 2 AS "é""" WHERE false`);
    const file = await exportTable(database, 'none', 'parquet', new Run(), () => undefined);
    const about = parquetMetadata(await file.arrayBuffer());
    expect(about.created_by).toBe('Soundings');
    expect(about.num_rows).toBe(0n);
    expect(about.schema.slice(1).map(({ name }) => name)).toEqual(['a.b', 'é"']);
  });
});
