/**
 * An export format is one file here, whose default export is a `Format`: it recognises a file from its first bytes and
 * says how it becomes a table. The engine does the reading. Helpers that several formats share live in folders.
 */
export interface Format {
  /** The file's name here, saved nowhere but in import reports. */
  id: string;
  label: string;
  /** How sure this format is that the file is one of its own, from 0 (cannot be) to 1. The surest reads it. */
  recognises(sample: FileSample): number;
  /** How the file becomes a table. Throws an InputProblem where it cannot. */
  plan(sample: FileSample, choices: ReadingChoices): ReadingPlan;
}

/** The beginning of a file, and some of what comes later. */
export interface FileSample {
  fileName: string;
  /** Bytes in the whole file. */
  size: number;
  /** The first bytes, as they are. */
  bytes: Uint8Array;
  /** The name of the encoding, as TextDecoder knows it. */
  encoding: string;
  /** The first bytes as text, without a byte order mark. */
  text: string;
  /** Whether `text` is all there is. */
  whole: boolean;
  /** Pieces from later in the file, each from the start of a line; their first lines may lie inside quotes. */
  later: readonly string[];
}

/** What was decided before, by a person or a notebook; the rest is detected. */
export interface ReadingChoices {
  delimiter?: string;
  quote?: string;
  escape?: string;
  encoding?: string;
  /** Number of header rows: 0 or 1 for now. */
  header?: number;
  decimal?: '.' | ',';
  /** How an ambiguous day/month column is read, by column name. */
  dates?: Record<string, 'dmy' | 'mdy'>;
  /** Types the user chose or that were kept, by column name. */
  types?: Record<string, string>;
}

/** Everything needed to read a text table. */
export interface ReadingPlan {
  delimiter: string;
  /** Empty where nothing is quoted. */
  quote: string;
  escape: string;
  /** Rows before the data that name the columns: 0 or 1. */
  header: number;
  decimal: '.' | ',';
  columns: PlannedColumn[];
  notes: Note[];
}
export interface Note {
  text: string;
  tone: 'plain' | 'caution';
}

export interface PlannedColumn {
  /** Exactly as in the file, but made unique and not empty. */
  name: string;
  /** DuckDB's name of the type. */
  type: string;
  /** Why it is text though it looks otherwise, or what else a reader should know. */
  note?: string;
  /** How a date that is not ISO is written. */
  date?: DateWriting;
}

/** A way of writing dates with the year last, such as 31/12/2026 14:05. */
export interface DateWriting {
  order: 'dmy' | 'mdy';
  separator: '/' | '.' | '-';
  yearDigits: 2 | 4;
  /** '' for a day alone. */
  time: '' | '%H:%M' | '%H:%M:%S';
  /** No value seen tells day from month, and nobody has said. */
  ambiguous: boolean;
}

/** A date writing as strptime says it. */
export const strptimeFormat = ({ order, separator, yearDigits, time }: DateWriting): string =>
  [...(order === 'dmy' ? ['%d', '%m'] : ['%m', '%d']), yearDigits === 2 ? '%y' : '%Y'].join(separator) +
  (time === '' ? '' : ` ${time}`);
