import { betaGeometricForecast } from './beta-geometric-forecast';
import { likelihoodOf } from './bg-nbd-likelihood';
import type { PurchaseModel } from './buy-till-you-die';
import { gatherCustomers, timeScalesOf, type CustomerBase } from './customer-histories';
import { searchLikelihood, type NoFit, type SearchSpace } from './likelihood-search';

export type { NoFit };

/**
 * Parameters of the BG/NBD model: purchase rates are Gamma(r, rate alpha) over customers, the chance of leaving after a
 * purchase is Beta(a, b). All above 0; alpha is in the unit of recency and age, the others have none.
 */
export interface BgNbdParameters {
  r: number;
  alpha: number;
  a: number;
  b: number;
}
export interface BgNbdFit {
  converged: true;
  parameters: BgNbdParameters;
  /** Of r, alpha, a, b, in that order, by the delta method from the inverse Hessian in the logarithms. */
  standardErrors: number[];
  /** Covariance of ln r, ln alpha, ln a, ln b. */
  covarianceOfLogs: number[][];
  /** Summed over customers, in the unit of time given. */
  logLikelihood: number;
  customers: number;
  iterations: number;
}

/**
 * The BG/NBD model, by damped Newton with exact derivatives. In log-parameters Newton's method does not see the unit of
 * time, so no inner scaling is needed.
 *
 * Source: Fader, Hardie & Lee, "Counting your customers the easy way", Marketing Science 24(2), 2005, eq. 6. Held in
 * tests/stats to the CDNOW estimates: r .2426, alpha 4.4135, a .7929, b 2.4258, log-likelihood -9582.43.
 */
export const bgNbd: PurchaseModel = {
  id: 'bg-nbd',
  name: 'BG/NBD',
  parameters: ['r', 'alpha', 'a', 'b'],
  fit: (customers) => {
    const found = searchLikelihood(likelihoodOf, customers, searchSpaceOf(customers));
    if (!found.converged) return found;
    return { ...found, model: 'bg-nbd', regularity: 1, parameterCount: 4, customers: customers.customers };
  },
  forecast: ([r = NaN, alpha = NaN, a = NaN, b = NaN]) =>
    betaGeometricForecast({ r, alpha, a, b }, { leavesAtFirst: false, regularity: 1 }),
};

/**
 * Fits the BG/NBD model to columns of customers (as `gatherCustomers` reads them; at least one frequency above 0).
 *
 * @returns the fit, or why there is none; never an optimum that did not converge. NaN is not allowed.
 */
export function fitBgNbd(
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  counts?: Float64Array,
): BgNbdFit | NoFit {
  const customers = gatherCustomers(frequency, recency, age, counts ? { counts } : {});
  const found = searchLikelihood(likelihoodOf, customers, searchSpaceOf(customers));
  if (!found.converged) return found;
  const { estimates, ...rest } = found;
  const [r, alpha, a, b] = estimates as [number, number, number, number];
  return { ...rest, parameters: { r, alpha, a, b }, customers: customers.customers };
}

/** The log-likelihood of customers under given parameters (arguments as in `fitBgNbd`). */
export function bgNbdLogLikelihood(
  { r, alpha, a, b }: BgNbdParameters,
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  counts?: Float64Array,
): number {
  const customers = gatherCustomers(frequency, recency, age, counts ? { counts } : {});
  return likelihoodOf(customers)([r, alpha, a, b].map(Math.log)).value;
}

/** Starts around the observed purchase rate, and bounds so wide that only a parameter without an estimate meets them. */
export function searchSpaceOf(customers: CustomerBase): SearchSpace {
  const { perPurchase } = timeScalesOf(customers);
  const starts = [
    [0.5, 1, 2.5],
    [1, 0.5, 5],
    [0.3, 0.2, 2],
    [3, 1, 10],
  ].map(([r = 1, a = 1, b = 1]) => [r, r * perPurchase, a, b].map(Math.log));
  const scale = Math.log(perPurchase);
  return {
    starts,
    bounds: { lower: [-14, scale - 14, -14, -14], upper: [14, scale + 14, 14, 14] },
  };
}
