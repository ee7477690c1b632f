import type { JoinCandidate } from '../engine/api';
import { addCell } from '../notebook/edit';
import { profileSql } from '../notebook/profile-cell';
import { freshName } from '../notebook/rename';
import { focus } from './cell-actions';
import type { Workspace } from './workspace.svelte';

/** Adds a SQL cell with one row per key, joined from the sources that match, at the end of the notebook; it runs at once. */
export function addProfile(workspace: Workspace, chosen: JoinCandidate, all: readonly JoinCandidate[]): void {
  const columns = (relation: string) => workspace.runs.tables.get(relation.toLowerCase())?.columns ?? [];
  const body = profileSql(chosen, all, columns);
  const name = freshName(workspace.notebook.document, 'profile');
  const title = `One row per ${chosen.leftColumn}`;
  const before = new Set(workspace.notebook.cells.map(({ id }) => id));
  workspace.edit(`Add ${name}`, (document) =>
    addCell(document, workspace.notebook.cells.length, { kind: 'sql', name, body, title }),
  );
  const added = workspace.notebook.cells.find(({ id }) => !before.has(id));
  if (added) focus(workspace, added.id);
}
