import { saveNotebook } from '../state/exports';
import type { Workspace } from '../state/workspace.svelte';

/** One shortcut of the whole page, also shown in the keyboard help. `Mod` is Ctrl, or Cmd on a Mac. */
export interface Shortcut {
  keys: string;
  does: string;
}

export const shortcuts: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: 'Mod K', does: 'Command palette' },
      { keys: 'Mod Z', does: 'Undo (in an editor: its own undo)' },
      { keys: 'Mod Shift Z', does: 'Redo' },
      { keys: 'Mod Shift Enter', does: 'Run all' },
      { keys: 'Mod .', does: 'Stop' },
      { keys: 'Mod S', does: 'Save the notebook as a file' },
      { keys: 'Mod O', does: 'Open a notebook file' },
      { keys: '?', does: 'This help' },
    ],
  },
  {
    title: 'In an editor',
    shortcuts: [
      { keys: 'Mod Enter', does: 'Run the cell' },
      { keys: 'Escape', does: 'Leave the editor, to the cell' },
    ],
  },
  {
    title: 'On a cell',
    shortcuts: [
      { keys: '↑ ↓', does: 'Cell above, cell below' },
      { keys: 'Enter', does: 'Edit' },
      { keys: 'Mod Enter', does: 'Run' },
      { keys: 'A, B', does: 'New SQL cell above, below' },
      { keys: 'T', does: 'New text below' },
      { keys: 'D', does: 'Duplicate' },
      { keys: 'R', does: 'Rename' },
      { keys: 'F', does: 'Fold' },
      { keys: 'C', does: 'Copy as text' },
      { keys: 'Alt Shift ↑ ↓', does: 'Move' },
      { keys: 'Delete', does: 'Delete (undo brings it back)' },
    ],
  },
];

const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

/** Acts on a key that belongs to no editor, field or dialog. */
export function pageKey(workspace: Workspace, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const modified = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const actions: [boolean, () => void][] = [
    [modified && key === 'k', () => (workspace.dialog = 'palette')],
    [modified && key === '.', () => workspace.stop()],
    [modified && event.shiftKey && key === 'enter', () => workspace.runAll()],
    [modified && !event.shiftKey && key === 's', () => saveNotebook(workspace)],
    [modified && !event.shiftKey && key === 'o', () => workspace.chooseNotebook?.()],
    [modified && !event.shiftKey && key === 'z' && !typing(event.target), () => workspace.undo()],
    [
      modified && ((event.shiftKey && key === 'z') || key === 'y') && !typing(event.target),
      () => workspace.redo(),
    ],
    [event.key === '?' && !modified && !typing(event.target), () => (workspace.dialog = 'keyboard')],
  ];
  const action = actions.find(([matches]) => matches)?.[1];
  if (!action) return;
  event.preventDefault();
  action();
}
