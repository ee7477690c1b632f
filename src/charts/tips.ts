import * as Plot from '@observablehq/plot';
import { formatCount, formatDate, formatNumber, formatPercent, formatTimestamp } from '../values/format';
import type { Frame } from './chart-kind';
import type { CellDrawing } from './draw-cell';
import { shortened, type Mark } from './marks';
import type { AxisLabels } from './spec';
import { axisTitle } from './words';

type Reach = 'x' | 'y' | 'both';
const reaches = { x: Plot.pointerX, y: Plot.pointerY, both: Plot.pointer };

/**
 * What the pointer is on, in words beside it. It takes no room, is not exported and not printed; for those who use no
 * pointer there is "Show data".
 *
 * @param reach along which axis the nearest mark is sought
 */
export function tip<T>(
  marks: readonly T[],
  frame: Frame,
  { reach, words, ...place }: Plot.TipOptions & { reach: Reach; words: (mark: T) => string[] },
): Plot.Markish {
  return Plot.tip(
    marks as T[],
    reaches[reach]({
      ...place,
      title: (mark: T) => words(mark).join('\n'),
      fill: frame.colors.paper,
      stroke: frame.colors.mute,
      strokeWidth: 0.75,
      pathFilter: 'none',
      fontSize: 12,
      // Ems: long names wrap rather than lose their end.
      lineWidth: 26,
      textPadding: 7,
      pointerSize: 7,
    } as Plot.TipOptions),
  );
}

/** A mark of a chart cell in words: each channel with its name, a bin with both ends. */
export function markWordsOf(drawing: CellDrawing): (mark: Mark) => string[] {
  const { spec } = drawing;
  const line = (title: string, value: string): string =>
    title === '' ? value : `${shortened(title, 220)}: ${value}`;
  return (mark) => {
    const lines: string[] = [];
    for (const channel of ['x', 'y', 'color'] as const) {
      const value = mark[channel];
      if (value === undefined || value === '') continue;
      const format = spec.labels?.[`${channel}Format`];
      const end = mark[`${channel}_end`];
      const written = exact(value, format);
      const words = end === undefined || end === null ? written : `${written} – ${exact(end, format)}`;
      lines.push(line(axisTitle(spec, channel), words));
    }
    if (mark['facet'] !== undefined) lines.push(line(spec.facet ?? '', String(mark['facet'])));
    if (typeof mark['size'] === 'number') lines.push(line('rows', formatCount(mark['size'])));
    return lines;
  };
}

/** A value with more digits than an axis gives it. */
export function exact(value: Mark[string] | undefined, format?: AxisLabels['xFormat']): string {
  if (value === null || value === undefined) return '–';
  if (value instanceof Date) return formatTimestamp(value.getTime());
  if (typeof value !== 'number') return String(value);
  if (format === 'percent') return formatPercent(value, 1);
  if (format === 'date') return formatDate(value);
  return Math.abs(value) >= 1000
    ? value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
    : formatNumber(value, 4);
}
