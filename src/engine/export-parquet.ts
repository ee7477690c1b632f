import { ident } from '../sql/quote';
import type { OnProgress } from '../values/progress';
import type { ColumnInfo } from '../values/table';
import type { Database } from './database';
import { piecesOf } from './export-pieces';
import { columnPage, FIXED_LENGTH } from './parquet/column-page';
import { parquetColumn, STORED, type ParquetColumn } from './parquet/column-types';
import { thriftBytes, type Field, type ThriftValue } from './parquet/thrift';
import type { Connection } from './queries';
import { describeRelation, numberOf } from './relations';
import type { Run } from './run';

const PARQUET = 'application/vnd.apache.parquet';
const MAGIC = 'PAR1';
const GZIP = 2;
const ENCODINGS = { list: [{ i32: 0 }, { i32: 3 }] } as const;

interface Chunk {
  column: ParquetColumn;
  /** Bytes from the file's start. */
  offset: number;
  size: number;
  plainSize: number;
}
interface Group {
  rows: number;
  chunks: Chunk[];
}

/**
 * A relation as a Parquet file that every reader of Parquet takes: types, decimals and microseconds as they are, one
 * group of rows for each piece read. A column of 128 bits is written with 64 where all its values fit, else as text.
 */
export async function exportParquet(
  { look }: Database,
  relation: string,
  run: Run,
  onProgress: OnProgress,
): Promise<Blob> {
  const info = await describeRelation(look, relation);
  const columns: ParquetColumn[] = [];
  for (const column of info.columns)
    columns.push(parquetColumn(column, await fitsInt64(look, relation, column, run)));
  const parts: BlobPart[] = [MAGIC];
  const groups: Group[] = [];
  let offset = MAGIC.length;
  const selected = { sql: columns.map(({ sql }) => sql) };
  for await (const piece of piecesOf(look, info, selected, run, onProgress)) {
    const group: Group = { rows: piece.rowCount, chunks: [] };
    for (const [index, column] of columns.entries()) {
      const values = piece.columns[index];
      if (!values) continue;
      const { bytes, plainSize } = await columnPage(column, values, piece.rowCount);
      parts.push(bytes);
      group.chunks.push({ column, offset, size: bytes.size, plainSize });
      offset += bytes.size;
    }
    groups.push(group);
  }
  const foot = thriftBytes(footFields(columns, groups));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, foot.length, true);
  return new Blob([...parts, foot, length, MAGIC], { type: PARQUET });
}

/** Whether all values of a 128-bit integer fit 64 bits; true for every other type. */
async function fitsInt64(
  look: Connection,
  relation: string,
  { name, type }: ColumnInfo,
  run: Run,
): Promise<boolean> {
  if (!/^U?HUGEINT$/i.test(type)) return true;
  const lost = `${ident(name)} IS NOT NULL AND TRY_CAST(${ident(name)} AS BIGINT) IS NULL`;
  return (await numberOf(look, `SELECT count(*) FROM ${ident(relation)} WHERE ${lost}`, run)) === 0;
}

/** What the end of the file says: the columns, and where their values stand. */
function footFields(columns: readonly ParquetColumn[], groups: readonly Group[]): Field[] {
  const root: ThriftValue = {
    struct: [
      [4, { text: 'schema' }],
      [5, { i32: columns.length }],
    ],
  };
  return [
    [1, { i32: 1 }],
    [2, { list: [root, ...columns.map(schemaOf)] }],
    [3, { i64: groups.reduce((sum, { rows }) => sum + rows, 0) }],
    [4, { list: groups.map(groupOf) }],
    [6, { text: 'Soundings' }],
  ];
}

const schemaOf = ({ name, stored, converted, precision, scale }: ParquetColumn): ThriftValue => ({
  struct: [
    [1, { i32: STORED[stored] }],
    ...(stored === 'fixed' ? [[2, { i32: FIXED_LENGTH }] as Field] : []),
    [3, { i32: 1 }], // any value may be missing
    [4, { text: name }],
    ...(converted === undefined ? [] : [[6, { i32: converted }] as Field]),
    ...(scale === undefined ? [] : [[7, { i32: scale }] as Field]),
    ...(precision === undefined ? [] : [[8, { i32: precision }] as Field]),
  ],
});

const groupOf = ({ rows, chunks }: Group): ThriftValue => ({
  struct: [
    [1, { list: chunks.map((chunk) => chunkOf(chunk, rows)) }],
    [2, { i64: chunks.reduce((sum, { plainSize }) => sum + plainSize, 0) }],
    [3, { i64: rows }],
  ],
});

const chunkOf = ({ column, offset, size, plainSize }: Chunk, rows: number): ThriftValue => ({
  struct: [
    [2, { i64: offset }],
    [
      3,
      {
        struct: [
          [1, { i32: STORED[column.stored] }],
          [2, ENCODINGS],
          [3, { list: [{ text: column.name }] }],
          [4, { i32: GZIP }],
          [5, { i64: rows }],
          [6, { i64: plainSize }],
          [7, { i64: size }],
          [9, { i64: offset }],
        ],
      },
    ],
  ],
});
