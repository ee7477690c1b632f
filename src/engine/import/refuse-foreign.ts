import { InputProblem } from '../../values/problem';

interface Foreign {
  start: string;
  what: string;
  hint: string;
}
const AS_CSV =
  'Open it in the program it comes from, save the table as CSV (UTF-8) or .xlsx, and add that file.';
const UNPACK = 'Unpack it on this machine and add what is inside.';
const EXPORT = 'Export the table as CSV or Parquet, and add that file.';

/** Files that are no tables, by their first bytes. */
const FOREIGN: readonly Foreign[] = [
  {
    start: '\u00d0\u00cf\u0011\u00e0',
    what: 'an old or locked Excel workbook',
    hint: 'Save it as .xlsx without a password.',
  },
  { start: 'PK\u0003\u0004', what: 'a zip archive that holds no table', hint: UNPACK },
  {
    start: '%PDF',
    what: 'a PDF',
    hint: 'Tables cannot be taken out of a PDF reliably: ask for the file that it was made from.',
  },
  { start: '\u0089PNG', what: 'a picture', hint: 'Ask for the table that it shows as CSV or Excel.' },
  {
    start: '\u00ff\u00d8\u00ff',
    what: 'a picture',
    hint: 'Ask for the table that it shows as CSV or Excel.',
  },
  { start: 'GIF8', what: 'a picture', hint: 'Ask for the table that it shows as CSV or Excel.' },
  { start: 'RIFF', what: 'a picture, a sound or a film', hint: 'Ask for the table as CSV or Excel.' },
  { start: 'Rar!', what: 'a RAR archive', hint: UNPACK },
  { start: '7z\u00bc\u00af', what: 'a 7-Zip archive', hint: UNPACK },
  { start: 'BZh', what: 'a bzip2 archive', hint: UNPACK },
  { start: '\u00fd7zXZ', what: 'an xz archive', hint: UNPACK },
  { start: '(\u00b5/\u00fd', what: 'a Zstandard archive', hint: UNPACK },
  { start: 'SQLite format 3', what: 'an SQLite database', hint: EXPORT },
  { start: 'ARROW1', what: 'an Arrow or Feather file', hint: EXPORT },
  { start: 'Obj\u0001', what: 'an Avro file', hint: EXPORT },
  { start: 'ORC', what: 'an ORC file', hint: EXPORT },
  { start: '$FL2', what: 'an SPSS file', hint: 'In SPSS: File > Export > CSV.' },
  { start: '$FL3', what: 'an SPSS file', hint: 'In SPSS: File > Export > CSV.' },
  { start: '<stata_dta>', what: 'a Stata file', hint: 'In Stata: export delimited.' },
  { start: '{\\rtf', what: 'a text document', hint: AS_CSV },
];
const WEB_PAGE = /^\s*(<!doctype html|<html|<head|<body|<table)/i;
const XML = /^\s*<\?xml/i;

/** Throws an InputProblem, with what to do, on a file that is certainly no text table. */
export function refuseForeign(bytes: Uint8Array, fileName: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 300)).replace(/^\u00ef\u00bb\u00bf/, '');
  const foreign = FOREIGN.find(
    (kind) => start.startsWith(kind.start) && (kind.start !== 'ORC' || bytes.includes(0)),
  );
  if (foreign) throw notATable(fileName, foreign.what, foreign.hint);
  if (WEB_PAGE.test(start))
    throw notATable(
      fileName,
      'a web page',
      'Programs save one where a login has ended, or as an ".xls" export: export again as CSV, or open it in Excel and save it as .xlsx.',
    );
  if (XML.test(start)) throw notATable(fileName, 'an XML file', AS_CSV);
  if (looksBinary(bytes)) throw notATable(fileName, 'binary data', AS_CSV);
}

const notATable = (fileName: string, what: string, hint: string): InputProblem =>
  new InputProblem(`\`${fileName}\` is not a text table: it looks like ${what}.`, { hint });

/** Some zero bytes in a text happen; UTF-16 is known by its mark or by where its zeros stand. */
function looksBinary(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (marked) return false;
  const looked = bytes.subarray(0, 65_536);
  const zeros = [0, 0];
  let control = 0;
  looked.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
    if (byte < 9 || (byte > 13 && byte < 27)) control++;
  });
  const [even = 0, odd = 0] = zeros;
  const isWide = Math.max(even, odd) > 0.2 * looked.length && Math.min(even, odd) < 0.025 * looked.length;
  if (isWide) return !isWriting(new TextDecoder(even > odd ? 'utf-16be' : 'utf-16le').decode(looked));
  return control > looked.length / 200;
}

/** Hardly any control signs: else the zeros that looked like those of UTF-16 stood there by chance. */
function isWriting(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the control signs themselves
  const control = text.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/g)?.length ?? 0;
  return control <= text.length / 100;
}
