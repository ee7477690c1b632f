import type { Aggregate, CellChart } from '../../charts/spec';
import { isReservedWord } from '../../sql/keywords';
import { ident } from '../../sql/quote';

/**
 * The rows behind a chart as SQL to read and go on with: its columns, and its aggregate in groups. What a picture alone
 * needs (bins, the largest levels, a sample) is left out, so that every row and every level is there.
 */
export function chartSql(chart: CellChart): string {
  const from = `FROM ${plain(chart.from)}`;
  const how = summed(chart);
  const places = placesOf(chart, how !== null);
  const columns = [...new Set(places)].map(plain);
  if (how === null) return [`SELECT ${columns.length > 0 ? columns.join(', ') : '*'}`, from].join('\n');
  const value = `${how.sql} AS ${plain(how.name)}`;
  return [
    `SELECT ${[...columns, value].join(', ')}`,
    from,
    ...(columns.length > 0 ? ['GROUP BY ALL', `ORDER BY ${columns.join(', ')}`] : []),
  ].join('\n');
}

/** The columns that say where a mark stands, not how large it is. */
function placesOf({ mark, x, y, color, facet }: CellChart, isSummed: boolean): string[] {
  const places = mark === 'heatmap' ? [x, y, isSummed ? undefined : color] : [x, isSummed ? undefined : y];
  return [...places, mark === 'heatmap' ? undefined : color, facet].flatMap((name) => name ?? []);
}

/** The aggregate that a chart shows for each of its places; null where it shows single rows. */
function summed({ mark, y, color, aggregate }: CellChart): { sql: string; name: string } | null {
  if (mark === 'box' || mark === 'histogram' || mark === 'dot') return null;
  const value = mark === 'heatmap' ? color : y;
  const how: Aggregate = value ? (aggregate ?? (mark === 'heatmap' ? 'mean' : 'none')) : 'count';
  if (how === 'none') return null;
  if (how === 'count') return { sql: 'count(*)', name: 'row_count' };
  const column = plain(value ?? '');
  if (how === 'distinct') return { sql: `count(DISTINCT ${column})`, name: `distinct_${value}` };
  const functions = { sum: 'sum', mean: 'avg', median: 'median', min: 'min', max: 'max' };
  return { sql: `${functions[how]}(${column})`, name: `${how}_${value}` };
}

const plain = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !isReservedWord(name) ? name : ident(name);
