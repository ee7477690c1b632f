import type { RowSort } from '../../engine/api';
import type { ValueFormat } from '../../state/table-looks.svelte';
import { formatDate, formatPercent, formatTimestamp } from '../../values/format';
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

/** A format for the column from the first rows seen of it, or as it was chosen. */
export function columnFormat(
  info: ColumnInfo,
  sample: Column | undefined,
  chosen: ValueFormat = 'auto',
): ColumnFormat {
  if (info.kind === 'date') return { alignRight: false, write: dateWriter(info, chosen) };
  if (info.kind === 'boolean')
    return { alignRight: false, write: (value) => (value === null ? '–' : value ? 'true' : 'false') };
  if (info.kind === 'number')
    return { alignRight: true, write: chosenWriter(chosen) ?? numberWriter(info, numbersIn(sample)) };
  return {
    alignRight: false,
    write: (value) => (value === null ? '–' : String(value).replace(/\s*\n\s*/g, ' ↵ ')),
  };
}

/** The formats a column can be given, with their names for people. */
export function formatsFor({ kind }: ColumnInfo): { format: ValueFormat; label: string }[] {
  if (kind === 'number')
    return [
      { format: 'auto', label: 'By its values' },
      { format: 'exact', label: 'Every digit' },
      { format: 'plain', label: 'Without thousands marks' },
      ...([0, 1, 2, 3, 4] as const).map((digits) => ({
        format: `decimals-${digits}` as const,
        label: digits === 0 ? 'Whole numbers' : digits === 1 ? '1 decimal' : `${digits} decimals`,
      })),
      { format: 'percent', label: 'Percent (0.22 as 22 %)' },
      { format: 'compact', label: 'Short (1.2k, 3.4m)' },
    ];
  if (kind !== 'date') return [];
  return [
    { format: 'auto', label: '2026-06-30, with its time' },
    { format: 'moment', label: '2026-06-30 14:05:09' },
    { format: 'day', label: '2026-06-30' },
    { format: 'words', label: '30 Jun 2026' },
    { format: 'month', label: 'Jun 2026' },
  ];
}

const dayWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const monthWords = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

function dateWriter({ type }: ColumnInfo, chosen: ValueFormat): (value: Cell) => string {
  const auto = type.toUpperCase() === 'DATE' ? formatDate : formatTimestamp;
  const write: Partial<Record<ValueFormat, (at: number) => string>> = {
    day: formatDate,
    words: (at) => dayWords.format(at),
    month: (at) => monthWords.format(at),
    moment: (at) => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  };
  const chosenWrite = write[chosen] ?? auto;
  return (value) => (typeof value === 'number' ? chosenWrite(value) : '–');
}

function chosenWriter(chosen: ValueFormat): ((value: Cell) => string) | undefined {
  const decimals = /^decimals-(\d)$/.exec(chosen)?.[1];
  const options: Partial<Record<ValueFormat, Intl.NumberFormatOptions>> = {
    plain: { useGrouping: false, maximumFractionDigits: 6 },
    compact: { notation: 'compact', maximumSignificantDigits: 3 },
  };
  const given =
    decimals === undefined
      ? options[chosen]
      : { minimumFractionDigits: Number(decimals), maximumFractionDigits: Number(decimals) };
  const formatter = given && new Intl.NumberFormat('en-GB', { signDisplay: 'negative', ...given });
  const write =
    chosen === 'exact'
      ? String
      : chosen === 'percent'
        ? (value: number) => formatPercent(value, 1)
        : formatter && ((value: number) => formatter.format(value));
  return write && ((value) => (typeof value === 'number' ? write(value) : '–'));
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
  // Padding, and beside the heading its marks.
  const heading = Math.min(220, textPixels(info.name, 600) + 28 + 22);
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

/** The order of the rows of a table that is wholly here, as the engine sorts: nulls last either way, equal rows in their old order. */
export function sortedOrder(table: Table, sort: readonly RowSort[]): Int32Array {
  const order = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const keys = sort.flatMap(({ column: name, descending }) => {
    const column = table.columns.find((one) => one.name === name);
    return column ? [{ column, sign: descending ? -1 : 1 }] : [];
  });
  return order.sort((a, b) => {
    for (const { column, sign } of keys) {
      const [left, right] = [cellAt(column, a), cellAt(column, b)];
      if (left === right) continue;
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return left < right ? -sign : sign;
    }
    return a - b;
  });
}
