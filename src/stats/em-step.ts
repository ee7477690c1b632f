import { cholesky, inverseFromCholesky } from './linear-algebra';

/** The rows of one pattern, by what they have: their weight, means, and scatter about those means. */
export interface Pattern {
  weight: number;
  observed: Uint8Array;
  missing: Uint8Array;
  /** In the order of `observed`. */
  means: Float64Array;
  /** Σ w (x - mean)(x - mean)ᵀ, row-major, observed². */
  scatter: Float64Array;
}

/** What one EM step finds at a point: the log-likelihood there, and where EM goes. */
export interface EmStep {
  /** Of the observed data at the point given; see `emStep` for singular covariances. */
  logLikelihood: number;
  /** Whether Σ had no inverse of its own: numbers are then good to some 1e-8. */
  singular: boolean;
  /** Means, then the covariance's lower triangle row by row. */
  next: Float64Array;
}

/** Added to variances near 1 where a covariance is singular, so that it has an inverse. */
const RIDGE = 1e-8;

/**
 * One step of EM for a multivariate normal with values missing at random (Dempster, Laird & Rubin 1977; Little & Rubin,
 * Statistical Analysis with Missing Data, 11.2), and the log-likelihood of the observed values at its start.
 *
 * `point`: means, then the lower triangle of the covariance (variances should be of order 1). With K = Σ⁻¹ and a pattern
 * of missing M and observed O:
 *
 *   E[x_M | x_O] = μ_M + B (x_O - μ_O),  B = -K_MM⁻¹ K_MO,  Var[x_M | x_O] = K_MM⁻¹
 *
 * so that a pattern costs by what it misses. log|Σ_OO| = log|Σ| + log|K_MM|, and the quadratic forms of all patterns
 * together are tr(K T) - Σ n_M, T the expected scatter about μ. A singular Σ (a variable that others determine) gets
 * 1e-8 on its diagonal here. null where Σ is not positive semidefinite.
 */
export function emStep(point: Float64Array, variables: number, patterns: readonly Pattern[]): EmStep | null {
  const inverse = precision(point, variables);
  if (!inverse) return null;
  const totals: Totals = {
    sums: new Float64Array(variables),
    products: new Float64Array(variables * variables),
    weight: 0,
    logLikelihood: 0,
    off: new Float64Array(variables),
    about: new Float64Array(variables * variables),
    slopes: new Float64Array(variables * variables),
    left: new Float64Array(variables * variables),
    row: new Float64Array(variables),
  };
  for (const pattern of patterns) addPattern(totals, pattern, point, inverse, variables);
  const { sums, products, weight } = totals;
  let quadratic = 0;
  const next = new Float64Array(point.length);
  for (let i = 0, at = variables; i < variables; i += 1) {
    const shift = (sums[i] as number) / weight;
    next[i] = (point[i] as number) + shift;
    for (let j = 0; j <= i; j += 1, at += 1) {
      const product = products[i * variables + j] as number;
      quadratic += (i === j ? 1 : 2) * product * (inverse.matrix[i * variables + j] as number);
      next[at] = product / weight - (shift * (sums[j] as number)) / weight;
    }
  }
  return { logLikelihood: totals.logLikelihood - quadratic / 2, singular: inverse.singular, next };
}

interface Totals {
  /** Expected sums and products of deviations from the point's means; the lower triangle of the products. */
  sums: Float64Array;
  products: Float64Array;
  weight: number;
  logLikelihood: number;
  /** Room for one pattern at a time: what was observed less the point's means, and its products. */
  off: Float64Array;
  about: Float64Array;
  /** B, missing × observed. */
  slopes: Float64Array;
  /** Var[x_M | x_O], missing². */
  left: Float64Array;
  row: Float64Array;
}
interface Precision {
  /** K, row-major. */
  matrix: Float64Array;
  /** log|Σ|. */
  logDeterminant: number;
  /** Whether Σ needed a ridge. */
  singular: boolean;
}

function precision(point: Float64Array, variables: number): Precision | null {
  const covariance = new Float64Array(variables * variables);
  for (let i = 0, at = variables; i < variables; i += 1)
    for (let j = 0; j <= i; j += 1, at += 1) covariance[i * variables + j] = point[at] as number;
  let factor = cholesky(covariance, variables, RIDGE);
  const singular = !factor;
  if (!factor) {
    for (let i = 0; i < variables; i += 1)
      covariance[i * variables + i] = (covariance[i * variables + i] as number) + RIDGE;
    factor = cholesky(covariance, variables);
  }
  if (!factor) return null;
  return {
    matrix: inverseFromCholesky(factor, variables),
    logDeterminant: logDeterminantOf(factor, variables),
    singular,
  };
}

