import { MOST_MARKS, type ChartQuestion } from '../../chart-kind';
import { asPosition, neededChannel } from '../../channels';
import {
  discretise,
  groupedQuery,
  levelSplits,
  marksPerSeries,
  splitChannels,
  splitSql,
} from '../../grouped';
import { Pipeline } from '../../pipeline';
import { sampledQuery } from '../../raw';
import type { CellChart } from '../../spec';
import type { ColumnInfo } from '../../../values/table';
import { describeSeen } from '../../describe-seen';

const drawable = ['number', 'date', 'text', 'boolean'] as const;

/** How many rows share each place: the size of the dot. */
function countedQuery(spec: CellChart, columns: readonly ColumnInfo[]) {
  const x = neededChannel(spec, 'x', columns, drawable);
  const y = neededChannel(spec, 'y', columns, drawable);
  const splits = splitChannels(spec, columns);
  const pipeline = new Pipeline(spec.from, {
    x: asPosition(x),
    y: asPosition(y),
    ...Object.fromEntries(Object.entries(splits).map(([part, column]) => [part, splitSql(column)])),
  }).keep(['x', 'y']);
  const split = levelSplits(pipeline, splits);
  const side = Math.floor(Math.sqrt(marksPerSeries(spec)));
  const most = {
    categories: Math.min(30, side - 1),
    bins: Math.min(spec.bins ?? 20, Math.floor(side / 2)),
    distinct: Math.min(40, side),
    dates: Math.min(60, side),
  };
  const axes = (['x', 'y'] as const).map((part) => discretise(pipeline, part, part === 'x' ? x : y, most));
  const group = [...axes.flatMap((axis) => axis.columns), ...split.columns];
  return {
    sql: pipeline.finish(
      `SELECT ${group.join(', ')}, count(*)::DOUBLE AS size`,
      `GROUP BY ${group.join(', ')}\nORDER BY ${[...split.order, ...axes.map((axis) => axis.order)].join(', ')}\nLIMIT ${MOST_MARKS}`,
    ),
  };
}

/** Single rows as dots (at most 5,000, else a sample), an aggregate of y by x, or a count by x and y as size. */
export const dotQuestion: ChartQuestion<CellChart> = {
  mark: 'dot',
  label: 'Dot',
  query(spec, columns, rowCount) {
    const aggregate = spec.aggregate ?? 'none';
    if (aggregate === 'none') return sampledQuery(spec, columns, rowCount);
    if (aggregate === 'count' && spec.y) return countedQuery(spec, columns);
    return groupedQuery(spec, columns, { dates: 150, distinct: 150 });
  },
  describe: describeSeen,
};
