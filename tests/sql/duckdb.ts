import { createRequire } from 'node:module';
import path from 'node:path';
import { ConsoleLogger, LogLevel, NODE_RUNTIME, createDuckDB } from '@duckdb/duckdb-wasm/blocking';
import {
  Bool,
  Table as ArrowTable,
  Utf8,
  makeVector,
  tableToIPC,
  vectorFromArray,
  type Vector,
} from 'apache-arrow';
import { ident, literal } from '../../src/sql/quote';
import {
  cellAt,
  kindOfType,
  tableOf,
  type Cell,
  type Column,
  type ColumnInfo,
  type ColumnKind,
  type Table,
} from '../../src/values/table';

/** The database that ships (duckdb-wasm, eh), run in this thread under Node and locked as the app locks it. */
export interface TestDatabase {
  /** Runs one or several statements for their effect. */
  run(sql: string): void;
  /** The rows of a query as plain objects, by column name. */
  query(sql: string): Record<string, Cell>[];
  /** The rows of a query as columns. Integers and decimals become doubles, dates milliseconds, the rest text. */
  table(sql: string): Table;
  columns(relation: string): ColumnInfo[];
  /** Reads CSV text as the table `relation`; `options` are read_csv's, as SQL ("all_varchar=true"). */
  addCsv(relation: string, text: string, options?: string): void;
  /** Makes a table of columns, NaN becoming NULL; with `row_number` from 0 where asked for. */
  addColumns(quotedName: string, columns: readonly Column[], withRowNumber?: boolean): void;
  close(): void;
}

const LOCK = `SET autoload_known_extensions=false; SET autoinstall_known_extensions=false;
  SET allow_community_extensions=false; SET allowed_directories=['data/','out/'];
  SET enable_external_access=false; SET lock_configuration=true`;

/** Ready in about 1.6 s: open one per test file, in `beforeAll`. */
export async function openDuckDb(): Promise<TestDatabase> {
  const dist = path.dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'));
  const bundle = (kind: string) => ({
    mainModule: path.join(dist, `duckdb-${kind}.wasm`),
    mainWorker: path.join(dist, `duckdb-node-${kind}.worker.cjs`),
  });
  const logger = new ConsoleLogger(LogLevel.ERROR);
  const bindings = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, logger, NODE_RUNTIME);
  await bindings.instantiate(() => undefined);
  bindings.open({});
  const connection = bindings.connect();
  connection.query(LOCK);
  connection.query('CREATE SCHEMA _soundings');

  let files = 0;
  const run = (sql: string): void => void connection.query(sql);
  const describe = (sql: string): ColumnInfo[] =>
    [...connection.query(`DESCRIBE ${sql}`)].map((row) => {
      const type = String(row['column_type']);
      return { name: String(row['column_name']), type, kind: kindOfType(type) };
    });
  const table = (sql: string): Table => {
    const infos = describe(`FROM (${sql})`);
    const rows = connection.query(`SELECT ${infos.map(castForReading).join(', ')} FROM (${sql})`);
    return tableOf(infos.map((info, i) => readColumn(info, rows.getChildAt(i), rows.numRows)));
  };

  return {
    run,
    table,
    query: (sql) => rowsOf(table(sql)),
    columns: (relation) => describe(`FROM ${ident(relation)}`),
    addCsv(relation, text, options = '') {
      files += 1;
      const file = `data/${files}.csv`;
      bindings.registerFileText(file, text);
      const more = options ? `, ${options}` : '';
      run(`CREATE OR REPLACE TABLE ${ident(relation)} AS FROM read_csv(${literal(file)}${more})`);
    },
    addColumns(quotedName, columns, withRowNumber = false) {
      // As bytes: the engine's CommonJS build holds its own copy of Arrow's classes and does not know ours.
      const bytes = tableToIPC(arrowTable(columns), 'stream');
      connection.insertArrowFromIPCStream(bytes, { name: '_incoming', create: true });
      const selected = columns.map(castForStoring).join(', ');
      const number = withRowNumber ? ', row_number() OVER () - 1 AS row_number' : '';
      run(`CREATE OR REPLACE TABLE ${quotedName} AS SELECT ${selected}${number} FROM _incoming`);
      run('DROP TABLE _incoming');
    },
    close() {
      connection.close();
      bindings.reset();
    },
  };
}

/** A table as objects, for comparing in tests. */
export const rowsOf = (table: Table): Record<string, Cell>[] =>
  Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.name, cellAt(column, row)])),
  );

const CAST: Record<ColumnKind, (column: string) => string> = {
  number: (column) => `CAST(${column} AS DOUBLE)`,
  date: (column) => `CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS DOUBLE)`,
  text: (column) => `CAST(${column} AS VARCHAR)`,
  boolean: (column) => `CAST(${column} AS BOOLEAN)`,
};
const castForReading = ({ name, kind }: ColumnInfo): string => `${CAST[kind](ident(name))} AS ${ident(name)}`;

function castForStoring({ name, kind, type }: Column): string {
  const column = ident(name);
  const value =
    kind === 'number' || kind === 'date'
      ? `CASE WHEN isfinite(${column}) THEN ${kind === 'date' ? `make_timestamp(CAST(${column} * 1000 AS BIGINT))` : column} END`
      : column;
  return `CAST(${value} AS ${type}) AS ${column}`;
}

interface ArrowColumn {
  get(row: number): unknown;
}

function readColumn(info: ColumnInfo, vector: ArrowColumn | null, rowCount: number): Column {
  const at = (row: number): unknown => vector?.get(row) ?? null;
  if (info.kind === 'number' || info.kind === 'date') {
    const values = Float64Array.from({ length: rowCount }, (_, row) => {
      const value = at(row);
      return typeof value === 'number' && Number.isFinite(value) ? value : NaN;
    });
    return { ...info, kind: info.kind, values };
  }
  const values = Array.from({ length: rowCount }, (_, row) => at(row));
  return info.kind === 'boolean'
    ? { ...info, kind: 'boolean', values: values as (boolean | null)[] }
    : { ...info, kind: 'text', values: values as (string | null)[] };
}

const arrowTable = (columns: readonly Column[]): ArrowTable =>
  new ArrowTable(Object.fromEntries(columns.map((column) => [column.name, vectorOf(column)])));

function vectorOf(column: Column): Vector {
  if (column.kind === 'text') return vectorFromArray(column.values, new Utf8());
  if (column.kind === 'boolean') return vectorFromArray(column.values, new Bool());
  return makeVector(column.values);
}
