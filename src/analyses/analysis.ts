import type { ChartSpec } from '../charts/spec';
import type { Column, ColumnInfo, ColumnKind, Table } from '../values/table';
import type { OnProgress } from '../values/progress';
import type { ChosenOptions, Options } from './options';

export type * from './options';

/**
 * What the page knows of an analysis, `<id>/entry.ts`: its words, its form and the tables it publishes. The rest is
 * loaded by the engine's workers only. The generic form draws the roles and options; the notebook saves them under their
 * names, so a name is never changed once released.
 */
export interface AnalysisEntry<R extends Roles = Roles, F extends Options = Options> {
  /** The folder's name, the fence's kind; never renamed once released. */
  id: string;
  /** The method's name: "Key drivers". */
  title: string;
  /** The user's question: "What drives satisfaction?" */
  question: string;
  roles: R;
  options: F;
  /** Tables it publishes beside `<name>`: suffixes, without the underscore. They may be left out of a run. */
  tableSuffixes: readonly string[];
}

/**
 * An analysis is one folder here: its entry, its teaching notes in `method.ts`, and `index.ts`, whose default export is
 * made by `defineAnalysis`. The engine runs its parts in this order; none of them sees DuckDB, the page or the clock:
 *
 *   prepare (SQL, optional) -> queries (SQL) -> compute (mathematics) -> tables (published) -> after (SQL, optional)
 *   -> report (findings and charts)
 */
export interface Analysis<
  R extends Roles = Roles,
  F extends Options = Options,
  P extends Queries = Queries,
  Q extends Queries = Queries,
  S = unknown,
  A extends Queries = Queries,
> extends AnalysisEntry<R, F> {
  /** A first pass where the main queries need to know something (the last date, the distinct levels). */
  prepare?(input: Input<R, F>): P;
  /** The SQL that fetches what compute needs. Heavy lifting belongs here: it costs 1.1-1.5 times native. */
  queries(input: Input<R, F>, prepared: RowsOf<P>): Q;
  /**
   * Pure and seeded mathematics in the compute worker. Its result is plain data (typed arrays welcome). What takes
   * longer than a second may hand on a first result, of the same type, as `preview` of its progress: `report` draws
   * it while the rest is computed (findings, and charts given as rows; not where there is `after`).
   */
  compute(rows: RowsOf<Q>, input: Input<R, F>, prepared: RowsOf<P>, onProgress: OnProgress<unknown>): S;
  /** What is published; '' is the main table `<name>`, 'model' is `<name>_model`. */
  tables(result: S, input: Input<R, F>): Record<string, PublishedTable>;
  /** Small queries once the tables exist; they read them by `input.published(suffix)`. */
  after?(input: Input<R, F>, result: S): A;
  report(result: S, after: RowsOf<A>, input: Input<R, F>): Report;
}

/** The part a column plays in an analysis; its key in `roles` is its key in the notebook file. */
export interface Role {
  label: string;
  /** One sentence for the form. */
  help: string;
  accepts: readonly ColumnKind[];
  /** Kinds that a guess takes, where some are accepted only if their values prove fit; absent: all that are accepted. */
  guessKinds?: readonly ColumnKind[];
  /** A list of columns instead of one. */
  many?: boolean;
  optional?: boolean;
  /** Folded away under "More settings" in the form while no column is chosen. */
  advanced?: boolean;
  /** Lower-case words that, found in a column's name or label, make it a good guess; best first. */
  guess: readonly string[];
  /** Words that make a column no guess for a list, since it is another outcome, say. */
  guessNot?: readonly string[];
}
export type Roles = Record<string, Role>;

export type ChosenRoles<R extends Roles> = {
  [K in keyof R]: R[K] extends { many: true }
    ? string[]
    : R[K] extends { optional: true }
      ? string | null
      : string;
};
/** What one run of an analysis is given: plain data, checked against roles and options before. */
export interface InputData<R extends Roles, F extends Options> {
  /** The cell's name, which is also the main table's. */
  name: string;
  /** The relation it reads. */
  from: string;
  /** That relation's columns. */
  columns: readonly ColumnInfo[];
  /** Column names exactly as in the relation; an empty list or null where an optional role is not given. */
  roles: ChosenRoles<R>;
  options: ChosenOptions<F>;
  /** What people call a column, by column name; the name itself where there is no label. */
  labels: Readonly<Record<string, string>>;
  /** The notebook's as-of date as an ISO day, or null. */
  notebookAsOf: string | null;
}

