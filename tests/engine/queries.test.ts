import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { decodeTable } from '../../src/engine/decode';
import { encodeColumns } from '../../src/engine/encode';
import { Run } from '../../src/engine/run';
import { cellAt, dateColumn, numberColumn, textColumn, type Cell } from '../../src/values/table';
import { Stopped } from '../../src/values/problem';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

/** The rows of a query, with the kinds of their columns. */
async function rowsOf(sql: string): Promise<{ kinds: string[]; types: string[]; rows: Cell[][] }> {
  const table = decodeTable(await database.work.query(sql));
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellAt(column, row)),
  );
  return {
    kinds: table.columns.map((column) => column.kind),
    types: table.columns.map((column) => column.type),
    rows,
  };
}

describe('decodeTable', () => {
  it('reads every integer, decimal and floating type as numbers', async () => {
    const { kinds, rows } = await rowsOf(
      `SELECT 1::TINYINT, 2::USMALLINT, -3::INTEGER, 4::BIGINT, -5::HUGEINT, 6.25::DECIMAL(9,2), -0.5::DECIMAL(30,10),
       0.1::DOUBLE, 0.5::FLOAT, count(*), sum(7::INTEGER)`,
    );
    expect(new Set(kinds)).toEqual(new Set(['number']));
    expect(rows).toEqual([[1, 2, -3, 4, -5, 6.25, -0.5, 0.1, 0.5, 1, 7]]);
  });

  it('reads null, NaN and the infinities as null', async () => {
    const { rows } = await rowsOf(
      `SELECT x, x::BOOLEAN AS b FROM (VALUES (1.5::DOUBLE), (NULL), ('nan'), ('inf'), ('-inf')) AS t (x)`.replace(
        'x::BOOLEAN',
        'x IS NULL',
      ),
    );
    expect(rows).toEqual([
      [1.5, false],
      [null, true],
      [null, false],
      [null, false],
      [null, false],
    ]);
  });

  it('keeps the digits of integers beyond 2^53 as text, null among them', async () => {
    const { kinds, rows } = await rowsOf(
      `SELECT x, x::HUGEINT * 1000 AS y FROM (VALUES (9007199254740993::BIGINT), (NULL), (-7)) AS t (x)`,
    );
    expect(kinds).toEqual(['text', 'text']);
    expect(rows).toEqual([
      ['9007199254740993', '9007199254740993000'],
      [null, null],
      ['-7', '-7000'],
    ]);
  });

  it('reads 2^53 - 1 as a number', async () => {
    expect((await rowsOf(`SELECT 9007199254740991::BIGINT`)).rows).toEqual([[2 ** 53 - 1]]);
  });

  it('reads dates and timestamps of every unit as milliseconds of UTC', async () => {
    const { kinds, rows } = await rowsOf(
      `SELECT DATE '2026-06-30', TIMESTAMP '2026-06-30 12:34:56.789', TIMESTAMP_S '1969-12-31 23:59:59',
       TIMESTAMP_NS '2026-06-30 00:00:00', TIMESTAMPTZ '2026-06-30 02:00:00+02', DATE 'infinity', NULL::DATE`,
    );
    expect(new Set(kinds)).toEqual(new Set(['date']));
    const day = Date.UTC(2026, 5, 30);
    expect(rows).toEqual([[day, Date.UTC(2026, 5, 30, 12, 34, 56, 789), -1000, day, day, null, null]]);
  });

  it('reads enums as text, lists, structs and maps as JSON', async () => {
    const { kinds, rows } = await rowsOf(
      `SELECT CAST('a'::ENUM('a', 'b') AS VARCHAR), [1, NULL, 3], {'x': 1, 'y': 'z'}, [9007199254740993::BIGINT]`,
    );
    expect(new Set(kinds)).toEqual(new Set(['text']));
    expect(rows).toEqual([['a', '[1,null,3]', '{"x":1,"y":"z"}', '["9007199254740993"]']]);
  });

  it('joins the chunks of a long result, nulls in their places', async () => {
    const { rows } = await rowsOf(
      `SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END FROM range(10000) AS t (i)`,
    );
    expect(rows.length).toBe(10_000);
    expect(rows.every(([value], i) => value === (i % 3 === 0 ? null : i))).toBe(true);
  });

  it('gives an empty result its columns', async () => {
    expect(await rowsOf('SELECT 1 AS a, NULL::VARCHAR AS b WHERE false')).toEqual({
      kinds: ['number', 'text'],
      types: ['INTEGER', 'VARCHAR'],
      rows: [],
    });
  });
});

