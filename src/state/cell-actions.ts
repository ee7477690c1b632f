import { fitOf, newBody } from '../cells/addable';
import type { Cell, NotebookDocument } from '../notebook/document';
import { addCell, addTextCell, moveCell, removeCell, setFolded } from '../notebook/edit';
import { duplicateCell, freshName, renameCell } from '../notebook/rename';
import { formatPlural } from '../values/format';
import { problemOf } from '../values/problem';
import { chosenCells } from './chosen-cells';
import { publishedBy } from './plan';
import type { Workspace } from './workspace.svelte';

/** What a person can do to cells. Where several are chosen, and the cell is one of them, it is done to all. */

/** Adds a cell at that place among the cells and opens its editor. */
export function add(workspace: Workspace, kind: string, index: number, from?: string): void {
  const relation =
    from ?? (kind === 'chart' ? tableAbove(workspace, index) : likelyRelation(workspace, kind));
  const body = newBody(kind, workspace.runs.context(), relation);
  addWith(workspace, index, { kind, name: kind.replaceAll('-', '_'), body });
}

/** Adds a cell with that body under a fresh name and opens its editor. */
export function addWith(
  workspace: Workspace,
  index: number,
  { kind, name, body, title }: { kind: string; name: string; body: string; title?: string },
): void {
  const { document } = workspace.notebook;
  const fresh = kind === 'text' ? '' : freshName(document, name, kind);
  const before = new Set(workspace.notebook.cells.map((cell) => cell.id));
  workspace.edit(`Add ${kind}`, (document) =>
    kind === 'text'
      ? addTextCell(document, index, body)
      : addCell(document, index, { kind, name: fresh, body, ...(title ? { title } : {}) }),
  );
  const added = workspace.notebook.cells.find((cell) => !before.has(cell.id));
  if (!added) return;
  if (kind !== 'input') workspace.editing = added.id;
  focus(workspace, added.id);
}

/** The table that a chart most likely shows: of the nearest cell above it, else as for any cell. */
function tableAbove(workspace: Workspace, index: number): string | undefined {
  const { notebook, runs } = workspace;
  const above = notebook.cells.slice(0, index).toReversed();
  return (
    above.flatMap(publishedBy).find((name) => runs.tables.has(name)) ?? likelyRelation(workspace, 'chart')
  );
}

/** The relation a new cell most likely reads: the one whose columns suit it best, sources first, else the first. */
function likelyRelation(workspace: Workspace, kind: string): string | undefined {
  const context = workspace.runs.context();
  const names = [
    ...workspace.notebook.document.frontMatter.sources.map(({ name }) => name),
    ...[...workspace.runs.tables.values()].map(({ relation }) => relation),
  ];
  const fits = names.map((name) =>
    fitOf(kind, context.columns(name) ?? [], context.labels(name), context.meanings?.(name)),
  );
  return names[fits.indexOf(Math.max(...fits))];
}

const nameOf = (cells: readonly Cell[]): string =>
  cells.length === 1 ? cells[0]?.name || 'the text' : formatPlural(cells.length, 'cell');

export function remove(workspace: Workspace, cell: Cell): void {
  const chosen = chosenCells(workspace, cell);
  const { cells } = workspace.notebook;
  const last = cells.findIndex(({ id }) => id === chosen.at(-1)?.id);
  const next = cells[last + 1] ?? cells[last - chosen.length];
  workspace.edit(`Delete ${nameOf(chosen)}`, (document) =>
    chosen.reduce((changed, { id }) => removeCell(changed, id), document),
  );
  if (workspace.notebook.readOnly) return;
  workspace.anchor = null;
  workspace.notify(`Deleted ${nameOf(chosen)}. Ctrl+Z brings it back.`);
  if (next) focus(workspace, next.id);
  else setTimeout(() => document.querySelector<HTMLElement>('main .add button')?.focus());
}

export function move(workspace: Workspace, cell: Cell, by: -1 | 1): void {
  const { cells } = workspace.notebook;
  const chosen = chosenCells(workspace, cell);
  const first = cells.findIndex(({ id }) => id === chosen[0]?.id);
  // The neighbour changes sides: for one cell and for several alike.
  const neighbour = cells[by < 0 ? first - 1 : first + chosen.length];
  if (!neighbour) return;
  const target = by < 0 ? first + chosen.length - 1 : first;
  workspace.edit(moving(chosen), (document) => moveCell(document, neighbour.id, target));
  focus(workspace, cell.id);
}

