import { regress } from './regression';
import { rSquaredOf } from './sequential-gains';
import { correlationOf, type Players } from './shapley';

/**
 * Measures of importance that need no averaging over orders, in units of R² as `lmg`'s. `covariance` is row-major,
 * (drivers + 1)², the outcome first; results are by player. None is to be preferred to LMG: "first" counts what drivers
 * share again and again, "last" counts it nowhere, Pratt's can be negative. Held to relaimpo to 1e-10 in tests/stats.
 */

/** "First": the R² of each player alone (for one driver r²). The sum exceeds R² where drivers overlap. */
export function firstImportances(covariance: Float64Array, drivers: number, players: Players): Float64Array {
  const correlation = correlationOf(covariance, drivers + 1);
  return Float64Array.from(players, (columns) => rSquaredOf(correlation, drivers + 1, columns));
}

/** "Last": what R² loses without each player, all others in. 0 for what the others determine. */
export function lastImportances(covariance: Float64Array, drivers: number, players: Players): Float64Array {
  const correlation = correlationOf(covariance, drivers + 1);
  const all = rSquaredOf(correlation, drivers + 1, players.flat());
  return Float64Array.from(players, (columns) => {
    const others = players.filter((player) => player !== columns).flat();
    return Math.max(0, all - rSquaredOf(correlation, drivers + 1, others));
  });
}

/**
 * Pratt's measure: Σ β_j r_j over a player's columns, β the standardised slopes of the whole model (all `drivers`).
 * Sums to R² where every driver is in a player; negative for a suppressor. A column that earlier ones determine counts 0.
 * Source: Pratt (1987).
 */
export function prattImportances(covariance: Float64Array, drivers: number, players: Players): Float64Array {
  const slopes = standardisedSlopes(covariance, drivers);
  const correlation = correlationOf(covariance, drivers + 1);
  return Float64Array.from(players, (columns) =>
    columns.reduce((total, column) => {
      const slope = slopes[column] as number;
      return total + (Number.isNaN(slope) ? 0 : slope * (correlation[column + 1] as number));
    }, 0),
  );
}

/** Squared standardised slopes by driver (a group has none); NaN where there is no slope. They do not sum to R². */
export const squaredSlopes = (covariance: Float64Array, drivers: number): Float64Array =>
  standardisedSlopes(covariance, drivers).map((slope) => slope * slope);

/**
 * Slopes in standard deviations of the outcome per standard deviation of the driver; NaN for a driver that is constant
 * or that earlier ones determine, and for all where the outcome does not vary.
 */
export function standardisedSlopes(covariance: Float64Array, drivers: number): Float64Array {
  const size = drivers + 1;
  const { coefficients } = regress(covariance, drivers, Infinity);
  return coefficients.map(
    (slope, driver) =>
      slope * Math.sqrt((covariance[(driver + 1) * size + driver + 1] as number) / (covariance[0] as number)),
  );
}
