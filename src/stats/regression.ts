import { cholesky, inverseFromCholesky, solveCholesky } from './linear-algebra';
import { correlationOf } from './shapley';
import { studentTTail } from './student-t';

/** A driver whose variance left by those before it is below this share of its own is their exact combination. */
const SINGULAR = 1e-10;

export interface Regression {
  /** 0..1; 0 where the outcome does not vary. */
  rSquared: number;
  /** 1 - (1 - R²)(n - 1)/(n - k - 1) with k coefficients; NaN where n <= k + 1. */
  adjustedRSquared: number;
  /** By driver, outcome units per unit of the driver; NaN for one that is constant or in `aliased`. */
  coefficients: Float64Array;
  /** Drivers that are exact combinations of earlier ones, and of which. */
  aliased: { driver: number; combinationOf: number[] }[];
}

/**
 * Least squares with an intercept, from a covariance matrix alone (row-major, (drivers + 1)², the outcome first) of
 * `rows` rows. A driver that earlier ones determine gets no coefficient, as in R's lm. Solved on correlations by
 * Cholesky; held to R's lm to 1e-10 in tests/stats.
 */
export function regress(covariance: Float64Array, drivers: number, rows: number): Regression {
  const size = drivers + 1;
  const correlation = correlationOf(covariance, size);
  const { kept, aliased } = independentDrivers(correlation, drivers);
  const slopes = standardSlopes(correlation, size, kept, 0);
  const deviation = (i: number): number => Math.sqrt(covariance[i * size + i] as number);
  const coefficients = new Float64Array(drivers).fill(NaN);
  let rSquared = 0;
  kept.forEach((driver, i) => {
    const slope = slopes[i] as number;
    rSquared += slope * (correlation[driver + 1] as number);
    coefficients[driver] = (slope * deviation(0)) / deviation(driver + 1);
  });
  rSquared = Math.min(1, Math.max(0, rSquared));
  const left = rows - kept.length - 1;
  const adjustedRSquared = left > 0 ? 1 - ((1 - rSquared) * (rows - 1)) / left : NaN;
  return { rSquared, adjustedRSquared, coefficients, aliased };
}

export interface CoefficientTests {
  /** By driver, classical (equal variance of the errors); NaN where there is no coefficient or no degree of freedom. */
  standardErrors: Float64Array;
  /** Coefficient over standard error. */
  t: Float64Array;
  /** Two-sided, 0..1, of Student's t. */
  p: Float64Array;
  /** Standard deviation of the errors, in units of the outcome. */
  sigma: number;
  /** Rows less coefficients less 1. */
  degreesOfFreedom: number;
}

/**
 * Classical standard errors of `regress`'s coefficients, from the same covariance matrix (divisor rows - 1):
 * se_j² = σ² (C⁻¹)_jj / (rows - 1). All NaN where rows do not exceed coefficients + 1. Held to R's lm to 1e-10.
 */
export function testCoefficients(covariance: Float64Array, drivers: number, rows: number): CoefficientTests {
  const size = drivers + 1;
  const { rSquared, coefficients } = regress(covariance, drivers, rows);
  const kept = Array.from(coefficients.keys()).filter((i) => !Number.isNaN(coefficients[i]));
  const count = kept.length;
  const degreesOfFreedom = rows - count - 1;
  const left = (1 - rSquared) * (covariance[0] as number) * (rows - 1);
  const sigma = degreesOfFreedom > 0 ? Math.sqrt(left / degreesOfFreedom) : NaN;
  const factor = cholesky(among(correlationOf(covariance, size), size, kept), count);
  const standardErrors = new Float64Array(drivers).fill(NaN);
  const inverse = factor ? inverseFromCholesky(factor, count) : null;
  kept.forEach((driver, i) => {
    const variance = (covariance[(driver + 1) * size + driver + 1] as number) * (rows - 1);
    standardErrors[driver] = inverse ? sigma * Math.sqrt((inverse[i * count + i] as number) / variance) : NaN;
  });
  const t = coefficients.map((value, i) => value / (standardErrors[i] as number));
  const p = t.map((value) => 2 * studentTTail(Math.abs(value), degreesOfFreedom));
  return { standardErrors, t, p, sigma, degreesOfFreedom };
}

/**
 * Takes the drivers in order and keeps those that add a direction of their own: one Cholesky factorisation, row by row.
 * What a dropped driver combines is solved for only where there is one.
 */
function independentDrivers(
  correlation: Float64Array,
  drivers: number,
): { kept: number[]; aliased: Regression['aliased'] } {
  const size = drivers + 1;
  const kept: number[] = [];
  const aliased: Regression['aliased'] = [];
  const factor = new Float64Array(drivers * drivers);
  for (let driver = 0; driver < drivers; driver += 1) {
    const source = (driver + 1) * size + 1;
    if (correlation[source + driver] === 0) continue;
    const row = kept.length * drivers;
    let left = 1;
    for (let i = 0; i < kept.length; i += 1) {
      let rest = correlation[source + (kept[i] as number)] as number;
      for (let k = 0; k < i; k += 1)
        rest -= (factor[row + k] as number) * (factor[i * drivers + k] as number);
      const entry = rest / (factor[i * drivers + i] as number);
      factor[row + i] = entry;
      left -= entry * entry;
    }
    if (left > SINGULAR) {
      factor[row + kept.length] = Math.sqrt(left);
      kept.push(driver);
    } else {
      const slopes = standardSlopes(correlation, size, kept, driver + 1);
      aliased.push({ driver, combinationOf: kept.filter((_, i) => Math.abs(slopes[i] as number) > 1e-6) });
    }
  }
  return { kept, aliased };
}

/** Standardised slopes of the variable in row `target` on the kept drivers (indices from 0). */
function standardSlopes(
  correlation: Float64Array,
  size: number,
  kept: readonly number[],
  target: number,
): Float64Array {
  const count = kept.length;
  const factor = cholesky(among(correlation, size, kept), count);
  if (!factor) return new Float64Array(count);
  const right = kept.map((driver) => correlation[target * size + driver + 1] as number);
  return solveCholesky(factor, count, right);
}

/** The correlations of the kept drivers with each other. */
function among(correlation: Float64Array, size: number, kept: readonly number[]): Float64Array {
  const count = kept.length;
  const result = new Float64Array(count * count);
  for (let i = 0; i < count; i += 1) {
    const row = ((kept[i] as number) + 1) * size + 1;
    for (let j = 0; j < count; j += 1)
      result[i * count + j] = correlation[row + (kept[j] as number)] as number;
  }
  return result;
}
