import type { Cell } from '../notebook/document';
import * as act from './cell-actions';
import * as clipboard from './cell-clipboard';
import { isKey, type Shortcut } from './shortcut';
import type { Workspace } from './workspace.svelte';

/** What a key does on a cell that has the focus itself. `rename` opens the field of its name. */
interface CellKey extends Shortcut {
  run: (workspace: Workspace, cell: Cell, rename: () => void) => void;
}

const indexOf = (workspace: Workspace, cell: Cell): number =>
  workspace.notebook.cells.findIndex(({ id }) => id === cell.id);

/** The one table of them: the cell acts on it, its menu shows it, the help lists it. */
export const cellKeys = {
  up: { keys: ['ArrowUp', 'k'], does: 'Cell above', run: (w, c) => act.focusBy(w, c, -1) },
  down: { keys: ['ArrowDown', 'j'], does: 'Cell below', run: (w, c) => act.focusBy(w, c, 1) },
  first: { keys: ['Home'], does: 'First cell', run: (w) => act.focusEnd(w, false) },
  last: { keys: ['End'], does: 'Last cell', run: (w) => act.focusEnd(w, true) },
  chooseUp: {
    ...{ keys: ['Shift+ArrowUp', 'Shift+k'], does: 'Choose the cell above too' },
    run: (w, c) => act.focusBy(w, c, -1, true),
  },
  chooseDown: {
    ...{ keys: ['Shift+ArrowDown', 'Shift+j'], does: 'Choose the cell below too' },
    run: (w, c) => act.focusBy(w, c, 1, true),
  },
  edit: { keys: ['Enter'], does: 'Edit', run: act.edit },
  run: { keys: ['Mod+Enter'], does: 'Run', run: act.run },
  runNext: {
    ...{ keys: ['Shift+Enter'], does: 'Run, and on to the cell below' },
    run: (w, c) => {
      act.run(w, c);
      act.focusBy(w, c, 1);
    },
  },
  addAbove: { keys: ['a'], does: 'New SQL cell above', run: (w, c) => act.add(w, 'sql', indexOf(w, c)) },
  addBelow: { keys: ['b'], does: 'New SQL cell below', run: (w, c) => act.add(w, 'sql', indexOf(w, c) + 1) },
  addText: { keys: ['t'], does: 'New text below', run: (w, c) => act.add(w, 'text', indexOf(w, c) + 1) },
  duplicate: { keys: ['d'], does: 'Duplicate', run: act.duplicate },
  rename: { keys: ['r'], does: 'Rename', run: (_w, cell, rename) => cell.kind !== 'text' && rename() },
  fold: { keys: ['f'], does: 'Fold or unfold the code', run: act.fold },
  copy: { keys: ['c', 'Mod+c'], does: 'Copy as text', run: clipboard.copy },
  cut: { keys: ['x', 'Mod+x'], does: 'Cut', run: clipboard.cut },
  paste: {
    keys: ['v'],
    does: 'Paste cells, SQL or text below',
    run: (w) => void clipboard.pasteFromClipboard(w),
  },
  moveUp: {
    ...{ keys: ['Alt+ArrowUp', 'Alt+Shift+ArrowUp'], does: 'Move up' },
    run: (w, c) => act.move(w, c, -1),
  },
  moveDown: {
    ...{ keys: ['Alt+ArrowDown', 'Alt+Shift+ArrowDown'], does: 'Move down' },
    run: (w, c) => act.move(w, c, 1),
  },
  remove: { keys: ['Delete', 'Backspace'], does: 'Delete (undo brings it back)', run: act.remove },
} satisfies Record<string, CellKey>;

/** Does what the key means on that cell; a key that means nothing goes on to the page. */
export function cellKey(workspace: Workspace, cell: Cell, event: KeyboardEvent, rename: () => void): void {
  if (event.isComposing) return;
  // Words that are marked are copied by the browser, as everywhere.
  if (isKey(event, 'Mod+c') && (getSelection()?.toString() ?? '') !== '') return;
  const all: readonly CellKey[] = Object.values(cellKeys);
  const found = all.find(({ keys }) => keys.some((one) => isKey(event, one)));
  if (!found) return;
  event.preventDefault();
  found.run(workspace, cell, rename);
}
