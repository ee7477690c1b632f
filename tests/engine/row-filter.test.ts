import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnDetail } from '../../src/engine/column-detail';
import type { Database } from '../../src/engine/database';
import { Pages } from '../../src/engine/page';
import { Run } from '../../src/engine/run';
import { runSqlCell } from '../../src/engine/sql-cell';
import type { RowFilter, RowTest } from '../../src/sql/row-filter';
import { cellAt, type Cell, type Table } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

let database: Database;
let pages: Pages;
const hostile = `x'); DROP TABLE people; --`;
beforeAll(async () => {
  database = await openNodeDatabase();
  pages = new Pages(database.look);
  await sql(
    'people',
    `SELECT *, row_number() OVER () AS n FROM (VALUES
      (1, 'Ada', 1204.5::DOUBLE, DATE '2026-06-30', TIMESTAMP '2026-06-30 23:59:59.5', true, ['x', 'y']),
      (2, 'Änne', 'nan'::DOUBLE, DATE '2026-07-01', TIMESTAMP '2026-07-01 00:00:00', false, ['z']),
      (3, '50 % off_all', 0.3, NULL, NULL, NULL, NULL),
      (9007199254740993, $$${hostile}$$, -5, DATE '2025-12-31', TIMESTAMP '2025-12-31 10:00:00', true, []),
      (5, NULL, 'inf'::DOUBLE, DATE '2026-06-01', TIMESTAMP '2026-06-01 08:30:00', false, ['x'])
    ) AS t (id, "full name", amount, day, seen, "is ""new""", tags)`,
  );
  await sql(
    'big',
    'SELECT i AS id, (i * 7919) % 100003 AS shuffled, i % 7 AS score FROM range(300000) AS t (i)',
  );
});

const sql = (name: string, text: string) =>
  runSqlCell(database, { name, sql: text, variables: [] }, new Run());
const rowsOf = (table: Table): Cell[][] =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => cellAt(column, row)));
/** Numbers of the rows that pass. */
async function passing(...filter: RowTest[]): Promise<Cell[]> {
  const table = await pages.page({ relation: 'people', offset: 0, limit: 9, filter });
  return rowsOf(table).map((row) => row.at(-1) ?? null);
}

describe('a filter', () => {
  it.each<[string, RowTest, number[]]>([
    ['text in any column, whatever the case', { test: 'contains', text: 'aDA' }, [1]],
    ['text beyond ASCII', { test: 'contains', text: 'änn' }, [2]],
    ['no wildcards', { test: 'contains', text: '% OFF_' }, [3]],
    ['digits in numbers', { test: 'contains', text: '1204' }, [1]],
    ['grouped thousands as they are shown', { test: 'contains', text: '1,204' }, [1]],
    ['a day as it is written', { test: 'contains', text: '2026-06' }, [1, 5]],
    ['text in lists', { test: 'contains', column: 'tags', text: 'x' }, [1, 5]],
    [
      'numbers beyond, never NaN or infinite ones',
      { test: 'compare', column: 'amount', operator: '>', value: '0' },
      [1, 3],
    ],
    [
      'numbers with grouped thousands',
      { test: 'compare', column: 'amount', operator: '>=', value: '1,204.5' },
      [1],
    ],
    ['a range with both ends', { test: 'range', column: 'amount', from: '-5', to: '0.3' }, [3, 4]],
    ['a range without its end', { test: 'range', column: 'amount', from: '-5', to: '0.3', below: true }, [4]],
    ['integers no double can hold', { test: 'among', column: 'id', values: ['9007199254740993'] }, [4]],
    ['several values', { test: 'among', column: 'full name', values: ['Ada', hostile] }, [1, 4]],
    ['a month of days', { test: 'among', column: 'day', values: ['2026-06'] }, [1, 5]],
    ['a day of moments', { test: 'among', column: 'seen', values: ['2026-06-30'] }, [1]],
    [
      'up to and with a month',
      { test: 'compare', column: 'seen', operator: '<=', value: '2026-06' },
      [1, 4, 5],
    ],
    ['after a whole month', { test: 'compare', column: 'seen', operator: '>', value: '2026-06' }, [2]],
    [
      'a range of months, both whole',
      { test: 'range', column: 'day', from: '2025-12', to: '2026-06' },
      [1, 4, 5],
    ],
    ['true or false, names with quotes', { test: 'among', column: 'is "new"', values: ['yes'] }, [1, 4]],
    ['no value, NaN and infinities among them', { test: 'empty', column: 'amount' }, [2, 5]],
    ['whatever has a value', { not: true, test: 'empty', column: 'full name' }, [1, 2, 3, 4]],
    [
      'not: rows without a value too',
      { not: true, test: 'among', column: 'full name', values: ['Ada'] },
      [2, 3, 4, 5],
    ],
  ])('keeps %s', async (_, test, rows) => {
    expect(await passing(test)).toEqual(rows);
  });

  it('keeps what passes every test, in stored order', async () => {
    expect(
      await passing(
        { test: 'empty', column: 'day', not: true },
        { test: 'among', column: 'is "new"', values: ['true'] },
      ),
    ).toEqual([1, 4]);
  });

  it.each<[RowTest, RegExp]>([
    [{ test: 'empty', column: 'nmae' }, /no column "nmae"/],
    [{ test: 'compare', column: 'amount', operator: '<', value: '1 OR 1=1' }, /"1 OR 1=1" is none/],
    [{ test: 'compare', column: 'day', operator: '<', value: '2026-02-30' }, /holds dates/],
    [{ test: 'among', column: 'day', values: ['2026-13'] }, /holds dates/],
    [{ test: 'among', column: 'is "new"', values: ['maybe'] }, /true or false/],
  ])('says what is wrong with %j', async (test, message) => {
    await expect(pages.page({ relation: 'people', offset: 0, limit: 1, filter: [test] })).rejects.toThrow(
      message,
    );
  });

  it('is data, whatever is typed: it never changes what the engine runs', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(hostile, `' OR '1'='1`, '$$', '\\', '"; SELECT 1', '%'),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const tests: RowFilter = [{ test: 'contains', column: 'full name', text: typed }];
        const found = await pages.count('people', tests, new Run());
        const names = ['Ada', 'Änne', '50 % off_all', hostile];
        expect(found).toBe(names.filter((name) => name.toLowerCase().includes(typed.toLowerCase())).length);
      }),
      { numRuns: 25 },
    );
  });
});

