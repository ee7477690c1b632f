import { ident, literal } from '../sql/quote';
import { cellAt } from '../values/table';
import { decodeTable } from './decode';
import type { JoinCandidate } from './import-api';
import { keyColumns, rowOf, type KeyColumn } from './join-columns';
import type { Connection } from './queries';
import type { Run } from './run';

type Normalised = JoinCandidate['normalised'];

/** Two columns of which the sample of one is found in the other. */
interface Pair {
  left: KeyColumn;
  right: KeyColumn;
  normalised: Normalised;
  /** Share of the sample found. */
  share: number;
}

/** Milliseconds after which no further pair is counted. */
const PATIENCE = 8000;
const MOST_PAIRS = 6;
/** Shorter numbers are found in each other by chance. */
const FEWEST_DIGITS = 4;
/** Of larger tables only one value in so many is counted, chosen by its hash and so the same ones on both sides. */
const COUNTED = 100_000;

/**
 * Columns of different relations whose values match, the best first: at most two for every two relations. Some values
 * of each column are looked up in the others; what is found is counted over all rows, by hashes of the values; of tables
 * of more than 200,000 rows over a part of the values, which is true to a few thousandths. Empty where nothing matches a
 * fifth of the rows of either side.
 */
export async function joinCandidates(
  connection: Connection,
  relations: readonly string[],
  run: Run,
): Promise<JoinCandidate[]> {
  const started = performance.now();
  const columns: KeyColumn[] = [];
  for (const relation of relations) columns.push(...(await keyColumns(connection, relation, run)));
  const pairs = await likelyPairs(connection, columns, run);
  const counts = new KeyCounts(connection, run);
  try {
    const found: JoinCandidate[] = [];
    for (const pair of pairs) {
      if (found.length > 0 && performance.now() - started > PATIENCE) break;
      const candidate = await counts.candidate(pair);
      if (candidate.common > 1 && Math.max(candidate.leftCoverage, candidate.rightCoverage) >= 0.2)
        found.push(candidate);
    }
    return bestOfEachTwo(found);
  } finally {
    await counts.drop();
  }
}

/** Looks the sample of every column up in all columns of the other relations. */
async function likelyPairs(connection: Connection, columns: readonly KeyColumn[], run: Run): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  for (const column of columns) {
    const others = columns.filter((other) => other.relation !== column.relation && mayMatch(column, other));
    for (const [index, hits] of await lookUp(connection, column, others, run)) {
      const other = others[index];
      if (!other) continue;
      const pair = pairOf(other, column, hits);
      const key = `${pair.left.relation}\n${pair.left.name}\n${pair.right.relation}\n${pair.right.name}`;
      if (pair.share > Math.max(pairs.get(key)?.share ?? 0, 0.2)) pairs.set(key, pair);
    }
  }
  const score = (pair: Pair): number => pair.share + (namesAlike(pair.left, pair.right) ? 0.5 : 0);
  return twoOfEachTwo(
    [...pairs.values()],
    score,
    (pair) => `${pair.left.relation}\n${pair.right.relation}`,
  ).slice(0, MOST_PAIRS);
}

/** Numbers that lie close (1 to 100) are found in each other by chance: then the names must say the same. */
const mayMatch = (one: KeyColumn, other: KeyColumn): boolean =>
  (one.sparse && other.sparse) || namesAlike(one, other);

/** Whether two columns are called alike, their relations' names left out: `id` of customers and `customer_id`. */
function namesAlike(one: KeyColumn, other: KeyColumn): boolean {
  const words = ({ name, relation }: KeyColumn): string[] => [
    squeezed(name),
    squeezed(`${relation}${name}`),
    squeezed(`${relation.replace(/s$/, '')}${name}`),
  ];
  return words(one).some((word) => words(other).includes(word));
}

const squeezed = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How often the sample of one column was found in the other, by how it had to be written. */
type Hits = Record<Normalised, number>;

/** Hits of the others' samples in a column, by the other's index; the column itself is read as it stands. */
async function lookUp(
  connection: Connection,
  column: KeyColumn,
  others: readonly KeyColumn[],
  run: Run,
): Promise<Map<number, Hits>> {
  const wanted = others.flatMap((other, index) =>
    other.values.flatMap((value, place) =>
      spellings(value).map(
        ([how, text]) => `(${index}, ${place}, ${literal(how)}, ${wantedValue(column, text)})`,
      ),
    ),
  );
  if (wanted.length === 0) return new Map();
  const table = decodeTable(
    await connection.query(
      `SELECT other, how, count(DISTINCT place) AS hits FROM (
         SELECT other, place, min(how) AS how
         FROM (SELECT ${ident(column.name)} AS v FROM ${ident(column.relation)})
         JOIN (VALUES ${wanted.join(', ')}) wanted(other, place, how, v) USING (v)
         GROUP BY ALL) GROUP BY ALL`,
      run,
    ),
  );
  const found = new Map<number, Hits>();
  for (let row = 0; row < table.rowCount; row++) {
    const [other, how, hits] = table.columns.map((one) => cellAt(one, row));
    const before = found.get(Number(other)) ?? { exact: 0, 'trimmed, lower case': 0, digits: 0 };
    found.set(Number(other), { ...before, [ORDER[Number(how)] ?? 'exact']: Number(hits) });
  }
  return found;
}

