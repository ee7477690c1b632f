import { ident, literal } from '../sql/quote';
import type { Connection } from './queries';
import { numberOf } from './relations';
import type { Run } from './run';

const MOST_ORDERS = 4;

/** Tables of row ids: the rows of a relation that pass a condition, in an order. The last few are kept. */
export class KeptOrders {
  readonly #connection: Connection;
  /** Names of the tables by what they list; the one used longest ago first. */
  readonly #tables = new Map<string, Promise<string>>();
  #made = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The table that lists them as `id`, made at the first need. A relation made again is another relation. */
  async table(relation: string, where: string, order: string, run?: Run): Promise<string> {
    const oid = await numberOf(
      this.#connection,
      `SELECT table_oid FROM duckdb_tables() WHERE schema_name = 'main' AND lower(table_name) = lower(${literal(relation)})`,
    );
    const key = `${oid} ${where} ${order}`;
    const known = this.#tables.get(key) ?? this.#make(relation, where, order, run);
    this.#tables.delete(key);
    this.#tables.set(key, known);
    // What was not made is not known.
    known.catch(() => this.#tables.get(key) === known && this.#tables.delete(key));
    const table = await known;
    await this.#dropOldest();
    return table;
  }

  async #make(relation: string, where: string, order: string, run?: Run): Promise<string> {
    const table = `_soundings.order_${(this.#made += 1)}`;
    const rows = `SELECT rowid AS id FROM ${ident(relation)}${where && ` WHERE ${where}`} ORDER BY ${order}`;
    await this.#connection.query(`CREATE OR REPLACE TABLE ${table} AS ${rows}`, run);
    return table;
  }

  async #dropOldest(): Promise<void> {
    for (const [key, made] of this.#tables) {
      if (this.#tables.size <= MOST_ORDERS) return;
      this.#tables.delete(key);
      await this.#connection.query(`DROP TABLE IF EXISTS ${await made}`);
    }
  }
}
