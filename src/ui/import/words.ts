import type { ImportChoices, ImportReport } from '../../engine/api';
import type { Meaning } from '../../formats/format';
import type { PersonalKind } from '../../formats/personal/personal';
import { formatBytes, formatCount, formatList, formatPercent, formatPlural } from '../../values/format';

/** What the parts of a reading are called on the page. */

export const DELIMITERS: readonly [value: string, label: string][] = [
  [',', 'comma ,'],
  [';', 'semicolon ;'],
  ['\t', 'tab'],
  ['|', 'pipe |'],
  [' ', 'space'],
  [', ', 'comma and space'],
  [':', 'colon :'],
];
export const QUOTES: readonly [value: string, label: string][] = [
  ['"', 'double quote "'],
  ["'", "apostrophe '"],
  ['', 'nothing is quoted'],
];
export const ESCAPES: readonly [value: string, label: string][] = [
  ['"', 'the quote twice ""'],
  ["'", "the quote twice ''"],
  ['\\', 'backslash \\'],
  ['', 'none'],
];
export const ENCODINGS: readonly [value: string, label: string][] = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252 (Western Europe)'],
  ['windows-1250', 'Windows-1250 (Central Europe)'],
  ['windows-1251', 'Windows-1251 (Cyrillic)'],
  ['koi8-r', 'KOI8-R (Cyrillic)'],
  ['windows-1253', 'Windows-1253 (Greek)'],
  ['windows-1254', 'Windows-1254 (Turkish)'],
  ['windows-1255', 'Windows-1255 (Hebrew)'],
  ['windows-1256', 'Windows-1256 (Arabic)'],
  ['windows-1257', 'Windows-1257 (Baltic)'],
  ['iso-8859-1', 'Latin-1'],
  ['iso-8859-2', 'Latin-2 (Central Europe)'],
  ['iso-8859-15', 'Latin-9'],
  ['macintosh', 'MacRoman'],
  ['utf-16le', 'UTF-16 LE'],
  ['utf-16be', 'UTF-16 BE'],
  ['shift_jis', 'Shift-JIS (Japanese)'],
  ['gb18030', 'GB18030 (Chinese)'],
  ['big5', 'Big5 (Chinese)'],
  ['euc-kr', 'EUC-KR (Korean)'],
];
export const HEADERS: readonly [value: string, label: string][] = [
  ['0', 'none'],
  ['1', '1 row'],
  ['2', '2 rows'],
  ['3', '3 rows'],
  ['4', '4 rows'],
];
export const DECIMALS: readonly [value: string, label: string][] = [
  ['.', 'point 1.5'],
  [',', 'comma 1,5'],
];

/** In a sentence, without the sign itself. */
const SAID: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
  ', ': 'comma and space',
  ':': 'colon',
  '"': 'double quotes',
  "'": 'apostrophes',
};
const said = (mark: string): string => SAID[mark] ?? `“${mark}”`;

/** The label of a value, or the value itself where it has none. */
export const labelIn = (list: readonly (readonly [string, string])[], value: string): string =>
  list.find(([known]) => known === value)?.[1] ?? value;

const PERSONAL: Record<PersonalKind, string> = {
  name: 'names',
  email: 'e-mail addresses',
  phone: 'phone numbers',
  address: 'postal addresses',
  ip: 'IP addresses',
  'free text': 'free text, which may name people',
  account: 'account numbers',
};
/** What a column is taken for, so that an analysis may fill its roles. */
export const meaningWord = (meaning: Meaning): string =>
  meaning === 'administrative' ? 'about the record itself: not for analyses' : `taken for ${meaning}`;

const KINDS: Readonly<Record<string, string>> = { excel: 'Excel', parquet: 'Parquet', json: 'JSON' };

export const personalWord = (kind: PersonalKind): string => PERSONAL[kind];