export interface Input<R extends Roles = Roles, F extends Options = Options> extends InputData<R, F> {
  /** `from`, quoted for SQL. */
  relation: string;
  /** What people call a column. */
  label(column: string): string;
  /** The quoted table that holds a `keep` query's rows, with `row_number` (BIGINT from 0) added; for `tables` and `after`. */
  kept(query: string): string;
  /** The quoted table that holds `PublishedTable.result` of the table being built, with `row_number` (BIGINT from 0). */
  resultTable: string;
  /** A published table of this cell, quoted: '' for the main one. */
  published(suffix: string): string;
}

/** What a query's columns are to become. A number comes as a Float64Array with NaN for null; a date as milliseconds. */
export type Shape = Record<string, ColumnKind>;
export interface Query<S extends Shape = Shape> {
  sql: string;
  /** The columns wanted, by name; with `keep` those that compute needs (others stay in DuckDB only). */
  shape: S;
  /** Materialised in DuckDB as `input.kept(key)` in the order of the rows; keys and texts can stay there. */
  keep?: boolean;
}
export type Queries = Record<string, Query>;
type ValuesOf<K extends ColumnKind> = K extends 'number' | 'date'
  ? Float64Array
  : K extends 'boolean'
    ? (boolean | null)[]
    : (string | null)[];
export type Rows<S extends Shape> = { readonly [K in keyof S]: ValuesOf<S[K]> };
export type RowsOf<Q extends Queries> = { readonly [K in keyof Q]: Rows<Q[K]['shape']> };

/**
 * A small table as columns (at most 100,000 rows), or SQL over the input, kept queries and `input.resultTable`.
 * `result` are columns from compute, inserted as that table first; so a million rows never become objects.
 */
export type PublishedTable = { columns: Column[] } | { sql: string; result?: Column[] };

export interface Report {
  /** The first is what a reader in a hurry takes away. */
  findings: Finding[];
  charts: ReportChart[];
  /** Rows used and rows dropped, for the cell's status line. */
  rows?: { used: number; dropped: number };
  /** What a live option of the kind `levels` can choose among. */
  filters?: ReportFilter[];
  /** Text to copy out, such as a rule as SQL. */
  texts?: ReportText[];
  /** What a reader can name; the name is written to an option of the kind `centres`. */
  named?: { option: string; places: NamedPlace[] };
}
export interface ReportText {
  title: string;
  /** SQL. */
  text: string;
  /** The tab of the cell that shows it. */
  tab: string;
}
/** A segment as it is called now, and the centre that its name is kept with. */
export interface NamedPlace {
  name: string;
  centre: Readonly<Record<string, number>>;
}
/** A column to filter by: its levels in the order shown, named as the option names them, with their rows. */
export interface ReportFilter {
  column: string;
  label: string;
  levels: { level: string; rows: number }[];
}
export interface Finding {
  /** One sentence; `**bold**` is the only mark-up. Column and level names must come through `escapeFinding`. */
  text: string;
  /** `caution`: the reader must know it before believing the rest. */
  tone: 'plain' | 'caution';
  /** The tab of the cell that shows it ("Moves"); absent: Findings. */
  tab?: string;
}
/** A chart of an analysis: rows given, or SQL (run after the tables exist, at most 5,000 rows). */
export type ReportChart = {
  id: string;
  spec: ChartSpec;
  description: string;
  note?: string;
  tab?: string;
} & ({ rows: Table } | { sql: string });

/** The teaching notes: Markdown, in our own words. Formulas as plain text or code. */
export interface Method {
  idea: string;
  formula: string;
  /** A worked example on a few rows, whose numbers a test holds. */
  example?: string;
  assumptions: readonly string[];
  howToRead: string;
  pitfalls: readonly string[];
  sources: readonly string[];
}

/** Gives an entry its types from its own roles and options; returns it unchanged. */
export const defineEntry = <const R extends Roles, const F extends Options>(
  entry: AnalysisEntry<R, F>,
): AnalysisEntry<R, F> => entry;

/** Gives an analysis its types from its own roles, options and queries; returns it unchanged. */
export const defineAnalysis = <
  const R extends Roles,
  const F extends Options,
  P extends Queries,
  Q extends Queries,
  S,
  A extends Queries,
>(
  analysis: Analysis<R, F, P, Q, S, A>,
): Analysis<R, F, P, Q, S, A> => analysis;

/** An analysis, or its entry, whose inner types nobody outside needs to know. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyAnalysis = Analysis<any, any, any, any, any, any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyEntry = AnalysisEntry<any, any>;

/** Text from the data made safe for a finding's `**bold**`. */
export const escapeFinding = (text: string): string => text.replace(/[*\\]/g, '\\$&');
