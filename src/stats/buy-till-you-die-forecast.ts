import type { Forecast, ModelFit } from './buy-till-you-die';
import { distinctRows, valuesAt } from './distinct-rows';
import { cholesky } from './linear-algebra';
import type { Random } from './random';

/**
 * E[X(T, T + t) | x, t_x, T] for rising times t: purchases expected of one customer after T. With x = recency = age = 0
 * the E[X(t)] of a new customer.
 */
export function expectedPurchases(
  forecast: Forecast,
  customer: { x: number; recency: number; age: number },
  horizons: Float64Array,
): Float64Array {
  const { x, recency, age } = customer;
  const byPhase = new Float64Array(forecast.phases);
  forecast.probabilityActive(x, recency, age, byPhase);
  const total = new Float64Array(horizons.length);
  const expected = new Float64Array(horizons.length);
  byPhase.forEach((share, phase) => {
    // A customer who has just bought is in the first phase for certain.
    if (share === 0) return;
    forecast.expectedIfActive(x, age, phase, horizons, expected);
    expected.forEach((value, i) => (total[i] = (total[i] as number) + share * value));
  });
  return total;
}

/**
 * Discounted expected residual transactions: purchases of one customer after T for ever, each discounted to T by
 * exp(-rate t); `rate` per unit of time, above 0: ln(1 + d) for an effective rate d.
 *
 * Source: Fader, Hardie & Lee, "RFM and CLV", Journal of Marketing Research 42(4), 2005.
 */
export function discountedResidual(
  forecast: Forecast,
  customer: { x: number; recency: number; age: number },
  rate: number,
): number {
  const { x, recency, age } = customer;
  const byPhase = new Float64Array(forecast.phases);
  forecast.probabilityActive(x, recency, age, byPhase);
  return byPhase.reduce(
    (sum, share, phase) =>
      share === 0 ? sum : sum + share * forecast.discountedIfActive(x, age, phase, rate),
    0,
  );
}

/**
 * The same over a finite horizon from purchases expected by the end of each period: the sum over t of (E_t - E_(t-1))
 * factor^t, each period's purchases paid at its end (times 1 / factor: at its beginning). The generic sum: with ever more
 * and shorter periods it goes to `discountedResidual`.
 *
 * @param expected cumulative, one entry per period
 * @param factor 1 / (1 + d) for a rate d per period
 */
export function discountedOverPeriods(expected: ArrayLike<number>, factor: number): number {
  let [sum, before, weight] = [0, 0, 1];
  for (let t = 0; t < expected.length; t += 1) {
    const until = expected[t] as number;
    weight *= factor;
    sum += (until - before) * weight;
    before = until;
  }
  return sum;
}

/**
 * Purchases that a model expects of a whole base by each time: the expected side of a tracking plot.
 *
 * @param starts when each customer first bought, on the clock of `times`
 * @param times rising; a customer counts from its start on
 * @param counts customers per entry; 1 each when absent
 */
export function expectedCumulative(
  forecast: Forecast,
  starts: Float64Array,
  times: Float64Array,
  counts?: Float64Array,
): Float64Array {
  const total = new Float64Array(times.length);
  const gathered = weightOf(starts, counts);
  gathered.values.forEach((start, group) => {
    const from = times.findIndex((time) => time > start);
    if (from < 0) return;
    const horizons = times.subarray(from).map((time) => time - start);
    const expected = expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, horizons);
    const weight = gathered.weights[group] as number;
    expected.forEach((value, i) => (total[from + i] = (total[from + i] as number) + weight * value));
  });
  return total;
}

/**
 * Customers expected with 0, 1, ... most repeat purchases within their ages, in most + 1 entries: the expected side of a
 * histogram of frequencies. What is missing to all customers has made more.
 */
export function expectedFrequencies(
  forecast: Forecast,
  ages: Float64Array,
  most: number,
  counts?: Float64Array,
): Float64Array {
  const total = new Float64Array(most + 1);
  const gathered = weightOf(ages, counts);
  gathered.values.forEach((age, group) => {
    const weight = gathered.weights[group] as number;
    forecast
      .frequencies(age, most)
      .forEach((probability, x) => (total[x] = (total[x] as number) + weight * probability));
  });
  return total;
}

function weightOf(
  values: Float64Array,
  counts?: Float64Array,
): { values: Float64Array; weights: Float64Array } {
  const distinct = distinctRows([values]);
  if (!counts) return { values: valuesAt(values, distinct.first), weights: distinct.counts };
  const weights = new Float64Array(distinct.first.length);
  counts.forEach((count, i) => {
    const group = distinct.groupOf[i] as number;
    weights[group] = (weights[group] as number) + count;
  });
  return { values: valuesAt(values, distinct.first), weights };
}

/**
 * Seeded draws of a fit's parameters: their logarithms are normal about the estimates with the fit's covariance. In the
 * order of the estimates; for intervals of anything computed from them.
 */
export function parameterDraws(
  { estimates, covarianceOfLogs }: Pick<ModelFit, 'estimates' | 'covarianceOfLogs'>,
  draws: number,
  random: Random,
): number[][] {
  const size = estimates.length;
  const factor = cholesky(Float64Array.from(covarianceOfLogs.flat()), size);
  if (!factor) throw new RangeError('the covariance of a fit must be positive definite');
  return Array.from({ length: draws }, () => {
    const normals = Array.from({ length: size }, () => random.normal());
    return estimates.map((estimate, i) => {
      let off = 0;
      for (let j = 0; j <= i; j += 1) off += (factor[i * size + j] as number) * (normals[j] as number);
      return estimate * Math.exp(off);
    });
  });
}
