import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { kindOfType, tableOf, type Column, type ColumnInfo, type Table } from '../../src/values/table';

const require = createRequire(import.meta.url);

interface Rows {
  schema: { fields: { name: string }[] };
  numRows: number;
  getChild(name: string): { get(row: number): unknown } | null;
}
interface Connection {
  query(sql: string): Rows;
}

/** A real DuckDB-WASM under Node, one for each file of tests. */
export async function openDatabase(): Promise<Connection> {
  const duckdb = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');
  const folder = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'));
  const modules = {
    mvp: { mainModule: join(folder, 'duckdb-mvp.wasm') },
    eh: { mainModule: join(folder, 'duckdb-eh.wasm') },
  };
  const database = await duckdb.createDuckDB(modules, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => undefined);
  database.open({});
  return database.connect() as Connection;
}

/** The columns of a relation, as the engine describes them. */
export function columnsOf(connection: Connection, relation: string): ColumnInfo[] {
  const rows = connection.query(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '${relation}'`,
  );
  return Array.from({ length: rows.numRows }, (_, row) => {
    const type = String(rows.getChild('data_type')?.get(row));
    return { name: String(rows.getChild('column_name')?.get(row)), type, kind: kindOfType(type) };
  });
}

/** The rows of a query as a Table: numbers and dates as typed arrays with NaN for null. */
export function tableFrom(connection: Connection, sql: string): Table {
  const described = connection.query(`DESCRIBE ${sql}`);
  const rows = connection.query(sql);
  const columns = rows.schema.fields.map((field, index): Column => {
    const type = String(described.getChild('column_type')?.get(index));
    const values = Array.from(
      { length: rows.numRows },
      (_, row) => rows.getChild(field.name)?.get(row) ?? null,
    );
    const kind = kindOfType(type);
    const base = { name: field.name, type };
    if (kind === 'number' || kind === 'date')
      return {
        ...base,
        kind,
        values: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
      };
    if (kind === 'boolean') return { ...base, kind, values: values as (boolean | null)[] };
    return { ...base, kind, values: values.map((value) => (value === null ? null : String(value))) };
  });
  return tableOf(columns);
}
