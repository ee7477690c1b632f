import { ident } from '../sql/quote';
import { filterSql, type RowFilter } from '../sql/row-filter';
import { InputProblem } from '../values/problem';
import { columnNamed, type ColumnInfo, type Table } from '../values/table';
import type { PageRequest, RowSort } from './api';
import { decodeTable } from './decode';
import { KeptOrders } from './kept-orders';
import type { Connection } from './queries';
import { columnsOf, numberOf, readable } from './relations';
import type { Run } from './run';

/** Rows shown at once with a result. */
export const FIRST_ROWS = 1000;
/** Below this a sorted page is asked for directly; further down an order is kept. */
const DIRECT = 2000;

/** Pages of relations, in stored order or sorted, whole or filtered; quick on a million rows. */
export class Pages {
  readonly #connection: Connection;
  readonly #orders: KeptOrders;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#orders = new KeptOrders(connection);
  }

  async page({ relation, offset, limit, sort = [], filter = [] }: PageRequest): Promise<Table> {
    const columns = await this.#columns(relation);
    const select = `SELECT ${columns.map(readable).join(', ')} FROM ${ident(relation)}`;
    const where = filterSql(filter, columns);
    const numbered = hasRowIds(columns);
    const order = orderBy(sort, columns, numbered ? ['rowid'] : []);
    // Filtered pages come from a kept list as well, or every page would read the relation from its beginning.
    const listed = numbered && (where !== '' || (sort.length > 0 && offset + limit > DIRECT));
    const sql = listed
      ? await this.#listed(relation, select, { where, order, offset, limit })
      : numbered && sort.length === 0
        ? `${select} WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`
        : `${select}${where && ` WHERE ${where}`}${order && ` ORDER BY ${order}`} LIMIT ${limit} OFFSET ${offset}`;
    return decodeTable(await this.#connection.query(sql), columns);
  }

  /** How many rows pass. */
  async count(relation: string, filter: RowFilter, run: Run): Promise<number> {
    const columns = await this.#columns(relation);
    const where = filterSql(filter, columns);
    const from = ident(relation);
    if (where === '') return numberOf(this.#connection, `SELECT count(*) FROM ${from}`, run);
    if (!hasRowIds(columns))
      return numberOf(this.#connection, `SELECT count(*) FROM ${from} WHERE ${where}`, run);
    // The list is wanted by the first page anyway.
    const kept = await this.#orders.table(relation, where, 'rowid', run);
    return numberOf(this.#connection, `SELECT count(*) FROM ${kept}`, run);
  }

  async #columns(relation: string): Promise<ColumnInfo[]> {
    const columns = await columnsOf(this.#connection, ident(relation)).catch(() => []);
    if (columns.length === 0) throw new InputProblem(`There is no table \`${relation}\`.`);
    return columns;
  }

  async #listed(
    relation: string,
    select: string,
    { where, order, offset, limit }: { where: string; order: string; offset: number; limit: number },
  ): Promise<string> {
    const kept = await this.#orders.table(relation, where, order);
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
}

/** A column of that name would hide DuckDB's own row ids. */
const hasRowIds = (columns: readonly ColumnInfo[]): boolean =>
  columns.every((column) => column.name.toLowerCase() !== 'rowid');

function orderBy(sort: readonly RowSort[], columns: readonly ColumnInfo[], ties: readonly string[]): string {
  const keys = sort.map(({ column, descending }) => {
    const found = columnNamed(columns, column);
    if (!found) throw new InputProblem(`There is no column \`${column}\` to sort by.`);
    return `${ident(found.name)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  return [...keys, ...ties].join(', ');
}
