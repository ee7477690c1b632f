import { formatDate, formatTimestamp } from '../../values/format';
import { cellAt, type Cell, type Column, type ColumnInfo, type Table } from '../../values/table';

/** How one column of a table is written: every number with the same decimals, so that they compare by eye. */
export interface ColumnFormat {
  alignRight: boolean;
  /** The text of a cell; null gives an en dash, which the table mutes. */
  write(value: Cell): string;
}

const sampleRows = 500;

/** The value at full precision, for titles and copies: ISO dates, plain digits, '' for null. */
export function exactText(value: Cell, column: ColumnInfo): string {
  if (value === null) return '';
  if (column.kind === 'date' && typeof value === 'number') {
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) return '';
    return column.type.toUpperCase() === 'DATE' ? date.toISOString().slice(0, 10) : date.toISOString();
  }
  return String(value);
}

/** A format for the column from the first rows seen of it. */
export function columnFormat(info: ColumnInfo, sample: Column | undefined): ColumnFormat {
  if (info.kind === 'date') {
    const days = info.type.toUpperCase() === 'DATE';
    const write = (value: Cell): string =>
      typeof value !== 'number' ? '–' : days ? formatDate(value) : formatTimestamp(value);
    return { alignRight: false, write };
  }
  if (info.kind === 'boolean')
    return { alignRight: false, write: (value) => (value === null ? '–' : value ? 'true' : 'false') };
  if (info.kind === 'number') return { alignRight: true, write: numberWriter(info, numbersIn(sample)) };
  return {
    alignRight: false,
    write: (value) => (value === null ? '–' : String(value).replace(/\s*\n\s*/g, ' ↵ ')),
  };
}

function numbersIn(sample: Column | undefined): number[] {
  if (!sample) return [];
  const numbers: number[] = [];
  for (let row = 0; row < Math.min(sample.values.length, sampleRows); row++) {
    const value = cellAt(sample, row);
    if (typeof value === 'number') numbers.push(value);
  }
  return numbers;
}

/** Years and identifiers are names, not quantities: 2026 and 10412, not 2,026 and 10,412. */
const isName = ({ name }: ColumnInfo, numbers: readonly number[]): boolean =>
  /(^|[_\s.-])(id|key|code|zip|postcode|year|number)$/i.test(name) ||
  /[a-z]Id$/.test(name) ||
  (numbers.length > 0 && numbers.every((value) => Number.isInteger(value) && value >= 1900 && value <= 2100));

function numberWriter(info: ColumnInfo, numbers: readonly number[]): (value: Cell) => string {
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const decimals = decimalsOf(info, numbers, largest);
  const plain = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: !isName(info, numbers),
  });
  const smallest = decimals === 0 ? 0 : 0.5 * 10 ** -decimals;
  return (value) => {
    if (typeof value !== 'number') return '–';
    const size = Math.abs(value);
    if (size >= 1e15 || (size > 0 && size < smallest)) return value.toExponential(2);
    return plain.format(value);
  };
}

/** As many decimals as the values have, but no more than their size deserves (about five figures). */
function decimalsOf(info: ColumnInfo, numbers: readonly number[], largest: number): number {
  if (/INT/.test(info.type.toUpperCase())) return 0;
  const deserved = largest >= 1000 ? 2 : largest >= 10 ? 2 : largest >= 1 ? 3 : largest >= 0.01 ? 4 : 6;
  let needed = 0;
  const tiny = 0.5 * 10 ** -deserved;
  for (const value of numbers) {
    // Written with an exponent, so it asks for no decimals of the others.
    if (Math.abs(value) < tiny) continue;
    while (needed < deserved && Math.abs(value - Number(value.toFixed(needed))) > Math.abs(value) * 1e-12)
      needed += 1;
  }
  return needed;
}

/** A width in pixels that shows the heading (up to 220 px of it) and nearly every value of the first rows. */
export function initialWidth(info: ColumnInfo, format: ColumnFormat, sample: Column | undefined): number {
  const widths: number[] = [];
  for (let row = 0; sample && row < Math.min(sample.values.length, 200); row++)
    widths.push(textPixels(format.write(cellAt(sample, row)).slice(0, 80), 400));
  widths.sort((a, b) => a - b);
  const most = info.kind === 'text' ? widths[Math.floor(widths.length * 0.95)] : widths.at(-1);
  // Padding, and beside the heading its arrow.
  const heading = Math.min(220, textPixels(info.name, 600) + 28 + 16);
  return Math.ceil(Math.max(64, Math.min(360, Math.max(heading, (most ?? 0) + 30))));
}

let ruler: CanvasRenderingContext2D | null | undefined;

/** The width of a table's text, measured where there is a page to measure on. */
function textPixels(text: string, weight: number): number {
  if (typeof document === 'undefined') return text.length * 7.6;
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 7.6;
  const font = getComputedStyle(document.documentElement).getPropertyValue('--sans');
  ruler.font = `${weight} 12.5px ${font.trim() || 'sans-serif'}`;
  return ruler.measureText(text).width;
}

/** A rectangle of cells as tab-separated text that spreadsheets take; fields with tabs, quotes or lines are quoted. */
export function tabSeparated(rows: Iterable<readonly string[]>): string {
  const field = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return Array.from(rows, (row) => row.map(field).join('\t')).join('\n');
}

/** The order of the rows of a table that is wholly here; nulls last either way, equal values in their old order. */
export function sortedOrder(table: Table, name: string, descending: boolean): Int32Array {
  const order = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const column = table.columns.find((one) => one.name === name);
  if (!column) return order;
  const sign = descending ? -1 : 1;
  return order.sort((a, b) => {
    const left = cellAt(column, a);
    const right = cellAt(column, b);
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return left < right ? -sign : left > right ? sign : a - b;
  });
}
