import type { ImportChoices } from '../../formats/choices';
import type { Note } from '../../formats/note';
import type { ReadingReport } from '../../formats/structure/reading-report';
import type { ImportReport, ReportedLine } from '../import-api';
import type { Run } from '../run';

/** A table found in a file, all as text: its beginning at hand, the rest on demand. */
export interface FoundTable {
  /** `text`, or the id of a kind in `formats/kinds`. */
  kind: string;
  fileName: string;
  /** What was decided in finding it: enough to find it again. */
  choices: ImportChoices;
  confidence: number;
  doubtful: boolean;
  second: ImportReport['second'];
  parts: ImportReport['parts'];
  notes: Note[];
  preamble: ReportedLine[];
  /** Lines before the table that look like a table themselves. */
  earlierTables: ImportReport['otherTables'];
  /** As in the file: may be empty or repeat; no names where no row has them. */
  names: string[];
  width: number;
  /** DuckDB's types where the file says them. */
  types: (string | null)[];
  /** The first rows after the preamble as they are, header rows among them; at most 8. */
  top: string[][];
  /** Records of data from the beginning, and some from further on, for types to be guessed from. */
  sample: string[][];
  /** The last records of each text that the table is read from, since reports sum up there. */
  tails: string[][][];
  /** Columns in front that the files themselves do not have. */
  added: number;
  /** How many of the sample are the file's first ones. */
  headRows: number;
  /** What reading the beginning came to; null where nothing can be wrong with records. */
  sampleReading: ReadingReport | null;
  /** Rows in all, where known or by the size of the first ones. */
  estimatedRows: number;
  /** The text itself, where the table is one; for its bytes to be looked at again. */
  text: Blob | null;
  /** Where DuckDB reads the same from the file itself. */
  plain: PlainText | null;
  /** All records from the first; says how far it has come, from 0 to 1, and at the end what reading came to. */
  records(run: Run, onFraction: (fraction: number) => void): RecordStream;
  /** The same table with another number of header rows. */
  withHeader(rows: number): Promise<FoundTable>;
}

/** Records in pieces, and what reading them came to once the last is taken. */
export interface RecordStream {
  pieces: AsyncGenerator<string[][]>;
  reading(): ReadingReport | null;
}

/** What DuckDB must be told of a text table that it reads by itself. */
export interface PlainText {
  delimiter: string;
  quote: string;
  escape: string;
  /**
   * The records as UTF-8, without preamble and header: a part of the file where it is that, else written anew in pieces.
   * (Told to skip lines, DuckDB reads nothing of a file whose line ends differ, and says nothing.)
   */
  records(run: Run): Promise<Utf8Text>;
}

export interface Utf8Text {
  file: Blob;
  /** Some bytes of the file stand for no sign in its encoding. */
  hasUnreadable: boolean;
}
