import { cholesky, inverseFromCholesky } from './linear-algebra';
import { regress } from './regression';
import { covarianceOf, meansOf, momentsOfRows } from './sufficient-statistics';

/** A row whose leverage is this close to 1 determines a coefficient by itself; HC3 divides by what is left. */
const FULL_LEVERAGE = 1 - 1e-10;

/** Standard errors of the intercept (first) and of each driver; NaN for one without a coefficient. */
export interface RobustRegression {
  /** Intercept first, then by driver; NaN for a driver that is constant or that earlier ones determine. */
  coefficients: Float64Array;
  /** Equal variance of all errors. */
  classical: Float64Array;
  /** White's: squared residuals as they are. */
  hc0: Float64Array;
  /** HC0 times √(n / (n - k)). */
  hc1: Float64Array;
  /** Residuals divided by 1 - leverage: the safest in small samples. All NaN where `fullLeverage` is above 0. */
  hc3: Float64Array;
  /** By row, 0..1: how far the row's own outcome determines its fitted value; 0 for a row of weight 0. */
  leverages: Float64Array;
  /** Rows of leverage 1: alone in having some value, so that HC3 does not exist. */
  fullLeverage: number;
  /** Rows (of weight above 0) less coefficients. Errors are NaN where it is not above 0. */
  degreesOfFreedom: number;
}

/**
 * Least squares with an intercept from rows, and heteroscedasticity-consistent standard errors: with z the row, h its
 * leverage and e its residual, (ZᵀWZ)⁻¹ [Σ w² e² z zᵀ / (1 - h)²] (ZᵀWZ)⁻¹ for HC3, without (1 - h)² for HC0 and HC1.
 *
 * `columns` by driver and `outcome`: finite, one entry per row. `weights`: not below 0, as in R's lm (precision, not
 * counts of equal rows); a row of weight 0 is no row. Solved on centred, scaled columns, so that 1e9 + noise keeps its
 * digits. Held to R's lm and sandwich to 1e-10 in tests/stats. Source: Long & Ervin (2000), The American Statistician
 * 54(3); MacKinnon & White (1985).
 */
export function robustRegression(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  weights: Float64Array = new Float64Array(outcome.length).fill(1),
): RobustRegression {
  const design = centredDesign(columns, outcome, weights);
  const { kept, slopes, residuals } = design;
  const rows = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  const degreesOfFreedom = rows - kept.length - 1;
  const leverages = leveragesOf(design, weights);
  const fullLeverage = leverages.reduce((count, h) => count + (h > FULL_LEVERAGE ? 1 : 0), 0);
  const spread = residuals.reduce((total, e, row) => total + (weights[row] as number) * e * e, 0);
  const variance = spread / degreesOfFreedom;
  const squares = residuals.map((e, row) => ((weights[row] as number) * e) ** 2);
  const corrected = squares.map((square, row) => square / (1 - (leverages[row] as number)) ** 2);
  const [classical, hc0, hc3] = errorsOf(design, columns.length, [
    weights.map((weight) => weight * variance),
    degreesOfFreedom > 0 ? squares : squares.map(() => NaN),
    degreesOfFreedom > 0 && fullLeverage === 0 ? corrected : squares.map(() => NaN),
  ]) as [Float64Array, Float64Array, Float64Array];
  const coefficients = new Float64Array(columns.length + 1).fill(NaN);
  coefficients[0] = design.outcomeMean;
  kept.forEach(({ driver, mean }, i) => {
    const slope = slopes[i] as number;
    coefficients[driver + 1] = slope;
    coefficients[0] = (coefficients[0] as number) - slope * mean;
  });
  return {
    coefficients,
    classical: degreesOfFreedom > 0 ? classical : classical.fill(NaN),
    hc0,
    hc1: hc0.map((error) => error * Math.sqrt(rows / degreesOfFreedom)),
    hc3,
    leverages,
    fullLeverage,
    degreesOfFreedom,
  };
}

interface Design {
  kept: { driver: number; mean: number }[];
  /** The kept columns less their means, after a column of 1. */
  z: Float64Array[];
  /** (ZᵀWZ)⁻¹, (kept + 1)², the intercept of the centred columns first. */
  inverse: Float64Array;
  slopes: Float64Array;
  residuals: Float64Array;
  outcomeMean: number;
}

function centredDesign(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  weights: Float64Array,
): Design {
  const centred = [outcome, ...columns].map((column) => centredColumn(column, weights));
  const values = centred.map((column) => column.values);
  const moments = momentsOfRows(values, weights);
  // One row more, so that the divisor is the sum of weights: slopes do not depend on it, but it must not be negative.
  const covariance = covarianceOf({ ...moments, count: moments.count + 1 });
  const { coefficients } = regress(covariance, columns.length, Infinity);
  const drivers = Array.from(columns.keys()).filter((driver) => !Number.isNaN(coefficients[driver]));
  const ones = new Float64Array(outcome.length).fill(1);
  const z = [ones, ...drivers.map((driver) => values[driver + 1] as Float64Array)];
  const inverse = inverseOf(crossProduct(z, weights), z.length);
  const [y] = values as [Float64Array];
  const rough = Float64Array.from(drivers, (driver) => coefficients[driver] as number);
  const slopes = refined({ z, inverse }, y, weights, rough);
  return {
    kept: drivers.map((driver) => ({ driver, mean: centred[driver + 1]?.mean ?? NaN })),
    z,
    inverse,
    slopes,
    residuals: residualsOf(z, y, slopes),
    outcomeMean: centred[0]?.mean ?? NaN,
  };
}

