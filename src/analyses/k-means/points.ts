import { formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Points } from '../../stats/k-means';
import type { KMeansInput } from './form';
import { variableColumn } from './queries';

export interface PreparedPoints extends Points {
  /** The variables used, in the order of the points' dimensions, with their values in natural units by row. */
  used: { variable: string; values: Float64Array }[];
  /** Variables that are the same in every row. */
  constant: string[];
  /** For each point its row. */
  rows: Uint32Array;
  /** Standard deviations (n - 1) after the transform, before scaling. */
  spreads: number[];
}

/**
 * Transformed and standardised points, sorted by their values and with the variables in the order of their names: so
 * that neither the order of the rows nor that of the variables changes the segments.
 */
export function preparedPoints(
  columns: Readonly<Record<string, Float64Array>>,
  input: KMeansInput,
): PreparedPoints {
  const all = input.roles.variables
    .map((variable, i) => ({ variable, values: columns[variableColumn(i)] ?? new Float64Array() }))
    .sort((one, two) => (one.variable < two.variable ? -1 : 1));
  if (input.options.transform === 'log1p') all.forEach((one) => requireNoNegatives(one, input));
  const used = all.filter(({ values }) => !isConstant(values));
  const constant = all
    .filter(({ values }) => isConstant(values))
    .map(({ variable }) => input.label(variable));
  if (used.length === 0)
    throw new InputProblem(
      'Every variable has the same value in all rows, so there is nothing to tell them apart.',
      {
        hint: 'Choose variables that differ between rows.',
      },
    );
  const rows = sortedRows(used.map(({ values }) => values));
  const transform = input.options.transform === 'log1p' ? Math.log1p : (value: number): number => value;
  const sorted = used.map(({ values }) => Float64Array.from(rows, (row) => transform(values[row] as number)));
  const spreads = sorted.map((values) =>
    input.options.scale ? standardise(values) : spreadOf(values).spread,
  );
  const values = rowMajor(sorted);
  requireDistinct(values, used.length, input);
  return { values, dimensions: used.length, used, constant, rows, spreads };
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

function requireNoNegatives(
  { variable, values }: { variable: string; values: Float64Array },
  input: KMeansInput,
): void {
  const negative = values.reduce((count, value) => count + Number(value < 0), 0);
  if (negative === 0) return;
  throw new InputProblem(
    `"${input.label(variable)}" is below zero in ${formatPlural(negative, 'row')}, where log(1 + x) has no meaning.`,
    { hint: 'Choose no transform, or leave the variable out.' },
  );
}

/** Row numbers sorted by the values, the first column first; equal rows keep their order. */
function sortedRows(columns: Float64Array[]): Uint32Array {
  const rows = Uint32Array.from(columns[0] ?? [], (_, row) => row);
  return rows.sort((one, two) => {
    for (const values of columns) {
      const difference = (values[one] as number) - (values[two] as number);
      if (difference !== 0) return difference;
    }
    return one - two;
  });
}

/** Mean and standard deviation (n - 1) in two passes. */
function spreadOf(values: Float64Array): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (values.length - 1)) };
}

/** z-scores in place; gives the standard deviation they were divided by. */
function standardise(values: Float64Array): number {
  const { mean, spread } = spreadOf(values);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) / spread;
  return spread;
}

function rowMajor(columns: Float64Array[]): Float64Array {
  const count = columns[0]?.length ?? 0;
  const values = new Float64Array(count * columns.length);
  columns.forEach((column, d) => {
    for (let i = 0; i < count; i++) values[i * columns.length + d] = column[i] as number;
  });
  return values;
}

/** Equal points stand side by side, so that one pass counts the distinct ones. */
function requireDistinct(values: Float64Array, dimensions: number, input: KMeansInput): void {
  const { k } = input.options;
  let distinct = 1;
  for (let at = dimensions; at < values.length && distinct < k; at += dimensions) {
    let differs = false;
    for (let d = 0; d < dimensions; d++) differs ||= values[at + d] !== values[at - dimensions + d];
    distinct += Number(differs);
  }
  if (distinct >= k) return;
  throw new InputProblem(
    `${input.from} has only ${formatPlural(distinct, 'distinct row')} in these variables, too few for ${k} segments.`,
    {
      hint: `Choose ${distinct < 2 ? 'more variables' : `at most ${distinct} segments, or more variables`}.`,
    },
  );
}
