import type { Clause } from './clauses';

/** Something that FROM makes visible: a relation, a WITH, a subquery or a function, under its alias or its own name. */
export interface ScopeItem {
  /** As a person writes it before the dot. */
  name: string;
  /** The relation behind it, lower case; null for a subquery or a function. */
  relation: string | null;
  columns: readonly string[];
}

/** A WITH: its name as written and what it gives. */
export interface CommonTable {
  name: string;
  columns: readonly string[];
}

/** One query block: what it reads and names, and where it stands in the text (token indices, `to` exclusive). */
export interface QueryBlock {
  from: number;
  to: number;
  items: ScopeItem[];
  /** Names that its select list gives with AS. */
  outputs: string[];
  /** What it gives to whoever reads it. */
  columns: string[];
  commonTables: readonly CommonTable[];
  parent: QueryBlock | null;
  clauses: { clause: Clause; at: number }[];
}

/** Columns of a relation (any case), or undefined where nobody knows them. */
export type ColumnsOf = (relation: string) => readonly string[] | undefined;

/** Words that a query, and so a bracket with a query in it, begins with. */
export const beginsQuery = new Set(['select', 'with', 'from', 'values', 'pivot', 'unpivot', 'table']);
