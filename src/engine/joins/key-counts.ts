import { ident } from '../../sql/quote';
import type { JoinCandidate } from '../import-api';
import type { Connection } from '../queries';
import { rowOf } from '../relations';
import type { Run } from '../run';
import type { KeyColumn } from './key-columns';
import { keySql, type Normalised } from './key-spelling';
import type { Pair } from './likely-pairs';

/** Of larger tables only one value in so many is counted, chosen by its hash and so the same ones on both sides. */
const COUNTED = 100_000;

/** A table of the hashes `h` of a column's keys, each with its count `n`. */
interface CountedKeys {
  table: string;
  /** Rows that have a key. */
  rows: number;
  unique: boolean;
}

/** Counts the keys of columns, each column once, and compares two of them; `drop` takes the counts away. */
export class KeyCounts {
  readonly #connection: Connection;
  readonly #run: Run;
  readonly #counted = new Map<string, CountedKeys>();

  constructor(connection: Connection, run: Run) {
    this.#connection = connection;
    this.#run = run;
  }

  /** How far the keys of two columns match, of both sides from 0 to 1, over all rows or a part of the values. */
  async candidate({ left, right, normalised }: Pair): Promise<JoinCandidate> {
    const mixed = left.kind !== right.kind;
    const every = Math.max(1, Math.floor(Math.min(left.rows, right.rows) / COUNTED));
    const one = await this.#count(left, normalised, mixed, every);
    const other = await this.#count(right, normalised, mixed, every);
    const both = await rowOf(
      this.#connection,
      `SELECT sum(l.n)::DOUBLE AS lefts, sum(r.n)::DOUBLE AS rights, count(*) AS common
       FROM ${one.table} l JOIN ${other.table} r USING (h)`,
      this.#run,
    );
    return {
      ...{ left: left.relation, leftColumn: left.name, right: right.relation, rightColumn: right.name },
      normalised,
      leftCoverage: Number(both.get('lefts') ?? 0) / Math.max(1, one.rows),
      rightCoverage: Number(both.get('rights') ?? 0) / Math.max(1, other.rows),
      ...{ leftUnique: one.unique, rightUnique: other.unique },
      common: Number(both.get('common') ?? 0) * every,
    };
  }

  /** The keys of one value in `every`. */
  async #count(
    column: KeyColumn,
    normalised: Normalised,
    asText: boolean,
    every: number,
  ): Promise<CountedKeys> {
    const key = keySql(column, normalised, asText);
    const id = `${column.relation}\n${key}\n${every}`;
    const before = this.#counted.get(id);
    if (before) return before;
    const table = `join_keys_${this.#counted.size}`;
    // Missing keys fall out at the end: a WHERE for them would make every key twice.
    await this.#connection.query(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT hash(v) AS h, count(v) AS n
       FROM (SELECT ${key} AS v FROM ${ident(column.relation)})
       ${every > 1 ? `WHERE hash(v) % ${every} = 0` : ''} GROUP BY h HAVING n > 0`,
      this.#run,
    );
    const sums = await rowOf(
      this.#connection,
      `SELECT sum(n)::DOUBLE AS n, max(n)::DOUBLE AS most FROM ${table}`,
      this.#run,
    );
    const counted = { table, rows: Number(sums.get('n') ?? 0), unique: Number(sums.get('most') ?? 0) <= 1 };
    this.#counted.set(id, counted);
    return counted;
  }

  async drop(): Promise<void> {
    for (const { table } of this.#counted.values())
      await this.#connection.query(`DROP TABLE IF EXISTS ${table}`);
  }
}
