import type { Forecast, PurchaseModel } from './buy-till-you-die';
import { bgBbLikelihoodOf, historyWeights } from './bg-bb-likelihood';
import { expectedRepeats } from './hypergeometric';
import { searchLikelihood } from './likelihood-search';

/**
 * The BG/BB model for discrete opportunities to buy (yearly donations, issues, events): while active, a customer buys at
 * each opportunity with a chance that is Beta(alpha, beta) over customers, and leaves before each with a chance that is
 * Beta(gamma, delta).
 *
 * Frequency is the number of opportunities taken, recency the number of the last one taken (0 where none), age the number
 * of opportunities there were: whole numbers. Horizons are whole numbers of opportunities.
 *
 * Source: Fader, Hardie & Shang, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science
 * 29(6), 2010. Held in tests/stats to its 1995 cohort: alpha 1.204, beta .750, gamma .657, delta 2.783, log-likelihood
 * -33225.6.
 */
export const bgBb: PurchaseModel = {
  id: 'bg-bb',
  name: 'BG/BB',
  parameters: ['alpha', 'beta', 'gamma', 'delta'],
  fit: (customers) => {
    const starts = [
      [1, 1, 0.5, 3],
      [1, 1, 1, 1],
      [0.5, 2, 0.5, 10],
      [3, 3, 2, 10],
    ].map((start) => start.map(Math.log));
    const bounds = { lower: [-14, -14, -14, -14], upper: [14, 14, 14, 14] };
    const found = searchLikelihood(bgBbLikelihoodOf, customers, { starts, bounds });
    if (!found.converged) return found;
    return { ...found, model: 'bg-bb', regularity: 1, parameterCount: 4, customers: customers.customers };
  },
  forecast: ([alpha = NaN, beta = NaN, gamma = NaN, delta = NaN]) =>
    forecastOf({ alpha, beta, gamma, delta }),
};

export interface BgBbParameters {
  alpha: number;
  beta: number;
  gamma: number;
  delta: number;
}

function forecastOf(parameters: BgBbParameters): Forecast {
  const { alpha, beta, gamma, delta } = parameters;
  return {
    phases: 1,
    probabilityActive: (x, recency, age, byPhase) => {
      const { active, total } = historyWeights(parameters, x, x === 0 ? 0 : recency, age);
      const probability = (active / total) * ((delta + age) / (gamma + delta + age));
      byPhase?.fill(probability);
      return probability;
    },
    expectedIfActive: (x, age, _phase, horizons, expected) => {
      const chance = (alpha + x) / (alpha + beta + age);
      let [made, reached, stayed] = [0, 0, 1];
      horizons.forEach((horizon, i) => {
        for (; made < horizon; made += 1) {
          reached += stayed;
          stayed *= (delta + age + 1 + made) / (gamma + delta + age + 1 + made);
        }
        expected[i] = chance * reached;
      });
    },
    discountedIfActive: (x, age, _phase, rate) => {
      const factor = Math.exp(-rate);
      return ((alpha + x) / (alpha + beta + age)) * factor * expectedRepeats(gamma, delta + age + 1, factor);
    },
    frequencies: (t, most) => frequenciesOf(parameters, t, most),
  };
}

/** P(X(n) = x): left before opportunity m + 1 with x of m taken, m <= n, or active to n. */
function frequenciesOf({ alpha, beta, gamma, delta }: BgBbParameters, n: number, most: number): Float64Array {
  const result = new Float64Array(most + 1);
  let stayed = 1;
  for (let m = 0; m <= n; m += 1) {
    const leaving = m === n ? 1 : gamma / (gamma + delta + m);
    // Beta-binomial of m trials, from x = 0 up.
    let term = stayed * leaving;
    for (let i = 0; i < m; i += 1) term *= (beta + i) / (alpha + beta + i);
    for (let x = 0; x <= Math.min(m, most); x += 1) {
      result[x] = (result[x] as number) + term;
      term *= ((m - x) / (x + 1)) * ((alpha + x) / (beta + m - x - 1));
    }
    stayed *= 1 - leaving;
  }
  return result;
}
