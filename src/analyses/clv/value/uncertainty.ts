import type { ModelFit } from '../../../stats/buy-till-you-die';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { GammaGammaFit, GammaGammaParameters } from '../../../stats/gamma-gamma';
import type { Customers } from '../customers';
import { coarseLogs, coarseRatio, worthColumn, type CoarseGrid } from './coarse';
import { at, type Money } from './money';
import { activityOf, weigh } from './outlooks';
import { spread, type PerCustomer, type Prospect } from './valuation';
import type { Terms } from './terms';

/** 95 % intervals of each row's value. */
export interface RowIntervals {
  low: Float64Array;
  high: Float64Array;
}

/**
 * 95 % intervals of every row's value by the delta method, from the covariances of both fits: of the *expected* value, not
 * of what one customer will do. Value to come above 0 is taken as lognormal, so that its interval stays above 0; the cost
 * to acquire is certain. It costs as much for a million customers as eight forecasts, where draws would cost hundreds.
 */
export function rowIntervals(
  prospect: Prospect,
  rows: PerCustomer,
  customers: Customers,
  money: Money,
  fits: { purchases: ModelFit; spend: GammaGammaFit },
  { grid, terms }: { grid: CoarseGrid; terms: Terms },
): RowIntervals {
  const worthVariance = spread(
    logWorthVariance(prospect, fits.purchases, grid, terms),
    prospect.distinct.groupOf,
  );
  const low = new Float64Array(rows.value.length);
  const high = new Float64Array(rows.value.length);
  for (let row = 0; row < low.length; row += 1) {
    const future = rows.future[row] as number;
    const earned = (rows.worth[row] as number) * (rows.spend[row] as number) * at(money.margin, row);
    const variance =
      future * future * (worthVariance[row] as number) +
      earned * earned * logSpendVariance(fits.spend, customers, row);
    const error = Math.sqrt(variance);
    const cost = at(money.costToAcquire, row);
    const wide = future > 0 ? Math.exp((Z * error) / future) : NaN;
    low[row] = (future > 0 ? future / wide : future - Z * error) - cost;
    high[row] = (future > 0 ? future * wide : future + Z * error) - cost;
  }
  return { low, high };
}

/** The normal quantile at 0.975. */
const Z = 1.959963984540054;
/** Of a logarithm: far above rounding, far below a standard error. */
const STEP = 1e-3;

/** For each distinct customer the variance of ln(P(alive) times discounted purchases), by central differences. */
function logWorthVariance(
  { distinct, outlooks, discounted }: Prospect,
  fit: ModelFit,
  grid: CoarseGrid,
  terms: Terms,
): Float64Array {
  const column = worthColumn(grid, terms);
  const base = coarseLogs(forecastOf(fit), grid, terms);
  const logWorthAt = (estimates: number[]): Float64Array => {
    const forecast = forecastOf(fit, estimates);
    const logs = coarseLogs(forecast, grid, terms);
    const moved = discounted.map((worth, place) => worth * coarseRatio(grid, logs, base, place, column));
    return weigh(activityOf(forecast, distinct), outlooks, (place) => moved[place] as number).map(Math.log);
  };
  const slopes = fit.estimates.map((_, i) => {
    const moved = (sign: number): number[] =>
      fit.estimates.map((value, j) => (i === j ? value * Math.exp(sign * STEP) : value));
    const below = logWorthAt(moved(-1));
    return logWorthAt(moved(1)).map((above, group) => (above - (below[group] as number)) / (2 * STEP));
  });
  return distinct.frequency.map((_, group) =>
    quadraticForm(
      fit.covarianceOfLogs,
      slopes.map((slope) => slope[group] as number),
    ),
  );
}

/** The variance of ln E[M], E[M] = p (γ + x z) / (p x + q - 1), from its slopes in ln p, ln q and ln γ. */
export function logSpendVariance(
  { parameters, covarianceOfLogs }: { parameters: GammaGammaParameters; covarianceOfLogs: number[][] },
  { frequency, spend }: Pick<Customers, 'frequency' | 'spend'>,
  row: number,
): number {
  const { p, q, gamma } = parameters;
  const mean = spend[row] as number;
  const x = mean > 0 ? (frequency[row] as number) : 0;
  const weight = p * x + q - 1;
  const known = x === 0 ? 0 : x * mean;
  return quadraticForm(covarianceOfLogs, [1 - (p * x) / weight, -q / weight, gamma / (gamma + known)]);
}

function quadraticForm(matrix: readonly (readonly number[])[], vector: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i += 1)
    for (let j = 0; j < vector.length; j += 1)
      sum += (vector[i] as number) * (vector[j] as number) * (matrix[i]?.[j] ?? 0);
  return Math.max(0, sum);
}
