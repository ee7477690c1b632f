import type { Cell } from '../notebook/document';
import { changeKind, kindChangeLabel } from '../notebook/change-kind';
import * as act from './cell-actions';
import { cellKeys } from './cell-keys';
import { copyResult } from './cell-clipboard';
import { formatCell } from './format-cell';
import { saveTable } from './exports';
import { publishedBy } from './plan';
import { addRowsOfChart } from './rows-of-chart';
import { isMac, keysText } from './shortcut';
import type { Workspace } from './workspace.svelte';

/** What a person can do to a cell, for its menu and the command palette alike. */
export interface CellAction {
  label: string;
  keys?: string;
  separated?: boolean;
  disabled?: boolean;
  run: () => void;
}

type KeyName = keyof typeof cellKeys;

/** Everything that can be done to a cell now, in the menu's order. `rename` opens the field of its name. */
export function menuOf(workspace: Workspace, cell: Cell, rename: () => void): CellAction[] {
  const by = (name: KeyName, label: string, more: Partial<CellAction> = {}): CellAction => ({
    label,
    keys: keysText(cellKeys[name].keys[0] ?? '', isMac()),
    run: () => cellKeys[name].run(workspace, cell, rename),
    ...more,
  });
  return [
    ...runActions(workspace, cell, by),
    ...editActions(workspace, cell, by),
    ...placeActions(workspace, cell, by),
    ...resultActions(workspace, cell),
    by('remove', 'Delete', { separated: true, disabled: workspace.notebook.readOnly }),
  ];
}

type By = (name: KeyName, label: string, more?: Partial<CellAction>) => CellAction;

function runActions(workspace: Workspace, cell: Cell, by: By): CellAction[] {
  const { runs } = workspace;
  const isUnderWay = runs.running === cell.id || runs.due.has(cell.id);
  return [
    ...(cell.kind === 'text'
      ? []
      : [isUnderWay ? { label: 'Stop this cell', run: () => runs.stopOne(cell.id) } : by('run', 'Run')]),
    { label: 'Run all above', run: () => act.runPart(workspace, cell, 'above') },
    { label: 'Run this and all below', run: () => act.runPart(workspace, cell, 'from') },
  ];
}

function editActions(workspace: Workspace, cell: Cell, by: By): CellAction[] {
  const disabled = workspace.notebook.readOnly;
  const isText = cell.kind === 'text';
  const other = kindChangeLabel(cell);
  return [
    by('edit', 'Edit', { disabled, separated: true }),
    ...(cell.kind === 'sql'
      ? [{ label: 'Format SQL', disabled, run: () => void formatCell(workspace, cell) }]
      : []),
    ...(act.canFold(cell) ? [by('fold', cell.folded ? 'Unfold' : 'Fold', { disabled })] : []),
    ...(isText ? [] : [by('rename', 'Rename', { disabled })]),
    ...(other
      ? [
          {
            ...{ label: other, disabled },
            run: () => {
              act.attempt(workspace, other, (document) => changeKind(document, cell.id));
              act.focus(workspace, cell.id);
            },
          },
        ]
      : []),
  ];
}

function placeActions(workspace: Workspace, cell: Cell, by: By): CellAction[] {
  const { cells, readOnly } = workspace.notebook;
  const index = cells.findIndex(({ id }) => id === cell.id);
  return [
    by('copy', 'Copy as text', { separated: true }),
    by('cut', 'Cut', { disabled: readOnly }),
    by('paste', 'Paste below', { disabled: readOnly }),
    by('duplicate', 'Duplicate', { disabled: readOnly }),
    by('moveUp', 'Move up', { disabled: readOnly || index === 0 }),
    by('moveDown', 'Move down', { disabled: readOnly || index === cells.length - 1 }),
  ];
}

function resultActions(workspace: Workspace, cell: Cell): CellAction[] {
  const tables = publishedBy(cell).filter((name) => workspace.runs.tables.has(name));
  const { result } = workspace.runs.get(cell.id);
  const runs = workspace.runs.history.of(cell.id).length;
  const chartOf = (name: string): void => {
    const table = workspace.runs.tables.get(name);
    if (table) workspace.chartTable?.(table, cell.id);
  };
  const actions: CellAction[] = [
    ...(result ? [{ label: 'Copy the result as Markdown', run: () => copyResult(workspace, cell) }] : []),
    ...(tables[0] === undefined || workspace.notebook.readOnly
      ? []
      : [{ label: `Chart of ${tables[0]}`, run: () => chartOf(tables[0] ?? '') }]),
    ...(cell.kind === 'chart' && !workspace.notebook.readOnly
      ? [{ label: 'SQL of this chart', run: () => addRowsOfChart(workspace, cell) }]
      : []),
    ...tables.map((name) => ({
      label: `Save ${name} as CSV`,
      run: () => void saveTable(workspace, name, 'csv'),
    })),
    ...tables.slice(0, 1).map((name) => ({
      label: `Save ${name} as Excel workbook`,
      run: () => void saveTable(workspace, name, 'xlsx'),
    })),
    ...(result?.type === 'analysis'
      ? [{ label: 'Show the SQL that ran', run: () => showTab(cell, 'SQL') }]
      : []),
    ...(runs > 0 ? [{ label: 'Run history', run: () => (workspace.dialog = `history:${cell.id}`) }] : []),
  ];
  return actions.map((action, i) => (i === 0 ? { ...action, separated: true } : action));
}

/** Opens a tab of a cell as a click would, and leaves the keyboard on it. */
function showTab(cell: Cell, tab: string): void {
  const button = document.querySelector<HTMLElement>(`[data-cell="${cell.id}"] [data-tab="${tab}"]`);
  button?.click();
  button?.focus();
}
