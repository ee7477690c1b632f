import type { Cell } from '../notebook/document';
import type { Workspace } from './workspace.svelte';

/** The cells that something is done to: those chosen together, where the cell is one of them; else the cell alone. */
export function chosenCells(workspace: Workspace, cell: Cell): readonly Cell[] {
  const { cells } = workspace.notebook;
  const index = (id: string | null): number => cells.findIndex((other) => other.id === id);
  const [anchor, selected] = [index(workspace.anchor), index(workspace.selected)];
  if (anchor < 0 || selected < 0) return [cell];
  const chosen = cells.slice(Math.min(anchor, selected), Math.max(anchor, selected) + 1);
  return chosen.some(({ id }) => id === cell.id) ? chosen : [cell];
}
