import { MOST_MARKS, type ChartQuestion } from '../../chart-kind';
import { asPosition, neededChannel } from '../../channels';
import { levelSplits, marksPerSeries, splitChannels, splitSql } from '../../grouped';
import { Pipeline } from '../../pipeline';
import type { CellChart } from '../../spec';
import { describeSeen } from '../../describe-seen';

/** Rows counted in about `bins` intervals of x (numbers), or by day, week or month (dates). */
export const histogramQuestion: ChartQuestion<CellChart> = {
  mark: 'histogram',
  label: 'Histogram',
  query(spec, columns) {
    const x = neededChannel(spec, 'x', columns, ['number', 'date']);
    const splits = splitChannels(spec, columns);
    const pipeline = new Pipeline(spec.from, {
      x: asPosition(x),
      ...Object.fromEntries(Object.entries(splits).map(([part, column]) => [part, splitSql(column)])),
    }).keep(['x']);
    const split = levelSplits(pipeline, splits);
    const room = marksPerSeries(spec);
    const bins = Math.max(1, Math.min(spec.bins ?? 20, 200, Math.floor(room / 3)));
    if (x.kind === 'number') pipeline.binNumbers('x', bins, 0);
    else pipeline.binDates('x', Math.min(Math.max(bins * 2, 40), room), false);
    const group = ['x', 'x_end', ...(x.kind === 'date' ? ['x_unit'] : []), ...split.columns];
    return {
      sql: pipeline.finish(
        `SELECT ${group.join(', ')}, count(*)::DOUBLE AS y`,
        `GROUP BY ${group.join(', ')}\nORDER BY ${[...split.order, 'x'].join(', ')}\nLIMIT ${MOST_MARKS}`,
      ),
    };
  },
  describe: describeSeen,
};
