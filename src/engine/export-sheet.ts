import { columnLetters } from '../formats/kinds/excel/cell-range';
import { cellAt, type Column, type ColumnInfo, type Table } from '../values/table';

/** What a worksheet can hold. */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;
export const LONGEST_TEXT = 32_767;

/** Places of the cell formats in `stylesXml`. */
const HEADER = 1;
const DAY = 2;
const TIME = 3;
/** DECIMAL(p, s) with s places stands at this plus s. */
const PLACES = 4;
const MOST_PLACES = 38;

const DAY_MILLISECONDS = 86_400_000;
/** 1 March 1900: before it Excel counts a 29 February that never was. */
const FIRST_DAY = -2_203_891_200_000;
const LAST_DAY = 253_402_300_800_000;
const EPOCH = 25_569;

/** Numbers' formats by place: the plain one, the bold header, days, times, and decimals of 0 to 38 places. */
export function stylesXml(): string {
  const places = Array.from({ length: MOST_PLACES + 1 }, (_, n) => (n === 0 ? '0' : `0.${'0'.repeat(n)}`));
  const codes = ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss', ...places];
  const formats = codes.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code}"/>`).join('');
  const cells = codes
    .map(
      (_, i) =>
        `<xf numFmtId="${200 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    )
    .join('');
  const font = (inner: string): string =>
    `<font>${inner}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  return `<numFmts count="${codes.length}">${formats}</numFmts><fonts count="2">${font('')}${font('<b/>')}</fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="${codes.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells}</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>`;
}

/** What stands before the rows: the header stays in view, columns are as wide as their first values. */
export function sheetStart(columns: readonly ColumnInfo[], rows: number, sample: Table | null): string {
  const last = columnLetters(columns.length - 1);
  const widths = columns.map((column, i) => widthOf(column, sample?.columns[i]));
  const cols = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  const names = columns.map(({ name }, i) => textCell(`${columnLetters(i)}1`, name, HEADER));
  return `<dimension ref="A1:${last}${rows + 1}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData><row r="1">${names.join('')}</row>`;
}

/** What stands after them. */
export const sheetEnd = (columns: number, rows: number): string =>
  `</sheetData><autoFilter ref="A1:${columnLetters(columns - 1)}${rows + 1}"/>`;

/** Rows `from` to `to` of a table as rows of a sheet, the first of them in line `line` (from 1). */
export function rowsXml(table: Table, from: number, to: number, line: number): string {
  const writers = table.columns.map((column, i) => cellWriter(column, columnLetters(i)));
  let xml = '';
  for (let row = from; row < to; row++) {
    const r = line + row - from;
    xml += `<row r="${r}">`;
    for (const write of writers) xml += write(row, r);
    xml += '</row>';
  }
  return xml;
}

type CellWriter = (row: number, line: number) => string;

function cellWriter(column: Column, letters: string): CellWriter {
  const style = styleOf(column);
  const format = style === 0 ? '' : ` s="${style}"`;
  return (row, line) => {
    const value = cellAt(column, row);
    if (value === null) return '';
    const cell = `${letters}${line}`;
    if (typeof value === 'string') return textCell(cell, value);
    if (typeof value === 'boolean') return `<c r="${cell}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (column.kind !== 'date') return `<c r="${cell}"${format}><v>${value}</v></c>`;
    if (value < FIRST_DAY || value >= LAST_DAY) return textCell(cell, isoText(value, column.type));
    return `<c r="${cell}"${format}><v>${value / DAY_MILLISECONDS + EPOCH}</v></c>`;
  };
}

function styleOf({ kind, type }: ColumnInfo): number {
  if (kind === 'date') return type.toUpperCase() === 'DATE' ? DAY : TIME;
  const places = kind === 'number' ? /^DECIMAL\(\d+, ?(\d+)\)$/i.exec(type)?.[1] : undefined;
  return places === undefined ? 0 : PLACES + Math.min(Number(places), MOST_PLACES);
}

/** Days that Excel cannot count stay text. */
function isoText(milliseconds: number, type: string): string {
  const text = new Date(milliseconds).toISOString();
  return type.toUpperCase() === 'DATE'
    ? text.slice(0, text.indexOf('T'))
    : text.replace('T', ' ').replace(/(\.000)?Z$/, '');
}

/** Text is always a string here, never a formula, whatever it begins with. */
function textCell(cell: string, text: string, style = 0): string {
  const kept = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  const space = /^\s|\s$|\s\s|[\n\t]/.test(kept) ? ' xml:space="preserve"' : '';
  return `<c r="${cell}" t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t${space}>${escaped(kept)}</t></is></c>`;
}

// What XML cannot hold is written as Excel does, `_x0001_`; text that looks so already is kept from being read so.

/* eslint-disable no-control-regex */
const SPECIAL =
  /[&<>"]|_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/* eslint-enable no-control-regex */
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in the XML of a sheet. */
export const escaped = (text: string): string =>
  text.replace(SPECIAL, (char) => {
    const code = char.charCodeAt(0);
    if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
    return ENTITIES[char] ?? `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
  });

const SAMPLE = 200;

/** In characters: as wide as the name and the first values, between 8 and 50. */
function widthOf(info: ColumnInfo, column: Column | undefined): number {
  let longest = info.name.length + 3;
  if (info.kind === 'date') longest = Math.max(longest, info.type.toUpperCase() === 'DATE' ? 11 : 20);
  else if (column)
    for (let row = 0; row < Math.min(SAMPLE, column.values.length); row++)
      longest = Math.max(longest, String(cellAt(column, row) ?? '').length + 1);
  return Math.min(50, Math.max(8, longest));
}
