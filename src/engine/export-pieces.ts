import { ident } from '../sql/quote';
import type { OnProgress } from '../values/progress';
import type { ColumnInfo, Table } from '../values/table';
import type { RelationInfo } from './api';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import { readable } from './relations';
import type { Run } from './run';

const PIECE = 50_000;

/** What is selected for each column, under its name. */
export interface Selected {
  sql: readonly string[];
  /** What the columns are taken for; absent: what DuckDB says of the result. */
  as?: readonly ColumnInfo[];
}

/** As the page reads them: every value as near as JavaScript has it. */
export const asRead = ({ columns }: RelationInfo): Selected => ({ sql: columns.map(readable), as: columns });

/** Microseconds and long decimals come as text, because a double would change them. */
export const toTheDigit = ({ columns }: RelationInfo): Selected => ({
  sql: columns.map(exactly),
  as: columns,
});

/**
 * The rows of a relation in stored order, in pieces, for writing them to a file. DuckDB's own COPY takes several seconds
 * for a million rows and cannot be stopped. Throws `Stopped` between pieces.
 */
export async function* piecesOf(
  look: Connection,
  { relation, columns, rowCount }: RelationInfo,
  selected: Selected,
  run: Run,
  onProgress: OnProgress,
): AsyncGenerator<Table> {
  const numbered = columns.every(({ name }) => name.toLowerCase() !== 'rowid');
  const select = `SELECT ${selected.sql.join(', ')} FROM ${ident(relation)}`;
  for (let from = 0; from < rowCount; from += PIECE) {
    run.check();
    onProgress({ stage: `Writing ${relation}`, fraction: from / rowCount });
    const where = numbered
      ? `WHERE rowid >= ${from} AND rowid < ${from + PIECE} ORDER BY rowid`
      : `LIMIT ${PIECE} OFFSET ${from}`;
    yield decodeTable(await look.query(`${select} ${where}`, run), selected.as);
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
