import { formatCount } from '../../values/format';
import { numberColumn, tableOf, textColumn, type Column } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { ProfileColumn } from './profile-columns';
import { MOST_RULE_ROWS, ruleText, type AskedColumn } from './rule';
import { evenly } from './sampling';
import { gather, type PointInput, type PreparedPoints } from './points';
import { drawnName, type RuleText, type Segment } from './result';

const MOST_DOTS = 2000;

/** At most 2,000 rows on the two variables that tell the segments apart best. */
export interface Dots {
  x: Float64Array;
  y: Float64Array;
  /** Numbers of segments, from 1. */
  segment: Float64Array;
  names: [string, string];
  all: number;
}

/** The variables that made the segments, as columns to describe them by. */
export const usedColumns = ({ used }: PreparedPoints): ProfileColumn[] =>
  used.map(({ variable, values }) => ({ variable, values, levels: null, used: true }));

/** The rule over the variables in users' units, grown on an even sample of many rows. */
export function pointRule(
  points: PreparedPoints,
  labels: Float64Array,
  names: readonly string[],
  seed: number,
  onProgress?: (fraction: number) => void,
): RuleText | null {
  const rows = gatherNumbers(points.rows, evenly(points.rows.length, MOST_RULE_ROWS));
  const columns = points.used.map(({ variable, values }): AskedColumn => ({
    name: variable,
    kind: 'numeric',
    values: gather(values, rows),
  }));
  const own = Int32Array.from(rows, (row) => (labels[row] as number) - 1);
  return ruleText(columns, own, names, seed, onProgress);
}

const gatherNumbers = (from: Uint32Array, places: Uint32Array): Uint32Array =>
  places.map((place) => from[place] as number);

/** Null with one variable. */
export function dotsOf(
  points: PreparedPoints,
  labels: Float64Array,
  separation: readonly number[],
): Dots | null {
  const order = points.used.map((_, d) => d).sort((a, b) => (separation[b] ?? 0) - (separation[a] ?? 0));
  const [first, second] = order.map((d) => points.used[d]);
  if (!first || !second) return null;
  const rows = gatherNumbers(points.rows, evenly(points.rows.length, MOST_DOTS));
  return {
    x: gather(first.values, rows),
    y: gather(second.values, rows),
    segment: gather(labels, rows),
    names: [first.variable, second.variable],
    all: points.rows.length,
  };
}

export function dotChart(dots: Dots | null, segments: readonly Segment[], input: PointInput): ReportChart[] {
  if (!dots) return [];
  const [x, y] = dots.names.map((name) => input.label(name));
  const name = (number: number): string => {
    const segment = segments[number - 1];
    return segment ? drawnName(segment) : '';
  };
  const chart: ReportChart = {
    id: 'dots',
    spec: {
      mark: 'dot',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'The two variables that tell segments apart best',
      labels: { x: x ?? '', y: y ?? '', color: 'Segment' },
    },
    description: `Rows by ${x ?? ''} and ${y ?? ''}, coloured by segment.`,
    rows: tableOf([
      numberColumn('x', dots.x),
      numberColumn('y', dots.y),
      textColumn('color', Array.from(dots.segment, name)),
    ]),
  };
  if (dots.x.length < dots.all)
    chart.note = `A sample of ${formatCount(dots.x.length)} of ${formatCount(dots.all)} rows.`;
  return [chart];
}

/** `_centres`: the centre of every segment by variable in users' units, and where the method has it its spread. */
export function centresTable(
  segments: readonly Segment[],
  points: readonly { variable: string }[],
  spread?: readonly (readonly number[])[],
): Column[] {
  const rows = segments.flatMap((segment, s) =>
    points.map(({ variable }, d) => ({
      segment: segment.name,
      variable,
      centre: segment.point[variable] ?? NaN,
      spread: spread?.[s]?.[d] ?? NaN,
    })),
  );
  return [
    textColumn(
      'segment',
      rows.map(({ segment }) => segment),
    ),
    textColumn(
      'variable',
      rows.map(({ variable }) => variable),
    ),
    numberColumn(
      'centre',
      Float64Array.from(rows, ({ centre }) => centre),
    ),
    ...(spread
      ? [
          numberColumn(
            'spread',
            Float64Array.from(rows, ({ spread: own }) => own),
          ),
        ]
      : []),
  ];
}
