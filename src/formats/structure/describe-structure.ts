import { DOUBTFUL } from '../doubtful';
import type { LaidOut } from './detect-structure';
import { ONE_FIELD } from './find-dialect';
import type { Finding, TextStructure } from './structure';

const NAMES: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
  ' ': 'spaces',
  ', ': 'comma and space',
  '; ': 'semicolon and space',
  ':': 'colons',
  [ONE_FIELD]: 'nothing: it has one column',
};

/** A delimiter in a person's words. */
export const delimiterName = (delimiter: string): string => NAMES[delimiter] ?? `\`${delimiter}\``;

const ENCODINGS: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
  macintosh: 'MacRoman',
  shift_jis: 'Shift-JIS',
  gb18030: 'GB18030',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  big5: 'Big5',
  'koi8-r': 'KOI8-R',
  'windows-1250': 'windows-1250 (Central European)',
  'windows-1251': 'windows-1251 (Cyrillic)',
  'windows-1253': 'windows-1253 (Greek)',
  'windows-1254': 'windows-1254 (Turkish)',
  'windows-1255': 'windows-1255 (Hebrew)',
  'windows-1256': 'windows-1256 (Arabic)',
  'windows-1257': 'windows-1257 (Baltic)',
  'iso-8859-2': 'ISO-8859-2 (Central European)',
  'iso-8859-15': 'ISO-8859-15 (Western European)',
};

/** What was found in a file, in sentences; what a person should check is marked as a caution. */
export function describeStructure(
  structure: TextStructure,
  read: LaidOut,
  encodingCertainty: number,
): Finding[] {
  if (structure.width === 0) return [{ text: 'The file is empty.', tone: 'caution' }];
  const plain = (text: string): Finding => ({ text, tone: 'plain' });
  const caution = (text: string): Finding => ({ text, tone: 'caution' });
  const { quote, escape, encoding, delimiter, preambleLines, headerRows } = structure;
  const findings = [plain(`Fields are separated by ${delimiterName(delimiter)}.`)];
  const encodingText = `The text is ${ENCODINGS[encoding] ?? encoding}.`;
  if (encoding !== 'utf-8')
    findings.push(
      encodingCertainty < DOUBTFUL ? caution(`${encodingText} Check accented letters.`) : plain(encodingText),
    );
  if (quote === "'") findings.push(plain('Fields are quoted with apostrophes.'));
  if (escape === '\\') findings.push(plain('Quotes inside fields are escaped with backslashes.'));
  if (preambleLines > 0) findings.push(plain(`${lines(preambleLines)} before the table left out.`));
  if (headerRows === 0) findings.push(caution('No line names the columns.'));
  if (headerRows > 1) findings.push(plain(`The header has ${headerRows} rows.`));
  if (read.header.repaired)
    findings.push(caution('The header has another number of fields than the data and was mended.'));
  if (read.odd > 0)
    findings.push(
      caution(
        `${lines(read.odd)} of the first ${read.records} ${read.odd === 1 ? 'does' : 'do'} not follow the rest.`,
      ),
    );
  return findings;
}

const lines = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);

/** What a second reading does differently, in a phrase. */
export function differenceOf(first: TextStructure, second: TextStructure): string {
  if (first.delimiter !== second.delimiter) return delimiterDifference(first, second);
  if (first.headerRows !== second.headerRows)
    return second.headerRows === 0 ? 'the first line is data, not names' : 'the first line names the columns';
  return 'quotes are read another way';
}

function delimiterDifference(first: TextStructure, second: TextStructure): string {
  const said = `separated by ${delimiterName(second.delimiter)}`;
  if (first.width !== second.width) return `${said}: ${second.width} columns instead of ${first.width}`;
  const mark = second.delimiter.trim();
  if (mark !== '' && mark === first.delimiter.trim()) {
    const kept = second.delimiter.length < first.delimiter.length;
    return `${said}: the spaces after them ${kept ? 'belong to the values' : 'are left out'}`;
  }
  const place = second.names.findIndex((name, i) => name !== first.names[i]);
  if (place < 0) return `${said}: as many columns, other values`;
  return `${said}: a column “${second.names[place] ?? ''}” instead of “${first.names[place] ?? ''}”`;
}

// eslint-disable-next-line no-control-regex -- a word with a sign that is not ASCII
const ACCENTED = /[^\s",;|]*[^\x00-\x7f][^\s",;|]*/g;

/** What another encoding makes of the first word that reads otherwise; null where all read the same. */
export function letterDifference(bytes: Uint8Array, encoding: string, other: string): string | null {
  const wordsIn = (each: string): string[] =>
    new TextDecoder(each).decode(bytes, { stream: true }).match(ACCENTED) ?? [];
  const [words, others] = [wordsIn(encoding), wordsIn(other)];
  const place = words.findIndex((word, i) => others[i] !== undefined && others[i] !== word);
  if (place < 0) return null;
  const [word = '', instead = ''] = [words[place]?.slice(0, 30), others[place]?.slice(0, 30)];
  return `the text is ${ENCODINGS[other] ?? other}: “${instead}” instead of “${word}”`;
}
