import type { FileSample } from '../formats/text/plan';
import { detectEncoding } from '../formats/text/encoding';
import { InputProblem } from '../values/problem';

const START = 256 * 1024;
const PIECE = 64 * 1024;

/** The first bytes of a file, and pieces from its middle and end, as formats look at them. */
export async function sampleFile(file: Blob, fileName: string, encoding?: string): Promise<FileSample> {
  if (file.size === 0)
    throw new InputProblem(`\`${fileName}\` is empty.`, { hint: 'Export it again, or choose another file.' });
  const bytes = await bytesOf(file, 0, START);
  refuseForeign(bytes, fileName);
  const found = encoding ?? detectEncoding(bytes);
  const whole = file.size <= START;
  const decode = (part: Uint8Array): string => new TextDecoder(found).decode(part);
  const later = whole || found.startsWith('utf-16') ? [] : await laterPieces(file, decode);
  return { fileName, size: file.size, bytes, encoding: found, text: decode(bytes), whole, later };
}

const bytesOf = async (file: Blob, from: number, length: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(from, from + length).arrayBuffer());

async function laterPieces(file: Blob, decode: (part: Uint8Array) => string): Promise<string[]> {
  const places = [Math.floor(file.size / 2), file.size - PIECE].filter((place) => place > START);
  const pieces = await Promise.all(places.map((place) => bytesOf(file, place, PIECE)));
  return pieces.map((piece) => decode(piece.subarray(piece.indexOf(10) + 1)));
}

const FOREIGN: readonly { start: string; what: string }[] = [
  { start: 'PK\u0003\u0004', what: 'an Excel workbook or a zip archive' },
  { start: '\u00d0\u00cf\u0011\u00e0', what: 'an old Excel workbook' },
  { start: 'PAR1', what: 'a Parquet file' },
  { start: '%PDF', what: 'a PDF' },
  { start: '\u001f\u008b', what: 'a gzip archive' },
  { start: '\u0089PNG', what: 'a picture' },
];

function refuseForeign(bytes: Uint8Array, fileName: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  const foreign = FOREIGN.find((kind) => start.startsWith(kind.start));
  const marked = bytes[0] === 0xff || bytes[0] === 0xfe;
  if (!foreign && (marked || !bytes.includes(0))) return;
  throw new InputProblem(
    `\`${fileName}\` is not a text table: it looks like ${foreign?.what ?? 'binary data'}.`,
    {
      hint: 'Save it as CSV (UTF-8) and add that file.',
    },
  );
}
