import type { Forecast, PurchaseModel } from './buy-till-you-die';
import { timeScalesOf, type CustomerBase } from './customer-histories';
import { scaledExponentialIntegral } from './exponential-integral';
import { gaussLegendre } from './gauss-legendre';
import { searchLikelihood, type SearchSpace } from './likelihood-search';
import { departureBuffer, placeDepartures, type ParetoNbdParameters } from './pareto-nbd-departures';
import { paretoLikelihoodOf } from './pareto-nbd-likelihood';

/**
 * The Pareto/NBD model: purchases at random at a rate that is Gamma(r, rate alpha) over customers, until each leaves at a
 * rate that is Gamma(s, rate beta).
 *
 * Sources: Schmittlein, Morrison & Colombo, "Counting your customers", Management Science 33(1), 1987; Fader & Hardie,
 * "A note on deriving the Pareto/NBD model and related expressions", 2005. Held in tests/stats to BTYD's CDNOW estimates:
 * r .5533, alpha 10.5776, s .6062, beta 11.6679, log-likelihood -9594.97.
 */
export const paretoNbd: PurchaseModel = {
  id: 'pareto-nbd',
  name: 'Pareto/NBD',
  parameters: ['r', 'alpha', 's', 'beta'],
  fit: (customers) => {
    const found = searchLikelihood(paretoLikelihoodOf, customers, searchSpaceOf(customers));
    if (!found.converged) return found;
    return {
      ...found,
      model: 'pareto-nbd',
      regularity: 1,
      parameterCount: 4,
      customers: customers.customers,
    };
  },
  forecast: ([r = NaN, alpha = NaN, s = NaN, beta = NaN]) => paretoForecast({ r, alpha, s, beta }),
};

/** Starts around the observed purchase rate and age, and bounds that only a parameter without an estimate meets. */
function searchSpaceOf(customers: CustomerBase): SearchSpace {
  const { perPurchase, meanAge } = timeScalesOf(customers);
  const starts = [
    [0.6, 0.5, 0.4],
    [1, 1, 1],
    [0.3, 2, 5],
    [3, 0.2, 0.1],
  ].map(([r = 1, s = 1, ages = 1]) => [r, r * perPurchase * 0.7, s, ages * meanAge].map(Math.log));
  const alpha = Math.log(perPurchase);
  const beta = Math.log(meanAge);
  return {
    starts,
    bounds: { lower: [-10, alpha - 10, -10, beta - 10], upper: [10, alpha + 10, 10, beta + 10] },
  };
}

function paretoForecast(parameters: ParetoNbdParameters): Forecast {
  const { r, alpha, s, beta } = parameters;
  return {
    phases: 1,
    probabilityActive: (x, recency, age, byPhase) => {
      const active = 1 / (1 + oddsOfHavingLeft(parameters, r + x, x === 0 ? 0 : recency, age));
      byPhase?.fill(active);
      return active;
    },
    // (r+x)/(α+T) (β+T) [1 - ((β+T)/(β+T+t))^(s-1)]/(s-1), through s = 1.
    expectedIfActive: (x, age, _phase, horizons, expected) => {
      const scale = ((r + x) / (alpha + age)) * (beta + age);
      horizons.forEach((t, i) => {
        const log = Math.log1p(t / (beta + age));
        expected[i] = scale * (s === 1 ? log : -Math.expm1((1 - s) * log) / (s - 1));
      });
    },
    discountedIfActive: (x, age, _phase, rate) =>
      ((r + x) / (alpha + age)) * (beta + age) * scaledExponentialIntegral(s, rate * (beta + age)),
    frequencies: (t, most) => frequenciesOf(parameters, t, most),
  };
}

const departures = departureBuffer();

/** ∫ over the time of leaving / f(T): see `paretoLikelihoodOf`. */
function oddsOfHavingLeft(parameters: ParetoNbdParameters, n: number, recency: number, age: number): number {
  const { alpha, s, beta } = parameters;
  placeDepartures(departures, parameters, n, recency, age);
  let left = 0;
  for (let k = 0; k < departures.points; k += 1) left += departures.weight[k] as number;
  const silence = age - recency;
  return (
    left * Math.exp(n * Math.log1p(silence / (alpha + recency)) + s * Math.log1p(silence / (beta + recency)))
  );
}

/**
 * P(X(t) = x): active to t with x purchases, or gone at y with x purchases by then, integrated over y by 4 x 24
 * Gauss-Legendre points in ln(m + y), m the smaller of alpha and beta; negative binomial terms by their recurrence.
 */
function frequenciesOf({ r, alpha, s, beta }: ParetoNbdParameters, t: number, most: number): Float64Array {
  const result = new Float64Array(most + 1);
  const addTerms = (weight: number, y: number): void => {
    let term = weight * Math.exp(-r * Math.log1p(y / alpha));
    for (let x = 0; x <= most; x += 1) {
      result[x] = (result[x] as number) + term;
      term *= ((r + x) / (x + 1)) * (y / (alpha + y));
    }
  };
  addTerms(Math.exp(-s * Math.log1p(t / beta)), t);
  const near = Math.min(alpha, beta);
  const step = Math.log1p(t / near) / PANELS;
  const { nodes, weights } = gaussLegendre(24);
  for (let panel = 0; panel < PANELS; panel += 1)
    nodes.forEach((node, k) => {
      const y = near * Math.expm1(step * (panel + 0.5 + 0.5 * node));
      const density = (s / (beta + y)) * Math.exp(-s * Math.log1p(y / beta));
      addTerms(0.5 * step * (weights[k] as number) * (near + y) * density, y);
    });
  return result;
}

const PANELS = 4;
