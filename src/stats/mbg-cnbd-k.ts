import { betaGeometricForecast } from './beta-geometric-forecast';
import { searchSpaceOf } from './bg-nbd';
import type { ModelFit, ModelNoFit, PurchaseModel } from './buy-till-you-die';
import type { CustomerBase } from './customer-histories';
import { searchLikelihood, type SearchSpace } from './likelihood-search';
import { logGamma } from './log-gamma';
import { mbgLikelihoodOf } from './mbg-likelihood';

/**
 * The MBG/CNBD-k model for regular buyers: MBG/NBD with Erlang-k times between purchases, every k-th event of a random
 * process whose rate is Gamma(r, rate alpha) over customers. k = 1 is MBG/NBD.
 *
 * k from 1 to 12 is chosen by likelihood, which needs the logarithms of the times between purchases; the search goes up
 * from 1 and ends when two in a row are worse than the best. Forecasts are exact here, where BTYDplus approximates them.
 *
 * Source: Reutterer, Platzer & Schröder, "Leveraging purchase regularity for predicting customer behavior the easy way",
 * IJRM 38(1), 2021; Platzer & Reutterer, Marketing Science 35(5), 2016.
 */
export const mbgCnbdK: PurchaseModel = {
  id: 'mbg-cnbd-k',
  name: 'MBG/CNBD-k',
  parameters: ['r', 'alpha', 'a', 'b'],
  fit: chooseRegularity,
  forecast: ([r = NaN, alpha = NaN, a = NaN, b = NaN], regularity = 1) =>
    betaGeometricForecast({ r, alpha, a, b }, { leavesAtFirst: true, regularity }),
};

const MOST_REGULAR = 12;

/** The k whose likelihood is highest; no fit where that is one without a maximum, for then the others are only lower. */
function chooseRegularity(customers: CustomerBase): ModelFit | ModelNoFit {
  if (customers.logIntervals === null) return { converged: false, reason: 'no-intervals' };
  let best: ModelFit | ModelNoFit = { converged: false, reason: 'stuck' };
  let last: ModelFit | undefined;
  for (let k = 1, highest = 1; k <= MOST_REGULAR && k <= highest + 2; k += 1) {
    const found = fitWithRegularity(customers, k, last);
    if (found.converged) last = found;
    if (!(heightOf(found) > heightOf(best))) continue;
    best = found;
    highest = k;
  }
  return best.converged ? { ...best, parameterCount: 5 } : best;
}

const heightOf = (found: ModelFit | ModelNoFit): number =>
  'logLikelihood' in found ? found.logLikelihood : -Infinity;

/**
 * Fits MBG/CNBD-k for a given k. The likelihood holds the terms of the times between purchases where they are known;
 * without them it is not comparable between values of k.
 *
 * @param near a fit with another k, from which the search starts
 */
export function fitWithRegularity(
  customers: CustomerBase,
  k: number,
  near?: Pick<ModelFit, 'estimates' | 'regularity'>,
): ModelFit | ModelNoFit {
  const space = spaceFor(customers, k);
  const [r = 1, alpha = 1, a = 1, b = 1] = near?.estimates ?? [];
  const start = near ? [[r, (alpha * near.regularity) / k, a, b].map(Math.log)] : space.starts;
  let found = searchLikelihood(mbgLikelihoodOf(k), customers, { ...space, starts: start });
  if (!found.converged && near) found = searchLikelihood(mbgLikelihoodOf(k), customers, space);
  if (!found.converged && found.reason === 'stuck') return found;
  const logLikelihood = found.logLikelihood + intervalTerms(customers, k);
  if (!found.converged) return { ...found, logLikelihood };
  return {
    ...found,
    logLikelihood,
    model: 'mbg-cnbd-k',
    regularity: k,
    parameterCount: 4,
    customers: customers.customers,
  };
}

/** (k-1) Σ ln Δt - Σ x ln Γ(k). */
function intervalTerms({ frequency, counts, logIntervals }: CustomerBase, k: number): number {
  const purchases = frequency.reduce((sum, x, i) => sum + x * (counts[i] as number), 0);
  return (k - 1) * (logIntervals ?? 0) - purchases * logGamma(k);
}

/** Events come k times as fast as purchases. */
function spaceFor(customers: CustomerBase, k: number): SearchSpace {
  const { starts, bounds } = searchSpaceOf(customers);
  return {
    starts: starts.map((start) => start.map((log, i) => (i === 1 ? log - Math.log(k) : log))),
    bounds,
  };
}
