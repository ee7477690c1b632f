import { ident, literal } from '../sql/quote';
import { InputProblem } from '../values/problem';
import { columnNamed, type ColumnInfo, type Table } from '../values/table';
import type { PageRequest } from './api';
import { decodeTable } from './decode';
import { columnsOf, numberOf, readable } from './relations';
import type { Connection } from './queries';

/** Rows shown at once with a result. */
export const FIRST_ROWS = 1000;
/** Below this a sorted page is asked for directly; further down an order is kept. */
const DIRECT = 2000;
const MOST_ORDERS = 4;

/** Pages of relations, in stored order or sorted; quick on a million rows. */
export class Pages {
  readonly #connection: Connection;
  /** Tables of row ids in sorted order, by what they sort; the oldest first. */
  readonly #orders = new Map<string, string>();
  #made = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page(request: PageRequest): Promise<Table> {
    const { relation, offset, limit, sort } = request;
    const columns = await columnsOf(this.#connection, ident(relation)).catch(() => []);
    if (columns.length === 0) throw new InputProblem(`There is no table \`${relation}\`.`);
    const select = `SELECT ${columns.map(readable).join(', ')} FROM ${ident(relation)}`;
    const sql = hasRowIds(columns)
      ? await this.#sql(request, select, columns)
      : `${select}${sort ? ` ORDER BY ${orderBy(sort, columns, [])}` : ''} LIMIT ${limit} OFFSET ${offset}`;
    return decodeTable(await this.#connection.query(sql), columns);
  }

  async #sql(
    { relation, offset, limit, sort }: PageRequest,
    select: string,
    columns: ColumnInfo[],
  ): Promise<string> {
    if (!sort) return `${select} WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`;
    const order = orderBy(sort, columns, ['rowid']);
    if (offset + limit <= DIRECT) return `${select} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`;
    const kept = await this.#order(relation, order);
    const ids = decodeTable(
      await this.#connection.query(
        `SELECT id FROM ${kept} WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`,
      ),
    ).columns[0];
    const list = Array.from<unknown>(ids?.values ?? []);
    if (list.length === 0) return `${select} WHERE false`;
    // A list of row ids reads only their row groups; a join with the order would read the whole relation.
    return `${select} WHERE rowid IN (${list.join(', ')}) ORDER BY list_position([${list.join(', ')}]::BIGINT[], rowid)`;
  }

  /** The table that holds a relation's row ids in an order, made at the first need. A relation made again is another table. */
  async #order(relation: string, order: string): Promise<string> {
    const oid = await numberOf(
      this.#connection,
      `SELECT table_oid FROM duckdb_tables() WHERE schema_name = 'main' AND lower(table_name) = lower(${literal(relation)})`,
    );
    const key = `${oid} ${order}`;
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    for (const [oldKey, table] of this.#orders) {
      if (this.#orders.size < MOST_ORDERS) break;
      this.#orders.delete(oldKey);
      await this.#connection.query(`DROP TABLE IF EXISTS ${table}`);
    }
    const table = `_soundings.order_${(this.#made += 1)}`;
    await this.#connection.query(
      `CREATE OR REPLACE TABLE ${table} AS SELECT rowid AS id FROM ${ident(relation)} ORDER BY ${order}`,
    );
    this.#orders.set(key, table);
    return table;
  }
}

/** A column of that name would hide DuckDB's own row ids. */
const hasRowIds = (columns: readonly ColumnInfo[]): boolean =>
  columns.every((column) => column.name.toLowerCase() !== 'rowid');

function orderBy(
  { column, descending }: NonNullable<PageRequest['sort']>,
  columns: readonly ColumnInfo[],
  ties: readonly string[],
): string {
  const found = columnNamed(columns, column);
  if (!found) throw new InputProblem(`There is no column \`${column}\` to sort by.`);
  return [`${ident(found.name)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`, ...ties].join(', ');
}
