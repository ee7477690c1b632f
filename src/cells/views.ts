import type { Component } from 'svelte';
import type { Cell } from '../notebook/document';
import type { CellRun } from '../state/cell-run';

export interface CellViewProps {
  cell: Cell;
  run: CellRun;
}

const modules = import.meta.glob<{ default: Component<CellViewProps> }>('./*/View.svelte', { eager: true });

const views = new Map(Object.entries(modules).map(([path, module]) => [path.split('/')[1], module.default]));

/** What shows a cell of this kind; every analysis is shown by the one analysis view, an unknown kind by none. */
export const viewOf = (kindId: string): Component<CellViewProps> | undefined =>
  views.get(kindId === '*' ? 'analysis' : kindId);
