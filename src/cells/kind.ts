import type { AnalysisRequest, SqlRequest, VariableValue } from '../engine/api';
import type { ChartSpec } from '../charts/spec';
import type { ColumnInfo } from '../values/table';
import type { Problem } from '../values/problem';

/**
 * A cell kind is one folder here: `kind.ts` (this, without DOM) and `View.svelte`. `cells/analysis/` is the one kind
 * that serves every analysis.
 */
export interface CellKind {
  /** The fence's word; `*` for the kind that serves every analysis. */
  id: string;
  label: string;
  /** What stands in the "add a cell" menu. */
  summary: string;
  /** The body of a new cell. */
  template(context: KindContext): string;
  /** What the body says about other cells, from the text alone; never throws on a broken body. */
  reads(body: string, context: NamesContext): CellReads;
  /** Tables it publishes, the main one first; none for text, input and chart. */
  publishes(name: string, kind: string): string[];
  /** What is to be done to run it. A problem where the body cannot be run as it stands. */
  request(
    cell: { kind: string; name: string; body: string },
    context: KindContext,
  ): CellRequest | { problem: Problem };
  /** Sentences on what the body says that does not stop it: keys that mean nothing to this version. */
  notes?(cell: { kind: string; name: string; body: string }): string[];
  /** The body laid out for reading; says the same. Throws an InputProblem where it cannot be. */
  format?(body: string): Promise<string>;
  /** The body after a relation, its column or an input was renamed; the same string where nothing referred to it. */
  rename(body: string, change: Rename): string;
}

export interface CellReads {
  /** Relations read, as lower-case names that exist in the context, or that the body names outright (`from:`). */
  relations: string[];
  /** `$name`s read. */
  variables: string[];
}
export type Rename = { what: 'relation' | 'variable'; from: string; to: string };

/** Every relation and input of the notebook, lower case. */
export interface NamesContext {
  relations: ReadonlySet<string>;
  variables: ReadonlySet<string>;
}
export interface KindContext extends NamesContext {
  /** Columns of a relation where it is already known. */
  columns(relation: string): readonly ColumnInfo[] | undefined;
  /** What people call the columns of a relation. */
  labels(relation: string): Readonly<Record<string, string>>;
  /** What the import found the columns of a relation to mean to an analysis. */
  meanings?(relation: string): Readonly<Record<string, string>>;
  notebookAsOf: string | null;
}

/** The work of one run. `none`: the cell is its own result (text). `variable`: it sets what `$name` reads. */
export type CellRequest =
  | { type: 'none' }
  | { type: 'variable'; name: string; value: VariableValue }
  | { type: 'sql'; request: SqlRequest }
  | { type: 'chart'; spec: ChartSpec }
  | { type: 'analysis'; request: AnalysisRequest };
