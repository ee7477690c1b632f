import { fitOf, newBody } from '../cells/addable';
import type { Cell } from '../notebook/document';
import { addCell, addTextCell, moveCell, removeCell, setFolded } from '../notebook/edit';
import { duplicateCell, freshName, renameCell } from '../notebook/rename';
import { problemOf } from '../values/problem';
import { saveCsv } from './exports';
import { publishedBy } from './plan';
import type { Workspace } from './workspace.svelte';

/** What a person can do to a cell, for its menu, its keys and the command palette alike. */
export interface CellAction {
  label: string;
  keys?: string;
  separated?: boolean;
  disabled?: boolean;
  run: () => void;
}

/** Adds a cell at that place among the cells and opens its editor. */
export function add(workspace: Workspace, kind: string, index: number, from?: string): void {
  const relation = from ?? likelyRelation(workspace, kind);
  const body = newBody(kind, workspace.runs.context(), relation);
  const name = kind === 'text' ? '' : freshName(workspace.notebook.document, kind.replaceAll('-', '_'), kind);
  const before = new Set(workspace.notebook.cells.map((cell) => cell.id));
  workspace.edit(`Add ${kind}`, (document) =>
    kind === 'text' ? addTextCell(document, index, body) : addCell(document, index, { kind, name, body }),
  );
  const added = workspace.notebook.cells.find((cell) => !before.has(cell.id));
  if (!added) return;
  if (kind !== 'input') workspace.editing = added.id;
  focus(workspace, added.id);
}

/** The relation a new cell most likely reads: the one whose columns suit it best, sources first, else the first. */
function likelyRelation(workspace: Workspace, kind: string): string | undefined {
  const context = workspace.runs.context();
  const names = [
    ...workspace.notebook.document.frontMatter.sources.map(({ name }) => name),
    ...[...workspace.runs.tables.values()].map(({ relation }) => relation),
  ];
  const fits = names.map((name) => fitOf(kind, context.columns(name) ?? [], context.labels(name)));
  return names[fits.indexOf(Math.max(...fits))];
}

export function remove(workspace: Workspace, cell: Cell): void {
  const cells = workspace.notebook.cells;
  const index = cells.findIndex(({ id }) => id === cell.id);
  workspace.edit(`Delete ${cell.name || 'text'}`, (document) => removeCell(document, cell.id));
  workspace.notify(`Deleted ${cell.name || 'the text'}. Ctrl+Z brings it back.`);
  const next = cells[index + 1] ?? cells[index - 1];
  if (next) focus(workspace, next.id);
}

export function move(workspace: Workspace, cell: Cell, by: -1 | 1): void {
  const index = workspace.notebook.cells.findIndex(({ id }) => id === cell.id) + by;
  if (index < 0 || index >= workspace.notebook.cells.length) return;
  workspace.edit('Move cell', (document) => moveCell(document, cell.id, index));
  focus(workspace, cell.id);
}

export function duplicate(workspace: Workspace, cell: Cell): void {
  workspace.edit('Duplicate cell', (document) => duplicateCell(document, cell.id));
}

/** References in other cells follow; a name that will not do is said and nothing changes. */
export function rename(workspace: Workspace, cell: Cell, name: string): void {
  const wanted = name.trim();
  if (wanted === '' || wanted === cell.name) return;
  try {
    workspace.edit(`Rename ${cell.name}`, (document) => renameCell(document, cell.id, wanted));
  } catch (error) {
    const problem = problemOf(error);
    workspace.notify(problem.message, 'caution', problem.hint);
  }
}

export function fold(workspace: Workspace, cell: Cell): void {
  workspace.edit(cell.folded ? 'Unfold' : 'Fold', (document) => setFolded(document, cell.id, !cell.folded));
}

export function focusBy(workspace: Workspace, cell: Cell, by: -1 | 1): void {
  const cells = workspace.notebook.cells;
  const next = cells[cells.findIndex(({ id }) => id === cell.id) + by];
  if (next) focus(workspace, next.id);
}

