import * as Plot from '@observablehq/plot';
import { formatDate, formatNumber, formatPercent } from '../values/format';
import { cellAt, type Cell, type Column, type Table } from '../values/table';
import type { Frame } from './chart-kind';
import { isOther } from './other';
import type { AxisLabels, CellChart, ChartSpec } from './spec';
import { channelColumn } from './words';

/** One mark's values by channel; dates as Date, for Plot's time scales. */
export type Mark = Record<string, Cell | Date>;

const channels = ['x', 'y', 'color', 'facet'] as const;
const further = ['x_end', 'y_end', 'size', 'low', 'q1', 'middle', 'q3', 'high', 'n', 'outlier'];

/** The rows of a chart cell as one object for each mark (at most 5,000, so objects are cheap). */
export function marksOf(spec: CellChart, rows: Table): Mark[] {
  const columns: [string, Column][] = [];
  for (const channel of channels) {
    const column = channelColumn(spec, rows, channel);
    if (column) columns.push([channel, column]);
  }
  for (const column of rows.columns) if (further.includes(column.name)) columns.push([column.name, column]);
  return Array.from({ length: rows.rowCount }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, drawnValue(column, row)])),
  );
}

/** A value as Plot wants it: a date as a Date, the rest as it is. */
export function drawnValue(column: Column, row: number): Cell | Date {
  const value = cellAt(column, row);
  return column.kind === 'date' && typeof value === 'number' ? new Date(value) : value;
}

/** What the axes of a chart write at their ticks. */
export function tickWriter(
  format: AxisLabels['xFormat'],
  values: readonly unknown[],
): (value: unknown) => string {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const span = numbers.length > 0 ? Math.max(...numbers) - Math.min(...numbers, 0) : 1;
  return (value) => {
    if (value instanceof Date) return formatDate(value.getTime());
    if (typeof value !== 'number') return value === null || value === undefined ? '–' : String(value);
    if (format === 'percent') return formatPercent(value, span < 0.04 ? 1 : 0);
    if (format === 'date') return formatDate(value);
    return Math.abs(value) >= 1e6 ? compact.format(value) : formatNumber(value, 4);
  };
}
const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 4 });

const ENDLESS = 2000;
/** Of a letter, as a part of the type's size. */
const NARROWEST = 0.36;

/** Room in pixels that texts need at 12 px, as far as can be told without measuring. */
export const textWidth = (text: string, size = 12): number => {
  // Wider than any chart: letter by letter would only take long.
  if (text.length > ENDLESS) return text.length * NARROWEST * size;
  let width = 0;
  for (const letter of text)
    width += /[MWmw@%]/.test(letter)
      ? 0.92
      : /[A-Z]/.test(letter)
        ? 0.7
        : /[fijlrt.,:;'|! ]/.test(letter)
          ? NARROWEST
          : 0.61;
  return width * size;
};

/** Room for the longest of some labels, within bounds. */
export const roomFor = (labels: readonly string[], least: number, most: number): number =>
  Math.min(most, Math.max(least, ...labels.map((label) => textWidth(label) + 12)));

/** A label cut to the room it has, with an ellipsis. */
export function shortened(label: string, room: number): string {
  // A room made for this very label may be smaller by a rounding error.
  if (textWidth(label) <= room + 0.01) return label;
  // No more letters than would fit if all were narrow: cutting an endless text one by one takes minutes.
  let cut = label.slice(0, Math.ceil(room / (NARROWEST * 12)) + 1);
  while (cut.length > 1 && textWidth(`${cut}…`) > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** Scales and style that every chart shares. */
export function sharedOptions(spec: ChartSpec, frame: Frame): Plot.PlotOptions {
  return {
    width: frame.width,
    style: {
      background: 'transparent',
      color: frame.colors.ink,
      fontFamily: frame.font,
      fontSize: '12px',
      overflow: 'visible',
    },
    ariaLabel: spec.title ?? null,
  };
}

/** Grid lines in the colour of lines, fully drawn: Plot's own are the ink made faint. */
export const gridX = (frame: Frame, options: Plot.GridXOptions = {}): Plot.Markish =>
  Plot.gridX({ stroke: frame.colors.line, strokeOpacity: 1, ...options });
export const gridY = (frame: Frame, options: Plot.GridYOptions = {}): Plot.Markish =>
  Plot.gridY({ stroke: frame.colors.line, strokeOpacity: 1, ...options });

/** The different values of a channel in the order they come; "other (3 more)" last. */
export function domainOf(marks: readonly Mark[], channel: string): string[] {
  const found = new Set<string>();
  for (const mark of marks) if (mark[channel] !== undefined) found.add(String(mark[channel] ?? '(none)'));
  return [...found].sort((a, b) => Number(isOther(a)) - Number(isOther(b)));
}

const natural = new Intl.Collator('en-GB', { numeric: true });
const last = (level: string): number => (isOther(level) ? 2 : level === '(none)' ? 1 : 0);

/** Levels in the order people expect (Segment 2 before Segment 10), so that a level has its colour in every chart. */
export const inNaturalOrder = (levels: readonly string[]): string[] =>
  [...levels].sort((a, b) => last(a) - last(b) || natural.compare(a, b));

/**
 * The names of a channel whose values have an order of their own, in that order, as `write` writes them; text in the
 * order it comes.
 */
export function namesInOrder(
  marks: readonly Mark[],
  channel: 'x' | 'y',
  write: (mark: Mark) => string,
): string[] {
  const sorted = marks.some((mark) => typeof mark[channel] === 'number' || mark[channel] instanceof Date)
    ? [...marks].sort((a, b) => Number(a[channel]) - Number(b[channel]))
    : marks;
  return domainOf(
    sorted.map((mark) => ({ name: write(mark) })),
    'name',
  );
}

/** The series' colours in their order; "other" and "(none)" are grey. */
export function seriesColors(domain: readonly string[], frame: Frame): string[] {
  return domain.map((level, index) =>
    isOther(level) || level === '(none)'
      ? frame.colors.mute
      : (frame.colors.series[index % frame.colors.series.length] ?? frame.colors.accent),
  );
}
