import { addableKinds } from '../cells/addable';
import * as cellActions from './cell-actions';
import { cellLabels } from './cell-labels';
import { menuOf } from './cell-menu';
import { saveNotebook, saveResults } from './exports';
import { formatCells } from './format-cell';
import { sourceCommands, tableCommands } from './source-commands';
import { addTemplate, templatesOf } from './templates';
import type { Workspace } from './workspace.svelte';

export interface Command {
  id: string;
  label: string;
  keys?: string;
  run: () => void;
}

/** Everything the command palette offers now, in groups. */
export function commandsOf(workspace: Workspace): { title: string; commands: Command[] }[] {
  const groups = [
    { title: 'Notebook', commands: notebookCommands(workspace) },
    { title: 'This cell', commands: cellCommands(workspace) },
    { title: 'Edit', commands: editCommands(workspace) },
    { title: 'Add a cell', commands: addCommands(workspace) },
    { title: 'Templates', commands: templateCommands(workspace) },
    { title: 'Sources', commands: sourceCommands(workspace) },
    { title: 'Tables as files', commands: tableCommands(workspace) },
    { title: 'Go to', commands: goCommands(workspace) },
    { title: 'Open', commands: openCommands(workspace) },
  ];
  return groups.filter(({ commands }) => commands.length > 0);
}

function notebookCommands(workspace: Workspace): Command[] {
  const { undoLabel, redoLabel } = workspace.notebook;
  return [
    { id: 'run-all', label: 'Run all', keys: 'Ctrl Shift Enter', run: () => workspace.runAll() },
    ...(workspace.busy ? [{ id: 'stop', label: 'Stop', keys: 'Ctrl .', run: () => workspace.stop() }] : []),
    { id: 'add-data', label: 'Add data…', run: () => workspace.chooseFiles?.() },
    ...(undoLabel
      ? [{ id: 'undo', label: `Undo: ${undoLabel}`, keys: 'Ctrl Z', run: () => workspace.undo() }]
      : []),
    ...(redoLabel
      ? [{ id: 'redo', label: `Redo: ${redoLabel}`, keys: 'Ctrl Shift Z', run: () => workspace.redo() }]
      : []),
    { id: 'save', label: 'Save the notebook file', keys: 'Ctrl S', run: () => saveNotebook(workspace) },
    { id: 'results', label: 'Save the results (JSON)', run: () => saveResults(workspace) },
    { id: 'print', label: 'Print or PDF…', run: () => (workspace.dialog = 'print') },
    { id: 'theme', label: 'Switch between light and dark', run: () => workspace.theme.toggle() },
    { id: 'keyboard', label: 'Keyboard help', keys: '?', run: () => (workspace.dialog = 'keyboard') },
    {
      ...{ id: 'privacy', label: 'Privacy: what is guaranteed, and its test' },
      run: () => (workspace.dialog = 'privacy'),
    },
    {
      ...{ id: 'storage', label: 'Notebooks and storage: rename, delete, keep nothing, delete everything' },
      run: () => (workspace.dialog = 'notebooks'),
    },
  ];
}

function editCommands(workspace: Workspace): Command[] {
  const { cells, readOnly } = workspace.notebook;
  const withSql = cells.filter(({ kind }) => kind === 'sql');
  return [
    { id: 'find', label: 'Find in all cells', keys: 'Ctrl F', run: () => workspace.find.show(false) },
    { id: 'map', label: 'Map of cells', keys: 'M', run: () => (workspace.dialog = 'map') },
    { id: 'runs', label: 'Runs: how long each cell took', run: () => (workspace.dialog = 'runs') },
    ...(readOnly
      ? []
      : [
          { id: 'replace', label: 'Find and replace', keys: 'Ctrl H', run: () => workspace.find.show(true) },
          { id: 'fold-all', label: 'Fold all code', run: () => cellActions.foldAll(workspace, true) },
          { id: 'unfold-all', label: 'Unfold all code', run: () => cellActions.foldAll(workspace, false) },
          ...(withSql.length > 0
            ? [{ id: 'format-all', label: 'Format all SQL', run: () => void formatCells(workspace, withSql) }]
            : []),
          { id: 'templates', label: 'SQL from a template…', run: () => (workspace.dialog = 'templates') },
        ]),
  ];
}

function cellCommands(workspace: Workspace): Command[] {
  const cell = workspace.notebook.cell(workspace.selected ?? '');
  if (!cell) return [];
  const startRename = (): void =>
    document.querySelector<HTMLButtonElement>(`[data-cell="${cell.id}"] button.name`)?.click();
  return menuOf(workspace, cell, startRename)
    .filter((action) => !action.disabled)
    .map(({ label, keys, run }) => ({ id: `cell-${label}`, label, run, ...(keys ? { keys } : {}) }));
}

function addCommands(workspace: Workspace): Command[] {
  const at = workspace.notebook.cells.findIndex(({ id }) => id === workspace.selected);
  const index = at < 0 ? workspace.notebook.cells.length : at + 1;
  return addableKinds().map((kind) => ({
    id: `add-${kind.id}`,
    label: kind.label,
    run: () => cellActions.add(workspace, kind.id, index),
  }));
}

/** The templates that suit the data, each with the query that it would add. */
function templateCommands(workspace: Workspace): Command[] {
  if (workspace.notebook.readOnly) return [];
  return templatesOf(workspace)
    .filter(({ sql }) => sql !== null)
    .map((entry) => ({
      id: `template-${entry.template.name}`,
      label: `Template: ${entry.template.title}`,
      run: () => addTemplate(workspace, entry),
    }));
}

function goCommands(workspace: Workspace): Command[] {
  const labels = cellLabels(workspace.notebook.cells);
  return workspace.notebook.cells.map((cell) => ({
    id: `go-${cell.id}`,
    label: labels.get(cell.id) ?? cell.kind,
    run: () => cellActions.focus(workspace, cell.id),
  }));
}

function openCommands(workspace: Workspace): Command[] {
  return [
    { id: 'new', label: 'New notebook', run: () => void workspace.openNew() },
    { id: 'open', label: 'Open a notebook file…', keys: 'Ctrl O', run: () => workspace.chooseNotebook?.() },
    ...workspace.samples.map((sample) => ({
      id: `sample-${sample.file}`,
      label: `Sample: ${sample.title}`,
      run: () => void workspace.openSample(sample.file),
    })),
    ...workspace.library.notebooks.map((entry) => ({
      id: `stored-${entry.id}`,
      label: entry.title,
      run: () => void workspace.openStored(entry.id),
    })),
  ];
}