/** Less the first counted row's value before all else: a constant column is then 0 to the last bit. */
function centredColumn(column: Float64Array, weights: Float64Array): { values: Float64Array; mean: number } {
  const origin = column[weights.findIndex((weight) => weight > 0)] as number;
  const values = column.map((value) => value - origin);
  const mean = meansOf(momentsOfRows([values], weights))[0] as number;
  values.forEach((value, row) => (values[row] = value - mean));
  return { values, mean: origin + mean };
}

/** Σ over rows of weight · z zᵀ, full. */
function crossProduct(z: readonly Float64Array[], weights: Float64Array): Float64Array {
  const size = z.length;
  const { products } = momentsOfRows(z, weights);
  return Float64Array.from({ length: size * size }, (_, at) => {
    const high = Math.max(Math.floor(at / size), at % size);
    const low = Math.min(Math.floor(at / size), at % size);
    return products[(high * (high + 1)) / 2 + low] as number;
  });
}

function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const factor = cholesky(matrix, size);
  return factor ? inverseFromCholesky(factor, size) : new Float64Array(size * size).fill(NaN);
}

/** One step of iterative refinement: what the residuals still hold of the columns goes into the slopes. */
function refined(
  { z, inverse }: Pick<Design, 'z' | 'inverse'>,
  y: Float64Array,
  weights: Float64Array,
  slopes: Float64Array,
): Float64Array {
  const residuals = residualsOf(z, y, slopes).map((e, row) => e * (weights[row] as number));
  const right = z.map((column) =>
    column.reduce((total, value, row) => total + value * (residuals[row] as number), 0),
  );
  return slopes.map((slope, i) =>
    right.reduce((total, value, j) => total + (inverse[(i + 1) * z.length + j] as number) * value, slope),
  );
}

function residualsOf(z: readonly Float64Array[], y: Float64Array, slopes: Float64Array): Float64Array {
  const fitted = weightedSum(z.slice(1), slopes);
  return y.map((value, row) => value - (fitted[row] ?? 0));
}

/** weight · zᵀ (ZᵀWZ)⁻¹ z by row. */
function leveragesOf({ z, inverse }: Design, weights: Float64Array): Float64Array {
  const leverages = new Float64Array(weights.length);
  z.forEach((first, i) => {
    z.slice(0, i + 1).forEach((second, j) => {
      const entry = (inverse[i * z.length + j] as number) * (i === j ? 1 : 2);
      for (let row = 0; row < leverages.length; row += 1)
        leverages[row] =
          (leverages[row] as number) + entry * (first[row] as number) * (second[row] as number);
    });
  });
  return leverages.map((value, row) => value * (weights[row] as number));
}

/**
 * Roots of the diagonal of (ZᵀWZ)⁻¹ [Σ square · z zᵀ] (ZᵀWZ)⁻¹ for each list of squares by row, as Σ square · (what the
 * row's residual moves the coefficient by)²: no difference is taken, so that none is below 0. The intercept's row of
 * (ZᵀWZ)⁻¹ is first carried back from the drivers' means to where they are 0.
 */
function errorsOf(design: Design, drivers: number, lists: readonly Float64Array[]): Float64Array[] {
  const { kept, z, inverse } = design;
  const size = z.length;
  const row = (i: number): Float64Array => inverse.subarray(i * size, (i + 1) * size);
  const intercept = row(0).map((value, k) =>
    kept.reduce((total, { mean }, i) => total - mean * (row(i + 1)[k] as number), value),
  );
  const errors = lists.map(() => new Float64Array(drivers + 1).fill(NaN));
  const rows = [
    { place: 0, moves: intercept },
    ...kept.map(({ driver }, i) => ({ place: driver + 1, moves: row(i + 1) })),
  ];
  for (const { place, moves } of rows) {
    const influence = weightedSum(z, moves);
    lists.forEach((squares, list) => {
      const variance = squares.reduce((sum, square, r) => sum + square * (influence[r] as number) ** 2, 0);
      (errors[list] as Float64Array)[place] = Math.sqrt(variance);
    });
  }
  return errors;
}

function weightedSum(columns: readonly Float64Array[], factors: Float64Array): Float64Array {
  const total = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, k) => {
    const factor = factors[k] as number;
    for (let r = 0; r < total.length; r += 1)
      total[r] = (total[r] as number) + factor * (column[r] as number);
  });
  return total;
}
