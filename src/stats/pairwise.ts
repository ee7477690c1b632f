import { symmetricEigen } from './linear-algebra';
import type { PatternSums } from './missing-patterns';
import { triangle } from './sufficient-statistics';

/** A smallest eigenvalue below minus this is more than rounding: the correlations contradict each other. */
const ROUNDING = 1e-10;

export interface Pairwise {
  /** Of each variable, over all rows that have it; less the origin. NaN where no row has it. */
  means: Float64Array;
  /** Row-major, variables²; see `pairwise`. NaN where fewer than two rows have both. */
  covariance: Float64Array;
  /** Rows that have both variables i and j at i·variables + j. */
  counts: Float64Array;
  /** Of the correlations before any repair; NaN where one is missing. Below 0 no data set could give them all. */
  smallestEigenvalue: number;
  /** Whether `covariance` is the repaired one, and the most that a correlation was changed by. */
  repaired: boolean;
  largestChange: number;
}

/**
 * Means and covariances from whatever rows have what is needed (pairwise deletion).
 *
 *   mean_i, s_i²  over all rows that have i;    c_ij = r_ij s_i s_j,
 *   r_ij = Pearson's correlation over the rows that have both, with the means and deviations of those rows
 *
 * so that the correlations are those of R's cor(use = "pairwise.complete.obs") and the variances those of every answer
 * there is. 0 for a pair with a constant. Weights as in `covarianceOf`. Such a matrix need not be positive semidefinite: where its
 * smallest eigenvalue is below -1e-10, negative eigenvalues of the correlations are set to 0 and the diagonal scaled
 * back to 1. That is a repair of the numbers, not of the data: the variables are then exactly dependent, so importances
 * from it deserve no trust, and EM should be used instead.
 */
export const pairwise = (patterns: PatternSums): Pairwise => pairwiseOf(pairSums(patterns));

/** The same from sums by pair, however they were come by. */
export function pairwiseOf(pairs: PairSums): Pairwise {
  const { variables } = pairs;
  const at = (i: number, j: number): number => i * variables + j;
  const means = new Float64Array(variables);
  const deviations = new Float64Array(variables);
  for (let i = 0; i < variables; i += 1) {
    const own = at(i, i);
    means[i] = (pairs.sums[own] as number) / (pairs.weights[own] as number);
    deviations[i] = Math.sqrt(pairCovariance(pairs, own, own, own));
  }
  const raw = new Float64Array(variables * variables);
  for (let i = 0; i < variables; i += 1)
    for (let j = 0; j < variables; j += 1) raw[at(i, j)] = pairCorrelation(pairs, i, j);
  const { correlation, ...check } = positiveSemidefinite(raw, variables);
  const covariance = correlation.map(
    (value, place) =>
      value *
      (deviations[Math.floor(place / variables)] as number) *
      (deviations[place % variables] as number),
  );
  return { means, covariance, counts: pairs.counts.slice(), ...check };
}

/**
 * Over the rows that have both i and j, at i·variables + j: rows, weight, the (weighted) sum of i, of i², and of i·j,
 * values less one origin near the means. What pairwise deletion needs of any number of rows, whatever their gaps.
 */
export interface PairSums {
  variables: number;
  counts: Float64Array;
  /** Equal to the counts where there are no weights. */
  weights: Float64Array;
  sums: Float64Array;
  squares: Float64Array;
  products: Float64Array;
}

/** The same sums with all entries 0. */
export function noPairs(variables: number): PairSums {
  const empty = (): Float64Array => new Float64Array(variables * variables);
  return {
    variables,
    counts: empty(),
    weights: empty(),
    sums: empty(),
    squares: empty(),
    products: empty(),
  };
}

/** Adds the sums of other rows (`sign` 1), or takes them away: a jackknife's groups. */
export function addPairs(to: PairSums, from: PairSums, sign: 1 | -1): PairSums {
  for (const name of ['counts', 'weights', 'sums', 'squares', 'products'] as const) {
    const [target, source] = [to[name], from[name]];
    for (let k = 0; k < target.length; k += 1)
      target[k] = (target[k] as number) + sign * (source[k] as number);
  }
  return to;
}

