/**
 * Columns as they cross threads: typed arrays where the values are numbers, so that they move without copying.
 * Null is NaN in a number or date column (DuckDB's own NaN and infinities are null too) and null elsewhere.
 */
export type Column = NumberColumn | DateColumn | TextColumn | BooleanColumn;

interface Named {
  name: string;
  /** DuckDB's name of the type: VARCHAR, DOUBLE, BIGINT, DATE, ... */
  type: string;
}
export interface NumberColumn extends Named {
  kind: 'number';
  values: Float64Array;
}
/** Milliseconds since 1970-01-01T00:00:00Z; DATE, TIMESTAMP and TIMESTAMPTZ alike. */
export interface DateColumn extends Named {
  kind: 'date';
  values: Float64Array;
}
/** Text, and whatever a double cannot hold: integers beyond 2^53 (as digits), lists and structs (as JSON). */
export interface TextColumn extends Named {
  kind: 'text';
  values: (string | null)[];
}
export interface BooleanColumn extends Named {
  kind: 'boolean';
  values: (boolean | null)[];
}

export type ColumnKind = Column['kind'];
export type Cell = number | string | boolean | null;

export interface Table {
  columns: Column[];
  /** Rows held here. */
  rowCount: number;
}

/** A column's name and type, without its values. */
export interface ColumnInfo {
  name: string;
  type: string;
  kind: ColumnKind;
}

/** The value at a row: a number (dates: milliseconds), text, boolean or null; never NaN. */
export function cellAt(column: Column, row: number): Cell {
  const value = column.values[row];
  if (value === undefined || value === null) return null;
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/** Which kind of column holds a DuckDB type. Integers of 64 bits and more are numbers where they fit a double. */
export function kindOfType(type: string): ColumnKind {
  const name = type.toUpperCase();
  if (name === 'BOOLEAN') return 'boolean';
  if (name === 'DATE' || name.startsWith('TIMESTAMP')) return 'date';
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(name)) return 'number';
  return 'text';
}

export const numberColumn = (name: string, values: Float64Array, type = 'DOUBLE'): NumberColumn => ({
  name,
  type,
  kind: 'number',
  values,
});
export const textColumn = (name: string, values: (string | null)[]): TextColumn => ({
  name,
  type: 'VARCHAR',
  kind: 'text',
  values,
});
export const dateColumn = (name: string, values: Float64Array, type = 'DATE'): DateColumn => ({
  name,
  type,
  kind: 'date',
  values,
});

/** A table from columns of equal length. */
export function tableOf(columns: Column[]): Table {
  const rowCount = columns[0]?.values.length ?? 0;
  if (columns.some((column) => column.values.length !== rowCount))
    throw new Error('columns of unequal length');
  return { columns, rowCount };
}

/** The column of that name (exactly, then ignoring case), or undefined. */
export function columnNamed<C extends { name: string }>(columns: readonly C[], name: string): C | undefined {
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  );
}

/** The buffers to hand over instead of copying when this table is posted to another thread. */
export function transferables(table: Table): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const column of table.columns)
    if (column.values instanceof Float64Array && column.values.buffer instanceof ArrayBuffer)
      buffers.add(column.values.buffer);
  return [...buffers];
}
