import { symmetricEigen } from './linear-algebra';
import { fittedChances, type BinaryPatterns, type LogisticFit } from './logistic';
import { logitDesign, binaryPatterns } from './logit-design';

/** Directions of the drivers that hold less than this share of one driver's variance are left out as rounding. */
const SINGULAR = 1e-10;

/**
 * Relative weights of a logistic regression (Tonidandel & LeBreton 2010), by column, in units of R²_O, the share of the
 * 0/1 outcome's squares that its fitted chances explain, 1 - Σ (y - p)² / Σ (y - ȳ)²; they sum to it.
 *
 *   R_xx = V D² V', Λ = V D V';  b = Λ β_s (coefficients of the uncorrelated stand-ins);
 *   weight_k = Σ_j Λ_kj² b_j² R²_O / Var(η),  Var(η) = Σ b_j²   (Menard's standardised coefficients)
 *
 * `fit` is `logistic` of the same patterns. Costs O(p³): for any number of drivers. Held to R to 1e-7 (tests/stats).
 */
export function logisticRelativeWeights(
  patterns: BinaryPatterns,
  fit: Pick<LogisticFit, 'coefficients'>,
): { weights: Float64Array; rSquared: number } {
  const { columns, events, trials } = patterns;
  const { correlation, scale } = logitDesign(binaryPatterns(columns, events, trials));
  const size = columns.length;
  const lambda = squareRoot(correlation, size);
  const scaled = scale.map((deviation, a) => deviation * (fit.coefficients[a + 1] as number));
  const squares = Float64Array.from({ length: size }, (_, j) => {
    let slope = 0;
    for (let k = 0; k < size; k += 1) slope += (lambda[j * size + k] as number) * (scaled[k] as number);
    return slope * slope;
  });
  const variance = squares.reduce((total, square) => total + square, 0);
  const rSquared = variance > 0 ? shareExplained(patterns, fittedChances(columns, fit.coefficients)) : 0;
  const weights = Float64Array.from({ length: size }, (_, k) => {
    let weight = 0;
    for (let j = 0; j < size; j += 1)
      weight += (lambda[k * size + j] as number) ** 2 * (squares[j] as number);
    return variance > 0 ? (weight * rSquared) / variance : 0;
  });
  return { weights, rSquared };
}

/** V D V' of a correlation matrix V D² V'. */
function squareRoot(correlation: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(correlation, size);
  const roots = values.map((value) => (value > SINGULAR ? Math.sqrt(value) : 0));
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      for (let k = 0; k < size; k += 1)
        result[i * size + j] =
          (result[i * size + j] as number) +
          (vectors[i * size + k] as number) * (roots[k] as number) * (vectors[j * size + k] as number);
  return result;
}

/** 1 - Σ (y - p)² / Σ (y - ȳ)² over all answers. */
function shareExplained({ events, trials }: BinaryPatterns, chances: Float64Array): number {
  let answers = 0;
  let ones = 0;
  let missed = 0;
  chances.forEach((p, i) => {
    const trial = trials[i] as number;
    const event = events[i] as number;
    answers += trial;
    ones += event;
    missed += event * (1 - p) ** 2 + (trial - event) * p * p;
  });
  return 1 - missed / (ones * (1 - ones / answers));
}
