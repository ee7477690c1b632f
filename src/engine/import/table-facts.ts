import { ident } from '../../sql/quote';
import { cellAt, type ColumnInfo } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import { numberOf } from '../relations';
import type { Run } from '../run';

/** Above this finding rows that repeat takes longer than a person waits for it. */
const MOST_COMPARED = 300_000;
const MOST_COUNTED = 20_000_000;
/** An approximate count of distinct values may be wrong by so much. */
const ROUGH = 0.9;

/** Counting what is distinct takes a megabyte and more a column, however few the rows. */
const MOST_AT_ONCE = 50;

/** Columns without a missing or repeated value, in the table's order. An empty table has none. */
export async function keysOf(
  connection: Connection,
  target: string,
  columns: readonly ColumnInfo[],
  rows: number,
  run: Run,
): Promise<string[]> {
  const candidates = columns.filter(({ type }) =>
    /^(VARCHAR|BIGINT|INTEGER|HUGEINT|UBIGINT|UUID)$/.test(type),
  );
  if (rows === 0 || rows > MOST_COUNTED || candidates.length === 0) return [];
  // A part of the rows tells most columns apart; most tables have one key or none.
  const some = Math.min(rows, 10_000);
  const likely = await those(connection, candidates, run, {
    sql: ({ name }) => `count(DISTINCT ${ident(name)}) = ${some}`,
    from: `(FROM ${target} LIMIT ${some})`,
  });
  if (some === rows) return likely.map(({ name }) => name);
  const roughly = await those(connection, likely, run, {
    sql: ({ name }) =>
      `count(${ident(name)}) = ${rows} AND approx_count_distinct(${ident(name)}) > ${ROUGH * rows}`,
    from: target,
  });
  const exactly = await those(connection, roughly, run, {
    sql: ({ name }) => `count(DISTINCT ${ident(name)}) = ${rows}`,
    from: target,
  });
  return exactly.map(({ name }) => name);
}

async function those(
  connection: Connection,
  columns: readonly ColumnInfo[],
  run: Run,
  { sql, from }: { sql(column: ColumnInfo): string; from: string },
): Promise<ColumnInfo[]> {
  if (columns.length > MOST_AT_ONCE) {
    const first = await those(connection, columns.slice(0, MOST_AT_ONCE), run, { sql, from });
    return [...first, ...(await those(connection, columns.slice(MOST_AT_ONCE), run, { sql, from }))];
  }
  if (columns.length === 0) return [];
  const table = decodeTable(
    await connection.query(
      `SELECT ${columns.map((column, i) => `${sql(column)} AS c${i}`).join(', ')} FROM ${from}`,
      run,
    ),
  );
  return columns.filter((_, i) => table.columns[i] && cellAt(table.columns[i], 0) === true);
}

/** Rows that are wholly the same as an earlier one; null where finding out would take too long. */
export async function duplicateRows(
  connection: Connection,
  target: string,
  columns: readonly ColumnInfo[],
  rows: number,
  run: Run,
): Promise<number | null> {
  if (rows > MOST_COMPARED) return null;
  const whole = `hash(${columns.map(({ name }) => ident(name)).join(', ')})`;
  return numberOf(connection, `SELECT count(*) - count(DISTINCT ${whole}) FROM ${target}`, run);
}
