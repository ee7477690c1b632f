import type { PageRequest, RowFilter, RowSort } from '../../engine/api';
import type { Outcome, Problem } from '../../values/problem';
import { cellAt, type Cell, type Table } from '../../values/table';
import { sortedOrder } from './column-format';

export const PAGE_ROWS = 500;
const mostPages = 60;

export interface RowsSource {
  relation: string;
  /** Rows of the relation, whatever the filter. */
  rowCount: number;
  firstRows: Table;
  fetchPage: (request: PageRequest) => Promise<Outcome<Table>>;
}

/**
 * The rows of a relation as a table asks for them: from the first rows while they reach, else from pages of 500 that
 * are fetched when seen and kept while there is room. A relation that is wholly in its first rows is sorted here.
 */
export class PagedRows {
  readonly #source: RowsSource;
  // Plain on purpose: `version` is the one signal, so that a page's arrival redraws once.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #pages = new Map<number, Table>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Map<number, Promise<void>>();
  #generation = 0;
  #order: Int32Array | undefined;
  /** Counts arrivals, so that what is drawn follows them. */
  version = $state(0);
  #sort: readonly RowSort[] = [];
  #filter: RowFilter = [];
  problem = $state.raw<Problem | null>(null);

  constructor(source: RowsSource) {
    this.#source = source;
  }

  get #whole(): boolean {
    return this.#filter.length === 0 && this.#source.firstRows.rowCount >= this.#source.rowCount;
  }
  get #stored(): boolean {
    return this.#filter.length === 0 && this.#sort.length === 0;
  }

  /** Shows other rows, or the same in another order. */
  arrange(sort: readonly RowSort[], filter: RowFilter): void {
    if (sort === this.#sort && filter === this.#filter) return;
    this.#sort = sort;
    this.#filter = filter;
    this.problem = null;
    this.#generation += 1;
    this.#pages.clear();
    this.#asked.clear();
    this.#order = sort.length > 0 && this.#whole ? sortedOrder(this.#source.firstRows, sort) : undefined;
    this.version += 1;
  }

  /** The value of a cell, or undefined while its page is on the way. Columns by position in the relation. */
  cell(row: number, column: number): Cell | undefined {
    const { firstRows } = this.#source;
    const here = this.#order?.[row] ?? row;
    if ((this.#order || this.#stored) && here < firstRows.rowCount) {
      const values = firstRows.columns[column];
      return values ? cellAt(values, here) : null;
    }
    const values = this.#pages.get(Math.floor(row / PAGE_ROWS))?.columns[column];
    return values ? cellAt(values, row % PAGE_ROWS) : undefined;
  }

  /** Fetches what is missing of the rows from `first` to before `end`. */
  async need(first: number, end: number): Promise<void> {
    const wanted: Promise<void>[] = [];
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page++)
      if (!this.#has(page)) wanted.push(this.#asked.get(page) ?? this.#fetch(page));
    await Promise.all(wanted);
  }

  #has(page: number): boolean {
    if (this.#whole && (this.#order || this.#stored)) return true;
    const here = this.#stored && (page + 1) * PAGE_ROWS <= this.#source.firstRows.rowCount;
    return here || this.#pages.has(page);
  }

  #fetch(page: number): Promise<void> {
    const asked = this.#load(page, this.#generation);
    this.#asked.set(page, asked);
    return asked;
  }

  async #load(page: number, generation: number): Promise<void> {
    const outcome = await this.#source.fetchPage({
      relation: this.#source.relation,
      offset: page * PAGE_ROWS,
      limit: PAGE_ROWS,
      ...(this.#sort.length > 0 ? { sort: this.#sort } : {}),
      ...(this.#filter.length > 0 ? { filter: this.#filter } : {}),
    });
    if (generation !== this.#generation) return;
    this.#asked.delete(page);
    if (outcome.ok) {
      this.#pages.set(page, outcome.value);
      const oldest = this.#pages.keys().next().value;
      if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
      this.problem = null;
    } else this.problem = outcome.problem;
    this.version += 1;
  }
}
