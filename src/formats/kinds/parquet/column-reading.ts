import type { SchemaElement, SchemaTree } from 'hyparquet';
import { hexText, jsonText } from '../json/json-text';
import { clockText, decimalText, shortestText } from './value-text';

/** How a column of the file becomes text. */
export interface ColumnReading {
  name: string;
  /** DuckDB's type; null where values tell. */
  type: string | null;
  isNested: boolean;
  /** A value that is there, as text; '' where it is none after all (NaN). */
  text(value: unknown): string;
}

/**
 * Says how a column is read, and takes annotations off the schema that the library would read by a double or not at
 * all: decimals and intervals then arrive as the file has them.
 */
export function columnReading(tree: SchemaTree): ColumnReading {
  const { element } = tree;
  const isNested = tree.children.length > 0 || element.repetition_type === 'REPEATED';
  if (isNested) {
    for (const leaf of leavesOf(tree)) {
      readable(leaf);
      if (isBytes(leaf)) leaf.converted_type = 'UTF8';
    }
    return { name: element.name, type: 'VARCHAR', isNested, text: nestedText };
  }
  return { name: element.name, isNested, ...flatReading(element) };
}

const leavesOf = (tree: SchemaTree): SchemaElement[] =>
  tree.children.length === 0 ? [tree.element] : tree.children.flatMap(leavesOf);

const nestedText = (value: unknown): string => (typeof value === 'string' ? value : jsonText(value));

function flatReading(element: SchemaElement): Pick<ColumnReading, 'type' | 'text'> {
  const { type, converted_type: converted, logical_type: logical, scale = 0, precision = 0 } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    plain(element);
    const places = logical?.type === 'DECIMAL' ? logical.scale : scale;
    const digits = logical?.type === 'DECIMAL' ? logical.precision : precision;
    return {
      type: digits >= 1 && digits <= 38 ? `DECIMAL(${digits},${places})` : 'DOUBLE',
      text: (value) => decimalText(value as number | bigint | Uint8Array, places),
    };
  }
  if (converted === 'DATE' || logical?.type === 'DATE') return { type: 'DATE', text: String };
  if (/^TIMESTAMP/.test(converted ?? '') || logical?.type === 'TIMESTAMP' || type === 'INT96')
    return { type: 'TIMESTAMP', text: String };
  const clock = clockUnit(element);
  if (clock !== null) return { type: 'TIME', text: (value) => clockText(value as number | bigint, clock) };
  readable(element);
  if (type === 'BOOLEAN') return { type: 'BOOLEAN', text: String };
  if (type === 'INT32' || type === 'INT64')
    return { type: converted === 'UINT_64' ? 'UBIGINT' : 'BIGINT', text: String };
  if (type === 'FLOAT' || logical?.type === 'FLOAT16')
    return { type: 'DOUBLE', text: (value) => shortestText(value as number) };
  if (type === 'DOUBLE')
    return { type: 'DOUBLE', text: (value) => (Number.isFinite(value) ? String(value) : '') };
  return { type: 'VARCHAR', text: bytesText };
}

/** Parts of a second that a time of day counts in; null where the column is none. */
function clockUnit({ converted_type: converted, logical_type: logical }: SchemaElement): number | null {
  if (logical?.type === 'TIME')
    return logical.unit === 'MILLIS' ? 1e3 : logical.unit === 'MICROS' ? 1e6 : 1e9;
  if (converted === 'TIME_MILLIS') return 1e3;
  return converted === 'TIME_MICROS' ? 1e6 : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Old writers do not say that their bytes are text; what is none is hexadecimal. */
function bytesText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) return jsonText(value);
  try {
    const text = utf8.decode(value);
    return text.includes('\0') ? hexText(value) : text;
  } catch {
    return hexText(value);
  }
}

function plain(element: SchemaElement): void {
  delete element.converted_type;
  delete element.logical_type;
}

const isBytes = ({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  type === 'BYTE_ARRAY' && !converted && !logical;

/** JSON is kept as its text; intervals and BSON, which the library refuses, as their bytes. */
function readable(element: SchemaElement): void {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'BSON' || converted === 'INTERVAL' || logical?.type === 'BSON') {
    plain(element);
    return;
  }
  if (/^(GEOMETRY|GEOGRAPHY)$/.test(logical?.type ?? '')) plain(element);
  else if (converted === 'JSON' || logical?.type === 'JSON') {
    plain(element);
    element.converted_type = 'UTF8';
  }
}
