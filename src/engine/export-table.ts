import type { OnProgress } from '../values/progress';
import type { ExportAs } from './api';
import type { Database } from './database';
import { exportCsv } from './export-csv';
import { exportParquet } from './export-parquet';
import { exportXlsx } from './export-xlsx';
import type { Run } from './run';

/** A relation as a file of some kind. Throws an InputProblem where there is no such relation or the kind cannot hold it. */
export function exportTable(
  database: Database,
  relation: string,
  as: ExportAs,
  run: Run,
  onProgress: OnProgress,
): Promise<Blob> {
  if (as === 'parquet') return exportParquet(database, relation, run, onProgress);
  if (as === 'xlsx') return exportXlsx(database, relation, run, onProgress);
  return exportCsv(database, relation, run, onProgress, as === 'csv' ? 'programs' : 'excel');
}
