import { betaDiscreteWeibullSurvival, type BetaDiscreteWeibullParameters } from './beta-discrete-weibull';
import type { DiscreteWeibullParameters } from './discrete-weibull';
import type { LifeTable } from './life-table';
import type { ShiftedBetaGeometricParameters } from './shifted-beta-geometric';

/** How customers under contract stay: shifted beta-geometric, beta-discrete-Weibull, discrete Weibull, or one retention rate for all. */
export type ContractModel =
  | ({ kind: 'sbg' } & ShiftedBetaGeometricParameters)
  | ({ kind: 'bdw' } & BetaDiscreteWeibullParameters)
  | ({ kind: 'weibull' } & DiscreteWeibullParameters)
  | { kind: 'constant'; retention: number };

/**
 * The share of those still there after t-1 renewals that makes renewal t, entry t-1 for t = 1 ... `periods`:
 * r_t = S(t) / S(t-1). It rises with t under the shifted beta-geometric, since those likely to leave do so first.
 */
export function retentionRates(model: ContractModel, periods: number): Float64Array {
  if (model.kind === 'constant') return new Float64Array(periods).fill(model.retention);
  if (model.kind === 'sbg') {
    const { alpha, beta } = model;
    return Float64Array.from({ length: periods }, (_, i) => (beta + i) / (alpha + beta + i));
  }
  if (model.kind === 'weibull') {
    const { lambda, c } = model;
    return Float64Array.from({ length: periods }, (_, i) => Math.exp(-lambda * ((i + 1) ** c - i ** c)));
  }
  const survival = betaDiscreteWeibullSurvival(model, periods);
  // Where survival underflows, nobody is left to renew.
  return Float64Array.from({ length: periods }, (_, i) => {
    const before = survival[i] as number;
    return before > 0 ? (survival[i + 1] as number) / before : 0;
  });
}

/** The share still there after t = 0, 1, ... renewals, the running product of retention rates; one entry more than those. */
export function survivalOf(rates: Float64Array): Float64Array {
  const survival = new Float64Array(rates.length + 1);
  survival[0] = 1;
  for (let t = 0; t < rates.length; t += 1) survival[t + 1] = (survival[t] as number) * (rates[t] as number);
  return survival;
}

/** The one retention rate that fits best, renewals over renewal decisions, and its log-likelihood; null without a decision. */
export function fitConstantRetention({
  atRisk,
  left,
}: LifeTable): { retention: number; standardError: number; logLikelihood: number } | null {
  const known = atRisk.reduce((sum, count) => sum + count, 0);
  const gone = left.reduce((sum, count) => sum + count, 0);
  if (!(known > 0)) return null;
  const retention = (known - gone) / known;
  const term = (count: number, share: number): number => (count > 0 ? count * Math.log(share) : 0);
  return {
    retention,
    standardError: Math.sqrt((retention * (1 - retention)) / known),
    logLikelihood: term(gone, 1 - retention) + term(known - gone, retention),
  };
}

/**
 * Periods after which payments for ever need not be summed any more: the rest, at most v^n / (1-v) with v = 1/(1+rate), is
 * below `tolerance` even if nobody leaves.
 *
 * @param rate of one period, above 0; a RangeError where it is not, or where more than two million periods would be needed
 */
export function periodsThatMatter(rate: number, tolerance = 1e-15): number {
  const perPeriod = Math.log1p(rate);
  const periods = Math.ceil(-Math.log((tolerance * rate) / (1 + rate)) / perPeriod);
  if (!(rate > 0 && periods <= 2e6))
    throw new RangeError(`a sum for ever needs a discount rate above 0, not ${rate}`);
  return Math.max(1, periods);
}

/**
 * Discounted expected lifetime of a customer who has just paid for period n+1, in payments, that first one included, for
 * every tenure n = 0 ... `last`:
 *
 *     DEL(n) = Σ_{k = 0}^{periods - 1} S(n+k)/S(n) / (1+rate)^k
 *
 * At n = 0 it is what a new customer is worth per unit of margin, paid in advance; over 1+rate it is paid in arrears.
 *
 * @param rates retention rates r_1, r_2, ...; at least `last` + `periods` - 1, or for ever `last` + `periodsThatMatter(rate)`
 * @param rate of one period, 0 or more; above 0 for ever
 * @param periods payments counted, or Infinity
 *
 * For ever by the recursion DEL(n) = 1 + v r_(n+1) DEL(n+1) from the last rate given, where what is left out is known to
 * lie between 1 and 1/(1-v); its share of the result is below the tolerance of `periodsThatMatter`. Source: Fader & Hardie
 * (2010), "Customer-base valuation in a contractual setting", Marketing Science 29(1). Held in tests/stats.
 */
export function discountedLifetimes(
  rates: Float64Array,
  rate: number,
  periods: number,
  last: number,
): Float64Array {
  const v = 1 / (1 + rate);
  const lifetimes = new Float64Array(last + 1);
  if (periods === Infinity) {
    let lifetime = 1 / (1 - v * (rates.at(-1) ?? 0));
    for (let n = rates.length - 1; n >= 0; n -= 1) {
      lifetime = 1 + v * (rates[n] as number) * lifetime;
      if (n <= last) lifetimes[n] = lifetime;
    }
    return lifetimes;
  }
  for (let n = 0; n <= last; n += 1) {
    let lifetime = periods > 0 ? 1 : 0;
    for (let k = periods - 2; k >= 0; k -= 1) lifetime = 1 + v * (rates[n + k] as number) * lifetime;
    lifetimes[n] = lifetime;
  }
  return lifetimes;
}

/**
 * Discounted expected residual lifetime, for every tenure n = 0 ... : what a customer with n renewals made is worth per unit
 * of margin immediately before renewal n+1, whose payment is the first counted,
 *
 *     DERL(n) = r_(n+1) DEL(n+1)
 *
 * from `discountedLifetimes` of one tenure more. The literature numbers customers by the period they are in, n+1.
 */
export const residualLifetimes = (lifetimes: Float64Array, rates: Float64Array): Float64Array =>
  Float64Array.from(
    { length: Math.max(0, lifetimes.length - 1) },
    (_, n) => (rates[n] as number) * (lifetimes[n + 1] as number),
  );

/**
 * Mean number of periods a customer of tenure n will be there for, undiscounted and for ever: (alpha+beta+n-1)/(alpha-1)
 * under the shifted beta-geometric. Infinity where so many never leave that there is no mean (alpha at most 1, or nobody
 * leaves); null under the Weibull models, where the sum has no closed form and may hardly converge.
 */
export function meanLifetime(model: ContractModel, tenure: number): number | null {
  if (model.kind === 'constant') return 1 / (1 - model.retention);
  if (model.kind === 'weibull') return null;
  if (model.kind === 'bdw') return model.alpha * model.c > 1 ? null : Infinity;
  return model.alpha > 1 ? (model.alpha + model.beta + tenure - 1) / (model.alpha - 1) : Infinity;
}
