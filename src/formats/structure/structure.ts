import type { ColumnProfile } from './cell-shape';
import type { TextDialect } from './dialect';

/** All that is needed to read a text table: plain data, which crosses threads and can be kept. */
export interface TextStructure extends TextDialect {
  /** As TextDecoder names it. */
  encoding: string;
  /** Line of the file, from 1, that the first record of data stands in: what comes before is preamble and header. */
  dataLine: number;
  /** Lines before the header, or before the data where there is no header. */
  preambleLines: number;
  headerRows: number;
  /** What the header calls the columns, as written: may be empty or repeat. Empty without a header. */
  names: string[];
  /** Number of columns. */
  width: number;
  /** What lines that are comments begin with; empty where there are none. */
  comment: string;
  /** What the cells of each column look like, to mend records by. */
  profiles: ColumnProfile[];
  /** The worst sum of fits that a good record of the sample has: mended ones may not be much worse. */
  lowestFit: number;
}

/** What a person or a notebook decided; the rest is found. */
export type StructureChoices = Partial<
  Pick<TextStructure, 'encoding' | 'delimiter' | 'quote' | 'escape' | 'headerRows' | 'preambleLines'>
>;

/** The best reading of a file, how sure it is, and the next best. */
export interface FoundStructure {
  structure: TextStructure;
  /** From 0 to 1: how far the records agree, and how far ahead of the second reading this one is. */
  confidence: number;
  /** Below this a person should look: `confidence` < DOUBTFUL. */
  isDoubtful: boolean;
  /** The next best reading that gives another table, and what differs; null where nothing else is worth a look. */
  second: { choices: StructureChoices; confidence: number; differs: string } | null;
  /** What was found, in sentences. */
  findings: Finding[];
  /** Within the sample and once the text is UTF-8, DuckDB's read_csv reads the same with delimiter, quote, escape, header and skip told. */
  isPlain: boolean;
}

export interface Finding {
  text: string;
  tone: 'plain' | 'caution';
}

/** The beginning of a file. */
export interface StructureSample {
  bytes: Uint8Array;
  /** Whether `bytes` is the whole file. */
  whole: boolean;
  /** Bytes from further on by which the encoding is told, where the beginning does not tell. */
  telling?: Uint8Array;
}