function logDeterminantOf(factor: Float64Array, size: number): number {
  let total = 0;
  for (let i = 0; i < size; i += 1) total += 2 * Math.log(factor[i * size + i] as number);
  return total;
}

function addPattern(
  totals: Totals,
  pattern: Pattern,
  point: Float64Array,
  { matrix, logDeterminant }: Precision,
  variables: number,
): void {
  const { weight, observed, missing } = pattern;
  const count = observed.length;
  addObserved(totals, pattern, point, variables);
  let logDeterminantObserved = logDeterminant;
  if (missing.length > 0) {
    logDeterminantObserved += regressOnObserved(totals, matrix, variables, pattern);
    addExpected(totals, pattern, variables);
  }
  totals.weight += weight;
  totals.logLikelihood -=
    (weight / 2) * (count * Math.log(2 * Math.PI) + logDeterminantObserved - missing.length);
}

/** What was observed, about the point's means; left in `off` and `about` for what depends on it. */
function addObserved(
  { sums, products, off, about }: Totals,
  { weight, observed, means, scatter }: Pattern,
  point: Float64Array,
  variables: number,
): void {
  const count = observed.length;
  for (let a = 0; a < count; a += 1) {
    const i = observed[a] as number;
    const deviation = (means[a] as number) - (point[i] as number);
    const scaled = weight * deviation;
    off[a] = deviation;
    sums[i] = (sums[i] as number) + scaled;
    for (let b = 0; b <= a; b += 1) {
      const value = (scatter[a * count + b] as number) + scaled * (off[b] as number);
      about[a * count + b] = value;
      about[b * count + a] = value;
      const at = i * variables + (observed[b] as number);
      products[at] = (products[at] as number) + value;
    }
  }
}

/** The expected sums and products that involve what is missing. */
function addExpected(
  { sums, products, off, about, slopes, left, row }: Totals,
  { weight, observed, missing }: Pattern,
  variables: number,
): void {
  const count = observed.length;
  for (let m = 0; m < missing.length; m += 1) {
    const i = missing[m] as number;
    let shift = 0;
    for (let b = 0; b < count; b += 1) {
      let value = 0;
      for (let a = 0; a < count; a += 1)
        value += (slopes[m * count + a] as number) * (about[b * count + a] as number);
      row[b] = value;
      shift += (slopes[m * count + b] as number) * (off[b] as number);
      const j = observed[b] as number;
      const at = i > j ? i * variables + j : j * variables + i;
      products[at] = (products[at] as number) + value;
    }
    sums[i] = (sums[i] as number) + weight * shift;
    for (let l = 0; l <= m; l += 1) {
      let value = weight * (left[m * missing.length + l] as number);
      for (let b = 0; b < count; b += 1) value += (row[b] as number) * (slopes[l * count + b] as number);
      const at = i * variables + (missing[l] as number);
      products[at] = (products[at] as number) + value;
    }
  }
}

/** Sets `left` to K_MM⁻¹ and `slopes` to B, and gives log|K_MM|. */
function regressOnObserved(
  { slopes, left }: Totals,
  matrix: Float64Array,
  variables: number,
  { observed, missing }: Pattern,
): number {
  const size = missing.length;
  for (let m = 0; m < size; m += 1) {
    const row = (missing[m] as number) * variables;
    for (let l = 0; l < size; l += 1) left[m * size + l] = matrix[row + (missing[l] as number)] as number;
  }
  const logDeterminant = invertInPlace(left, size);
  for (let a = 0; a < observed.length; a += 1) {
    const row = (observed[a] as number) * variables;
    for (let m = 0; m < size; m += 1) {
      let total = 0;
      for (let l = 0; l < size; l += 1)
        total -= (left[m * size + l] as number) * (matrix[row + (missing[l] as number)] as number);
      slopes[m * observed.length + a] = total;
    }
  }
  return logDeterminant;
}

/** Inverts a symmetric positive definite matrix by sweeping each of its rows; gives the logarithm of its determinant. */
function invertInPlace(matrix: Float64Array, size: number): number {
  let determinant = 0;
  for (let k = 0; k < size; k += 1) {
    const pivot = matrix[k * size + k] as number;
    determinant += Math.log(pivot);
    for (let i = 0; i < size; i += 1) {
      if (i === k) continue;
      const factor = (matrix[i * size + k] as number) / pivot;
      for (let j = 0; j < size; j += 1)
        if (j !== k)
          matrix[i * size + j] = (matrix[i * size + j] as number) - factor * (matrix[k * size + j] as number);
      matrix[i * size + k] = -factor;
    }
    for (let j = 0; j < size; j += 1) matrix[k * size + j] = (matrix[k * size + j] as number) / pivot;
    matrix[k * size + k] = 1 / pivot;
  }
  return determinant;
}
