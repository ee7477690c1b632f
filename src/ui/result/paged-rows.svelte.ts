import type { PageRequest } from '../../engine/api';
import type { Outcome, Problem } from '../../values/problem';
import { cellAt, type Cell, type Table } from '../../values/table';
import { sortedOrder } from './column-format';

export const PAGE_ROWS = 500;
const mostPages = 60;

export type Sort = { column: string; descending: boolean };
export interface RowsSource {
  relation: string;
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
  readonly #asked = new Set<number>();
  #generation = 0;
  #order: Int32Array | undefined;
  /** Counts arrivals, so that what is drawn follows them. */
  version = $state(0);
  sort = $state.raw<Sort | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(source: RowsSource) {
    this.#source = source;
  }

  get #whole(): boolean {
    return this.#source.firstRows.rowCount >= this.#source.rowCount;
  }

  sortBy(sort: Sort | null): void {
    this.sort = sort;
    this.problem = null;
    this.#generation += 1;
    this.#pages.clear();
    this.#asked.clear();
    this.#order =
      sort && this.#whole ? sortedOrder(this.#source.firstRows, sort.column, sort.descending) : undefined;
    this.version += 1;
  }

  /** The value of a cell, or undefined while its page is on the way. Columns by position. */
  cell(row: number, column: number): Cell | undefined {
    const { firstRows } = this.#source;
    const here = this.#order?.[row] ?? row;
    if ((this.#order || !this.sort) && here < firstRows.rowCount) {
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
      if (!this.#has(page)) wanted.push(this.#fetch(page));
    await Promise.all(wanted);
  }

  #has(page: number): boolean {
    if (this.#whole && (this.#order || !this.sort)) return true;
    const here = !this.sort && (page + 1) * PAGE_ROWS <= this.#source.firstRows.rowCount;
    return here || this.#pages.has(page) || this.#asked.has(page);
  }

  async #fetch(page: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    const request: PageRequest = {
      relation: this.#source.relation,
      offset: page * PAGE_ROWS,
      limit: PAGE_ROWS,
      ...(this.sort ? { sort: this.sort } : {}),
    };
    const outcome = await this.#source.fetchPage(request);
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
