import type { Component } from 'svelte';
import type { CellViewProps } from './views';

const modules = import.meta.glob<{ default: Component<CellViewProps> }>('./*/View.svelte', { eager: true });

/** Views by kind, with the editors and charts that they bring: loaded by `CellView.svelte` when a cell first shows. */
export const allViews: ReadonlyMap<string, Component<CellViewProps>> = new Map(
  Object.entries(modules).map(([path, module]) => [path.split('/')[1] ?? '', module.default]),
);
