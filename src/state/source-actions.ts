import { removeSource, setSource } from '../notebook/edit-head';
import { relationNameOfFile } from '../notebook/names';
import { renameSource } from '../notebook/rename';
import type { Workspace } from './workspace.svelte';

/** What a person can do to a source, for its card, its report and the drop of a file alike. */

/** Binds a file to a source that has none, or another file to one that has. */
export function bindFile(workspace: Workspace, relation: string, file: File): void {
  const declared = workspace.declared(relation);
  if (!declared) return;
  noteBinding(workspace, relation);
  const typesBind = !workspace.declarations.detectedTypes.has(relation.toLowerCase());
  void workspace.sources.bind(workspace.library.notebookId, declared, file, { keep: true, typesBind });
  workspace.runs.refresh();
}

/** A person binds a file: what the notebook does not say yet of its reading is written down with it. */
export function noteBinding(workspace: Workspace, relation: string): void {
  const declared = workspace.declared(relation);
  const key = relation.toLowerCase();
  if (!declared) return;
  if (!Object.values(declared.columns).some(({ type }) => type !== undefined))
    workspace.declarations.detectedTypes.add(key);
  if (Object.keys(declared.import).length === 0) workspace.declarations.written.add(key);
}

/** A file named like a source's: bound at once; where another is in use, what it changes is said beside it. */
export function takeFile(workspace: Workspace, relation: string, file: File): void {
  if (isInUse(workspace, relation)) void workspace.nextFiles.offer(relation, file, true);
  else bindFile(workspace, relation, file);
}

/** Another file for a source: where one is in use, what changes is said first. */
export function replaceFile(workspace: Workspace, relation: string, file: File): void {
  if (isInUse(workspace, relation)) void workspace.nextFiles.offer(relation, file, false);
  else bindFile(workspace, relation, file);
}

const isInUse = (workspace: Workspace, relation: string): boolean =>
  workspace.sources.get(relation)?.status === 'ready' && workspace.runs.tables.has(relation.toLowerCase());

/** The file that a new one took the place of is the source's again. */
export function putBack(workspace: Workspace, relation: string): void {
  const file = workspace.nextFiles.get(relation)?.previous.file;
  void workspace.nextFiles.dismiss(relation);
  if (file) bindFile(workspace, relation, file);
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
  const declared = workspace.declared(relation);
  if (!declared) return;
  workspace.edit(`Remove ${relation}`, (document) => removeSource(document, declared.name));
  workspace.sources.removed.set(relation.toLowerCase(), declared);
  workspace.notify(`Removed ${relation} from the notebook. Ctrl+Z brings it back.`);
}

/** A source removed while the notebook is open comes back with all that was decided; under a free name where its own is taken. */
export function restore(workspace: Workspace, relation: string): void {
  const removed = workspace.sources.removed.get(relation.toLowerCase());
  const file = workspace.sources.get(relation)?.file;
  if (!removed) return;
  const { relations, variables } = workspace.runs.plan.names;
  const taken = new Set([...relations, ...variables]);
  const name = taken.has(removed.name) ? relationNameOfFile(removed.file, taken) : removed.name;
  workspace.attempt(() => {
    workspace.notebook.edit(`Restore ${name}`, (document) => setSource(document, { ...removed, name }));
    workspace.sources.removed.delete(relation.toLowerCase());
    workspace.followDocument();
    if (file && name !== removed.name) bindFile(workspace, name, file);
  });
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
