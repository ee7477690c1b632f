import { ident, literal } from '../sql/quote';
import { kindOfType, type Column, type Table } from '../values/table';

/** Up to here a table is quicker to write as text, in one statement with others, than to send as Arrow. */
const MOST_VALUES = 3000;

/**
 * A SELECT that gives columns as they are, types as they say, NaN and the infinities as NULL; numbers come back to the
 * last bit. Null where the table is too large for text, or holds what text cannot.
 */
export function literalSelect(columns: readonly Column[]): string | null {
  const length = columns[0]?.values.length ?? 0;
  if (columns.length === 0 || length * columns.length > MOST_VALUES) return null;
  const names = columns.map(({ name }) => ident(name));
  const casts = columns.map(({ type }, index) => `CAST(${names[index]} AS ${type}) AS ${names[index]}`);
  const texts = columns.map(literals);
  if (texts.some((values) => values === null)) return null;
  const rows = Array.from(
    { length: Math.max(1, length) },
    (_, row) => `(${texts.map((values) => values?.[row] ?? 'NULL').join(', ')})`,
  );
  const none = length === 0 ? ' WHERE false' : '';
  return `SELECT ${casts.join(', ')} FROM (VALUES ${rows.join(', ')}) AS given (${names.join(', ')})${none}`;
}

function literals(column: Column): string[] | null {
  switch (column.kind) {
    case 'number':
      return Array.from(column.values, (value) => (Number.isFinite(value) ? double(value) : 'NULL'));
    case 'date':
      return Array.from(column.values, (value) =>
        Number.isFinite(value) ? `make_timestamp(${Math.round(value * 1000)})` : 'NULL',
      );
    case 'boolean':
      return column.values.map((value) => (value === null ? 'NULL' : String(value)));
    case 'text':
      if (column.values.some((value) => value?.includes('\0'))) return null;
      return column.values.map((value) => (value === null ? 'NULL' : literal(value)));
  }
}

/** With an exponent DuckDB reads a DOUBLE; without one a DECIMAL, which rounds twice. */
function double(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('e') ? text : `${text}e0`;
}

/** The first rows as DuckDB would give them back, or null where only DuckDB knows (a cast that rounds). */
export function firstRowsOf(columns: readonly Column[], most: number): Table | null {
  if (!columns.every(comesBack)) return null;
  const rowCount = Math.min(most, columns[0]?.values.length ?? 0);
  return { columns: columns.map((column) => firstOf(column, rowCount)), rowCount };
}

function comesBack(column: Column): boolean {
  const type = column.type.toUpperCase();
  if (kindOfType(type) !== column.kind) return false;
  if (column.kind === 'text') return type === 'VARCHAR';
  if (column.kind === 'date') return type === 'DATE' || type === 'TIMESTAMP';
  if (column.kind === 'boolean' || type === 'DOUBLE') return true;
  return (
    /^(INTEGER|BIGINT)$/.test(type) && column.values.every((v) => Number.isInteger(v) || Number.isNaN(v))
  );
}

function firstOf(column: Column, rowCount: number): Column {
  if (column.kind === 'text') return { ...column, values: column.values.slice(0, rowCount) };
  if (column.kind === 'boolean') return { ...column, values: column.values.slice(0, rowCount) };
  const day = column.kind === 'date' && column.type.toUpperCase() === 'DATE' ? 86_400_000 : null;
  const values = Float64Array.from(column.values.subarray(0, rowCount), (value) =>
    !Number.isFinite(value) ? Number.NaN : day === null ? value : Math.floor(value / day) * day,
  );
  return { ...column, values };
}