/** Puts cells before the one at an index of the page, or at the end: what a drag ends with. */
export function moveTo(workspace: Workspace, id: string, index: number): void {
  const cell = workspace.notebook.cell(id);
  if (!cell) return;
  const chosen = chosenCells(workspace, cell);
  const { cells } = workspace.notebook;
  const first = cells.findIndex((other) => other.id === chosen[0]?.id);
  if (index >= first && index <= first + chosen.length) return;
  const put = (document: NotebookDocument, one: Cell, place: number): NotebookDocument =>
    moveCell(document, one.id, index > first ? index - 1 : index + place);
  workspace.edit(moving(chosen), (document) => chosen.reduce(put, document));
  focus(workspace, cell.id);
}

const moving = (cells: readonly Cell[]): string =>
  cells.length === 1 ? 'Move cell' : `Move ${formatPlural(cells.length, 'cell')}`;

export function duplicate(workspace: Workspace, cell: Cell): void {
  const before = new Set(workspace.notebook.cells.map(({ id }) => id));
  workspace.edit('Duplicate cell', (document) => duplicateCell(document, cell.id));
  const copy = workspace.notebook.cells.find(({ id }) => !before.has(id));
  if (copy) focus(workspace, copy.id);
}

/** References in other cells follow; a name that will not do is said and nothing changes. */
export function rename(workspace: Workspace, cell: Cell, name: string): void {
  const wanted = name.trim();
  if (wanted === '' || wanted === cell.name) return;
  attempt(workspace, `Rename ${cell.name}`, (document) => renameCell(document, cell.id, wanted));
}

/** One edit that may be refused, which is then said. */
export function attempt(
  workspace: Workspace,
  label: string,
  change: (document: NotebookDocument) => NotebookDocument,
): void {
  try {
    workspace.edit(label, change);
  } catch (error) {
    const problem = problemOf(error);
    workspace.notify(problem.message, 'caution', problem.hint);
  }
}

export function fold(workspace: Workspace, cell: Cell): void {
  const folded = !cell.folded;
  setFolds(workspace, chosenCells(workspace, cell), folded);
}

/** Folds or unfolds every cell that has code, as one step. */
export function foldAll(workspace: Workspace, folded: boolean): void {
  setFolds(workspace, workspace.notebook.cells, folded);
}

function setFolds(workspace: Workspace, cells: readonly Cell[], folded: boolean): void {
  const foldable = cells.filter(canFold);
  const ids = new Set(foldable.map(({ id }) => id));
  if (workspace.editing !== null && ids.has(workspace.editing)) workspace.editing = null;
  workspace.edit(folded ? 'Fold' : 'Unfold', (document) =>
    foldable.reduce((changed, { id }) => setFolded(changed, id, folded), document),
  );
}

export const canFold = ({ kind }: Cell): boolean => kind === 'sql' || kind === 'chart';

export function focusBy(workspace: Workspace, cell: Cell, by: -1 | 1, extend = false): void {
  const cells = workspace.notebook.cells;
  const next = cells[cells.findIndex(({ id }) => id === cell.id) + by];
  if (!next) return;
  workspace.anchor = extend ? (workspace.anchor ?? cell.id) : null;
  focus(workspace, next.id);
}

/** The first or the last cell. */
export function focusEnd(workspace: Workspace, last: boolean): void {
  const cell = workspace.notebook.cells.at(last ? -1 : 0);
  if (cell) focus(workspace, cell.id);
}

/** Opens what edits a cell and moves the keyboard into it: its editor, else the first field of its form. */
export function edit(workspace: Workspace, cell: Cell): void {
  workspace.editing = cell.id;
  setTimeout(() => {
    const element = document.querySelector(`[data-cell="${cell.id}"]`);
    element?.querySelector<HTMLElement>('.cm-content, form :is(select, input)')?.focus();
  });
}

/** Runs what stands above a cell, or the cell and what stands below it. */
export function runPart(workspace: Workspace, cell: Cell, part: 'above' | 'from'): void {
  const cells = workspace.notebook.cells;
  const index = cells.findIndex(({ id }) => id === cell.id);
  const chosen = part === 'above' ? cells.slice(0, index) : cells.slice(index);
  workspace.runs.runSome(chosen.map(({ id }) => id));
}

/** Runs a cell, or all that are chosen with it. */
export function run(workspace: Workspace, cell: Cell): void {
  const chosen = chosenCells(workspace, cell);
  if (chosen.length === 1) workspace.runs.run(cell.id);
  else workspace.runs.runSome(chosen.map(({ id }) => id));
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
