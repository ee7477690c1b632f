import { SvelteMap } from 'svelte/reactivity';
import type { RowFilter, RowSort } from '../engine/api';

/** How the numbers or dates of a column are written; `auto` follows the values. */
export type ValueFormat =
  | 'auto'
  | 'exact'
  | 'plain'
  | 'percent'
  | 'compact'
  | `decimals-${0 | 1 | 2 | 3 | 4}`
  | 'day'
  | 'month'
  | 'words'
  | 'moment';

/**
 * How one table is looked at: order and choice of rows and columns. Kept on this device, through reruns and reloads; it
 * changes nothing in the notebook, whose results are the same however they are looked at.
 */
export class TableLook {
  sort = $state.raw<readonly RowSort[]>([]);
  filter = $state.raw<RowFilter>([]);
  /** Names of columns. */
  pinned = $state.raw<readonly string[]>([]);
  hidden = $state.raw<readonly string[]>([]);
  /** Names in the order they were moved to; those not named follow as they are. */
  order = $state.raw<readonly string[]>([]);
  readonly widths = new SvelteMap<string, number>();
  readonly formats = new SvelteMap<string, ValueFormat>();

  /** Ascending, descending, as stored; `also` keeps the other columns' order before it. */
  sortBy(column: string, also: boolean): void {
    const now = this.sort.find((one) => one.column === column);
    const others = also ? this.sort.filter((one) => one.column !== column) : [];
    if (!now) this.sort = [...others, { column, descending: false }];
    else if (now.descending) this.sort = others;
    else if (!also) this.sort = [{ column, descending: true }];
    else this.sort = this.sort.map((one) => (one === now ? { column, descending: true } : one));
  }

  /** Pins a column to the left edge, or lets it go. */
  pin(column: string): void {
    this.pinned = this.pinned.includes(column)
      ? this.pinned.filter((name) => name !== column)
      : [...this.pinned, column];
  }

  hide(column: string): void {
    this.hidden = [...this.hidden, column];
  }

  show(column: string): void {
    this.hidden = this.hidden.filter((name) => name !== column);
  }

  /** The columns as they are shown: pinned ones first, hidden ones not. */
  arranged(names: readonly string[]): { name: string; pinned: boolean }[] {
    const known = new Set(names);
    const moved = this.order.filter((name) => known.has(name));
    const ordered = moved.length > 0 ? [...moved, ...names.filter((name) => !moved.includes(name))] : names;
    const seen = ordered.filter((name) => !this.hidden.includes(name));
    const pinned = this.pinned.filter((name) => seen.includes(name));
    return [
      ...pinned.map((name) => ({ name, pinned: true })),
      ...seen.filter((name) => !pinned.includes(name)).map((name) => ({ name, pinned: false })),
    ];
  }

  /** Puts a column before another one (at the end for null); both pinned or neither. */
  move(names: readonly string[], column: string, before: string | null): void {
    if (column === before) return;
    const rest = (list: readonly string[]): string[] => list.filter((name) => name !== column);
    const placed = (list: readonly string[]): string[] => {
      const others = rest(list);
      const at = before === null ? -1 : others.indexOf(before);
      return at < 0 ? [...others, column] : others.toSpliced(at, 0, column);
    };
    if (this.pinned.includes(column)) {
      this.pinned = placed(this.pinned);
      return;
    }
    const known = this.order.filter((name) => names.includes(name));
    this.order = placed([...known, ...names.filter((name) => !known.includes(name))]);
  }

  get changed(): boolean {
    const lists = [this.sort, this.filter, this.pinned, this.hidden, this.order];
    return lists.some((list) => list.length > 0) || this.formats.size > 0;
  }

  /** Whether there is anything to keep. */
  get touched(): boolean {
    return this.changed || this.widths.size > 0;
  }

  get kept(): KeptLook {
    const { sort, filter, pinned, hidden, order, widths, formats } = this;
    return { sort, filter, pinned, hidden, order, widths: [...widths], formats: [...formats] };
  }

  take({ sort = [], filter = [], pinned = [], hidden = [], order = [], ...kept }: Partial<KeptLook>): void {
    Object.assign(this, { sort, filter, pinned, hidden, order });
    for (const [name, width] of kept.widths ?? []) this.widths.set(name, width);
    for (const [name, format] of kept.formats ?? []) this.formats.set(name, format);
  }

  /** As the table was at first; widths stay. */
  reset(): void {
    this.sort = [];
    this.filter = [];
    this.pinned = [];
    this.hidden = [];
    this.order = [];
    this.formats.clear();
  }
}

/** A look as it is kept. */
interface KeptLook {
  sort: readonly RowSort[];
  filter: RowFilter;
  pinned: readonly string[];
  hidden: readonly string[];
  order: readonly string[];
  widths: [string, number][];
  formats: [string, ValueFormat][];
}

/** The looks of all tables of the notebooks that were open. */
export class TableLooks {
  readonly #looks = new Map<string, TableLook>();

  /** What is to be kept of a notebook's tables: those that are looked at otherwise than at first, by relation. */
  kept(notebookId: string): Record<string, KeptLook> {
    const ours = [...this.#looks].filter(([key, look]) => key.startsWith(`${notebookId} `) && look.touched);
    return Object.fromEntries(ours.map(([key, look]) => [key.slice(notebookId.length + 1), look.kept]));
  }

  /** Takes up what `kept` gave before. Nothing where it is anything else. */
  restore(notebookId: string, kept: unknown): void {
    if (typeof kept !== 'object' || kept === null) return;
    for (const [relation, look] of Object.entries(kept))
      this.of(notebookId, relation).take(look as Partial<KeptLook>);
  }

  /** The look of a relation in a notebook; a fresh one at first. */
  of(notebookId: string, relation: string): TableLook {
    const key = `${notebookId} ${relation.toLowerCase()}`;
    const known = this.#looks.get(key) ?? new TableLook();
    this.#looks.set(key, known);
    return known;
  }
}
