import { chance, fittedChances, type BinaryPatterns, type LogisticFit } from './logistic';

/** How a column's effect is measured: per unit, or as the step from 0 to 1 with the factor's other dummies at 0. */
export type MarginalColumn = { kind: 'numeric' } | { kind: 'dummy'; factor: readonly number[] };

/**
 * Average marginal effects on the chance of a 1, in chances (0.02 is two points) per unit of the column, with errors
 * by the delta method from the coefficients' covariance.
 *
 *   numeric: mean over answers of b_k p (1 - p);  dummy: mean of p(x_k = 1) - p(x_k = 0)
 *
 * `kinds` by column; a dummy's `factor` lists all dummies of its factor ([its own number] of a yes/no column). Effect
 * and error of an aliased column are 0. Held to R on customer satisfaction to 1e-7 where that file is at hand.
 */
export function averageMarginalEffects(
  patterns: BinaryPatterns,
  { coefficients, covariance }: Pick<LogisticFit, 'coefficients' | 'covariance'>,
  kinds: readonly MarginalColumn[],
): { effects: Float64Array; standardErrors: Float64Array } {
  const found = kinds.map((kind, column) =>
    kind.kind === 'numeric'
      ? slopeEffect(patterns, coefficients, column)
      : stepEffect(patterns, coefficients, column, kind.factor),
  );
  return {
    effects: Float64Array.from(found, ({ effect }) => effect),
    standardErrors: Float64Array.from(found, ({ gradient }) => Math.sqrt(quadratic(gradient, covariance))),
  };
}

interface Effect {
  effect: number;
  /** By coefficient. */
  gradient: Float64Array;
}

function slopeEffect(
  { columns, trials }: BinaryPatterns,
  coefficients: Float64Array,
  column: number,
): Effect {
  const slope = coefficients[column + 1] as number;
  const gradient = new Float64Array(coefficients.length);
  const answers = sum(trials);
  let density = 0;
  fittedChances(columns, coefficients).forEach((p, i) => {
    const weight = ((trials[i] as number) / answers) * p * (1 - p);
    density += weight;
    addRow(gradient, columns, i, slope * weight * (1 - 2 * p));
  });
  gradient[column + 1] = (gradient[column + 1] as number) + density;
  return { effect: slope * density, gradient };
}

function stepEffect(
  { columns, trials }: BinaryPatterns,
  coefficients: Float64Array,
  column: number,
  factor: readonly number[],
): Effect {
  const gradient = new Float64Array(coefficients.length);
  const answers = sum(trials);
  const base = columns.map((x, a) => (a === column || factor.includes(a) ? new Float64Array(x.length) : x));
  let effect = 0;
  for (let i = 0; i < trials.length; i += 1) {
    let eta = coefficients[0] as number;
    base.forEach((x, a) => (eta += (coefficients[a + 1] as number) * (x[i] as number)));
    const without = chance(eta);
    const withIt = chance(eta + (coefficients[column + 1] as number));
    const weight = (trials[i] as number) / answers;
    effect += weight * (withIt - without);
    const slope = withIt * (1 - withIt);
    addRow(gradient, base, i, weight * (slope - without * (1 - without)));
    gradient[column + 1] = (gradient[column + 1] as number) + weight * slope;
  }
  return { effect, gradient };
}

/** Adds `amount` times (1, x) of pattern i. */
function addRow(gradient: Float64Array, columns: readonly Float64Array[], i: number, amount: number): void {
  gradient[0] = (gradient[0] as number) + amount;
  columns.forEach((x, a) => (gradient[a + 1] = (gradient[a + 1] as number) + amount * (x[i] as number)));
}

/** g' V g; not below 0, which rounding could leave. */
function quadratic(gradient: Float64Array, covariance: Float64Array): number {
  const size = gradient.length;
  let total = 0;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      total += (gradient[i] as number) * (gradient[j] as number) * (covariance[i * size + j] as number);
  return Math.max(0, total);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
