import type { ExportAs } from '../engine/api';
import { download, fileNameOf } from './download';
import { resultsFile } from './results-file';
import type { Workspace } from './workspace.svelte';

/** A file that takes longer, in milliseconds, is said to be on its way. */
const PATIENCE = 700;

const baseName = (workspace: Workspace): string => fileNameOf(workspace.notebook.document.frontMatter.title);

/** The notebook's text, byte for byte what is stored. */
export function saveNotebook(workspace: Workspace): void {
  const file = new Blob([workspace.notebook.text], { type: 'text/markdown' });
  download(file, `${baseName(workspace)}.soundings.md`);
}

/** Everything computed, as JSON at full precision. */
export function saveResults(workspace: Workspace): void {
  workspace.attempt(async () => {
    const { notebook, runs, sources, engine, engineVersion } = workspace;
    const file = await resultsFile(notebook, runs, sources, engine, engineVersion);
    download(file, `${baseName(workspace)}.results.json`);
  });
}

/** A relation as a file of every row. */
export function saveTable(workspace: Workspace, relation: string, as: ExportAs): Promise<void> {
  return workspace.attempt(async () => {
    let notice: number | null = null;
    const slow = setTimeout(() => (notice = workspace.notify(`Writing ${relation} to a file…`)), PATIENCE);
    const outcome = await workspace.engine.exportTable(relation, as);
    clearTimeout(slow);
    if (notice !== null) workspace.notices.delete(notice);
    if (outcome.ok) download(outcome.value, `${relation}.${as === 'excel-csv' ? 'csv' : as}`);
    else workspace.notify(outcome.problem.message, 'caution', outcome.problem.hint);
  });
}