/** Opens what edits a cell and moves the keyboard into it: its editor, else the first field of its form. */
function edit(workspace: Workspace, cell: Cell): void {
  workspace.editing = cell.id;
  setTimeout(() => {
    const element = document.querySelector(`[data-cell="${cell.id}"]`);
    element?.querySelector<HTMLElement>('.cm-content, form :is(select, input)')?.focus();
  });
}

/** Moves the keyboard to a cell once it is on the page. */
export function focus(workspace: Workspace, id: string): void {
  workspace.selected = id;
  setTimeout(() => {
    const element = document.querySelector<HTMLElement>(`[data-cell="${id}"]`);
    if (!element?.contains(document.activeElement)) element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  });
}

export function menuOf(workspace: Workspace, cell: Cell, onrename: () => void): CellAction[] {
  const text = cell.kind === 'text';
  const index = workspace.notebook.cells.findIndex(({ id }) => id === cell.id);
  const locked = workspace.notebook.readOnly;
  return [
    ...(text ? [] : [{ label: 'Run', keys: 'Ctrl Enter', run: () => workspace.runs.run(cell.id) }]),
    { label: 'Edit', keys: 'Enter', disabled: locked, run: () => edit(workspace, cell) },
    ...(cell.kind === 'sql' || cell.kind === 'chart'
      ? [
          {
            label: cell.folded ? 'Unfold' : 'Fold',
            keys: 'F',
            disabled: locked,
            run: () => fold(workspace, cell),
          },
        ]
      : []),
    ...(text ? [] : [{ label: 'Rename', keys: 'R', disabled: locked, run: () => setTimeout(onrename) }]),
    {
      label: 'Copy as text',
      keys: 'C',
      separated: true,
      run: () => void navigator.clipboard.writeText(cell.text),
    },
    { label: 'Duplicate', keys: 'D', disabled: locked, run: () => duplicate(workspace, cell) },
    {
      label: 'Move up',
      keys: 'Alt Shift ↑',
      disabled: locked || index === 0,
      run: () => move(workspace, cell, -1),
    },
    {
      label: 'Move down',
      keys: 'Alt Shift ↓',
      disabled: locked || index === workspace.notebook.cells.length - 1,
      run: () => move(workspace, cell, 1),
    },
    ...exportActions(workspace, cell),
    { label: 'Delete', keys: 'Del', separated: true, disabled: locked, run: () => remove(workspace, cell) },
  ];
}

function exportActions(workspace: Workspace, cell: Cell): CellAction[] {
  const tables = publishedBy(cell).filter((name) => workspace.runs.tables.has(name));
  return tables.map((name, index) => ({
    label: `Save ${name} as CSV`,
    separated: index === 0,
    run: () => saveCsv(workspace, name),
  }));
}

/** Keys of a cell that has the focus itself (not its editor). */
export function cellKey(workspace: Workspace, cell: Cell, event: KeyboardEvent, onrename: () => void): void {
  if (event.isComposing) return;
  const vertical = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  const index = workspace.notebook.cells.findIndex(({ id }) => id === cell.id);
  const modified = event.ctrlKey || event.metaKey;
  const actions: [boolean, () => void][] = [
    [vertical !== 0 && event.altKey && event.shiftKey, () => move(workspace, cell, vertical as -1 | 1)],
    [vertical !== 0 && !modified && !event.shiftKey, () => focusBy(workspace, cell, vertical as -1 | 1)],
    [event.key === 'Enter' && modified, () => workspace.runs.run(cell.id)],
    [event.key === 'Enter' && !modified, () => edit(workspace, cell)],
    [event.key === 'Delete' || event.key === 'Backspace', () => remove(workspace, cell)],
    [event.key === 'a' && !modified, () => add(workspace, 'sql', index)],
    [event.key === 'b' && !modified, () => add(workspace, 'sql', index + 1)],
    [event.key === 't' && !modified, () => add(workspace, 'text', index + 1)],
    [event.key === 'd' && !modified, () => duplicate(workspace, cell)],
    [event.key === 'f' && !modified, () => fold(workspace, cell)],
    [event.key === 'r' && !modified && cell.kind !== 'text', onrename],
    [event.key === 'c' && !modified, () => void navigator.clipboard.writeText(cell.text)],
  ];
  const action = actions.find(([matches]) => matches)?.[1];
  if (!action) return;
  event.preventDefault();
  action();
}
