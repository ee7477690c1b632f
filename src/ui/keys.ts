import { cellKeys } from '../state/cell-keys';
import { saveNotebook } from '../state/exports';
import { isKey, type Shortcut } from '../state/shortcut';
import type { Workspace } from '../state/workspace.svelte';

interface PageKey extends Shortcut {
  /** `anywhere`: in fields and editors too, which have their own meaning of the rest. */
  anywhere: boolean;
  run: (workspace: Workspace) => void;
}

/** What keys do on the whole page: the one table for acting on them and for the help. */
const pageKeys: readonly PageKey[] = [
  {
    ...{ keys: ['Mod+k'], does: 'Command palette', anywhere: true },
    run: (workspace) => (workspace.dialog = 'palette'),
  },
  { keys: ['Mod+f'], does: 'Find in all cells', anywhere: true, run: ({ find }) => find.show(false) },
  { keys: ['Mod+h'], does: 'Find and replace', anywhere: true, run: ({ find }) => find.show(true) },
  { keys: ['F3'], does: 'Next place found', anywhere: true, run: ({ find }) => find.step(1) },
  { keys: ['Shift+F3'], does: 'Place found before', anywhere: true, run: ({ find }) => find.step(-1) },
  {
    ...{ keys: ['Mod+z'], does: 'Undo (in an editor: its own undo)', anywhere: false },
    run: (workspace) => workspace.undo(),
  },
  {
    ...{ keys: ['Mod+Shift+z', 'Mod+y'], does: 'Redo', anywhere: false },
    run: (workspace) => workspace.redo(),
  },
  {
    ...{ keys: ['Mod+Shift+Enter'], does: 'Run all', anywhere: true },
    run: (workspace) => workspace.runAll(),
  },
  { keys: ['Mod+.'], does: 'Stop', anywhere: true, run: (workspace) => workspace.stop() },
  { keys: ['m'], does: 'Map of cells', anywhere: false, run: (workspace) => (workspace.dialog = 'map') },
  {
    ...{ keys: ['Mod+s'], does: 'Save the notebook as a file', anywhere: true },
    run: (workspace) => saveNotebook(workspace),
  },
  {
    ...{ keys: ['Mod+o'], does: 'Open a notebook file', anywhere: true },
    run: (workspace) => workspace.chooseNotebook?.(),
  },
  { keys: ['?'], does: 'This help', anywhere: false, run: (workspace) => (workspace.dialog = 'keyboard') },
];

/** A table takes these where one of its cells has the keyboard; they are handled there. */
const tableKeys: readonly Shortcut[] = [
  { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], does: 'Cell beside; with Shift choose more' },
  { keys: ['Mod+a'], does: 'Choose all' },
  { keys: ['Mod+c'], does: 'Copy what is chosen' },
  { keys: ['Mod+f'], does: 'Filter the rows' },
  { keys: ['Enter'], does: 'Show a value whole; on a heading: sort, with Shift also by it' },
  { keys: ['Space'], does: 'On a heading: what is in the column' },
  { keys: ['Mod+Shift+ArrowLeft', 'Mod+Shift+ArrowRight'], does: 'On a heading: move the column' },
  { keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], does: 'On a heading: narrower, wider' },
];

/** Every key, in groups, as the help shows them. The editor's come with its code, which the page stands without. */
export async function allShortcuts(): Promise<{ title: string; shortcuts: readonly Shortcut[] }[]> {
  const { editorShortcuts } = await import('./editor/editor-keys');
  return [
    { title: 'Everywhere', shortcuts: pageKeys },
    { title: 'On a cell', shortcuts: Object.values(cellKeys) },
    { title: 'In an editor', shortcuts: editorShortcuts },
    { title: 'In a table', shortcuts: tableKeys },
  ];
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

/** Acts on a key that belongs to no editor, field or dialog. */
export function pageKey(workspace: Workspace, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const found = pageKeys.find(({ keys }) => keys.some((one) => isKey(event, one)));
  if (!found || (!found.anywhere && typing(event.target))) return;
  // A dialog keeps the letters; a second Ctrl+F on the search is the browser's own.
  const inDialog =
    event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]') !== null;
  if (inDialog && !event.ctrlKey && !event.metaKey) return;
  if (isKey(event, 'Mod+f') && event.target instanceof Element && event.target.closest('[role=search]'))
    return;
  event.preventDefault();
  found.run(workspace);
}
