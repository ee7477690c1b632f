import { structureChoices, type ImportChoices } from '../../formats/choices';
import { detectStructure, readRecords } from '../../formats/structure';
import { findEncoding } from '../../formats/structure/encoding';
import { ONE_FIELD } from '../../formats/structure/find-dialect';
import { rawRecords } from '../../formats/structure/raw-records';
import type { ReadingReport } from '../../formats/structure/reading-report';
import type { FoundStructure, StructureChoices, TextStructure } from '../../formats/structure/structure';
import { InputProblem } from '../../values/problem';
import type { ReportedLine } from '../import-api';
import type { Run } from '../run';
import { earlierTables } from './earlier-tables';
import type { FileStart } from './file-start';
import { refuseOddMarks } from './odd-marks';
import type { FoundTable, RecordStream, Utf8Text } from './found-table';

const MOST_SAMPLED = 5000;
/** Bytes of the beginning that records are sampled from. */
const SAMPLED_BYTES = 512 * 1024;
const MOST_LATER = 500;
/** Bytes of the end that the last records are taken from; even, for UTF-16. */
const TAIL = 16 * 1024;
const PIECE = 1 << 20;

/** Finds the table in a text file. Throws an InputProblem where there is none. */
export async function textTable(
  file: Blob,
  fileName: string,
  start: FileStart,
  choices: ImportChoices,
): Promise<FoundTable> {
  refuseOddMarks(choices);
  const told = { ...structureChoices(choices), ...toldDelimiter(choices) };
  const telling = tellingBytes(start);
  const found = detectStructure(telling ? { ...start, telling } : start, told);
  const { structure } = found;
  const head = await sampleHead(start, structure);
  if (structure.width === 0 || (head.records.length === 0 && head.top.length === 0))
    throw new InputProblem(`\`${fileName}\` holds nothing but blank lines.`);
  const later = laterRecords(start, structure);
  return {
    kind: 'text',
    fileName,
    choices: choicesOf(structure),
    confidence: found.confidence,
    doubtful: found.isDoubtful,
    second: secondOf(found),
    parts: [],
    // What separates the fields is among the choices, where it is said once.
    notes: found.findings.slice(1),
    preamble: head.preamble,
    // Where a person said what comes before the table, they know what it is.
    earlierTables: choices.skip === undefined ? earlierTables(head.preamble, structure) : [],
    names: structure.names,
    width: structure.width,
    types: [],
    top: head.top,
    sample: [...head.records, ...later],
    tails: [await lastRecords(file, start, structure)],
    added: 0,
    headRows: head.records.length,
    sampleReading: head.reading,
    estimatedRows: start.whole ? head.records.length : Math.ceil(file.size / head.bytesPerRow),
    text: file,
    plain: plainText(file, found, head.hasZeros),
    records: (run, onFraction) => streamOf(file, structure, run, onFraction),
    withHeader: (rows) =>
      textTable(file, fileName, start, {
        ...choices,
        encoding: structure.encoding,
        skip: structure.preambleLines,
        header: rows,
      }),
  };
}

/** An empty delimiter in a notebook stands for a single column. */
const toldDelimiter = ({ delimiter }: ImportChoices): StructureChoices =>
  delimiter === '' ? { delimiter: ONE_FIELD } : {};

function choicesOf(structure: TextStructure): ImportChoices {
  const { delimiter, quote, escape, encoding, headerRows, preambleLines } = structure;
  return {
    encoding,
    delimiter: delimiter === ONE_FIELD ? '' : delimiter,
    quote,
    escape,
    header: headerRows,
    // Told of two header rows alone, the first of them could be a line before the table.
    ...(preambleLines > 0 || headerRows > 1 ? { skip: preambleLines } : {}),
  };
}

function secondOf({ second, structure }: FoundStructure): FoundTable['second'] {
  if (!second) return null;
  const { headerRows, preambleLines, delimiter, ...same } = second.choices;
  const choices: ImportChoices = {
    encoding: structure.encoding,
    ...same,
    ...(delimiter === undefined ? {} : { delimiter: delimiter === ONE_FIELD ? '' : delimiter }),
    ...(headerRows === undefined ? {} : { header: headerRows }),
    ...(preambleLines === undefined ? {} : { skip: preambleLines }),
  };
  return { choices, differs: second.differs };
}

/** Bytes that tell the encoding of a file whose first accented letter comes after its beginning. */
function tellingBytes({ bytes, later }: FileStart): Uint8Array | undefined {
  const isPlain = bytes.every((byte) => byte < 128) && findEncoding(bytes).encoding === 'utf-8';
  return isPlain ? later.find((piece) => piece.some((byte) => byte > 127)) : undefined;
}

