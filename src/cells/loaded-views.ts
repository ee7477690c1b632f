import type { Component } from 'svelte';
import type { CellViewProps } from './views';

type Views = ReadonlyMap<string, Component<CellViewProps>>;
let loading: Promise<Views> | null = null;

/** The views once they are here; null before. */
export let loadedViews: Views | null = null;

/**
 * Loads the views of all kinds at once. They are half of the app's code, and a first visit shows none of them: the page
 * stands sooner without.
 */
export function loadViews(): Promise<Views> {
  loading ??= import('./all-views').then(({ allViews }) => (loadedViews = allViews));
  return loading;
}
