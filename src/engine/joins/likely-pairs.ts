import { ident } from '../../sql/quote';
import { cellAt, type NumberColumn } from '../../values/table';
import { decodeTable } from '../decode';
import { encodeColumns } from '../encode';
import { INTERNAL_SCHEMA } from '../lock';
import type { Connection } from '../queries';
import type { Run } from '../run';
import { twoOfEachTwo } from './best-of-two';
import type { KeyColumn } from './key-columns';
import { spellings, WAYS, type Normalised } from './key-spelling';

/** Two columns of which the sample of one is found in the other. */
export interface Pair {
  left: KeyColumn;
  right: KeyColumn;
  normalised: Normalised;
  /** Share of the sample found. */
  share: number;
}

/** How many of a column's sample were found in another column, by how they had to be written. */
type Hits = Record<Normalised, number>;

const LEAST_SHARE = 0.2;
const MOST_PAIRS = 6;
const SAMPLES_NAME = 'join_samples';
const SAMPLES = `${INTERNAL_SCHEMA}.${SAMPLES_NAME}`;

/**
 * Looks the sample of every column up in all columns of the other relations; gives at most six pairs, the likeliest
 * first, of which at least a fifth was found. No columns, no pairs.
 */
export async function likelyPairs(
  connection: Connection,
  columns: readonly KeyColumn[],
  run: Run,
): Promise<Pair[]> {
  await writeSamples(connection, columns);
  const pairs = new Map<string, Pair>();
  for (const column of columns) {
    for (const [other, hits] of await lookUp(connection, column, columns, run)) {
      const pair = pairOf(other, column, hits);
      const key = `${pair.left.relation}\n${pair.left.name}\n${pair.right.relation}\n${pair.right.name}`;
      if (pair.share > Math.max(pairs.get(key)?.share ?? 0, LEAST_SHARE)) pairs.set(key, pair);
    }
  }
  await connection.query(`DROP TABLE ${SAMPLES}`);
  const score = (pair: Pair): number => pair.share + (namesAlike(pair.left, pair.right) ? 0.5 : 0);
  return twoOfEachTwo(
    [...pairs.values()],
    score,
    (pair) => `${pair.left.relation}\n${pair.right.relation}`,
  ).slice(0, MOST_PAIRS);
}

/** Writes the samples of all columns in every spelling into a table, by Arrow: a statement of so many values is slow. */
async function writeSamples(connection: Connection, columns: readonly KeyColumn[]): Promise<void> {
  const rows = columns.flatMap(({ values }, sample) =>
    values.flatMap((value, place) => spellings(value).map(([how, text]) => ({ sample, place, how, text }))),
  );
  const numbers = (name: string, of: (row: (typeof rows)[number]) => number): NumberColumn => ({
    ...{ name, type: 'DOUBLE', kind: 'number' },
    values: Float64Array.from(rows, of),
  });
  const stream = encodeColumns(
    [
      numbers('sample', ({ sample }) => sample),
      numbers('place', ({ place }) => place),
      numbers('how', ({ how }) => how),
      { name: 'text', type: 'VARCHAR', kind: 'text', values: rows.map(({ text }) => text) },
      numbers('number', ({ text }) => numberIn(text)),
    ],
    false,
  );
  await connection.query(`DROP TABLE IF EXISTS ${SAMPLES}`);
  await connection.insert(stream, INTERNAL_SCHEMA, SAMPLES_NAME);
}

/** A text of digits as a number that both DuckDB and JavaScript hold to the last digit, else NaN. */
const numberIn = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** What of the others' samples stands in a column, which is read as it is. */
async function lookUp(
  connection: Connection,
  column: KeyColumn,
  columns: readonly KeyColumn[],
  run: Run,
): Promise<Map<KeyColumn, Hits>> {
  const others = [...columns.keys()].filter((i) => {
    const other = columns[i];
    return other && other.relation !== column.relation && mayMatch(column, other);
  });
  const found = new Map<KeyColumn, Hits>();
  if (others.length === 0) return found;
  const table = decodeTable(
    await connection.query(
      `SELECT sample, how, count(*) AS hits FROM (
         SELECT sample, place, min(how) AS how FROM ${SAMPLES}
         WHERE sample IN (${others.join(', ')})
           AND ${column.kind === 'text' ? 'text' : 'number::BIGINT'} IN (SELECT ${ident(column.name)} FROM ${ident(column.relation)})
         GROUP BY ALL) GROUP BY ALL`,
      run,
    ),
  );
  for (let row = 0; row < table.rowCount; row++) {
    const [sample, how, hits] = table.columns.map((one) => Number(cellAt(one, row)));
    const [other, way] = [columns[sample ?? -1], WAYS[how ?? -1]];
    if (!other || !way) continue;
    const before = found.get(other) ?? { exact: 0, 'trimmed, lower case': 0, digits: 0 };
    found.set(other, { ...before, [way]: hits });
  }
  return found;
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

/** The plainest way of writing that finds nearly all of what any of them finds of the sample of `one` in `other`. */
function pairOf(one: KeyColumn, other: KeyColumn, hits: Hits): Pair {
  const [left, right] = one.relation < other.relation ? [one, other] : [other, one];
  const all = WAYS.reduce((sum, way) => sum + hits[way], 0);
  let found = 0;
  let normalised: Normalised = 'digits';
  for (const way of WAYS) {
    found += hits[way];
    if (found < 0.95 * all) continue;
    normalised = way;
    break;
  }
  return { left, right, normalised, share: found / one.values.length };
}
