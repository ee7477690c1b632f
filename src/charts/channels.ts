import { ident } from '../sql/quote';
import { formatList } from '../values/format';
import { InputProblem } from '../values/problem';
import { columnNamed, type ColumnInfo, type ColumnKind } from '../values/table';
import { suggestName } from './suggest-name';
import type { Aggregate, CellChart } from './spec';

/** The parts a column can play in a chart cell; their keys in the notebook file. */
export type ChannelName = 'x' | 'y' | 'color' | 'facet';

const kindWords: Record<ColumnKind, string> = {
  number: 'numbers',
  date: 'dates',
  text: 'text',
  boolean: 'yes or no',
};
const partWords: Record<ChannelName, string> = {
  x: 'the x axis',
  y: 'the y axis',
  color: 'colour',
  facet: 'facets',
};

/** The column a chart names for a part, or undefined where it names none. Throws where the relation lacks it. */
export function channelOf(
  spec: CellChart,
  part: ChannelName,
  columns: readonly ColumnInfo[],
): ColumnInfo | undefined {
  const name = spec[part];
  if (name === undefined || name === '') return undefined;
  const column = columnNamed(columns, name);
  if (column) return column;
  const names = columns.map((other) => other.name);
  throw new InputProblem(
    `The chart's ${part} names the column "${name}", which ${spec.from} does not have.`,
    {
      hint: suggestName(name, names),
    },
  );
}

/** The column for a part that this mark cannot do without, of one of the kinds it can draw. */
export function neededChannel(
  spec: CellChart,
  part: ChannelName,
  columns: readonly ColumnInfo[],
  kinds: readonly ColumnKind[],
): ColumnInfo {
  const column = channelOf(spec, part, columns);
  const wanted = formatList(
    kinds.map((kind) => kindWords[kind]),
    'or',
  );
  if (!column)
    throw new InputProblem(`A ${markWords[spec.mark]} needs a column for ${partWords[part]}.`, {
      hint: `Choose a column of ${wanted}.`,
    });
  requireKind(spec, column, partWords[part], kinds);
  return column;
}

/** Throws where the column is not of a kind that can be drawn in that part. */
export function requireKind(
  spec: CellChart,
  column: ColumnInfo,
  where: string,
  kinds: readonly ColumnKind[],
): void {
  if (kinds.includes(column.kind)) return;
  const wanted = formatList(
    kinds.map((kind) => kindWords[kind]),
    'or',
  );
  throw new InputProblem(
    `A ${markWords[spec.mark]} needs ${wanted} for ${where}, but "${column.name}" holds ${kindWords[column.kind]} (${column.type}).`,
    { hint: 'Choose another column, or another mark or aggregate.' },
  );
}

export const markWords: Record<CellChart['mark'], string> = {
  line: 'line chart',
  bar: 'bar chart',
  dot: 'dot chart',
  histogram: 'histogram',
  box: 'box plot',
  heatmap: 'heat map',
};

const doubled = (column: ColumnInfo): string => {
  const name = ident(column.name);
  if (column.kind === 'boolean') return `CAST(${name} AS INTEGER)::DOUBLE`;
  return `CASE WHEN isfinite(${name}::DOUBLE) THEN ${name}::DOUBLE END`;
};

/** A column as a finite DOUBLE (yes or no as 1 or 0; NaN and infinities as NULL). */
export const asNumber = doubled;

/** A column as text, whole numbers without ".0". */
export function asText(column: ColumnInfo): string {
  const text = `CAST(${ident(column.name)} AS VARCHAR)`;
  return column.kind === 'number' ? `regexp_replace(${text}, '\\.0+$', '')` : text;
}

/** A column as it stands on a continuous axis: a DOUBLE, a TIMESTAMP, or text. */
export function asPosition(column: ColumnInfo): string {
  if (column.kind === 'number') return doubled(column);
  if (column.kind === 'date')
    return `CASE WHEN isfinite(${ident(column.name)}) THEN CAST(${ident(column.name)} AS TIMESTAMP) END`;
  return asText(column);
}

/** The kinds of column an aggregate can read. */
export const aggregateReads = (aggregate: Aggregate): readonly ColumnKind[] =>
  aggregate === 'distinct' || aggregate === 'count'
    ? ['number', 'date', 'text', 'boolean']
    : ['number', 'boolean'];

/** An aggregate of the column `name` of a common table, as a DOUBLE. `none` adds up. */
export function aggregated(aggregate: Aggregate, name: string): string {
  if (aggregate === 'count') return 'count(*)::DOUBLE';
  if (aggregate === 'distinct') return `count(DISTINCT ${name})::DOUBLE`;
  const functions = { none: 'sum', sum: 'sum', mean: 'avg', median: 'median', min: 'min', max: 'max' };
  return `${functions[aggregate]}(${name})::DOUBLE`;
}