async function sampleHead(start: FileStart, structure: TextStructure) {
  const beginning = start.bytes.subarray(0, SAMPLED_BYTES);
  const whole = start.whole && beginning.length === start.bytes.length;
  const looked = whole ? beginning : beginning.subarray(0, beginning.lastIndexOf(10) + 1 || beginning.length);
  const text = new TextDecoder(structure.encoding).decode(looked, { stream: !whole });
  const { preambleLines, comment } = structure;
  const raw = rawRecords(text, structure, whole, 8 + preambleLines + 40);
  const top = raw
    .filter(({ line, fields, text: own }) => {
      const isComment = comment !== '' && own.startsWith(comment);
      return line > preambleLines && fields.some((field) => field !== '') && !isComment;
    })
    .slice(0, 8)
    .map(({ fields }) => fields);
  let reading: ReadingReport | null = null;
  const records: string[][] = [];
  for await (const piece of readRecords(looked, structure, (finished) => (reading = finished)))
    for (const record of piece) records.push(record);
  // The end of the sample cuts off its last record, unless that is all there is.
  if (!whole && records.length > 1) records.pop();
  return {
    top,
    preamble: preambleOf(text, preambleLines),
    records: records.slice(0, MOST_SAMPLED),
    reading,
    bytesPerRow: Math.max(1, looked.length / Math.max(1, records.length)),
    hasZeros: looked.includes(0),
  };
}

const preambleOf = (text: string, lines: number): ReportedLine[] =>
  text
    .split(/\r\n|\n|\r/, Math.min(lines, 1000))
    .map((line, i) => ({ line: i + 1, reason: 'before the table', text: line.slice(0, 2000) }));

/** Whole records from the middle and the end; a piece may begin inside quotes, so only what fits counts. */
function laterRecords({ later }: FileStart, structure: TextStructure): string[][] {
  if (structure.encoding.startsWith('utf-16')) return [];
  const decoder = new TextDecoder(structure.encoding);
  return later.flatMap((piece) =>
    rawRecords(decoder.decode(piece), structure, false, MOST_LATER)
      .filter(({ fields, broken }) => !broken && fields.length === structure.width)
      .slice(1)
      .map(({ fields }) => fields),
  );
}

/** The last records, whole ones only; a piece may begin inside quotes, but hardly end so. */
async function lastRecords(
  file: Blob,
  { bytes, whole }: FileStart,
  structure: TextStructure,
): Promise<string[][]> {
  const from = Math.max(0, file.size - (file.size % 2) - TAIL);
  const end = whole ? bytes.subarray(from) : new Uint8Array(await file.slice(from).arrayBuffer());
  const text = new TextDecoder(structure.encoding).decode(end);
  const begun = from === 0 ? 0 : text.search(/[\r\n]/) + 1;
  return rawRecords(text.slice(begun), structure, true, Infinity)
    .filter(({ line, fields, broken }) => {
      const isData = from > 0 || line >= structure.dataLine;
      return isData && !broken && fields.length === structure.width;
    })
    .slice(-MOST_LATER)
    .map(({ fields }) => fields);
}

function plainText(
  file: Blob,
  { isPlain, structure }: FoundStructure,
  hasZeros: boolean,
): FoundTable['plain'] {
  const { delimiter, quote, escape, dataLine, encoding } = structure;
  const signs = [quote, escape].every((sign) => sign.length <= 1 && sign <= '~');
  if (!isPlain || !signs || (hasZeros && !encoding.startsWith('utf-16'))) return null;
  return {
    delimiter,
    quote,
    escape,
    records: async (run) => {
      const text = encoding === 'utf-8' ? { file, hasUnreadable: false } : await asUtf8(file, encoding, run);
      return { ...text, file: text.file.slice(await afterLines(text.file, dataLine - 1)) };
    },
  };
}

/** Where the line after so many others begins. */
async function afterLines(file: Blob, lines: number): Promise<number> {
  let left = lines;
  for (let from = 0; from < file.size && left > 0; from += PIECE) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer());
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1))
      if (--left === 0) return from + at + 1;
  }
  return left > 0 ? file.size : 0;
}

/** A text written anew as UTF-8, in pieces; the browser keeps them, not this thread. */
async function asUtf8(file: Blob, encoding: string, run: Run): Promise<Utf8Text> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const written: Blob[] = [];
  let hasUnreadable = false;
  const write = (text: string): void => {
    hasUnreadable ||= text.includes('\ufffd');
    written.push(new Blob([encoder.encode(text)]));
  };
  for await (const piece of bytesOf(file, run, () => undefined))
    write(decoder.decode(piece, { stream: true }));
  write(decoder.decode());
  return { file: new Blob(written), hasUnreadable };
}

function streamOf(
  file: Blob,
  structure: TextStructure,
  run: Run,
  onFraction: (fraction: number) => void,
): RecordStream {
  let reading: ReadingReport | null = null;
  return {
    pieces: readRecords(bytesOf(file, run, onFraction), structure, (finished) => (reading = finished)),
    reading: () => reading,
  };
}

async function* bytesOf(
  file: Blob,
  run: Run,
  onFraction: (fraction: number) => void,
): AsyncGenerator<Uint8Array> {
  let next = file.slice(0, PIECE).arrayBuffer();
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await next);
    next = file.slice(at + PIECE, at + 2 * PIECE).arrayBuffer(); // read while this one is worked on
    next.catch(() => undefined);
    run.check();
    onFraction(at / file.size);
    yield piece;
  }
}
