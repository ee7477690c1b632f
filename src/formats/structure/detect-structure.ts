import { DOUBTFUL } from '../doubtful';
import { fit, profileColumns } from './cell-shape';
import type { TextDialect } from './dialect';
import { findEncoding, type FoundEncoding } from './encoding';
import { ONE_FIELD, scoreDialects, usualWidth, type ScoredDialect } from './find-dialect';
import { findHeader, type FoundHeader } from './find-header';
import { rawRecords, type PlacedRecord } from './raw-records';
import { endOfTable } from './table-end';
import { describeStructure, differenceOf, letterDifference } from './describe-structure';
import type { FoundStructure, StructureChoices, StructureSample, TextStructure } from './structure';

/** As much text as is weighed; the reader itself takes files of any size. */
const MOST_TEXT = 400_000;
const MOST_RECORDS = 3000;

/**
 * Finds how a file becomes a table: encoding, delimiter, quotes, line ends, preamble, header, width. Candidates are
 * scored by how far their records agree on the number of fields and how likely their cells are; parts in `choices` stay
 * as told. Never throws: an empty or binary file gives a table without columns or with one, and a confidence of 0.
 */
export function detectStructure(sample: StructureSample, choices: StructureChoices = {}): FoundStructure {
  const found = findEncoding(sample.telling ?? sample.bytes);
  const encoding = choices.encoding ?? found.encoding;
  const looked = sample.bytes.subarray(0, MOST_TEXT * (encoding.startsWith('utf-16') ? 2 : 1));
  const whole = sample.whole && looked.length === sample.bytes.length;
  const text = new TextDecoder(encoding).decode(looked, { stream: !whole });
  const readings = scoreDialects(text, whole, choices);
  const [best] = readings;
  const read = layOut(text, whole, encoding, best?.dialect ?? COMMAS, choices);
  const second = secondReading(readings, (dialect) => layOut(text, whole, encoding, dialect, choices), read);
  const certainty = choices.encoding === undefined ? found.confidence : 1;
  const letters = certainty < DOUBTFUL ? otherLetters(sample.telling ?? looked, found) : null;
  const confidence =
    text.trim() === '' ? 0 : Math.min(certainty, confidenceOf(readings, second?.score ?? 0, read));
  return {
    structure: read.structure,
    confidence,
    isDoubtful: confidence < DOUBTFUL,
    second:
      letters ??
      (second && {
        choices: second.choices,
        confidence: Math.min(confidence, second.score),
        differs: differenceOf(read.structure, second.structure),
      }),
    findings: describeStructure(read.structure, read, certainty),
    isPlain: isPlain(read),
  };
}

/** The same table with the letters of another encoding; null where they are the same. */
function otherLetters(bytes: Uint8Array, { encoding, second }: FoundEncoding): FoundStructure['second'] {
  if (second === undefined) return null;
  const differs = letterDifference(bytes, encoding, second);
  return differs === null ? null : { choices: { encoding: second }, confidence: 0.4, differs };
}

const COMMAS: TextDialect = { delimiter: ',', quote: '"', escape: '"', lineEnds: 'line-feed' };

/** A structure and what in the sample does not follow it. */
export interface LaidOut {
  structure: TextStructure;
  header: FoundHeader;
  /** Records of data in the sample. */
  records: number;
  /** Those with another number of fields, or with quotes that break the rules. */
  odd: number;
  blankLines: number;
  /** Those of another table below. */
  others: number;
}

function layOut(
  text: string,
  whole: boolean,
  encoding: string,
  dialect: TextDialect,
  choices: StructureChoices,
): LaidOut {
  const all = rawRecords(text, dialect, whole, MOST_RECORDS);
  const skipped = choices.preambleLines ?? 0;
  const lines = all.filter(({ fields, line }) => fields.some((field) => field !== '') && line > skipped);
  const comment = commentOf(lines);
  const records = comment === '' ? lines : lines.filter(({ text: line }) => !line.startsWith(comment));
  const width = widthOf(records, choices);
  const header = findHeader(records, width, dialect, choices);
  const below = records.slice(header.first + header.rows);
  const data = below.slice(0, endOfTable(below, width));
  const good = data
    .filter((record) => record.fields.length === width && !record.broken)
    .map(({ fields }) => fields);
  const profiles = profileColumns(good, width);
  const sums = good
    .slice(0, 500)
    .map((fields) => profiles.reduce((sum, profile, i) => sum + fit(profile, fields[i] ?? ''), 0));
  const structure: TextStructure = {
    ...dialect,
    encoding,
    dataLine: data[0]?.line ?? lineAfter(all),
    preambleLines: (records[header.first]?.line ?? 1) - 1,
    headerRows: header.rows,
    names: header.names,
    width: text === '' ? 0 : width,
    comment,
    profiles,
    lowestFit: sums.length === 0 ? -Infinity : Math.min(...sums),
  };
  return {
    structure,
    header,
    records: data.length,
    odd: data.length - good.length,
    blankLines: all.length - lines.length,
    others: below.length - data.length,
  };
}

