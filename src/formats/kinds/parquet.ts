import {
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  type ParquetParsers,
  type ParquetScan,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputProblem } from '../../values/problem';
import type { Note } from '../note';
import type { FileKind, OpenTable } from './file-kind';
import { columnReading, type ColumnReading } from './parquet/column-reading';
import { dayText, timeText } from './parquet/value-text';

/** Parquet files, by hyparquet. Columns are read a stretch of rows at a time, straight from the file. */
const parquet: FileKind = {
  id: 'parquet',
  label: 'Parquet file',
  recognises: (start) => ['PAR1', 'PARE'].includes(String.fromCharCode(...start.subarray(0, 4))),
  async open(file, fileName) {
    const metadata = await metadataOf(file, fileName);
    const columns = parquetSchema(metadata).children.map(columnReading);
    const rows = Number(metadata.num_rows);
    return {
      parts: [{ name: '', rows }],
      chosen: {},
      names: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      rows,
      records: () => recordsOf(file, fileName, metadata, columns),
      notes: notesOf(metadata, columns),
    } satisfies OpenTable;
  },
};
export default parquet;

const bufferOf = (file: Blob): AsyncBuffer => ({
  byteLength: file.size,
  slice: (from, to) => file.slice(from, to).arrayBuffer(),
});

async function metadataOf(file: Blob, fileName: string): Promise<FileMetaData> {
  const end = new TextDecoder('latin1').decode(await file.slice(-4).arrayBuffer());
  if (end === 'PARE' || (await file.slice(0, 4).text()) === 'PARE')
    throw new InputProblem(`\`${fileName}\` is encrypted.`, { hint: 'Ask for it without encryption.' });
  if (end !== 'PAR1' || file.size < 12)
    throw new InputProblem(`\`${fileName}\` is cut off: the end of the Parquet file is missing.`, {
      hint: 'Fetch it again.',
    });
  try {
    return await parquetMetadataAsync(bufferOf(file), { geoparquet: false });
  } catch (error) {
    throw damaged(fileName, error);
  }
}

const damaged = (fileName: string, error: unknown): InputProblem =>
  new InputProblem(`\`${fileName}\` is damaged: it cannot be read as a Parquet file.`, {
    hint: 'Fetch it again, or save it anew with the program that made it.',
    detail: String(error),
  });

/** Days and times become text at once: a Date would lose microseconds. */
const parsers: Partial<ParquetParsers> = {
  dateFromDays: dayText,
  timestampFromMilliseconds: (millis) =>
    millis === undefined ? undefined : timeText(BigInt(millis) * 1000n),
  timestampFromMicroseconds: (micros) => (micros === undefined ? undefined : timeText(BigInt(micros))),
  timestampFromNanoseconds: (nanos) => (nanos === undefined ? undefined : timeText(floored(BigInt(nanos)))),
};
const floored = (nanos: bigint): bigint => (nanos - (((nanos % 1000n) + 1000n) % 1000n)) / 1000n;

/** Rows of a column in memory at once; lists cannot be read in part. */
const STRETCH = 131_072;
const PIECE = 4096;

async function* recordsOf(
  file: Blob,
  fileName: string,
  metadata: FileMetaData,
  columns: readonly ColumnReading[],
): AsyncGenerator<string[][]> {
  const scan = await parquetScan({
    file: bufferOf(file),
    metadata,
    compressors,
    parsers,
    utf8: false,
    geoparquet: false,
  });
  const most = columns.some(({ isNested }) => isNested) ? Infinity : STRETCH;
  for (const { rowStart, rowEnd } of scan.ranges)
    for (let from = rowStart; from < rowEnd; from += most) {
      const to = Math.min(rowEnd, from + most);
      const values = await stretchOf(scan, columns, from, to, fileName);
      for (let row = 0; row < to - from; row += PIECE)
        yield rowsOf(values, columns, row, Math.min(to - from, row + PIECE));
    }
}

async function stretchOf(
  scan: ParquetScan,
  columns: readonly ColumnReading[],
  rowStart: number,
  rowEnd: number,
  fileName: string,
): Promise<DecodedArray[]> {
  const values: DecodedArray[] = [];
  try {
    for (const { name } of columns) values.push(await scan.readColumn({ column: name, rowStart, rowEnd }));
  } catch (error) {
    throw damaged(fileName, error);
  }
  if (values.every(({ length }) => length === rowEnd - rowStart)) return values;
  throw damaged(fileName, 'a column has too few values');
}

function rowsOf(
  values: readonly DecodedArray[],
  columns: readonly ColumnReading[],
  from: number,
  to: number,
): string[][] {
  const rows: string[][] = Array.from({ length: to - from }, () => []);
  columns.forEach(({ text }, i) => {
    const column = values[i] ?? [];
    for (let row = from; row < to; row++) {
      const value: unknown = column[row];
      rows[row - from]?.push(value === null || value === undefined ? '' : text(value));
    }
  });
  return rows;
}

function notesOf(metadata: FileMetaData, columns: readonly ColumnReading[]): Note[] {
  const nested = columns.filter(({ isNested }) => isNested).map(({ name }) => name);
  const notes: Note[] = [];
  if (nested.length > 0)
    notes.push({ text: `Lists and structures are kept as JSON text: ${nested.join(', ')}.`, tone: 'plain' });
  const nanos = metadata.schema.some(
    ({ logical_type: logical }) => logical?.type === 'TIMESTAMP' && logical.unit === 'NANOS',
  );
  if (nanos) notes.push({ text: 'Times in nanoseconds are kept to the microsecond.', tone: 'plain' });
  return notes;
}
