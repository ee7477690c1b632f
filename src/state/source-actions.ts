import { removeSource, setSource } from '../notebook/edit-head';
import { renameSource } from '../notebook/rename';
import type { Workspace } from './workspace.svelte';

/** What a person can do to a source, for its card, its report and the drop of a file alike. */

/** Binds a file to a source that has none, or another file to one that has. */
export function bindFile(workspace: Workspace, relation: string, file: File): void {
  const declared = workspace.declared(relation);
  if (!declared) return;
  const key = relation.toLowerCase();
  const typed = Object.values(declared.columns).some(({ type }) => type !== undefined);
  if (!typed) workspace.detectedTypes.add(key);
  if (Object.keys(declared.import).length === 0) workspace.writtenSources.add(key);
  const typesBind = !workspace.detectedTypes.has(key);
  void workspace.sources.bind(workspace.library.notebookId, declared, file, { keep: true, typesBind });
  workspace.runs.refresh();
}

/** The user says what a column is: values that do not fit become null, and the report counts them. */
export function chooseType(workspace: Workspace, relation: string, column: string, type: string): void {
  const columns = { [column]: { ...workspace.declared(relation)?.columns[column], type } };
  workspace.edit(`Read ${column} as ${type}`, (document) => setSource(document, { name: relation, columns }));
  const declared = workspace.declared(relation);
  if (!declared) return;
  workspace.detectedTypes.delete(relation.toLowerCase());
  workspace.sources.bindTypes(relation);
  void workspace.sources.reread(declared);
  workspace.runs.refresh();
}

/** The file bound now becomes the one the notebook names. */
export function acceptFile(workspace: Workspace, relation: string): void {
  const state = workspace.sources.get(relation);
  const declared = workspace.declared(relation);
  if (!state || !declared) return;
  const rows = state.report?.rows ?? declared.rows;
  workspace.edit(`Accept ${state.fileName}`, (document) =>
    setSource(document, { name: declared.name, file: state.fileName, sha256: state.sha256, rows }),
  );
  workspace.sources.acceptChanged(relation);
}

/** The file stays bound until the notebook closes, so that undo brings the source back whole. */
export function remove(workspace: Workspace, relation: string): void {
  workspace.edit(`Remove ${relation}`, (document) => removeSource(document, relation));
  workspace.notify(`Removed ${relation} from the notebook. Ctrl+Z brings it back.`);
}

/** References in the cells follow; a name that will not do is said and nothing changes. */
export function rename(workspace: Workspace, relation: string, name: string): void {
  const wanted = name.trim();
  if (wanted === '' || wanted === relation) return;
  workspace.attempt(() => {
    workspace.notebook.edit(`Rename ${relation}`, (document) => renameSource(document, relation, wanted));
    workspace.followDocument();
  });
}
