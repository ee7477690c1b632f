import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { decodeTable } from '../../src/engine/decode';
import { firstRowsOf, literalSelect } from '../../src/engine/literal-table';
import { columnsOf } from '../../src/engine/relations';
import { dateColumn, numberColumn, textColumn, type Column, type Table } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

async function throughDuckDB(columns: Column[]): Promise<Table> {
  await database.work.query(`CREATE OR REPLACE TABLE t AS FROM (${literalSelect(columns) ?? ''})`);
  return decodeTable(await database.work.query('FROM t'), await columnsOf(database.work, 't'));
}

const rows = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(value, { minLength: 5, maxLength: 5 });
const day = fc.integer({ min: -200_000, max: 200_000 }).map((days) => days * 86_400_000);

it('gives every value back as it was, and the rows at hand are the very rows of the table', async () => {
  await fc.assert(
    fc.asyncProperty(
      rows(fc.double()),
      rows(fc.oneof(fc.integer(), fc.constant(Number.NaN))),
      rows(fc.option(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')))),
      rows(fc.option(fc.boolean())),
      rows(fc.oneof(day, fc.constant(Number.NaN))),
      async (doubles, counts, words, flags, days) => {
        const columns: Column[] = [
          numberColumn('x "quoted"', Float64Array.from(doubles)),
          numberColumn('n', Float64Array.from(counts), 'BIGINT'),
          textColumn('word', words),
          { name: 'flag', type: 'BOOLEAN', kind: 'boolean', values: flags },
          dateColumn('day', Float64Array.from(days)),
          dateColumn(
            'at',
            Float64Array.from(days, (time) => time + 1234),
            'TIMESTAMP',
          ),
        ];
        const table = await throughDuckDB(columns);
        expect(firstRowsOf(columns, 1000)).toEqual(table);
        const finite = doubles.map((value) => (Number.isFinite(value) ? value : Number.NaN));
        expect(table.columns[0]?.values).toEqual(Float64Array.from(finite));
      },
    ),
    { numRuns: 60 },
  );
});

it('keeps a table without rows, and gives the first rows only', async () => {
  const none = [numberColumn('n', new Float64Array(), 'BIGINT'), textColumn('word', [])];
  expect(firstRowsOf(none, 1000)).toEqual(await throughDuckDB(none));
  expect(firstRowsOf([textColumn('word', ['a', 'b', 'c'])], 2)?.rowCount).toBe(2);
});

it('leaves to others what text cannot hold, is too long, or comes back changed', () => {
  expect(literalSelect([textColumn('word', ['a\0b'])])).toBeNull();
  expect(literalSelect([numberColumn('n', new Float64Array(10_000))])).toBeNull();
  expect(literalSelect([])).toBeNull();
  expect(firstRowsOf([numberColumn('n', Float64Array.of(1.5), 'BIGINT')], 10)).toBeNull();
  expect(firstRowsOf([numberColumn('n', Float64Array.of(1.5), 'DECIMAL(4,1)')], 10)).toBeNull();
});