/** By pair instead of by pattern. */
export function pairSums({ variables, observed, counts, weights, sums, products }: PatternSums): PairSums {
  const totals = noPairs(variables);
  const size = triangle(variables);
  const add = (to: Float64Array, place: number, value: number): void =>
    void (to[place] = (to[place] as number) + value);
  observed.forEach((present, pattern) => {
    const product = (i: number, j: number): number =>
      products[pattern * size + triangle(Math.max(i, j)) + Math.min(i, j)] as number;
    if (!((counts[pattern] as number) > 0)) return;
    for (const i of present)
      for (const j of present) {
        const place = i * variables + j;
        add(totals.counts, place, counts[pattern] as number);
        add(totals.weights, place, weights[pattern] as number);
        add(totals.sums, place, sums[pattern * variables + i] as number);
        add(totals.squares, place, product(i, i));
        add(totals.products, place, product(i, j));
      }
  });
  return totals;
}

/** Of two sums over the same rows, with the divisor of `covarianceOf`; NaN below two rows. */
function pairCovariance(pairs: PairSums, place: number, first: number, second: number): number {
  const { counts, weights, sums, squares, products } = pairs;
  const count = counts[place] as number;
  const weight = weights[place] as number;
  const raw = (first === second ? squares[first] : products[place]) as number;
  const centred = raw - ((sums[first] as number) * (sums[second] as number)) / weight;
  if (count < 2) return NaN;
  if (first === second && centred <= rounding(pairs, first, raw)) return 0;
  return (centred * count) / (weight * (count - 1));
}

/** What rounding may leave of a constant's squares: also where they are a difference of sums over many more rows. */
function rounding({ squares, variables }: PairSums, place: number, raw: number): number {
  const variable = Math.floor(place / variables);
  return Math.max(1e-13 * raw, 1e-15 * (squares[variable * variables + variable] as number));
}

function pairCorrelation(pairs: PairSums, i: number, j: number): number {
  const { variables } = pairs;
  const [place, mirrored] = [i * variables + j, j * variables + i];
  const scale = Math.sqrt(
    pairCovariance(pairs, place, place, place) * pairCovariance(pairs, mirrored, mirrored, mirrored),
  );
  if (scale === 0) return 0;
  return i === j ? scale / scale : pairCovariance(pairs, place, place, mirrored) / scale;
}

interface Checked extends Pick<Pairwise, 'smallestEigenvalue' | 'repaired' | 'largestChange'> {
  correlation: Float64Array;
}

function positiveSemidefinite(correlation: Float64Array, size: number): Checked {
  if (!correlation.every(Number.isFinite))
    return { correlation, smallestEigenvalue: NaN, repaired: false, largestChange: 0 };
  const { values, vectors } = symmetricEigen(correlation, size);
  const smallestEigenvalue = values[size - 1] as number;
  if (smallestEigenvalue >= -ROUNDING)
    return { correlation, smallestEigenvalue, repaired: false, largestChange: 0 };
  const clipped = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      for (let k = 0; k < size && (values[k] as number) > 0; k += 1)
        clipped[i * size + j] =
          (clipped[i * size + j] as number) +
          (vectors[i * size + k] as number) * (values[k] as number) * (vectors[j * size + k] as number);
  const scale = Array.from({ length: size }, (_, i) => Math.sqrt(clipped[i * size + i] as number));
  const repaired = clipped.map((value, place) => {
    const [i, j] = [Math.floor(place / size), place % size];
    if (i === j) return correlation[place] as number;
    const product = (scale[i] as number) * (scale[j] as number);
    return product > 0 ? value / product : 0;
  });
  const largestChange = repaired.reduce(
    (most, value, place) => Math.max(most, Math.abs(value - (correlation[place] as number))),
    0,
  );
  return { correlation: repaired, smallestEigenvalue, repaired: true, largestChange };
}