describe('encodeColumns', () => {
  it('comes back as it went, with a row number from 0', async () => {
    const columns = [
      numberColumn('n', Float64Array.of(1.5, Number.NaN, -0.1, 1e300)),
      textColumn('t', ['é', null, '', "'"]),
      dateColumn('d', Float64Array.of(0, -86_400_000, Number.NaN, Date.UTC(2026, 5, 30))),
      dateColumn('s', Float64Array.of(1, -1, Number.NaN, 1.7e12 + 0.5), 'TIMESTAMP'),
      { name: 'b', type: 'BOOLEAN', kind: 'boolean' as const, values: [true, false, null, true] },
    ];
    await database.work.insert(encodeColumns(columns, true), '_soundings', 'back');
    const back = await rowsOf('FROM _soundings.back');
    expect(back.types).toEqual(['BIGINT', 'DOUBLE', 'VARCHAR', 'DATE', 'TIMESTAMP', 'BOOLEAN']);
    expect(back.rows).toEqual([
      [0, 1.5, 'é', 0, 1, true],
      [1, null, null, -86_400_000, -1, false],
      [2, -0.1, '', null, null, null],
      [3, 1e300, "'", Date.UTC(2026, 5, 30), 1.7e12 + 0.5, true],
    ]);
  });

  it('inserts no rows as an empty table', async () => {
    await database.work.insert(
      encodeColumns([numberColumn('n', new Float64Array(0))], true),
      '_soundings',
      'none',
    );
    expect((await rowsOf('SELECT count(*) FROM _soundings.none')).rows).toEqual([[0]]);
  });
});

describe('Connection', () => {
  it('ends a stopped query with Stopped and runs the next one', async () => {
    const run = new Run();
    const query = database.work.query(
      'SELECT sum(a.range * b.range) FROM range(100000) a, range(100000) b',
      run,
    );
    setTimeout(() => run.stop(), 30);
    await expect(query).rejects.toBeInstanceOf(Stopped);
    expect((await rowsOf('SELECT 42')).rows).toEqual([[42]]);
  });

  it('does not begin what was stopped before', async () => {
    const run = new Run();
    run.stop();
    await expect(database.work.query('CREATE TABLE never (a INTEGER)', run)).rejects.toBeInstanceOf(Stopped);
    expect((await rowsOf(`SELECT count(*) FROM duckdb_tables() WHERE table_name = 'never'`)).rows).toEqual([
      [0],
    ]);
  });

  it('takes the next statement after one that failed', async () => {
    await expect(database.work.query('SELECT nonsense')).rejects.toThrow(/nonsense/);
    expect((await rowsOf('SELECT 1')).rows).toEqual([[1]]);
  });
});

describe('the lock', () => {
  it.each([
    `SELECT * FROM 'https://example.org/a.csv'`,
    `SELECT * FROM read_csv('https://example.org/a.csv')`,
    `ATTACH 'https://example.org/a.db'`,
    `LOAD httpfs`,
    `SET enable_external_access = true`,
    `SET lock_configuration = false`,
    `COPY (SELECT 1) TO 'https://example.org/a.csv'`,
    `SELECT * FROM read_text('/etc/hostname')`,
  ])('refuses %s', async (sql) => {
    await expect(database.work.query(sql)).rejects.toThrow();
    await expect(database.look.query(sql)).rejects.toThrow();
  });
});
