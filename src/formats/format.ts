import type { Note } from './note';
import type { PersonalKind } from './personal/personal';

/**
 * The conventions of one program's exports: one file in this folder, whose default export is a `Format`. It recognises a
 * table by its names and first rows, whatever file they came from, and says what the names and rows mean. It never reads
 * bytes: structure, kinds and types do that. Helpers that several formats share live in folders.
 */
export interface Format {
  /** The file's name here; written to notebooks as `format:`. */
  id: string;
  /** For people: "Qualtrics survey". */
  label: string;
  /** How sure this format is that the table is one of its own, from 0 (cannot be) to 1; below 0.5 nothing is done. */
  recognises(table: TableSample): number;
  /** What the table means. Called only where `recognises` was surest. */
  read(table: TableSample): Convention;
}

/** The beginning of a table, all as text. */
export interface TableSample {
  fileName: string;
  /** The first rows after any preamble, as they are, header rows among them (at most 8). */
  top: readonly (readonly string[])[];
  /** Lines before the table. */
  preamble: readonly string[];
  /** Names found by the structure step, made unique. */
  names: readonly string[];
  /** Rows of data by column, at most 2,000. */
  columns: readonly (readonly string[])[];
}

export interface Convention {
  /** Rows at the top that are not data, where the structure step could not know (Qualtrics: 3). */
  headerRows?: number;
  /** Names of the columns by position, where they are not those of the structure step. */
  names?: string[];
  /** By column name; columns that are not mentioned are read as any. */
  columns: Record<string, ConventionColumn>;
  /** Rows that may be no data: counted, and left out where a person says so or `leaveOut` is set. */
  rows: RowRule[];
  /** What a reader must know, such as "order totals stand on the first line of each order only". */
  notes: Note[];
}

export interface ConventionColumn {
  /** The question or the program's own label: becomes the column's label in the notebook. */
  label?: string;
  /** DuckDB's type, where the program fixes it. */
  type?: string;
  note?: string;
  /** What the column is to an analysis. */
  meaning?: Meaning;
  personal?: PersonalKind;
  /** Several choices in one value, with this mark between them. */
  listOf?: string;
}

/** Meanings that fill the roles of the analyses, in the order of the generic bank. */
export type Meaning =
  | 'customer'
  | 'date'
  | 'amount'
  | 'score'
  | 'stage'
  | 'channel'
  | 'reason'
  | 'segment'
  | 'order'
  | 'product'
  | 'quantity'
  | 'comment'
  | 'weight'
  | 'cost'
  | 'start date'
  | 'end date'
  | 'status'
  /** Kept by the program about the record itself: ids, links, progress. No answer and no measure. */
  | 'administrative';

/** Rows in which a column has one of some values ('' is an empty one), compared without case and outer spaces. */
export interface RowRule {
  id: string;
  /** What they are: "previews", "unfinished answers". */
  label: string;
  column: string;
  values: string[];
  /** Beginnings of values that count as well, for lines such as "Grand Totals (12 records)". */
  beginnings?: string[];
  /** Only rows in which every other column is empty. */
  alone?: boolean;
  /** Only rows in which these columns are empty. */
  empty?: string[];
  /** Left out unless a person says otherwise; only for rows that are certainly no data. */
  leaveOut: boolean;
}
