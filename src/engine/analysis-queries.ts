import type { Queries, Query, Shape } from '../analyses/analysis';
import { ident } from '../sql/quote';
import { columnNamed, type ColumnKind } from '../values/table';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import type { Run } from './run';

/** What an analysis gets of one query: its columns by name. */
export type FetchedRows = Record<string, Float64Array | (string | null)[] | (boolean | null)[]>;
export type Fetched = Record<string, FetchedRows>;

const CAST: Record<ColumnKind, string> = {
  number: 'DOUBLE',
  date: 'TIMESTAMP',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
};

/** Runs an analysis' queries in their order; a `keep` one is made a table first, numbered, and read from there. */
export async function fetchQueries(
  connection: Connection,
  queries: Queries,
  keptName: (key: string) => string,
  run: Run,
): Promise<Fetched> {
  const fetched: Fetched = {};
  for (const [key, query] of Object.entries(queries)) {
    if (query.keep) await connection.query(keepStatement(keptName(key), query), run);
    const source = query.keep ? keptName(key) : `(\n${query.sql}\n)`;
    fetched[key] = await fetchShape(connection, source, query.shape, key, run);
  }
  return fetched;
}

export const keepStatement = (table: string, { sql }: Query): string =>
  `CREATE OR REPLACE TABLE ${table} AS SELECT *, row_number() OVER () - 1 AS row_number FROM (\n${sql}\n)`;

/** The columns of a shape, as they are to be: cast in SQL, so that no type of DuckDB's can surprise the mathematics. */
async function fetchShape(
  connection: Connection,
  source: string,
  shape: Shape,
  key: string,
  run: Run,
): Promise<FetchedRows> {
  const casts = Object.entries(shape).map(
    ([name, kind]) => `CAST(${ident(name)} AS ${CAST[kind]}) AS ${ident(name)}`,
  );
  if (casts.length === 0) return {};
  const table = decodeTable(await connection.query(`SELECT ${casts.join(', ')} FROM ${source}`, run));
  return Object.fromEntries(
    Object.keys(shape).map((name) => {
      const column = columnNamed(table.columns, name);
      if (!column) throw new Error(`query ${key} has no column ${name}`);
      return [name, column.values];
    }),
  );
}