describe('filtered and sorted pages', () => {
  it('are those of one query, at any depth', async () => {
    const filter: RowFilter = [{ test: 'compare', column: 'score', operator: '>=', value: '5' }];
    expect(await pages.count('big', filter, new Run())).toBe(85_714);
    for (const offset of [0, 40_000, 85_700]) {
      const page = await pages.page({
        relation: 'big',
        offset,
        limit: 50,
        filter,
        sort: [
          { column: 'score', descending: true },
          { column: 'shuffled', descending: false },
        ],
      });
      const { firstRows } = await sql(
        'expected',
        `FROM big WHERE score >= 5 ORDER BY score DESC, shuffled, id LIMIT 50 OFFSET ${offset}`,
      );
      expect(rowsOf(page)).toEqual(rowsOf(firstRows));
    }
  });

  it('follow a table that is made again', async () => {
    const count = () => pages.count('again', [{ test: 'among', column: 'x', values: ['7'] }], new Run());
    await sql('again', 'SELECT 7 AS x FROM range(3)');
    expect(await count()).toBe(3);
    await sql('again', 'SELECT 7 AS x FROM range(5)');
    expect(await count()).toBe(5);
  });

  it('can be asked for at once, also by what was stopped before', async () => {
    const filter: RowFilter = [{ test: 'contains', text: '99' }];
    const run = new Run();
    run.stop();
    await expect(pages.count('big', filter, run)).rejects.toThrow();
    const [first, second] = await Promise.all([1, 2].map(() => pages.count('big', filter, new Run())));
    expect(first).toBe(second);
    expect(first).toBeGreaterThan(0);
  });
});

describe('a column in depth', () => {
  const detail = (relation: string, column: string, filter: RowFilter = []) =>
    columnDetail(database.look, relation, column, filter, new Run());

  it('counts every row in one bar, and each bar keeps as many rows as it counts', async () => {
    await sql(
      'mixed',
      `SELECT i / 7.0 - 1000 AS a, i % 9 AS b, DATE '2024-02-28' + (i % 900)::INTEGER AS c, TIMESTAMP '2026-01-01' + INTERVAL (i) SECOND AS d, i * 1e9 AS e, (i % 13) / 10 AS f, 1900 + i % 130 AS g FROM range(4000) AS t (i)`,
    );
    for (const column of 'abcdefg') {
      const { bars, rows } = await detail('mixed', column);
      expect(
        bars.reduce((sum, { count }) => sum + count, 0),
        column,
      ).toBe(rows);
      expect(bars.length, column).toBeLessThanOrEqual(42);
      for (const { keeps, count } of bars)
        expect(await pages.count('mixed', [keeps], new Run()), column).toBe(count);
    }
  });

  it('has quartiles, missing values and the most frequent ones', async () => {
    const score = await detail('big', 'SCORE');
    expect(score).toMatchObject({
      name: 'score',
      rows: 300_000,
      missing: 0,
      distinct: 7,
      min: 0,
      max: 6,
      median: 3,
    });
    expect(score.bars.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    const day = await detail('people', 'day');
    expect(day).toMatchObject({ missing: 1, distinct: 4, min: '2025-12-31', max: '2026-07-01' });
    expect(day.top[0]).toMatchObject({ label: '2025-12-31', count: 1 });
    const name = await detail('people', 'full name');
    expect(name).toMatchObject({ missing: 1, distinct: 4, bars: [] });
  });

  it('tells of the rows that pass alone', async () => {
    const { rows, distinct, top } = await detail('big', 'score', [
      { test: 'compare', column: 'id', operator: '<', value: '3' },
    ]);
    expect([rows, distinct, top.length]).toEqual([3, 3, 3]);
  });

  it.each(['e', 'i', 'l'])('stands for nothing but missing values (%s)', async (column) => {
    await sql('none', `SELECT NULL::DOUBLE AS e, 'inf'::DOUBLE AS i, NULL::VARCHAR[] AS l FROM range(3)`);
    expect(await detail('none', column)).toMatchObject({
      rows: 3,
      missing: 3,
      distinct: 0,
      bars: [],
      top: [],
    });
  });
});