/** Cautions that no question beside them asks already. */
export const cautionsOf = (
  notes: ImportReport['notes'],
  columns: readonly Pick<ImportReport['columns'][number], 'name' | 'question'>[],
): string[] =>
  notes
    .filter(({ tone, text }) => tone === 'caution' && !columns.some((column) => isAsked(column, text)))
    .map(({ text }) => text);

const isAsked = (column: { name: string; question?: unknown }, text: string): boolean =>
  column.question !== undefined && text.includes(`\`${column.name}\``) && text.includes('day from month');

/** What was read of a file, in one sentence. */
export function readSentence(report: ImportReport): string {
  const { lines, rows, rejectedCount, rowRules } = report;
  const left = rowRules.filter(({ leftOut }) => leftOut).reduce((sum, { count }) => sum + count, 0);
  const parts = [
    `Read ${formatCount(rows)} of ${formatPlural(lines, report.kind === 'text' ? 'line' : 'row')}`,
    `${formatCount(rejectedCount)} rejected`,
    ...(left > 0 ? [`${formatCount(left)} left out`] : []),
    ...(report.repairedCount > 0 ? [`${formatCount(report.repairedCount)} mended`] : []),
    ...(report.dropped.length > 0 ? [`${formatPlural(report.dropped.length, 'column')} dropped`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** How the file was taken, in one sentence. */
export function howSentence(report: ImportReport): string {
  const { bytes, choices, format, archive } = report;
  const parts = [
    formatBytes(bytes),
    ...(archive ? [`out of ${archive}`] : []),
    ...structureWords(report.kind, choices),
  ];
  const sure = report.kind === 'text' && !report.doubtful ? ` ${sureSentence(report.confidence)}` : '';
  return `${parts.join(', ')}${format && format.id !== 'generic' ? `; read as ${format.label}` : ''}.${sure}`;
}

/** How sure the reading of the lines is; a doubtful one is said where it is asked about. */
const sureSentence = (confidence: number): string =>
  `${formatPercent(Math.min(confidence, 0.99))} sure of the layout.`;

function structureWords(kind: string, choices: ImportChoices): string[] {
  if (kind !== 'text')
    return [
      KINDS[kind] ?? kind,
      ...(choices.sheet ? [`sheet ${choices.sheet}`] : []),
      ...(choices.range ? [choices.range] : []),
    ];
  const { encoding, delimiter, quote, header, skip } = choices;
  return [
    ...(encoding ? [labelIn(ENCODINGS, encoding)] : []),
    ...(delimiter ? [`separated by ${said(delimiter)}`] : ['one column']),
    ...(quote === undefined ? [] : [quote === '' ? 'nothing quoted' : `quoted by ${said(quote)}`]),
    ...(header === undefined ? [] : [header === 0 ? 'no header' : `${formatPlural(header, 'header row')}`]),
    ...(skip ? [`${formatPlural(skip, 'line')} before it`] : []),
  ];
}

/** "Duplicates and keys" in one sentence each; empty where nothing is known. */
export function rowFacts({ duplicateRows, keys, blankLines, commentLines, rows }: ImportReport): string[] {
  return [
    ...(keys.length > 0
      ? [
          `${formatList(keys.slice(0, 6))} ${keys.length === 1 ? 'names' : 'name'} each row: no value is missing or repeated.`,
        ]
      : []),
    ...(duplicateRows === null
      ? rows > 0
        ? ['Duplicate rows were not counted: the table is too large for that.']
        : []
      : duplicateRows > 0
        ? [
            `${formatPlural(duplicateRows, 'row')} ${duplicateRows === 1 ? 'is' : 'are'} wholly the same as an earlier one.`,
          ]
        : ['No row occurs twice.']),
    ...(blankLines > 0 ? [`${formatPlural(blankLines, 'blank line')} passed over.`] : []),
    ...(commentLines > 0 ? [`${formatPlural(commentLines, 'comment line')} passed over.`] : []),
  ];
}

/** An ISO day as people say it: 3 April 2026. */
export const sayDay = (iso: string): string => {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime())
    ? iso
    : day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
};
