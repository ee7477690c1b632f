import type { Points } from '../../stats/k-means';
import { standardise, winsorise } from '../../stats/scaling';
import { formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { SegmentInput } from './form';
import type { Coordinate } from './names';

export interface PointOptions {
  transform: 'none' | 'log1p';
  scale: boolean;
  winsorise: number;
}
export type PointInput = SegmentInput & {
  readonly roles: { readonly variables: string[]; readonly weight: string | null };
  readonly options: PointOptions;
};

export interface PreparedPoints extends Points {
  /** The variables used, in the order of the points' dimensions, with their values in natural units by row. */
  used: { variable: string; values: Float64Array }[];
  /** Labels of variables that are the same in every row. */
  constant: string[];
  /** For each point its row. */
  rows: Uint32Array;
  /** Standard deviations (n - 1) after the transform, before scaling. */
  spreads: number[];
  /** What was taken away before dividing: 0 where nothing was standardised. */
  means: number[];
  /** By row of the kept query; absent without a weight. */
  rowWeights: Float64Array | undefined;
  distinct: number;
}

/** The kept query's names of the variables, so that no name of the user's can collide with `key`. */
export const variableColumn = (i: number): string => `x${i + 1}`;
export const WEIGHT_COLUMN = 'w';

/**
 * Transformed, winsorised and standardised points, sorted by their values and with the variables in the order of their
 * names: so that neither the order of the rows nor that of the variables changes the segments.
 */
export function preparedPoints(
  columns: Readonly<Record<string, Float64Array>>,
  input: PointInput,
): PreparedPoints {
  const { options } = input;
  const all = input.roles.variables
    .map((variable, i) => ({ variable, values: columns[variableColumn(i)] ?? new Float64Array() }))
    .sort((one, two) => (one.variable < two.variable ? -1 : 1));
  if (options.transform === 'log1p') all.forEach((one) => requireNoNegatives(one, input));
  const transform = options.transform === 'log1p' ? Math.log1p : (value: number): number => value;
  const shaped = all.map((one) => ({
    ...one,
    shaped: winsorise(
      options.transform === 'none' ? one.values : one.values.map(transform),
      options.winsorise,
    ),
  }));
  const rowWeights = input.roles.weight === null ? undefined : usableWeights(columns[WEIGHT_COLUMN]);
  const isFlat = (values: Float64Array): boolean => standardise(values, rowWeights) === null;
  const used = shaped.filter(({ shaped: values }) => !isFlat(values));
  if (used.length === 0) throw nothingToTell(all.some(({ values }) => !isFlat(values)));
  const rows = sortedRows(used.map(({ values }) => values));
  const weights = rowWeights && gather(rowWeights, rows);
  const sorted = used.map(({ shaped: values }) => standardise(gather(values, rows), weights));
  const spreads = sorted.map((one) => one?.spread ?? 1);
  const natural = used.map(({ shaped: values }) => gather(values, rows));
  const scaled = options.scale
    ? sorted.map((one, d) => one?.values ?? natural[d] ?? new Float64Array())
    : natural;
  const values = rowMajor(scaled);
  return {
    values,
    dimensions: used.length,
    weights,
    used: used.map(({ variable, values: own }) => ({ variable, values: own })),
    constant: shaped.filter(({ shaped: own }) => isFlat(own)).map(({ variable }) => input.label(variable)),
    rows,
    spreads,
    means: sorted.map((one) => (options.scale ? (one?.mean ?? 0) : 0)),
    rowWeights,
    distinct: distinctUpTo(values, used.length, input.options.k.to),
  };
}

/** Weights that are shares of a whole become numbers of rows: a deviation needs more than one row. */
export function usableWeights(weights: Float64Array = new Float64Array()): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total < 2 ? weights.map((weight) => (weight * weights.length) / total) : weights;
}

const nothingToTell = (winsorised: boolean): InputProblem =>
  new InputProblem(
    winsorised
      ? 'After winsorising every variable has the same value in all rows, so there is nothing to tell them apart.'
      : 'Every variable has the same value in all rows, so there is nothing to tell them apart.',
    {
      hint: winsorised
        ? 'Choose a smaller share to winsorise.'
        : 'Choose variables that differ between rows.',
    },
  );

function requireNoNegatives(
  { variable, values }: { variable: string; values: Float64Array },
  input: SegmentInput,
): void {
  const negative = values.reduce((count, value) => count + Number(value < 0), 0);
  if (negative === 0) return;
  throw new InputProblem(
    `"${input.label(variable)}" is below zero in ${formatPlural(negative, 'row')}, where log(1 + x) has no meaning.`,
    { hint: 'Choose no transform, or leave the variable out.' },
  );
}

/** Row numbers sorted by the values, the first column first; equal rows keep their order. */
export function sortedRows(columns: readonly Float64Array[]): Uint32Array {
  const rows = Uint32Array.from(columns[0] ?? [], (_, row) => row);
  return rows.sort((one, two) => {
    for (const values of columns) {
      const difference = (values[one] as number) - (values[two] as number);
      if (difference !== 0) return difference;
    }
    return one - two;
  });
}

export function gather(values: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i] as number] as number;
  return found;
}

function rowMajor(columns: readonly Float64Array[]): Float64Array {
  const count = columns[0]?.length ?? 0;
  const values = new Float64Array(count * columns.length);
  columns.forEach((column, d) => {
    for (let i = 0; i < count; i++) values[i * columns.length + d] = column[i] as number;
  });
  return values;
}

/** Equal points stand side by side, so that one pass counts the distinct ones (no further than asked). */
function distinctUpTo(values: Float64Array, dimensions: number, most: number): number {
  let distinct = Math.min(1, values.length);
  for (let at = dimensions; at < values.length && distinct < most; at += dimensions) {
    let differs = false;
    for (let d = 0; d < dimensions; d++) differs ||= values[at + d] !== values[at - dimensions + d];
    distinct += Number(differs);
  }
  return distinct;
}

/** The numbers of segments that can be made: a range is cut at the distinct rows, a number above them refused. */
export function possibleNumbers(distinct: number, input: SegmentInput): { from: number; to: number } {
  const { from, to } = input.options.k;
  if (distinct >= from) return { from, to: Math.min(to, distinct) };
  throw new InputProblem(
    `${input.from} has only ${formatPlural(distinct, 'distinct row')} in these variables, too few for ${from} segments.`,
    {
      hint: `Choose ${distinct < 2 ? 'more variables' : `at most ${distinct} segments, or more variables`}.`,
    },
  );
}

/** How a distance in users' units is measured among the points. */
export const coordinatesOf = ({ used, spreads }: PreparedPoints, { options }: PointInput): Coordinate[] =>
  used.map(({ variable }, d) => ({
    variable,
    transform: options.transform === 'log1p' ? (value) => Math.log1p(Math.max(value, 0)) : (value) => value,
    spread: spreads[d] ?? 1,
  }));

/** Centres (row-major, in the points' space) in users' units. */
export function naturalCentres(
  centres: Float64Array,
  { used, spreads, means }: PreparedPoints,
  { options }: PointInput,
): Record<string, number>[] {
  const d = used.length;
  return Array.from({ length: centres.length / d }, (_, c) =>
    Object.fromEntries(
      used.map(({ variable }, j) => {
        const own = centres[c * d + j] as number;
        const shaped = options.scale ? own * (spreads[j] as number) + (means[j] as number) : own;
        return [variable, options.transform === 'log1p' ? Math.expm1(shaped) : shaped];
      }),
    ),
  );
}
