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
  return { logLikelihood: totals.logLikelihood - quadratic / 2, next };
}

interface Totals {
  /** Expected sums and products of deviations from the point's means; the lower triangle of the products. */
  sums: Float64Array;
  products: Float64Array;
  weight: number;
  logLikelihood: number;
}
interface Precision {
  /** K, row-major. */
  matrix: Float64Array;
  /** log|Σ|. */
  logDeterminant: number;
}

function precision(point: Float64Array, variables: number): Precision | null {
  const covariance = new Float64Array(variables * variables);
  for (let i = 0, at = variables; i < variables; i += 1)
    for (let j = 0; j <= i; j += 1, at += 1) covariance[i * variables + j] = point[at] as number;
  let factor = cholesky(covariance, variables, RIDGE);
  if (!factor) {
    for (let i = 0; i < variables; i += 1)
      covariance[i * variables + i] = (covariance[i * variables + i] as number) + RIDGE;
    factor = cholesky(covariance, variables);
  }
  if (!factor) return null;
  return {
    matrix: inverseFromCholesky(factor, variables),
    logDeterminant: logDeterminantOf(factor, variables),
  };
}

function logDeterminantOf(factor: Float64Array, size: number): number {
  let total = 0;
  for (let i = 0; i < size; i += 1) total += 2 * Math.log(factor[i * size + i] as number);
  return total;
}

function addPattern(
  totals: Totals,
  { weight, observed, missing, means, scatter }: Pattern,
  point: Float64Array,
  { matrix, logDeterminant }: Precision,
  variables: number,
): void {
  const { sums, products } = totals;
  const count = observed.length;
  const off = means.map((mean, a) => mean - (point[observed[a] as number] as number));
  // Products about the point's means of what was observed.
  const about = new Float64Array(count * count);
  for (let a = 0; a < count; a += 1) {
    const i = observed[a] as number;
    const scaled = weight * (off[a] as number);
    sums[i] = (sums[i] as number) + scaled;
    const row = i * variables;
    for (let b = 0; b <= a; b += 1) {
      const value = (scatter[a * count + b] as number) + scaled * (off[b] as number);
      about[a * count + b] = value;
      about[b * count + a] = value;
      const at = row + (observed[b] as number);
      products[at] = (products[at] as number) + value;
    }
  }
  let logDeterminantObserved = logDeterminant;
  if (missing.length > 0) {
    const { slopes, left, logDeterminantMissing } = regressionOnObserved(
      matrix,
      variables,
      observed,
      missing,
    );
    logDeterminantObserved += logDeterminantMissing;
    addExpected(totals, weight, { observed, missing, off, about, slopes, left }, variables);
  }
  totals.weight += weight;
  totals.logLikelihood -=
    (weight / 2) * (count * Math.log(2 * Math.PI) + logDeterminantObserved - missing.length);
}

interface Expected {
  observed: Uint8Array;
  missing: Uint8Array;
  off: Float64Array;
  about: Float64Array;
  /** B, missing × observed. */
  slopes: Float64Array;
  /** Var[x_M | x_O], missing². */
  left: Float64Array;
}

/** The expected sums and products that involve what is missing. */
function addExpected(
  { sums, products }: Totals,
  weight: number,
  { observed, missing, off, about, slopes, left }: Expected,
  variables: number,
): void {
  const count = observed.length;
  const row = new Float64Array(count);
  for (let m = 0; m < missing.length; m += 1) {
    const i = missing[m] as number;
    row.fill(0);
    let shift = 0;
    for (let a = 0; a < count; a += 1) {
      const slope = slopes[m * count + a] as number;
      shift += slope * (off[a] as number);
      for (let b = 0; b < count; b += 1)
        row[b] = (row[b] as number) + slope * (about[a * count + b] as number);
    }
    sums[i] = (sums[i] as number) + weight * shift;
    for (let b = 0; b < count; b += 1) {
      const j = observed[b] as number;
      const at = i > j ? i * variables + j : j * variables + i;
      products[at] = (products[at] as number) + (row[b] as number);
    }
    for (let l = 0; l <= m; l += 1) {
      let value = weight * (left[m * missing.length + l] as number);
      for (let b = 0; b < count; b += 1) value += (row[b] as number) * (slopes[l * count + b] as number);
      const at = i * variables + (missing[l] as number);
      products[at] = (products[at] as number) + value;
    }
  }
}

/** B and Var[x_M | x_O] from the precision, and log|K_MM|. */
function regressionOnObserved(
  matrix: Float64Array,
  variables: number,
  observed: Uint8Array,
  missing: Uint8Array,
): Pick<Expected, 'slopes' | 'left'> & { logDeterminantMissing: number } {
  const size = missing.length;
  const among = new Float64Array(size * size);
  for (let m = 0; m < size; m += 1)
    for (let l = 0; l < size; l += 1)
      among[m * size + l] = matrix[(missing[m] as number) * variables + (missing[l] as number)] as number;
  const factor = cholesky(among, size) ?? new Float64Array(size * size).fill(NaN);
  const left = inverseFromCholesky(factor, size);
  const slopes = new Float64Array(size * observed.length);
  for (let m = 0; m < size; m += 1)
    for (let a = 0; a < observed.length; a += 1) {
      let total = 0;
      for (let l = 0; l < size; l += 1)
        total -=
          (left[m * size + l] as number) *
          (matrix[(missing[l] as number) * variables + (observed[a] as number)] as number);
      slopes[m * observed.length + a] = total;
    }
  return { slopes, left, logDeterminantMissing: logDeterminantOf(factor, size) };
}
