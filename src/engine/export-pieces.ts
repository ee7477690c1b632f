import { ident } from '../sql/quote';
import type { OnProgress } from '../values/progress';
import type { ColumnInfo, Table } from '../values/table';
import type { RelationInfo } from './api';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import { readable } from './relations';
import type { Run } from './run';

const PIECE = 50_000;

/**
 * The rows of a relation in stored order, in pieces, for writing them to a file. DuckDB's own COPY takes several seconds
 * for a million rows and cannot be stopped. Throws `Stopped` between pieces.
 *
 * @param exact true: microseconds and long decimals come as text, because a double would change them. A list: what is
 *   selected for each column instead, under its name; the types are then those of the result.
 */
export async function* piecesOf(
  look: Connection,
  { relation, columns, rowCount }: RelationInfo,
  run: Run,
  onProgress: OnProgress,
  exact: boolean | readonly string[],
): AsyncGenerator<Table> {
  const numbered = columns.every(({ name }) => name.toLowerCase() !== 'rowid');
  const chosen = typeof exact === 'boolean' ? columns.map(exact ? exactly : readable) : exact;
  const select = `SELECT ${chosen.join(', ')} FROM ${ident(relation)}`;
  const infos = typeof exact === 'boolean' ? columns : undefined;
  for (let from = 0; from < rowCount; from += PIECE) {
    run.check();
    onProgress({ stage: `Writing ${relation}`, fraction: from / rowCount });
    const where = numbered
      ? `WHERE rowid >= ${from} AND rowid < ${from + PIECE} ORDER BY rowid`
      : `LIMIT ${PIECE} OFFSET ${from}`;
    yield decodeTable(await look.query(`${select} ${where}`, run), infos);
  }
}

/** Digits that a double holds of any decimal. */
const DIGITS = 15;

function exactly(column: ColumnInfo): string {
  const name = ident(column.name);
  const digits = Number(/^DECIMAL\((\d+)/i.exec(column.type)?.[1] ?? 0);
  if (digits > DIGITS) return `CAST(${name} AS VARCHAR) AS ${name}`;
  // Infinite times are no times, as everywhere else.
  if (/^TIMESTAMP(_NS)?$/i.test(column.type))
    return `CASE WHEN isfinite(${name}) THEN CAST(${name} AS VARCHAR) END AS ${name}`;
  return readable(column);
}
