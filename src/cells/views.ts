import type { Component } from 'svelte';
import type { Cell } from '../notebook/document';
import type { CellRun } from '../state/cell-run';
import CellView from './CellView.svelte';

export interface CellViewProps {
  cell: Cell;
  run: CellRun;
}

const paths = Object.keys(import.meta.glob('./*/View.svelte'));

/** What shows a cell of this kind; every analysis is shown by the one analysis view, an unknown kind by none. */
export const viewOf = (kindId: string): Component<CellViewProps> | undefined =>
  kindId === '*' || paths.includes(`./${kindId}/View.svelte`) ? CellView : undefined;
