import { MOST_MARKS, type ChartQuestion } from '../../chart-kind';
import { asNumber, asPosition, channelOf, neededChannel } from '../../channels';
import { discretise, levelSplits, marksPerSeries, splitChannels, splitSql } from '../../grouped';
import { Pipeline } from '../../pipeline';
import type { CellChart } from '../../spec';
import { describeBoxes } from './describe';

/**
 * Five numbers for each x: quartiles (type 7), whiskers to the last value within 1.5 interquartile ranges (Tukey),
 * and the values beyond as rows of their own (`outlier`), as far as marks remain.
 */
export const boxQuestion: ChartQuestion<CellChart> = {
  mark: 'box',
  label: 'Box',
  query(spec, columns) {
    const y = neededChannel(spec, 'y', columns, ['number', 'boolean']);
    const x = channelOf(spec, 'x', columns);
    const splits = splitChannels(spec, columns);
    const pipeline = new Pipeline(spec.from, {
      x: x ? (x.kind === 'text' || x.kind === 'boolean' ? splitSql(x) : asPosition(x)) : "''",
      y: asNumber(y),
      ...Object.fromEntries(Object.entries(splits).map(([part, column]) => [part, splitSql(column)])),
    }).keep(['x', 'y']);
    const split = levelSplits(pipeline, splits);
    const room = Math.floor(marksPerSeries(spec) / 2);
    const most = { categories: 30, bins: 12, distinct: 20, dates: 30 };
    const axis = discretise(pipeline, 'x', x ?? { name: '', type: 'VARCHAR', kind: 'text' }, {
      ...most,
      categories: Math.min(30, room - 1),
    });
    const group = [...axis.columns, ...split.columns];
    const names = group.join(', ');
    const order = [...split.order, axis.order];
    const rows = pipeline.rows;
    pipeline
      .add(
        'quartiles',
        `SELECT ${names}, ${order.map((sql, i) => `${sql} AS order_${i}`).join(', ')}, quantile_cont(y, 0.25) AS q1, median(y) AS middle, quantile_cont(y, 0.75) AS q3, count(*)::DOUBLE AS n FROM ${rows} GROUP BY ${names}`,
      )
      .add(
        'placed',
        `SELECT q.*, r.y, r.y < q1 - 1.5 * (q3 - q1) OR r.y > q3 + 1.5 * (q3 - q1) AS beyond FROM ${rows} r JOIN quartiles q ON ${group.map((name) => `r.${name} IS NOT DISTINCT FROM q.${name}`).join(' AND ')}`,
      )
      .add(
        'boxes',
        `SELECT ${names}, min(y) FILTER (NOT beyond) AS low, any_value(q1) AS q1, any_value(middle) AS middle, any_value(q3) AS q3, max(y) FILTER (NOT beyond) AS high, any_value(n) AS n, NULL::DOUBLE AS outlier, ${order.map((_, i) => `any_value(order_${i}) AS order_${i}`).join(', ')} FROM placed GROUP BY ${names}`,
      )
      .add(
        'outliers',
        `SELECT DISTINCT ${names}, NULL::DOUBLE AS low, NULL::DOUBLE AS q1, NULL::DOUBLE AS middle, NULL::DOUBLE AS q3, NULL::DOUBLE AS high, NULL::DOUBLE AS n, y AS outlier, ${order.map((_, i) => `order_${i}`).join(', ')} FROM placed WHERE beyond`,
      )
      .add('drawn', 'SELECT * FROM boxes UNION ALL SELECT * FROM outliers');
    pipeline.rows = 'drawn';
    return {
      sql: pipeline.finish(
        `SELECT ${names}, low, q1, middle, q3, high, n, outlier, (SELECT count(*) FROM outliers)::DOUBLE AS _outliers`,
        `ORDER BY outlier IS NOT NULL, ${order.map((_, i) => `order_${i}`).join(', ')}, hash(outlier)\nLIMIT ${MOST_MARKS}`,
      ),
    };
  },
  describe: describeBoxes,
};