const lineAfter = (records: readonly PlacedRecord[]): number => {
  const last = records.at(-1);
  return last ? last.line + last.text.split(/\r\n|\n|\r/).length : 1;
};

/** So many records alike are a table, whatever follows. */
const LONG_TABLE = 200;

/**
 * The usual number of fields; the first record's counts more, since names are rarely torn, and most where a long table
 * begins there or a person said that the table does.
 */
function widthOf(records: readonly PlacedRecord[], { headerRows, preambleLines }: StructureChoices): number {
  const widths = records.filter(({ broken }) => !broken).map(({ fields }) => fields.length);
  const usual = usualWidth(widths);
  const [first = 0] = widths;
  const alike = (most: number): number =>
    widths.slice(0, most).filter((width) => width === first).length / (Math.min(most, widths.length) || 1);
  if (first > 1 && preambleLines !== undefined && alike(4) > 0.7) return first;
  if (first > 1 && widths.length > LONG_TABLE && alike(LONG_TABLE) > 0.9) return first;
  if (headerRows !== 0 && first > 1 && alike(Infinity) > 0.3 && usual.agreeing < 0.5) return first;
  return Math.max(1, usual.width);
}

/** How many of the first records are a heading of lines that begin with `#`; 0 for fewer than three, or for all. */
function headingComments(records: readonly PlacedRecord[]): number {
  const count = records.findIndex(({ text }) => !text.startsWith('#'));
  return count < 3 ? 0 : count;
}

/** Marks of comments before or between records; what begins the usual record is no such mark. */
function commentOf(records: readonly PlacedRecord[]): string {
  const body = records.slice(headingComments(records));
  if (body.length < records.length && !body.some(({ text }) => text.startsWith('#'))) return '#';
  const { width } = usualWidth(records.map(({ fields }) => fields.length));
  if (width < 2) return '';
  const odd = records.filter(({ fields }) => fields.length !== width);
  return (
    ['#', '//', '--', '%'].find(
      (mark) =>
        odd.some(({ text }) => text.startsWith(mark)) &&
        !records.some(({ fields, text }) => fields.length === width && text.startsWith(mark)),
    ) ?? ''
  );
}

/** The best other reading that gives another table. */
function secondReading(
  readings: readonly ScoredDialect[],
  lay: (dialect: TextDialect) => LaidOut,
  best: LaidOut,
): { structure: TextStructure; score: number; choices: StructureChoices } | null {
  const [first, ...others] = readings;
  const other = others.find(
    ({ score, dialect }) => score > 0.15 && dialect.delimiter !== first?.dialect.delimiter,
  );
  if (other && first && other.score > 0.5 * first.score && other.dialect.delimiter !== ONE_FIELD) {
    const { structure } = lay(other.dialect);
    const { delimiter, quote, escape } = structure;
    return { structure, score: other.score / first.score, choices: { delimiter, quote, escape } };
  }
  if (best.structure.names.length === 0 && best.records < 2) return null;
  const headerRows = best.structure.headerRows === 0 ? 1 : 0;
  return { structure: { ...best.structure, headerRows }, score: 0.2, choices: { headerRows } };
}

function confidenceOf(readings: readonly ScoredDialect[], second: number, read: LaidOut): number {
  const [best, next] = readings;
  if (!best) return 0;
  const fitting = read.records === 0 ? 1 : 1 - read.odd / read.records;
  const ahead = 1 - 0.5 * Math.max(0, second - 0.5);
  // One column is what is left when nothing else holds together.
  const single = best.dialect.delimiter === ONE_FIELD ? 0.95 - (0.6 * (next?.score ?? 0)) / best.score : 1;
  return Math.max(0.05, Math.min(1, fitting ** 1.5 * ahead * single));
}

/** No repairs, nothing to leave out but lines at the top, and nothing that read_csv takes another way. */
function isPlain({ structure, odd, header, blankLines, others }: LaidOut): boolean {
  const { lineEnds, comment, headerRows, delimiter, escape, quote, width } = structure;
  return (
    lineEnds === 'line-feed' &&
    odd + blankLines + others === 0 &&
    comment === '' &&
    headerRows <= 1 &&
    !header.repaired &&
    width > 1 &&
    new TextEncoder().encode(delimiter).length <= 4 &&
    (escape === quote || quote === '')
  );
}
