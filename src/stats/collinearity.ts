import { symmetricEigen } from './linear-algebra';
import { addSequentialGains, factorRoom } from './sequential-gains';
import { correlationOf, type Players } from './shapley';
import { singularValues } from './singular-values';
import { standardisedSlopes } from './simple-importance';

export interface Inflation {
  /**
   * By player: how many times the others' presence inflates the variance of its coefficient (of the volume of their
   * confidence region, for several columns). 1 or more; Infinity for what the others determine.
   */
  factors: Float64Array;
  /** The same per column, factor^(1 / columns): comparable with the thresholds known for one column (5, 10). */
  perColumn: Float64Array;
}

/**
 * Variance inflation: VIF_j = 1 / (1 - R²_j) for one column; for several, the generalised
 *
 *   GVIF = det(R11) det(R22) / det(R),  R11 the player's own correlations, R22 the others'
 *
 * `covariance` row-major, (drivers + 1)², the outcome first (it plays no part). NaN for a player without variance or
 * whose own columns determine each other. Held to R to 1e-10. Source: Fox & Monette (1992), JASA 87(417).
 */
export function varianceInflation(covariance: Float64Array, drivers: number, players: Players): Inflation {
  const correlation = correlationOf(covariance, drivers + 1);
  const factors = Float64Array.from(players, (own) => {
    const others = players.filter((player) => player !== own).flat();
    const alone = pivots(correlation, drivers + 1, own);
    const beside = pivots(correlation, drivers + 1, [...others, ...own]).subarray(others.length);
    return alone.includes(0)
      ? NaN
      : alone.reduce((factor, pivot, i) => (factor * pivot) / (beside[i] as number), 1);
  });
  return { factors, perColumn: factors.map((factor, i) => factor ** (1 / (players[i]?.length ?? 1))) };
}

/** What each column keeps of its variance beside those before it; 0 where they determine it. */
function pivots(correlation: Float64Array, size: number, columns: readonly number[]): Float64Array {
  const count = columns.length;
  const room = factorRoom(count);
  const entry = { columns: Int32Array.from(columns), owners: new Int32Array(count) };
  addSequentialGains(correlation, size, entry, new Float64Array(1), room);
  return Float64Array.from(columns, (_, i) => {
    const inverse = room.factor[i * count + i] as number;
    return inverse > 0 ? 1 / (inverse * inverse) : 0;
  });
}

/**
 * Belsley's condition indices, ascending from 1: the largest singular value over each, of the columns with an intercept,
 * uncentred, each scaled to unit length. Above 30 is trouble. Infinity for an exact combination or a constant column.
 *
 * `means` by driver, in the drivers' own units (uncentred matters here); `covariance` as above with divisor rows - 1.
 * From a root of XᵀX built of the centred root, so that no digit is lost to large means; to 1e-10 of R's svd in
 * tests/stats. Source: Belsley, Kuh & Welsch (1980), Regression Diagnostics, chapter 3.
 */
export function conditionIndices(
  means: ArrayLike<number>,
  covariance: Float64Array,
  rows: number,
): Float64Array {
  const drivers = means.length;
  const size = drivers + 1;
  const root = centredRoot(covariance, drivers, rows);
  for (let i = 1; i < size; i += 1) root[i * size] = means[i - 1] as number;
  root[0] = 1;
  for (let i = 0; i < size; i += 1) {
    const row = root.subarray(i * size, (i + 1) * size);
    const length = Math.hypot(...row);
    if (length > 0) row.forEach((value, j) => (row[j] = value / length));
  }
  const values = singularValues(root, size);
  const largest = values[0] as number;
  return values.map((value) => (value > 1e-8 * largest ? largest / value : Infinity));
}

/** Rows 1 .. drivers, columns 1 .. drivers: the lower root of the drivers' covariance with divisor rows. */
function centredRoot(covariance: Float64Array, drivers: number, rows: number): Float64Array {
  const size = drivers + 1;
  const root = new Float64Array(size * size);
  const shrink = (rows - 1) / rows;
  for (let i = 1; i < size; i += 1)
    for (let j = 1; j <= i; j += 1) {
      const whole = (covariance[i * size + j] as number) * shrink;
      let rest = whole;
      for (let k = 1; k < j; k += 1) rest -= (root[i * size + k] as number) * (root[j * size + k] as number);
      const diagonal = root[j * size + j] as number;
      if (i === j) root[i * size + i] = rest > 1e-14 * whole ? Math.sqrt(rest) : 0;
      else root[i * size + j] = diagonal > 0 ? rest / diagonal : 0;
    }
  return root;
}

export interface CommonDirection {
  /** Share 0..1 of the drivers' standardised variance that their first principal component holds ("halo"). */
  firstShare: number;
  /** √(largest / smallest eigenvalue) of the drivers' correlations; Infinity where one determines another. */
  conditionNumber: number;
}

/** How far the drivers are one and the same thing. Constant drivers are left out; NaN where none varies. */
export function commonDirection(covariance: Float64Array, drivers: number): CommonDirection {
  const size = drivers + 1;
  const correlation = correlationOf(covariance, size);
  const varying: number[] = [];
  for (let i = 1; i < size; i += 1) if (correlation[i * size + i] === 1) varying.push(i);
  if (varying.length === 0) return { firstShare: NaN, conditionNumber: NaN };
  const among = varying.flatMap((i) => varying.map((j) => correlation[i * size + j] as number));
  const { values } = symmetricEigen(Float64Array.from(among), varying.length);
  const largest = values[0] as number;
  const smallest = values[varying.length - 1] as number;
  return {
    firstShare: largest / varying.length,
    conditionNumber: smallest > 1e-10 * largest ? Math.sqrt(largest / smallest) : Infinity,
  };
}

/**
 * Drivers whose standardised slope has the other sign than their correlation to the outcome: beside the others a good
 * answer goes with a worse outcome. Whether a slope differs from 0 at all is for its interval to say.
 */
export function suppressors(
  covariance: Float64Array,
  drivers: number,
): { driver: number; slope: number; correlation: number }[] {
  const correlations = correlationOf(covariance, drivers + 1).subarray(1, drivers + 1);
  return Array.from(standardisedSlopes(covariance, drivers), (slope, driver) => ({
    driver,
    slope,
    correlation: correlations[driver] as number,
  })).filter(({ slope, correlation }) => slope * correlation < 0);
}
