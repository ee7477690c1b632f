import { ident } from '../../sql/quote';
import type { ColumnInfo } from '../../values/table';
import { readable } from '../relations';

/** Parquet's numbers for how values are stored. */
export const STORED = { boolean: 0, int32: 1, int64: 2, double: 5, bytes: 6, fixed: 7 } as const;

/** A column as Parquet has it. */
export interface ParquetColumn {
  name: string;
  stored: keyof typeof STORED;
  /** Parquet's number for what the stored values mean; absent for plain ones. */
  converted?: number;
  /** Of a decimal. */
  precision?: number;
  scale?: number;
  /** What to select so that the values come without loss. */
  sql: string;
}

const MEANS = { text: 0, decimal: 5, date: 6, micros: 10, unsigned: 14 } as const;
/** Digits that a double holds of any decimal, and that 64 bits hold. */
const EXACT = 15;
const WIDEST_INT64 = 18;

/**
 * How a column is stored: integers, decimals, days and times as such, to the microsecond; what Parquet has no type for
 * (and lists, structs and maps) as text.
 *
 * @param fits whether the values of a column with 128 bits all fit 64
 */
export function parquetColumn(info: ColumnInfo, fits: boolean): ParquetColumn {
  const { name } = info;
  const type = info.type.toUpperCase();
  const column = ident(name);
  const finite = (sql: string): string => `CASE WHEN isfinite(${column}) THEN ${sql} END AS ${column}`;
  if (type === 'BOOLEAN') return { name, stored: 'boolean', sql: column };
  if (type === 'DOUBLE' || type === 'FLOAT') return { name, stored: 'double', sql: column };
  if (/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/.test(type))
    return { name, stored: 'int32', sql: column };
  if (/^(BIGINT|UINTEGER)$/.test(type) || (/^U?HUGEINT$/.test(type) && fits))
    return { name, stored: 'int64', sql: `CAST(${column} AS BIGINT) AS ${column}` };
  if (type === 'UBIGINT') return { name, stored: 'int64', converted: MEANS.unsigned, sql: asText(column) };
  if (type === 'DATE')
    return { name, stored: 'int32', converted: MEANS.date, sql: finite(`${column} - DATE '1970-01-01'`) };
  if (type.startsWith('TIMESTAMP'))
    return { name, stored: 'int64', converted: MEANS.micros, sql: finite(`epoch_us(${column})`) };
  const decimal = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(type);
  if (decimal) return decimalColumn(name, Number(decimal[1]), Number(decimal[2]));
  const sql = /^U?HUGEINT$/.test(type) ? asText(column) : readable(info);
  return { name, stored: 'bytes', converted: MEANS.text, sql };
}

const asText = (column: string): string => `CAST(${column} AS VARCHAR) AS ${column}`;

const decimalColumn = (name: string, precision: number, scale: number): ParquetColumn => ({
  ...{ name, converted: MEANS.decimal, precision, scale },
  stored: precision <= WIDEST_INT64 ? 'int64' : 'fixed',
  sql: precision <= EXACT ? ident(name) : asText(ident(name)),
});
