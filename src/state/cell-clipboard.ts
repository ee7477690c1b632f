import type { Cell } from '../notebook/document';
import { cellsOfText, insertCells } from '../notebook/paste';
import { formatPlural } from '../values/format';
import { attempt, focus, remove } from './cell-actions';
import { chosenCells } from './chosen-cells';
import { writeClipboard } from './clipboard';
import { resultMarkdown } from './result-markdown';
import type { Workspace } from './workspace.svelte';

/** Cells as the text that they are in the file: what a paste takes, here or in another notebook. */
export const textOfCells = (cells: readonly Cell[]): string => cells.map(({ text }) => text).join('\n\n');

async function put(workspace: Workspace, text: string, said: string): Promise<void> {
  if (await writeClipboard({ 'text/plain': text })) workspace.notify(said);
  else
    workspace.notify('The browser did not allow copying.', 'caution', 'Allow the clipboard for this page.');
}

export function copy(workspace: Workspace, cell: Cell): void {
  const chosen = chosenCells(workspace, cell);
  const what = chosen.length === 1 ? cell.name || 'the text' : formatPlural(chosen.length, 'cell');
  void put(workspace, textOfCells(chosen), `Copied ${what} as text.`);
}

export function cut(workspace: Workspace, cell: Cell): void {
  copy(workspace, cell);
  remove(workspace, cell);
}

/** Findings and the first rows of the result, as Markdown. */
export function copyResult(workspace: Workspace, cell: Cell): void {
  const { result } = workspace.runs.get(cell.id);
  if (result) void put(workspace, resultMarkdown(result), `Copied the result of ${cell.name} as Markdown.`);
}

/** Cells from a text: a notebook's, cells', SQL or prose; below the chosen ones, else at the end. */
export function paste(workspace: Workspace, text: string): void {
  const cells = cellsOfText(text);
  if (cells.length === 0 || workspace.notebook.readOnly) return;
  const page = workspace.notebook.cells;
  const places = [workspace.selected, workspace.anchor].map((id) => page.findIndex((cell) => cell.id === id));
  const index = Math.max(...places) < 0 ? page.length : Math.max(...places) + 1;
  const before = new Set(page.map(({ id }) => id));
  attempt(workspace, `Paste ${formatPlural(cells.length, 'cell')}`, (document) =>
    insertCells(document, index, cells),
  );
  workspace.anchor = null;
  const added = workspace.notebook.cells.filter(({ id }) => !before.has(id));
  const last = added.at(-1);
  if (!last) return;
  focus(workspace, last.id);
  workspace.notify(`Pasted ${formatPlural(added.length, 'cell')}. Ctrl+Z takes it back.`);
}

/** Pastes from the clipboard by a menu or a key, where the browser allows reading it. */
export async function pasteFromClipboard(workspace: Workspace): Promise<void> {
  try {
    paste(workspace, await navigator.clipboard.readText());
  } catch {
    workspace.notify(
      'The browser did not allow reading the clipboard.',
      'caution',
      'Press Ctrl+V on a cell instead.',
    );
  }
}
