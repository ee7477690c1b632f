import type { AnyAnalysis, Input, PublishedTable } from '../analyses/analysis';
import { ident, literal } from '../sql/quote';
import { kindOfType, type Column, type ColumnInfo, type Table } from '../values/table';
import { publishedName } from './analysis-input';
import type { SqlResult } from './api';
import { decodeTable } from './decode';
import { encodeColumns } from './encode';
import { firstRowsOf, literalSelect } from './literal-table';
import { INTERNAL_SCHEMA } from './lock';
import { FIRST_ROWS } from './page';
import type { Connection } from './queries';
import { numberOf, readable, texts } from './relations';
import type { Run } from './run';

/** A table just made: its rows where they are at hand, so that nobody has to ask for them. */
interface MadeTable {
  relation: string;
  rowCount: number;
  rows: Table | null;
}

/**
 * Statements that are sent together: every way to DuckDB's worker and back costs more than a small table does.
 * They run in their order; the last one's rows are the answer.
 */
export class Batch {
  readonly #connection: Connection;
  readonly #run: Run;
  #waiting: string[] = [];

  constructor(connection: Connection, run: Run) {
    this.#connection = connection;
    this.#run = run;
  }

  add(...sql: string[]): void {
    this.#waiting.push(...sql);
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    const sql = this.#take();
    if (sql !== '') await this.#connection.query(sql, this.#run);
  }

  /** Sends what waits and this statement, whose one number is the answer. */
  numberOf(sql: string): Promise<number> {
    return numberOf(this.#connection, this.#take(sql), this.#run);
  }

  async rows(sql: string, infos?: readonly ColumnInfo[]): Promise<Table> {
    return decodeTable(await this.#connection.query(this.#take(sql), this.#run), infos);
  }

  #take(last?: string): string {
    const sql = [...this.#waiting.splice(0), ...(last === undefined ? [] : [last])];
    return sql.join(';\n');
  }
}

/** Makes the tables of a result, in a transaction that the caller holds. */
export class AnalysisTables {
  readonly #connection: Connection;
  readonly #batch: Batch;
  readonly #input: Input;

  constructor(connection: Connection, batch: Batch, input: Input) {
    this.#connection = connection;
    this.#batch = batch;
    this.#input = input;
  }

  /** Makes every table and drops those that an earlier run had and this one leaves out. Small ones wait in the batch. */
  async make(analysis: AnyAnalysis, tables: Record<string, PublishedTable>): Promise<MadeTable[]> {
    const made: MadeTable[] = [];
    for (const [suffix, table] of Object.entries(tables)) made.push(await this.#make(suffix, table));
    for (const suffix of analysis.tableSuffixes)
      if (!(suffix in tables)) this.#batch.add(`DROP TABLE IF EXISTS ${this.#input.published(suffix)}`);
    return made;
  }

  /** The tables as the page gets them, main table first. */
  async results(made: readonly MadeTable[], started: number): Promise<SqlResult[]> {
    const columns = await this.#columnsOf(made.map(({ relation }) => relation));
    const results: SqlResult[] = [];
    for (const { relation, rowCount, rows } of made) {
      const infos = columns.get(relation.toLowerCase()) ?? [];
      const firstRows = rows ?? (await this.#firstRows(relation, infos));
      results.push({ relation, columns: infos, rowCount, firstRows, elapsed: performance.now() - started });
    }
    return results;
  }

  async #make(suffix: string, table: PublishedTable): Promise<MadeTable> {
    const relation = publishedName(this.#input.name, suffix);
    const create = (select: string): string =>
      `CREATE OR REPLACE TABLE ${this.#input.published(suffix)} AS FROM (\n${select}\n)`;
    if (!('columns' in table)) {
      if (table.result) await this.#insert(table.result);
      return { relation, rows: null, rowCount: await this.#batch.numberOf(create(table.sql)) };
    }
    const { columns } = table;
    const rows = firstRowsOf(columns, FIRST_ROWS);
    const select = literalSelect(columns);
    if (select === null) {
      await this.#insert(columns);
      return { relation, rows, rowCount: await this.#batch.numberOf(create(this.#selectResult(columns))) };
    }
    this.#batch.add(create(select));
    return { relation, rows, rowCount: columns[0]?.values.length ?? 0 };
  }

  async #insert(columns: readonly Column[]): Promise<void> {
    this.#batch.add(`DROP TABLE IF EXISTS ${this.#input.resultTable}`);
    await this.#batch.flush();
    await this.#connection.insert(
      encodeColumns(columns, true),
      INTERNAL_SCHEMA,
      `${this.#input.name}:(result)`,
    );
  }

  /** The types its columns say: counts are BIGINT where compute has doubles. */
  #selectResult(columns: readonly Column[]): string {
    const casts = columns.map(({ name, type }) => `CAST(${ident(name)} AS ${type}) AS ${ident(name)}`);
    return `SELECT ${casts.join(', ')} FROM ${this.#input.resultTable} ORDER BY row_number`;
  }

  /** The columns of several tables in one question, by lower-case name. */
  async #columnsOf(relations: readonly string[]): Promise<Map<string, ColumnInfo[]>> {
    const found = new Map<string, ColumnInfo[]>();
    if (relations.length === 0) return found;
    const rows = await this.#batch.rows(
      `SELECT lower(table_name) AS relation, column_name, data_type FROM duckdb_columns()
       WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) IN (${relations.map((name) => literal(name.toLowerCase())).join(', ')})
       ORDER BY relation, column_index`,
    );
    const [relation, names, types] = ['relation', 'column_name', 'data_type'].map((name) =>
      texts(rows, name),
    );
    relation?.forEach((name, row) => {
      const info = {
        name: names?.[row] ?? '',
        type: types?.[row] ?? '',
        kind: kindOfType(types?.[row] ?? ''),
      };
      found.set(name, [...(found.get(name) ?? []), info]);
    });
    return found;
  }

  #firstRows(relation: string, columns: readonly ColumnInfo[]): Promise<Table> {
    const select = columns.map(readable).join(', ');
    return this.#batch.rows(`SELECT ${select} FROM ${ident(relation)} LIMIT ${FIRST_ROWS}`, columns);
  }
}
