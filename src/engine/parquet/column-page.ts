import { cellAt, type Cell, type Column } from '../../values/table';
import { thriftBytes } from './thrift';
import { type ParquetColumn } from './column-types';

/** Bytes of a value that is stored at a fixed length: a decimal of up to 38 digits. */
export const FIXED_LENGTH = 16;
const PLAIN = 0;
const RUNS = 3;

/** A column's values as one page, gzipped, with its head. */
export interface Page {
  bytes: Blob;
  /** In bytes, head included: as it would be without compression, and as it is. */
  plainSize: number;
}

/** The page of a column's first `rowCount` values, null among them. */
export async function columnPage(column: ParquetColumn, values: Column, rowCount: number): Promise<Page> {
  const cells = Array.from({ length: rowCount }, (_, row) => cellAt(values, row));
  const body = joined([presence(cells), plainValues(column, cells)]);
  const packed = await gzipped(body);
  const head = thriftBytes([
    [1, { i32: 0 }],
    [2, { i32: body.length }],
    [3, { i32: packed.size }],
    [
      5,
      {
        struct: [
          [1, { i32: rowCount }],
          [2, { i32: PLAIN }],
          [3, { i32: RUNS }],
          [4, { i32: RUNS }],
        ],
      },
    ],
  ]);
  return { bytes: new Blob([head, packed]), plainSize: head.length + body.length };
}

const gzipped = (bytes: Uint8Array<ArrayBuffer>): Promise<Blob> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

/** Which values are there: a bit each, with its length before it. */
function presence(cells: readonly Cell[]): Uint8Array<ArrayBuffer> {
  const groups = Math.ceil(cells.length / 8);
  const run: number[] = [];
  for (let rest = groups * 2 + 1; ; rest >>>= 7) {
    run.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 0x7f) break;
  }
  const bytes = new Uint8Array(4 + run.length + groups);
  new DataView(bytes.buffer).setUint32(0, run.length + groups, true);
  bytes.set(run, 4);
  for (const [row, cell] of cells.entries()) if (cell !== null) setBit(bytes, (4 + run.length) * 8 + row);
  return bytes;
}

function setBit(bytes: Uint8Array, bit: number): void {
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
}

/** The values that are there, one after the other. */
function plainValues(column: ParquetColumn, all: readonly Cell[]): Uint8Array<ArrayBuffer> {
  const cells = all.filter((cell) => cell !== null);
  if (column.stored === 'boolean') return bits(cells);
  if (column.stored === 'bytes') return texts(cells);
  const size = { int32: 4, int64: 8, double: 8, fixed: FIXED_LENGTH }[column.stored];
  const bytes = new Uint8Array(cells.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, cell] of cells.entries())
    if (column.stored === 'double') view.setFloat64(i * size, Number(cell), true);
    else if (column.stored === 'int32') view.setInt32(i * size, Number(cell), true);
    else if (column.stored === 'int64') view.setBigInt64(i * size, wholeOf(cell, column.scale ?? 0), true);
    else setFixed(view, i * size, wholeOf(cell, column.scale ?? 0));
  return bytes;
}

/** A value without its decimal point: 1.25 with two places is 125. */
function wholeOf(cell: Cell, scale: number): bigint {
  if (typeof cell === 'number') return BigInt(Math.round(cell * 10 ** scale));
  const [whole = '0', places = ''] = String(cell).split('.');
  return BigInt(whole + places.padEnd(scale, '0'));
}

/** Sixteen bytes, the highest first. */
function setFixed(view: DataView, at: number, value: bigint): void {
  view.setBigInt64(at, value >> 64n);
  view.setBigUint64(at + 8, BigInt.asUintN(64, value));
}

function bits(cells: readonly Cell[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [i, cell] of cells.entries()) if (cell === true) setBit(bytes, i);
  return bytes;
}

/** Texts as UTF-8, each with its length before it. */
function texts(cells: readonly Cell[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const encoded = cells.map((cell) => encoder.encode(String(cell)));
  const bytes = new Uint8Array(encoded.reduce((sum, text) => sum + 4 + text.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of encoded) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += 4 + text.length;
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
