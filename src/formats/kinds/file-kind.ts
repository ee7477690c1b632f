import type { Note } from '../note';

/** Choices that pick a table out of a file that holds several. */
export interface PartChoices {
  sheet?: string;
  range?: string;
}

/**
 * A kind of file that is no text table: one file in this folder, whose default export is a `FileKind`. A library reads it,
 * in the engine's worker. Text tables are the business of `structure/`.
 */
export interface FileKind {
  /** The file's name here; kept in import reports. */
  id: string;
  /** For people: "Excel workbook". */
  label: string;
  /** Whether the file is one of this kind, by its first bytes (64 KiB at most), else by its name. */
  recognises(start: Uint8Array, fileName: string): boolean;
  /** Opens a table of the file. Throws an InputProblem that says why it cannot be read and what to try. */
  open(file: Blob, fileName: string, choices: PartChoices): Promise<OpenTable>;
}

/** A table as text, whatever file it came from. */
export interface OpenTable {
  /** The tables to choose from (sheets), with their rows where known; one without a name where there is no choice. */
  parts: { name: string; rows: number | null }[];
  /** What was chosen, enough to choose it again. */
  chosen: PartChoices;
  /** Names of the columns as they stand in the file: may be empty or repeat. Empty list where no row names them. */
  names: string[];
  /** DuckDB's type of each column where the file says it, else null: then values tell. */
  types: (string | null)[];
  rows: number | null;
  /**
   * The rows in order, in pieces of some thousand; each row has a value a column. Numbers with a decimal point, days
   * as 2026-06-30, times as 2026-06-30 14:05:00 (UTC where the file says a zone), true and false; '' is missing.
   */
  records(): AsyncGenerator<string[][]>;
  /** What a reader must know, such as formulas without a value. */
  notes: Note[];
}
