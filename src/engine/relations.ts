import { ident } from '../sql/quote';
import { InputProblem } from '../values/problem';
import { cellAt, columnNamed, kindOfType, type Cell, type ColumnInfo, type Table } from '../values/table';
import type { RelationInfo } from './api';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import type { Run } from './run';

/** The columns of a relation, or of a query in brackets. */
export async function columnsOf(connection: Connection, relation: string): Promise<ColumnInfo[]> {
  const described = decodeTable(await connection.query(`DESCRIBE ${relation}`));
  const names = texts(described, 'column_name');
  return texts(described, 'column_type').map((type, row) => ({
    name: names[row] ?? '',
    type,
    kind: kindOfType(type),
  }));
}

/** Columns and row count; an InputProblem where there is no such relation. */
export async function describeRelation(connection: Connection, relation: string): Promise<RelationInfo> {
  const columns = await columnsOfRelation(connection, relation);
  const rowCount = await numberOf(connection, `SELECT count(*) FROM ${ident(relation)}`);
  return { relation, columns, rowCount };
}

/** The columns of a relation by its name; an InputProblem where there is no such relation. */
export async function columnsOfRelation(connection: Connection, relation: string): Promise<ColumnInfo[]> {
  const columns = await columnsOf(connection, ident(relation)).catch(() => null);
  if (columns) return columns;
  throw new InputProblem(`There is no table \`${relation}\`.`, { hint: 'Run the cell that makes it.' });
}

/** Names of all relations that cells may read. */
export const relationNames = async (connection: Connection): Promise<string[]> =>
  texts(
    decodeTable(
      await connection.query(
        `SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary ORDER BY ALL`,
      ),
    ),
    'table_name',
  );

/** The one number a query gives; NaN where it gives null. */
export async function numberOf(connection: Connection, sql: string, run?: Run): Promise<number> {
  const column = decodeTable(await connection.query(sql, run)).columns[0];
  const value = column ? cellAt(column, 0) : null;
  return value === null ? Number.NaN : Number(value);
}

/** The one row of a query, by column name. */
export async function rowOf(connection: Connection, sql: string, run: Run): Promise<Map<string, Cell>> {
  const table = decodeTable(await connection.query(sql, run));
  return new Map(table.columns.map((column) => [column.name, cellAt(column, 0)]));
}

/** A text column's values; null becomes ''. */
export const texts = (table: Table, name: string): string[] => {
  const column = columnNamed(table.columns, name);
  return Array.from({ length: table.rowCount }, (_, row) => String((column && cellAt(column, row)) ?? ''));
};

/**
 * A column as SQL that can be sent: types that DuckDB-WASM's streams lose or Arrow cannot read (enums above all, whose
 * dictionary arrives empty) go as text, integers too wide for Arrow as doubles.
 */
export function readable({ name, type }: ColumnInfo): string {
  const column = ident(name);
  const upper = type.toUpperCase();
  if (upper === 'UHUGEINT') return `CAST(${column} AS DOUBLE) AS ${column}`;
  const nested = /\]$|^(STRUCT|MAP)\(/.test(upper);
  const sendable = nested
    ? !/ENUM|INTERVAL|TIME|DATE|BLOB|BIT|UNION|UHUGEINT|DECIMAL|VARIANT/.test(upper)
    : upper === 'VARCHAR' || kindOfType(type) !== 'text';
  return sendable ? column : `CAST(${column} AS VARCHAR) AS ${column}`;
}
