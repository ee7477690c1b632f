import type { ListedNotebook } from '../../storage/api';

export type Order = 'changed' | 'title' | 'size';
export const ORDERS: readonly { id: Order; label: string }[] = [
  { id: 'changed', label: 'Last change' },
  { id: 'title', label: 'Title' },
  { id: 'size', label: 'Size' },
];

/** Bytes of a notebook with its files. */
export const sizeOf = ({ bytes, sourceBytes }: ListedNotebook): number => bytes + sourceBytes;

const comparers: Record<Order, (one: ListedNotebook, other: ListedNotebook) => number> = {
  changed: (one, other) => other.changed - one.changed,
  title: (one, other) => one.title.localeCompare(other.title, undefined, { numeric: true }),
  size: (one, other) => sizeOf(other) - sizeOf(one),
};

/** Those whose title has every word of `wanted` in it (all where it is empty), whatever the case, in that order. */
export function sortedNotebooks(
  notebooks: readonly ListedNotebook[],
  order: Order,
  wanted: string,
): ListedNotebook[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ title }: ListedNotebook) => words.every((word) => title.toLowerCase().includes(word));
  return notebooks.filter(fits).sort(comparers[order]);
}
