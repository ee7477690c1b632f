import type { Aggregate, AxisLabels, CellChart, CellMark } from '../../charts/spec';
import { InputProblem, problemOf } from '../../values/problem';
import type { CellKind, KindContext } from '../kind';
import { fieldsOf, fromOf, numberOf, positionOf, renameFrom, requireColumn } from '../yaml-body';
import { textOf, unknownKeyNotes, wordAmong, type Fields } from '../yaml-body';

export const chartKeys = ['from', 'mark', 'x', 'y', 'color', 'facet', 'aggregate', 'bins', 'title'] as const;
export const chartMarks: readonly CellMark[] = ['line', 'bar', 'dot', 'histogram', 'box', 'heatmap'];
export const chartAggregates: readonly Aggregate[] = [
  ...(['none', 'count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'] as const),
];
const channels = ['x', 'y', 'color', 'facet'] as const;
const MOST_BINS = 200;

/** A chart cell's body as a ChartSpec, columns named as in the relation. Throws an InputProblem with its place. */
export function readChart(body: string, context: KindContext): CellChart {
  const fields = fieldsOf(body);
  const from = textOf(fields, 'from');
  if (from === null)
    throw new InputProblem('The chart does not say what it shows.', {
      hint: 'Give it `from:` and the name of a table.',
    });
  const mark = wordAmong(fields, 'mark', chartMarks);
  if (mark === null)
    throw new InputProblem('The chart does not say how it is drawn.', {
      hint: 'Give it `mark:`, such as bar.',
    });
  const columns = channelColumns(fields, from, context);
  const aggregate = wordAmong(fields, 'aggregate', chartAggregates);
  const title = textOf(fields, 'title');
  const labels = axisLabels(mark, columns, aggregate, context.labels(from.toLowerCase()));
  return {
    ...{ mark, from: from.toLowerCase(), ...columns },
    ...(aggregate === null ? {} : { aggregate }),
    ...binsOf(fields),
    ...(title === null ? {} : { title }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}

type Channels = Partial<Record<(typeof channels)[number], string>>;

function channelColumns(fields: Fields, from: string, context: KindContext): Channels {
  const columns = context.columns(from.toLowerCase());
  const named = channels.flatMap((channel) => {
    const name = textOf(fields, channel);
    if (name === null) return [];
    return [
      [channel, columns ? requireColumn(name, columns, from, fields.get(channel)).name : name] as const,
    ];
  });
  return Object.fromEntries(named);
}

function binsOf(fields: Fields): { bins?: number } {
  const bins = numberOf(fields, 'bins');
  if (bins === null) return {};
  if (Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS) return { bins };
  throw new InputProblem(`\`bins: ${bins}\` is not possible.`, {
    hint: `It is a whole number from 1 to ${MOST_BINS}.`,
    ...positionOf(fields.get('bins')),
  });
}

/** What stands on the axes where a column has a label; the aggregated channel says how. */
function axisLabels(
  mark: CellMark,
  columns: Channels,
  aggregate: Aggregate | null,
  labels: Readonly<Record<string, string>>,
): AxisLabels {
  const summed = mark === 'heatmap' ? 'color' : 'y';
  const how = mark === 'box' ? 'none' : (aggregate ?? (mark === 'heatmap' ? 'mean' : 'none'));
  const found = (['x', 'y', 'color'] as const).flatMap((channel) => {
    const column = columns[channel];
    const label = column === undefined ? undefined : labels[column];
    if (label === undefined || label === column || (channel === summed && how === 'count')) return [];
    return [[channel, channel === summed ? aggregateWords(how, label) : label] as const];
  });
  return Object.fromEntries(found);
}

function aggregateWords(how: Aggregate, label: string): string {
  if (how === 'none') return label;
  return how === 'distinct' ? `different values of ${label}` : `${how} of ${label}`;
}

const chart: CellKind = {
  id: 'chart',
  label: 'Chart',
  summary: 'A picture of a table.',
  template({ relations, columns }) {
    const from = [...relations][0] ?? '';
    const known = columns(from) ?? [];
    const x = known.find((column) => column.kind !== 'number') ?? known[0];
    return `from: ${from}\nmark: bar\nx: ${x?.name ?? ''}\naggregate: count`;
  },
  reads: (body) => ({ relations: fromOf(body), variables: [] }),
  publishes: () => [],
  request({ body }, context) {
    try {
      return { type: 'chart', spec: readChart(body, context) };
    } catch (error) {
      return { problem: problemOf(error) };
    }
  },
  notes: ({ body }) => unknownKeyNotes(body, chartKeys, 'charts'),
  rename: (body, change) => renameFrom(body, change),
};
export default chart;
