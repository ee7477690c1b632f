import type { ColumnInfo } from '../values/table';
import type { AnyAnalysis, Option } from '../analyses/analysis';
import type { Fetched } from './analysis-queries';
import type { AnalysisRequest } from './api';

/** What the last run of a cell fetched, for a rerun in which only live options changed. */
export interface KeptRun {
  /** What the request said beside its live options. */
  key: string;
  /** The relation read, lower case, and its columns. */
  from: string;
  columns: readonly ColumnInfo[];
  prepared: Fetched;
  rows: Fetched;
  /** The SQL that fetched them, for reading. */
  statements: readonly string[];
  /** Internal tables of `keep` queries that stay with it, quoted. */
  tables: readonly string[];
}

/** Bytes that the rows of all cells may take together. */
const LIMIT = 64 * 2 ** 20;
/** What a row of a kept table is taken to weigh in DuckDB. */
const KEPT_ROW = 64;

/**
 * The rows that analyses fetched last, by cell; the least recently used go first. An entry goes when the relation it
 * read is made anew or dropped. Internal tables of entries that went wait in `takeDropped` for somebody to drop them.
 */
export class AnalysisCache {
  readonly #limit: number;
  readonly #runs = new Map<string, { run: KeptRun; bytes: number }>();
  readonly #dropped = new Set<string>();
  #bytes = 0;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What the cell's last run fetched, where a run of this request would fetch the same. */
  get(analysis: AnyAnalysis, request: AnalysisRequest): KeptRun | undefined {
    const name = request.name.toLowerCase();
    const entry = this.#runs.get(name);
    if (entry?.run.key !== keyOf(analysis, request)) return undefined;
    this.#runs.delete(name);
    this.#runs.set(name, entry);
    return entry.run;
  }

  /** Keeps a run in place of the cell's last one; one larger than all may be is not kept. */
  put(analysis: AnyAnalysis, request: AnalysisRequest, run: Omit<KeptRun, 'key' | 'from'>): void {
    const name = request.name.toLowerCase();
    this.#forget(name);
    const entry = { ...run, key: keyOf(analysis, request), from: request.from.toLowerCase() };
    const bytes = bytesOf(run.prepared) + bytesOf(run.rows) + run.tables.length * KEPT_ROW * mostRows(run);
    this.#runs.set(name, { run: entry, bytes });
    this.#bytes += bytes;
    if (bytes > this.#limit) this.#forget(name);
    for (const oldest of [...this.#runs.keys()]) {
      if (this.#bytes <= this.#limit) break;
      this.#forget(oldest);
    }
  }

  /** Relations were made anew or dropped: what was read from them is old, and so is what a dropped cell fetched. */
  relationsChanged(names: readonly string[]): void {
    const changed = new Set(names.map((name) => name.toLowerCase()));
    for (const [cell, { run }] of [...this.#runs]) if (changed.has(run.from)) this.#forget(cell);
  }

  /** A cell is gone. */
  cellsDropped(names: readonly string[]): void {
    for (const name of names) this.#forget(name.toLowerCase());
  }

  /** Internal tables that nothing needs any more; each is given once. */
  takeDropped(): string[] {
    const used = new Set([...this.#runs.values()].flatMap(({ run }) => run.tables));
    const dropped = [...this.#dropped].filter((table) => !used.has(table));
    this.#dropped.clear();
    return dropped;
  }

  #forget(name: string): void {
    const entry = this.#runs.get(name);
    if (!entry) return;
    this.#runs.delete(name);
    this.#bytes -= entry.bytes;
    for (const table of entry.run.tables) this.#dropped.add(table);
  }
}

/** Only an analysis with a live option can run again on the same rows. */
export const hasLiveOption = (analysis: AnyAnalysis): boolean =>
  Object.values<Option>(analysis.options).some((option) => option.live === true);

/** A request without what its live options say, as text; a column that one of them names is fetched, so it stays. */
function keyOf(analysis: AnyAnalysis, { options, ...rest }: AnalysisRequest): string {
  const fixed = Object.entries<Option>(analysis.options)
    .filter(([key, option]) => option.live !== true || namesColumn(option, options[key]))
    .map(([key]) => [key, options[key] ?? null]);
  return JSON.stringify([rest.id, rest.name, rest.from, rest.roles, rest.labels, rest.notebookAsOf, fixed]);
}

const namesColumn = ({ kind }: Option, value: unknown): boolean =>
  kind === 'numberOrColumn' && typeof value === 'object' && value !== null;

function bytesOf(fetched: Fetched): number {
  let bytes = 0;
  for (const rows of Object.values(fetched))
    for (const values of Object.values(rows))
      if (values instanceof Float64Array) bytes += values.byteLength;
      else for (const value of values) bytes += 8 + (typeof value === 'string' ? 24 + 2 * value.length : 0);
  return bytes;
}

const mostRows = ({ rows, prepared }: Pick<KeptRun, 'rows' | 'prepared'>): number =>
  Math.max(
    0,
    ...[...Object.values(rows), ...Object.values(prepared)].map(
      (columns) => Object.values(columns)[0]?.length ?? 0,
    ),
  );
