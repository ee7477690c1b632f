import type { ColumnInfo, ColumnKind } from '../values/table';
import { MOST_MARKS, type ChartQuery } from './chart-kind';
import {
  aggregated,
  aggregateReads,
  asNumber,
  asPosition,
  asText,
  channelOf,
  neededChannel,
  requireKind,
  type ChannelName,
} from './channels';
import { Pipeline } from './pipeline';
import type { Aggregate, CellChart } from './spec';

/** Colours, panels and categories a chart shows by name; one more gathers the others. */
export const MOST_COLORS = 7;
export const MOST_FACETS = 8;
export const MOST_CATEGORIES = 30;

const everyKind: readonly ColumnKind[] = ['number', 'date', 'text', 'boolean'];

/** The order that levels of a column have of their own; text and yes or no have none. */
export const naturalOrder = (column: ColumnInfo): 'number' | 'text' | undefined =>
  column.kind === 'number' ? 'number' : column.kind === 'date' ? 'text' : undefined;

/** Marks left for one axis when each colour and each panel repeats it. */
export function marksPerSeries(spec: CellChart): number {
  const colors = spec.color ? MOST_COLORS + 1 : 1;
  const facets = spec.facet ? MOST_FACETS + 1 : 1;
  return Math.floor(MOST_MARKS / colors / facets);
}

/** The channels that split a chart into series and panels, as text with "(none)" for null. */
export function splitChannels(
  spec: CellChart,
  columns: readonly ColumnInfo[],
  parts: readonly ('color' | 'facet')[] = ['color', 'facet'],
): Partial<Record<ChannelName, ColumnInfo>> {
  const found: Partial<Record<ChannelName, ColumnInfo>> = {};
  for (const part of parts) {
    const column = channelOf(spec, part, columns);
    if (column) found[part] = column;
  }
  return found;
}

export const splitSql = (column: ColumnInfo): string => `coalesce(${asText(column)}, '(none)')`;

/** Levels the splitting channels; the order of the final SELECT by them, facets first. */
export function levelSplits(
  pipeline: Pipeline,
  splits: Partial<Record<ChannelName, ColumnInfo>>,
): { columns: string[]; order: string[] } {
  const columns: string[] = [];
  const order: string[] = [];
  for (const part of ['facet', 'color'] as const) {
    const column = splits[part];
    if (!column) continue;
    pipeline.level(part, part === 'color' ? MOST_COLORS : MOST_FACETS, { natural: naturalOrder(column) });
    columns.push(part);
    order.push(`min(${part}_place)`);
  }
  return { columns, order };
}

/**
 * Makes a channel discrete: text to its most important levels, numbers to bins where there are many, dates to
 * days, weeks or months. Returns the columns to group by and the order.
 */
export function discretise(
  pipeline: Pipeline,
  part: 'x' | 'y',
  column: ColumnInfo,
  most: { categories: number; bins: number; distinct: number; dates: number },
  weight?: string,
): { columns: string[]; order: string } {
  if (column.kind === 'number') {
    pipeline.binNumbers(part, most.bins, most.distinct);
    return { columns: [part, `${part}_end`], order: part };
  }
  if (column.kind === 'date') {
    pipeline.binDates(part, most.dates, column.type.toUpperCase() === 'DATE');
    return { columns: [part, `${part}_end`, `${part}_unit`], order: part };
  }
  pipeline.level(part, most.categories, weight ? { weight } : {});
  return { columns: [part], order: `min(${part}_place)` };
}

/** Rows that a grouped chart reads: y (aggregated) by x, colour and panel. */
export function groupedQuery(
  spec: CellChart,
  columns: readonly ColumnInfo[],
  most: { dates: number; distinct: number },
): ChartQuery {
  const x = neededChannel(spec, 'x', columns, everyKind);
  const y = channelOf(spec, 'y', columns);
  const aggregate: Aggregate = y ? (spec.aggregate ?? 'none') : 'count';
  if (y)
    requireKind(spec, y, aggregate === 'none' ? 'the y axis' : `the ${aggregate}`, aggregateReads(aggregate));
  const counts = aggregate === 'count' || aggregate === 'distinct';
  const splits = splitChannels(spec, columns);
  const pipeline = new Pipeline(spec.from, {
    x: asPosition(x),
    ...(y ? { y: counts ? asText(y) : asNumber(y) } : {}),
    ...Object.fromEntries(Object.entries(splits).map(([part, column]) => [part, splitSql(column)])),
  }).keep(y ? ['x', 'y'] : ['x']);
  const { columns: splitColumns, order } = levelSplits(pipeline, splits);
  const room = marksPerSeries(spec);
  const adds = counts || aggregate === 'sum' || aggregate === 'none';
  const axis = discretise(
    pipeline,
    'x',
    x,
    {
      categories: Math.min(MOST_CATEGORIES, room - 1),
      bins: Math.min(spec.bins ?? 20, Math.floor(room / 2)),
      distinct: Math.min(most.distinct, room),
      dates: Math.min(most.dates, room),
    },
    adds ? aggregated(aggregate, 'y') : undefined,
  );
  const group = [...axis.columns, ...splitColumns];
  const sql = pipeline.finish(
    `SELECT ${[...group, `${aggregated(aggregate, 'y')} AS y`, 'count(*)::DOUBLE AS _n'].join(', ')}`,
    `GROUP BY ${group.join(', ')}\nORDER BY ${[...order, axis.order].join(', ')}\nLIMIT ${MOST_MARKS}`,
  );
  return { sql };
}