const ORDER: readonly Normalised[] = ['exact', 'trimmed, lower case', 'digits'];

const wantedValue = (column: KeyColumn, text: string): string => {
  if (column.kind === 'text') return literal(text);
  return /^\d{1,15}$/.test(text) ? `${Number(text)}::BIGINT` : 'NULL::BIGINT';
};

/** The ways in which a value may stand in another file, with the place of the normalisation in ORDER. */
function spellings(value: string): [how: number, text: string][] {
  const trimmed = value.trim();
  const digits = value.includes('@') ? '' : value.replace(/\D/g, '');
  const ways: [number, string][] = [
    [0, value],
    [1, trimmed],
    [1, trimmed.toLowerCase()],
    [1, trimmed.toUpperCase()],
    [2, digits],
    [2, digits.replace(/^0+/, '')],
  ];
  const seen = new Set<string>();
  return ways.filter(([how, text]) => {
    if (seen.has(text) || (how === 2 && text.length < FEWEST_DIGITS)) return false;
    seen.add(text);
    return true;
  });
}

/** The plainest way of writing that finds nearly all of what any of them finds. */
function pairOf(one: KeyColumn, other: KeyColumn, hits: Hits): Pair {
  const [left, right] = [one, other].sort((a, b) => (a.relation < b.relation ? -1 : 1)) as [
    KeyColumn,
    KeyColumn,
  ];
  const all = ORDER.reduce((sum, how) => sum + hits[how], 0);
  let found = 0;
  let normalised: Normalised = 'digits';
  for (const how of ORDER) {
    found += hits[how];
    if (found < 0.95 * all) continue;
    normalised = how;
    break;
  }
  return { left, right, normalised, share: found / one.values.length };
}

/** Tables of the hashed values of key columns with their counts, made once each. */
class KeyCounts {
  readonly #connection: Connection;
  readonly #run: Run;
  readonly #tables = new Map<string, { table: string; rows: number; unique: boolean }>();

  constructor(connection: Connection, run: Run) {
    this.#connection = connection;
    this.#run = run;
  }

  async candidate({ left, right, normalised }: Pair): Promise<JoinCandidate> {
    const mixed = left.kind !== right.kind;
    const every = Math.max(1, Math.floor(Math.min(left.rows, right.rows) / COUNTED));
    const [one, other] = [
      await this.#count(left, normalised, mixed, every),
      await this.#count(right, normalised, mixed, every),
    ];
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

  async #count(
    column: KeyColumn,
    normalised: Normalised,
    mixed: boolean,
    every: number,
  ): Promise<{ table: string; rows: number; unique: boolean }> {
    const value = keySql(ident(column.name), normalised, mixed || column.kind === 'text');
    const key = `${column.relation}\n${value}\n${every}`;
    const made = this.#tables.get(key);
    if (made) return made;
    const table = `join_keys_${this.#tables.size}`;
    await this.#connection.query(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT h, count(*) AS n
       FROM (SELECT hash(v) AS h FROM (SELECT ${value} AS v FROM ${ident(column.relation)}) WHERE v IS NOT NULL)
       ${every > 1 ? `WHERE h % ${every} = 0` : ''} GROUP BY h`,
      this.#run,
    );
    const sums = await rowOf(
      this.#connection,
      `SELECT sum(n)::DOUBLE AS n, max(n)::DOUBLE AS most FROM ${table}`,
      this.#run,
    );
    const counted = { table, rows: Number(sums.get('n') ?? 0), unique: Number(sums.get('most') ?? 0) <= 1 };
    this.#tables.set(key, counted);
    return counted;
  }

  async drop(): Promise<void> {
    for (const { table } of this.#tables.values())
      await this.#connection.query(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** A key made comparable, as SQL: null where it is missing or nothing is left of it. */
export function keySql(column: string, normalised: Normalised, asText: boolean): string {
  if (normalised === 'trimmed, lower case') return `nullif(lower(trim(${column}::VARCHAR)), '')`;
  if (normalised === 'digits')
    return `nullif(ltrim(regexp_replace(${column}::VARCHAR, '[^0-9]', '', 'g'), '0'), '')`;
  return asText ? `nullif(${column}::VARCHAR, '')` : column;
}

function bestOfEachTwo(found: readonly JoinCandidate[]): JoinCandidate[] {
  const worth = ({ leftCoverage, rightCoverage, leftUnique, rightUnique }: JoinCandidate): number =>
    leftCoverage + rightCoverage + (leftUnique || rightUnique ? 0.1 : 0);
  return twoOfEachTwo(found, worth, ({ left, right }) => `${left}\n${right}`);
}

/** The best in order, of every group at most two, the second only where it comes near the first. */
function twoOfEachTwo<T>(all: readonly T[], worth: (one: T) => number, group: (one: T) => string): T[] {
  const taken = new Map<string, T[]>();
  return [...all]
    .sort((one, other) => worth(other) - worth(one))
    .filter((one) => {
      const before = taken.get(group(one)) ?? [];
      const best = before[0];
      if (before.length >= 2 || (best !== undefined && worth(one) < 0.6 * worth(best))) return false;
      taken.set(group(one), [...before, one]);
      return true;
    });
}
