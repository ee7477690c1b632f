import {
  Bool,
  Field,
  Float64,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  tableToIPC,
  Table,
  TimestampMicrosecond,
  Utf8,
  DateDay,
  type Data,
  type DataType,
} from 'apache-arrow';
import type { Column } from '../values/table';

/** The column every kept and inserted table gets: BIGINT from 0, in the order of the rows. */
export const ROW_NUMBER = 'row_number';

/**
 * Columns as an Arrow stream for `Connection.insert`: DOUBLE (INTEGER types where the column says so are cast by the
 * reader), DATE or TIMESTAMP, VARCHAR, BOOLEAN; NaN and the infinities become NULL.
 *
 * @param rowNumber adds `row_number`, BIGINT from 0
 */
export function encodeColumns(columns: readonly Column[], rowNumber: boolean): Uint8Array {
  const length = columns[0]?.values.length ?? 0;
  const fields: Field[] = [];
  const children: Data[] = [];
  const add = (name: string, data: Data): void => {
    fields.push(new Field(name, data.type as DataType, true));
    children.push(data);
  };
  if (rowNumber) add(ROW_NUMBER, int64Data(length));
  for (const column of columns) add(column.name, dataOf(column));
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  const schema = new Schema(fields);
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'stream');
}

function int64Data(length: number): Data {
  const values = new BigInt64Array(length);
  for (let row = 0; row < length; row++) values[row] = BigInt(row);
  return makeData({ type: new Int64(), length, nullCount: 0, data: values });
}

function dataOf(column: Column): Data {
  if (column.kind === 'number') return float64Data(column.values);
  if (column.kind === 'date') return dateData(column.values, column.type);
  return column.kind === 'boolean' ? boolData(column.values) : utf8Data(column.values);
}

/** Arrow's own builders compile a function from text, which the page's policy forbids: buffers are laid out here. */
function utf8Data(values: readonly (string | null)[]): Data {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(values.length + 1);
  let bytes = new Uint8Array(Math.max(64, values.length * 16));
  let end = 0;
  values.forEach((value, row) => {
    const text = value ?? '';
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (end + text.length * 3 > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, end + text.length * 3));
      larger.set(bytes.subarray(0, end));
      bytes = larger;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    valueOffsets[row + 1] = end;
  });
  const { bitmap, nullCount } = validity(values.length, (row) => values[row] !== null);
  return makeData({
    type: new Utf8(),
    length: values.length,
    ...{ nullCount, nullBitmap: bitmap, valueOffsets, data: bytes.subarray(0, end) },
  });
}

function boolData(values: readonly (boolean | null)[]): Data {
  const { bitmap, nullCount } = validity(values.length, (row) => values[row] !== null);
  const { bitmap: data } = validity(values.length, (row) => values[row] === true);
  return makeData({ type: new Bool(), length: values.length, nullCount, nullBitmap: bitmap, data });
}

function float64Data(values: Float64Array): Data {
  const { bitmap, nullCount } = validity(values.length, (row) => Number.isFinite(values[row]));
  return makeData({
    type: new Float64(),
    length: values.length,
    nullCount,
    nullBitmap: bitmap,
    data: values,
  });
}

/** Milliseconds as DuckDB's DATE (days) or TIMESTAMP (microseconds). */
function dateData(values: Float64Array, type: string): Data {
  const { bitmap, nullCount } = validity(values.length, (row) => Number.isFinite(values[row]));
  const common = { length: values.length, nullCount, nullBitmap: bitmap };
  const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
  if (type.toUpperCase() === 'DATE') {
    const days = Int32Array.from(values, (value) => Math.floor(finite(value) / 86_400_000));
    return makeData({ type: new DateDay(), data: days, ...common });
  }
  const ticks = BigInt64Array.from(Array.from(values, (value) => BigInt(Math.round(finite(value) * 1000))));
  return makeData({ type: new TimestampMicrosecond(), data: ticks, ...common });
}

/** One bit for each row, set where `isSet` says so; and how many are not. */
function validity(
  length: number,
  isSet: (row: number) => boolean,
): { bitmap: Uint8Array; nullCount: number } {
  const bitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (isSet(row)) bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7));
    else nullCount += 1;
  }
  return { bitmap, nullCount };
}
