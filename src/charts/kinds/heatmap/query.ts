import type { ColumnInfo } from '../../../values/table';
import { MOST_MARKS, type ChartQuestion } from '../../chart-kind';
import {
  aggregated,
  aggregateReads,
  asNumber,
  asPosition,
  asText,
  channelOf,
  neededChannel,
  requireKind,
} from '../../channels';
import { discretise, levelSplits, marksPerSeries, splitChannels, splitSql } from '../../grouped';
import { Pipeline } from '../../pipeline';
import type { Aggregate, CellChart } from '../../spec';
import { describeCellChart } from '../../words';

const drawable = ['number', 'date', 'text', 'boolean'] as const;

/** A field of x by y, coloured by a count of rows or by an aggregate (the mean, when none is chosen) of `color`. */
export const heatmapQuestion: ChartQuestion<CellChart> = {
  mark: 'heatmap',
  label: 'Heat map',
  query(spec, columns) {
    const x = neededChannel(spec, 'x', columns, drawable);
    const y = neededChannel(spec, 'y', columns, drawable);
    const value = channelOf(spec, 'color', columns);
    const chosen = spec.aggregate ?? 'mean';
    const aggregate: Aggregate = !value ? 'count' : chosen === 'none' ? 'mean' : chosen;
    if (value) requireKind(spec, value, `the ${aggregate} in its colour`, aggregateReads(aggregate));
    const counts = aggregate === 'count' || aggregate === 'distinct';
    const splits = splitChannels(spec, columns, ['facet']);
    const pipeline = new Pipeline(spec.from, {
      x: asPosition(x),
      y: asPosition(y),
      ...(value ? { value: counts ? asText(value) : asNumber(value) } : {}),
      ...(splits.facet ? { facet: splitSql(splits.facet) } : {}),
    }).keep(value ? ['x', 'y', 'value'] : ['x', 'y']);
    const split = levelSplits(pipeline, splits);
    const side = Math.floor(Math.sqrt(marksPerSeries({ ...spec, color: '' })));
    const most = (column: ColumnInfo) => ({
      categories: Math.min(30, side - 1),
      bins: Math.max(1, Math.min(spec.bins ?? 20, Math.floor(side / 2))),
      distinct: Math.min(spec.bins ?? 20, side),
      dates: Math.min(column.kind === 'date' ? 40 : 0, side),
    });
    const axes = [discretise(pipeline, 'x', x, most(x)), discretise(pipeline, 'y', y, most(y))];
    const group = [...axes.flatMap((axis) => axis.columns), ...split.columns];
    return {
      sql: pipeline.finish(
        `SELECT ${group.join(', ')}, ${aggregated(aggregate, 'value')} AS color`,
        `GROUP BY ${group.join(', ')}\nORDER BY ${[...split.order, ...axes.map((axis) => axis.order)].join(', ')}\nLIMIT ${MOST_MARKS}`,
      ),
    };
  },
  describe: describeCellChart,
};
