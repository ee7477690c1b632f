import { DataType, TimeUnit, Type, type Data, type Table as ArrowTable, type Vector } from 'apache-arrow';
import type { Column, ColumnInfo, Table } from '../values/table';

/**
 * Arrow from DuckDB as columns that cross threads: the only place that knows how DuckDB writes its types in Arrow.
 * Numbers and dates become Float64Arrays with NaN for null, NaN and the infinities; an integer column in which a
 * value lies beyond 2^53 becomes text, as digits; lists, structs and maps become JSON.
 *
 * @param infos DuckDB's names of the types where they are known (from DESCRIBE); guessed from Arrow otherwise
 */
export function decodeTable(arrow: ArrowTable, infos?: readonly ColumnInfo[]): Table {
  const columns = arrow.schema.fields.map((field, index) => {
    const vector = arrow.getChildAt(index);
    if (!vector) throw new Error(`Arrow column ${index} is missing`);
    return decodeColumn(field.name, vector, infos?.[index]?.type);
  });
  return { columns, rowCount: arrow.numRows };
}

/** One column. */
export function decodeColumn(name: string, vector: Vector, type = nameOfType(vector.type)): Column {
  const arrowType = vector.type as DataType;
  if (DataType.isBool(arrowType))
    return { name, type, kind: 'boolean', values: Array.from(vector, (value) => value as boolean | null) };
  if (DataType.isDate(arrowType) || DataType.isTimestamp(arrowType))
    return { name, type, kind: 'date', values: fill(vector, millisecondsOf(arrowType)) };
  if (DataType.isInt(arrowType) && arrowType.bitWidth === 64) return decodeInt64(name, type, vector);
  if (DataType.isDecimal(arrowType)) return decodeDecimal(name, type, vector, arrowType.scale);
  if (DataType.isInt(arrowType) || DataType.isFloat(arrowType))
    return { name, type, kind: 'number', values: fill(vector, () => (raw) => raw as Float64Array) };
  return { name, type, kind: 'text', values: Array.from(vector, textOf) };
}

/** How a chunk's raw values become doubles; most chunks are typed arrays already. */
type Reading = (data: Data) => (raw: ArrayLike<number | bigint>) => ArrayLike<number>;

/** All chunks as one Float64Array, NaN where Arrow's validity bit is off or the value is not finite. */
function fill(vector: Vector, reading: Reading): Float64Array {
  const values = new Float64Array(vector.length);
  let start = 0;
  for (const data of vector.data) {
    values.set(reading(data)((data.values as Float64Array).subarray(0, data.length)), start);
    if (data.nullCount > 0) blankNulls(values, start, data);
    start += data.length;
  }
  for (let row = 0; row < values.length; row++) if (!Number.isFinite(values[row])) values[row] = Number.NaN;
  return values;
}

function blankNulls(values: Float64Array, start: number, data: Data): void {
  const bits = data.nullBitmap;
  for (let row = 0; row < data.length; row++) {
    const bit = data.offset + row;
    if (((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) values[start + row] = Number.NaN;
  }
}

const MOST_MILLISECONDS = 8.64e15;

/** Days or ticks as milliseconds since 1970; DuckDB's infinite dates fall outside what a Date holds and become NaN. */
function millisecondsOf(type: DataType): Reading {
  const perUnit = DataType.isDate(type)
    ? type.unit === 0
      ? 86_400_000
      : 1
    : {
        [TimeUnit.SECOND]: 1000,
        [TimeUnit.MILLISECOND]: 1,
        [TimeUnit.MICROSECOND]: 1e-3,
        [TimeUnit.NANOSECOND]: 1e-6,
      }[(type as DataType & { unit: TimeUnit }).unit];
  return () => (raw) =>
    Float64Array.from(raw as ArrayLike<number>, (value) => {
      const ticks = Number(value);
      const time = perUnit < 1 ? ticks / Math.round(1 / perUnit) : ticks * perUnit;
      return Math.abs(time) <= MOST_MILLISECONDS ? time : Number.NaN;
    });
}

const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function decodeInt64(name: string, type: string, vector: Vector): Column {
  let fits = true;
  const values = fill(vector, (data) => (raw) => {
    const doubles = new Float64Array(data.length);
    for (let row = 0; row < data.length; row++) {
      const value = raw[row] as bigint;
      if (value > MOST_SAFE || value < -MOST_SAFE) fits &&= data.nullCount > 0 && !data.getValid(row);
      doubles[row] = Number(value);
    }
    return doubles;
  });
  if (fits) return { name, type, kind: 'number', values };
  return {
    name,
    type,
    kind: 'text',
    values: Array.from(vector, (value) => (value === null ? null : String(value))),
  };
}

/** DECIMAL, and HUGEINT, which DuckDB sends as a decimal without places: 128 bits, unscaled, little-endian. */
function decodeDecimal(name: string, type: string, vector: Vector, scale: number): Column {
  const values = new Float64Array(vector.length);
  const texts: (string | null)[] = [];
  let fits = true;
  let row = 0;
  for (const data of vector.data) {
    const words = data.values as Uint32Array;
    for (let i = 0; i < data.length; i++, row++) {
      const unscaled = data.getValid(i) ? unscaledAt(words, i) : null;
      values[row] = unscaled === null ? Number.NaN : Number(unscaled) / 10 ** scale;
      if (scale === 0) texts.push(unscaled === null ? null : unscaled.toString());
      if (scale === 0 && unscaled !== null && (unscaled > MOST_SAFE || unscaled < -MOST_SAFE)) fits = false;
    }
  }
  return fits ? { name, type, kind: 'number', values } : { name, type, kind: 'text', values: texts };
}

function unscaledAt(words: Uint32Array, index: number): bigint {
  let value = 0n;
  for (let word = 3; word >= 0; word--) value = (value << 32n) | BigInt(words[index * 4 + word] ?? 0);
  return BigInt.asIntN(128, value);
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, plain);
}

/** What JSON has no word for. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint')
    return value <= MOST_SAFE && value >= -MOST_SAFE ? Number(value) : value.toString();
  return value;
}

/** DuckDB's name of an Arrow type, for rows that are not a table's. */
function nameOfType(type: DataType): string {
  if (DataType.isInt(type))
    return `${type.isSigned ? '' : 'U'}${{ 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bitWidth] ?? 'BIGINT'}`;
  if (DataType.isDecimal(type))
    return type.precision === 38 && type.scale === 0 ? 'HUGEINT' : `DECIMAL(${type.precision},${type.scale})`;
  const names: Partial<Record<Type, string>> = {
    [Type.Float]: 'DOUBLE',
    [Type.Bool]: 'BOOLEAN',
    [Type.Date]: 'DATE',
    [Type.Timestamp]: 'TIMESTAMP',
    [Type.Dictionary]: 'VARCHAR',
  };
  return names[type.typeId] ?? 'VARCHAR';
}
