import { InputProblem } from '../../../values/problem';
import { linesOf, textOf } from './json-file';
import { noJson, type Layout } from './layout';
import { parseValue } from './record';
import { BrokenJson, ValueScanner } from './value-scanner';

/** Far more than any record of a table: the file is laid out in another way. */
const LONGEST_RECORD = 2 ** 26;

/** Records that could not be read, for the reader to know of. */
export interface Broken {
  count: number;
  /** Lines, or places of the records, of the first ones. From 1. */
  places: number[];
  /** The file ends in the middle of a record. */
  cutOff: boolean;
}

export const nothingBroken = (): Broken => ({ count: 0, places: [], cutOff: false });

/** The values of all records in order, in pieces; what is broken is left out and counted. */
export async function* valuesOf(
  file: Blob,
  fileName: string,
  layout: Layout,
  broken: Broken,
): AsyncGenerator<unknown[]> {
  if (layout.kind === 'lines') yield* fromLines(file, broken);
  else yield* fromScanner(file, fileName, layout, broken);
}

async function* fromLines(file: Blob, broken: Broken): AsyncGenerator<unknown[]> {
  let last = { line: 0, isBroken: false };
  for await (const lines of linesOf(file)) {
    const values: unknown[] = [];
    for (const { line, text } of lines) {
      const value = parseValue(line === 1 ? text.replace(/^\uFEFF/, '') : text);
      last = { line, isBroken: value === undefined };
      if (value === undefined) note(broken, line);
      else values.push(value);
    }
    yield values;
  }
  if (!last.isBroken) return;
  // A line that ends too early at the end of the file is one that was never written to its end.
  broken.cutOff = true;
  broken.count--;
  if (broken.places.at(-1) === last.line) broken.places.pop();
}

async function* fromScanner(
  file: Blob,
  fileName: string,
  { kind, path }: Layout,
  broken: Broken,
): AsyncGenerator<unknown[]> {
  let values: unknown[] = [];
  let place = 0;
  const scanner = new ValueScanner(kind === 'list' ? path : null, (text) => {
    place++;
    const value = parseValue(text);
    if (value === undefined) note(broken, place);
    else values.push(value);
  });
  try {
    for await (const piece of textOf(file)) {
      scanner.write(piece);
      if (scanner.waiting > LONGEST_RECORD) throw tooLong(fileName);
      yield values;
      values = [];
    }
    scanner.end();
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    if (place === 0) throw noJson(fileName);
    broken.cutOff = true;
  }
  broken.cutOff ||= !scanner.isWhole;
  yield values;
}

const tooLong = (fileName: string): InputProblem =>
  new InputProblem(`\`${fileName}\` has no list of records: one value alone is over 64 MB.`, {
    hint: 'Ask for it as JSON lines, with a record on each line, or as CSV.',
  });

function note(broken: Broken, place: number): void {
  broken.count++;
  if (broken.places.length < 10) broken.places.push(place);
}
