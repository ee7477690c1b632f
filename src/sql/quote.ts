/** An identifier quoted for DuckDB: `t.x` becomes `"t.x"`. Works for any text, quotes included. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A value as a SQL literal. Numbers must be finite. Used for what the program itself decides, never for `$name` values. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('no SQL literal for a number that is not finite');
    return Number.isInteger(value) && Math.abs(value) < 2 ** 53 ? `${value}` : `${value}::DOUBLE`;
  }
  return `'${value.replaceAll("'", "''")}'`;
}
