import type { ImportChoices, ImportReport, ImportRequest } from '../../src/engine/api';
import type { Database } from '../../src/engine/database';
import { decodeTable } from '../../src/engine/decode';
import { importSource } from '../../src/engine/import/import-source';
import { Run } from '../../src/engine/run';
import { cellAt, type Cell } from '../../src/values/table';

/** Reads a file into the table `t`, as the worker does. */
export const readFile = (
  database: Database,
  content: BlobPart,
  choices: ImportChoices = {},
  more: Partial<ImportRequest> = {},
): Promise<ImportReport> =>
  importSource(
    database,
    { relation: 't', file: new Blob([content]), fileName: 'orders.csv', choices, ...more },
    new Run(),
    () => undefined,
  );

/** The rows of a query. */
export async function rowsOf(database: Database, sql = 'FROM t'): Promise<Cell[][]> {
  const table = decodeTable(await database.work.query(sql));
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellAt(column, row)),
  );
}
