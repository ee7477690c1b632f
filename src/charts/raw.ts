import type { ColumnInfo } from '../values/table';
import { MOST_MARKS, type ChartQuery } from './chart-kind';
import { asNumber, asPosition, neededChannel, type ChannelName } from './channels';
import { levelSplits, splitChannels, splitSql } from './grouped';
import { Pipeline } from './pipeline';
import type { CellChart } from './spec';

const drawable = ['number', 'date', 'text', 'boolean'] as const;

/** x, y, colour and panel of single rows, thinned to `MOST_MARKS` where there are more. */
function rawPipeline(spec: CellChart, columns: readonly ColumnInfo[]) {
  const x = neededChannel(spec, 'x', columns, drawable);
  const y = neededChannel(spec, 'y', columns, spec.mark === 'line' ? ['number', 'boolean'] : drawable);
  const splits = splitChannels(spec, columns);
  const measured = spec.mark === 'dot' && splits.color?.kind === 'number' ? splits.color : undefined;
  if (measured) delete splits.color;
  const position = (column: ColumnInfo): string =>
    column.kind === 'boolean' && spec.mark === 'line' ? asNumber(column) : asPosition(column);
  const pipeline = new Pipeline(spec.from, {
    x: asPosition(x),
    y: position(y),
    ...(measured ? { color: asNumber(measured) } : {}),
    ...Object.fromEntries(Object.entries(splits).map(([part, column]) => [part, splitSql(column)])),
    row_id: 'rowid',
  }).keep(['x', 'y']);
  const parts: ChannelName[] = ['x', 'y'];
  if (measured) parts.push('color');
  for (const part of ['x', 'y'] as const) {
    const column = part === 'x' ? x : y;
    if (column.kind === 'text') pipeline.level(part, 30);
  }
  return { pipeline, parts, splits };
}

/** Single rows for dots: all, or the same seeded sample at every run (ordered by a hash of the row's number). */
export function sampledQuery(spec: CellChart, columns: readonly ColumnInfo[], rowCount: number): ChartQuery {
  const { pipeline, parts, splits } = rawPipeline(spec, columns);
  pipeline.add(
    'sampled',
    `SELECT * FROM ${pipeline.rows}${rowCount > MOST_MARKS ? ` ORDER BY hash(row_id), row_id LIMIT ${MOST_MARKS}` : ''}`,
  );
  pipeline.rows = 'sampled';
  const split = levelSplits(pipeline, splits);
  const order = split.columns.map((part) => `${part}_place`);
  const sql = pipeline.finish(
    `SELECT ${[...parts, ...split.columns].join(', ')}`,
    `ORDER BY ${[...order, 'row_id'].join(', ')}\nLIMIT ${MOST_MARKS}`,
  );
  return { sql };
}

/** Single rows for lines, in the order of x: every row, or every n-th. */
export function thinnedQuery(spec: CellChart, columns: readonly ColumnInfo[], rowCount: number): ChartQuery {
  const { pipeline, parts, splits } = rawPipeline(spec, columns);
  // One row in so many of those that can be drawn.
  const every = `(SELECT greatest(1, ceil(count(*) / ${MOST_MARKS}))::BIGINT FROM kept)`;
  pipeline.add(
    'thinned',
    `SELECT * FROM ${pipeline.rows}${rowCount > MOST_MARKS ? ` QUALIFY (row_number() OVER (ORDER BY x, row_id) - 1) % ${every} = 0` : ''}`,
  );
  pipeline.rows = 'thinned';
  const split = levelSplits(pipeline, splits);
  const order = split.columns.map((part) => `${part}_place`);
  const sql = pipeline.finish(
    `SELECT ${[...parts, ...split.columns].join(', ')}`,
    `ORDER BY ${[...order, 'x', 'row_id'].join(', ')}\nLIMIT ${MOST_MARKS}`,
  );
  return { sql };
}
