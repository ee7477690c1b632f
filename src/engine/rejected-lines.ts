import { REJECTED } from '../formats/text/read-csv';
import { cellAt, columnNamed } from '../values/table';
import type { ImportReport } from './api';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import { numberOf } from './relations';

const MOST_LINES = 1000;

/** DuckDB's kinds of broken structure in a person's words. */
const REASONS: Record<string, string> = {
  'MISSING COLUMNS': 'too few fields',
  'TOO MANY COLUMNS': 'too many fields',
  'UNQUOTED VALUE': 'a quote in the wrong place',
  'LINE SIZE OVER MAXIMUM': 'longer than 2 MB',
  'INVALID ENCODING': 'bytes that are not text in this encoding',
};

/** The lines that were rejected, once each, and the first thousand of them with reason, number in the file and text. */
export async function rejectedLines(
  connection: Connection,
): Promise<Pick<ImportReport, 'rejected' | 'rejectedCount'>> {
  const broken = `FROM ${REJECTED} WHERE error_type <> 'CAST'`;
  const rejectedCount = await numberOf(connection, `SELECT count(DISTINCT line) ${broken}`);
  if (rejectedCount === 0) return { rejected: [], rejectedCount };
  const table = decodeTable(
    await connection.query(
      `SELECT line, first(CAST(error_type AS VARCHAR)) AS kind, first(error_message) AS message,
         left(first(csv_line), 2000) AS text ${broken} GROUP BY line ORDER BY line LIMIT ${MOST_LINES}`,
    ),
  );
  const text = (name: string, row: number): string => {
    const column = columnNamed(table.columns, name);
    return String((column && cellAt(column, row)) ?? '');
  };
  const rejected = Array.from({ length: table.rowCount }, (_, row) => ({
    line: Number(text('line', row)),
    reason: reasonOf(text('kind', row), text('message', row)),
    text: text('text', row),
  }));
  return { rejected, rejectedCount };
}

function reasonOf(kind: string, message: string): string {
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  const reason = REASONS[kind] ?? kind.toLowerCase();
  return found === undefined ? reason : `${reason}: ${found} instead of ${expected ?? ''}`;
}
