import { formatDate, formatNumber, formatPercent, formatTimestamp } from '../values/format';
import { cellAt, columnNamed, type Cell, type Column, type Table } from '../values/table';
import { markWords } from './channels';
import type { AxisLabels, CellChart } from './spec';

/** What an axis, a legend or a description calls a channel. */
export function axisTitle(spec: CellChart, channel: 'x' | 'y' | 'color'): string {
  const label = spec.labels?.[channel];
  if (label !== undefined) return label;
  const aggregate = spec.aggregate ?? 'none';
  if (channel === valueChannel(spec)) {
    const column = spec[channel];
    if (spec.mark === 'dot' && aggregate === 'count' && column) return column;
    if (spec.mark === 'histogram' || column === undefined || column === '' || aggregate === 'count')
      return 'number of rows';
    if (aggregate === 'distinct') return `different values of ${column}`;
    const effective = spec.mark === 'heatmap' && spec.aggregate === undefined ? 'mean' : aggregate;
    return effective === 'none' || spec.mark === 'box' ? column : `${effective} of ${column}`;
  }
  return spec[channel] ?? '';
}

/** The channel an aggregate fills: the colour of a heat map, else the height. */
export const valueChannel = (spec: CellChart): 'y' | 'color' => (spec.mark === 'heatmap' ? 'color' : 'y');

/**
 * The column of the rows that a channel reads: a query's rows have it under the channel's name, given rows
 * (`from` empty) under the column's.
 */
export function channelColumn(spec: CellChart, rows: Table, channel: keyof CellChart): Column | undefined {
  const named = spec[channel];
  const own = typeof named === 'string' && named !== '' ? columnNamed(rows.columns, named) : undefined;
  const plain = rows.columns.find((column) => column.name === channel);
  return spec.from === '' ? (own ?? plain) : (plain ?? own);
}

/** A value of a chart in words, as the axis writes it. */
export function valueWords(value: Cell, column: Column, format?: AxisLabels['xFormat']): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value);
  if (format === 'percent') return formatPercent(value, Math.abs(value) < 0.1 ? 1 : 0);
  if (column.kind === 'date' || format === 'date')
    return value % 86_400_000 === 0 ? formatDate(value) : formatTimestamp(value);
  return formatNumber(value);
}

/** The rows with the least and the greatest value of a column, nulls and rows that do not count aside. */
export function extremes(
  column: Column,
  rowCount: number,
  counts: (row: number) => boolean = () => true,
): { least: number; greatest: number } | undefined {
  let least = -1;
  let greatest = -1;
  for (let row = 0; row < rowCount; row++) {
    const value = cellAt(column, row);
    if (value === null || !counts(row)) continue;
    if (least < 0 || value < (cellAt(column, least) ?? 0)) least = row;
    if (greatest < 0 || value > (cellAt(column, greatest) ?? 0)) greatest = row;
  }
  return least < 0 ? undefined : { least, greatest };
}

/** "Bar chart of mean of spend by region, coloured by plan. Highest: North, 4,210; lowest: South, 1,020." */
export function describeCellChart(spec: CellChart, rows: Table): string {
  const value = valueChannel(spec);
  const by = value === 'y' ? axisTitle(spec, 'x') : `${axisTitle(spec, 'x')} and ${axisTitle(spec, 'y')}`;
  const name = markWords[spec.mark];
  const parts = [`${name[0]?.toUpperCase()}${name.slice(1)} of ${axisTitle(spec, value)} by ${by}`];
  if (value === 'y' && spec.color) parts.push(`coloured by ${axisTitle(spec, 'color')}`);
  if (spec.facet) parts.push(`one panel for each ${spec.facet}`);
  return `${parts.join(', ')}. ${extremeWords(spec, rows)}`.trim();
}

function extremeWords(spec: CellChart, rows: Table): string {
  const channel = valueChannel(spec);
  const y = channelColumn(spec, rows, channel);
  const x = channelColumn(spec, rows, 'x');
  const named = (row: number): boolean => !/^other \(\d+ more\)$/.test(String(x ? cellAt(x, row) : ''));
  const found = y && (extremes(y, rows.rowCount, named) ?? extremes(y, rows.rowCount));
  if (!y || !found) return rows.rowCount === 0 ? 'There is nothing to draw.' : '';
  const format = channel === 'y' ? spec.labels?.yFormat : spec.labels?.colorFormat;
  const at = (row: number): string => {
    const where = (channel === 'y' ? (['x'] as const) : (['x', 'y'] as const)).map((part) => {
      const column = channelColumn(spec, rows, part);
      return column
        ? valueWords(cellAt(column, row), column, spec.labels?.[part === 'x' ? 'xFormat' : 'yFormat'])
        : '';
    });
    return `${valueWords(cellAt(y, row), y, format)} at ${where.join(', ')}`;
  };
  if (found.least === found.greatest) return `All values: ${at(found.greatest)}.`;
  return `Highest: ${at(found.greatest)}; lowest: ${at(found.least)}.`;
}
