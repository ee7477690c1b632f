import { InputProblem } from '../../values/problem';
import type { ImportPreview, ImportRequest } from '../import-api';
import type { Database } from '../database';
import type { Run } from '../run';

/** The beginning of a file, read as it would be imported. */
export function previewImport(
  _database: Database,
  _request: ImportRequest,
  _run: Run,
): Promise<ImportPreview> {
  return Promise.reject(new InputProblem('The preview is not there yet.'));
}
