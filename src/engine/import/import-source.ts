import type { OnProgress } from '../../values/progress';
import type { Database } from '../database';
import type { ImportReport, ImportRequest } from '../import-api';
import type { Run } from '../run';
import { importReport } from './import-report';
import { refuseTooBig } from './memory-need';
import { openFile } from './open-file';
import { readUntilItFits } from './read-until-it-fits';
import { SourceLoader } from './source-loader';
import { planTable } from './table-plan';
import { forWidth } from './wide-table';

/**
 * Reads a file into a table, replacing the one of that name only when all went well. Structure, conventions and types
 * are taken from a sample and the file is read with them at once; where a value further down does not fit, the file is
 * read again another way, until what is in the table is what is in the file.
 */
export async function importSource(
  database: Database,
  request: ImportRequest,
  run: Run,
  onProgress: OnProgress,
): Promise<ImportReport> {
  const started = performance.now();
  onProgress({ stage: `Opening ${request.fileName}`, fraction: 0 });
  const { archive, table: found } = await openFile(request, run);
  const { table, plan } = await planTable(found, request.choices, request.chosenTypes ?? []);
  await refuseTooBig(database.work, table, plan);
  const loader = new SourceLoader(database, request, run, onProgress, table);
  try {
    const read = await forWidth(database.work, plan.columns.length, () =>
      readUntilItFits(database.work, request, loader, plan, run),
    );
    return await importReport(
      database.work,
      request,
      { ...read, archive, started, salted: loader.salted },
      run,
    );
  } finally {
    await loader.end();
  }
}
