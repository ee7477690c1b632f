import type { Meaning } from '../formats/format';
import type { ImportChoices } from '../formats/choices';
import type { Note } from '../formats/note';
import type { PersonalKind } from '../formats/personal/personal';
import type { DateQuestion } from '../formats/types/column-plan';
import type { KeyMatch } from '../values/key-match';
import type { ColumnInfo } from '../values/table';

/** What the page asks of an import and hears of it. */
export interface ImportRequest {
  relation: string;
  file: File | Blob;
  fileName: string;
  choices: ImportChoices;
  /** Column types that a person chose: values that do not fit become null and are counted. */
  chosenTypes?: string[];
  /** Secret of this device and notebook, mixed into hashes of personal data; never written to a file. */
  salt?: string;
}

/** A line that was not read as it stands. */
export interface ReportedLine {
  /** From 1, in the file. */
  line: number;
  reason: string;
  text: string;
}

export interface ImportReport {
  relation: string;
  fileName: string;
  bytes: number;
  /** `text`, or the id of a kind in `formats/kinds`. */
  kind: string;
  /** The archive it came out of (`gzip`, `zip`), else null. */
  archive: string | null;
  /** Id and label of the export format that recognised the table; null where none did. */
  format: { id: string; label: string } | null;
  /** What was decided: enough to read the same file the same way again. */
  choices: ImportChoices;
  /** From 0 to 1; `doubtful` where a person should check the reading as a whole. */
  confidence: number;
  doubtful: boolean;
  /** The next best reading, one click away; null where there is none. */
  second: { choices: ImportChoices; differs: string } | null;
  /** Sheets of a workbook or files of an archive to choose from; empty where there is no choice. */
  parts: { name: string; rows: number | null }[];
  /** Lines of data found, read and rejected: rows + rejectedCount + rows left out = lines. */
  lines: number;
  rows: number;
  rejectedCount: number;
  /** The first 1,000. */
  rejected: ReportedLine[];
  /** Lines that were mended (a missing field, a stray quote), counted and the first 1,000. */
  repairedCount: number;
  repaired: ReportedLine[];
  blankLines: number;
  commentLines: number;
  /** Lines before and after the table. */
  preamble: ReportedLine[];
  footer: ReportedLine[];
  /** Tables of another kind in the same file, which were not read. */
  otherTables: { line: number; rows: number; columns: number }[];
  columns: ImportedColumn[];
  /** Columns that were not kept. */
  dropped: string[];
  /** Rows that may be no data, counted. */
  rowRules: { id: string; label: string; count: number; leftOut: boolean }[];
  /** Rows that are wholly the same as an earlier one; null where counting would take too long. */
  duplicateRows: number | null;
  /** Columns without a missing or repeated value. */
  keys: string[];
  /** Sentences on what the reader must know. */
  notes: Note[];
  elapsed: number;
}

export interface ImportedColumn extends ColumnInfo {
  /** The name as it stands in the file where it had to be changed. */
  original?: string;
  /** Values that did not fit the type and became null (only where a person chose the type). */
  misfits: number;
  /** Why it is text though most values are something else, or what else a reader should know. */
  note?: string;
  /** What the reading changed: "decimal comma read", "€ left out". */
  changed: string[];
  /** Values read as missing because they are spelled so, by spelling. */
  missingAs: { spelling: string; count: number }[];
  /** What only a person can say; until then the column is text. */
  question?: DateQuestion;
  label?: string;
  meaning?: Meaning;
  personal?: PersonalKind;
  /** The mark between several choices in one value, where the program writes lists. */
  listOf?: string;
  /** Replaced by salted hashes. */
  hashed: boolean;
  /** The first values as they stand in the file, at most 5, for people who choose a type. */
  examples: string[];
}

/** The beginning of a file read by some choices, without keeping it. */
export interface ImportPreview {
  report: Pick<
    ImportReport,
    | 'kind'
    | 'archive'
    | 'format'
    | 'choices'
    | 'confidence'
    | 'doubtful'
    | 'second'
    | 'parts'
    | 'preamble'
    | 'notes'
    | 'rowRules'
  >;
  columns: ImportedColumn[];
  /** The first rows, at most 50: as text in the file, and as they would be read (null where missing or misfit). */
  rows: { text: string[]; read: (string | null)[] }[];
  /** Lines of the sample that were rejected or mended. */
  troubled: ReportedLine[];
}

/** What a new file of a source differs in from the one that is read now. */
export interface SourceComparison {
  rows: { before: number; now: number };
  added: { name: string; type: string }[];
  gone: { name: string; type: string }[];
  retyped: { name: string; before: string; now: string }[];
  /** Perhaps renamed: a column gone and one added that hold the same. */
  renamed: { before: string; now: string; alike: number }[];
  /** By the key column both have, if any: values only before, only now, in both, and in both with other contents. */
  keys: { column: string; gone: number; added: number; both: number; changed: number } | null;
  /** Rows found in both, as whole rows over the common columns; null where no key and too large to count. */
  sameRows: number | null;
  /** Columns whose missing share or mean moved much, as sentences. */
  shifts: Note[];
}

/** Two columns whose values match, as found in the tables. */
export interface JoinCandidate extends KeyMatch {
  /** Distinct values in common. */
  common: number;
}
