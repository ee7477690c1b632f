import { kindOf } from '../cells/kinds';
import type { Cell } from '../notebook/document';
import { setBody } from '../notebook/edit';
import { problemOf } from '../values/problem';
import type { Workspace } from './workspace.svelte';

/** Lays out a cell's text as its kind does, as one step of undo; a refusal is said and changes nothing. */
export async function formatCell(workspace: Workspace, cell: Cell): Promise<void> {
  await formatCells(workspace, [cell]);
}

/** Lays out every cell whose kind knows how, as one step. What cannot be laid out is said and stays. */
export async function formatCells(workspace: Workspace, cells: readonly Cell[]): Promise<void> {
  const bodies = new Map<string, string>();
  for (const cell of cells) {
    try {
      const body = await kindOf(cell.kind)?.format?.(cell.body);
      if (body !== undefined) bodies.set(cell.id, body);
    } catch (error) {
      const { message, hint } = problemOf(error);
      workspace.notify(cells.length > 1 ? `${cell.name}: ${message}` : message, 'caution', hint);
    }
  }
  workspace.edit('Format SQL', (document) =>
    cells.reduce((changed, { id, body }) => {
      // A cell that was typed in or deleted meanwhile is left alone.
      const isSame = workspace.notebook.cell(id)?.body === body;
      return isSame ? setBody(changed, id, bodies.get(id) ?? body) : changed;
    }, document),
  );
}
