import { maximiseFromStarts, maximiseSelectionFirst, type Evaluation } from './damped-newton';
import { digamma, trigamma } from './digamma';
import { logBeta } from './log-beta';
import { everyOf, SELECTION } from './customer-histories';
import { noFit, type NoFit } from './likelihood-search';

/**
 * Parameters of the Gamma-Gamma model of spend per purchase: purchases of a customer are Gamma(p, rate ν), ν is
 * Gamma(q, rate gamma) over customers. All above 0; gamma is in the unit of spend, the others have none.
 */
export interface GammaGammaParameters {
  p: number;
  q: number;
  gamma: number;
}
export interface GammaGammaFit {
  converged: true;
  parameters: GammaGammaParameters;
  /** Of p, q, gamma, by the delta method from the inverse Hessian in the logarithms. */
  standardErrors: number[];
  covarianceOfLogs: number[][];
  logLikelihood: number;
  customers: number;
  iterations: number;
}

/**
 * Fits the Gamma-Gamma model by maximum likelihood (damped Newton, exact derivatives, several starts).
 *
 * @param purchases purchases that each mean is over, whole numbers from 1
 * @param spend mean spend of those purchases, above 0
 * @param counts customers per row; 1 each when absent
 * @returns the fit, or why there is none. NaN is not allowed.
 *
 * Source: Fader & Hardie (2013), "The gamma-gamma model of monetary value", brucehardie.com/notes/025. Held in tests/stats
 * to CDNOW: p 6.249, q 3.745, gamma 15.448, log-likelihood -4055.92.
 */
export function fitGammaGamma(
  purchases: Float64Array,
  spend: Float64Array,
  counts: Float64Array = new Float64Array(spend.length).fill(1),
): GammaGammaFit | NoFit {
  const customers = counts.reduce((sum, count) => sum + count, 0);
  const mean = spend.reduce((sum, value, i) => sum + (value * (counts[i] as number)) / customers, 0);
  const starts = [
    [6, 4],
    [1, 2],
    [20, 3],
    [2, 10],
  ].map(([p = 1, q = 2]) => [p, q, (mean * (q - 1)) / p].map(Math.log));
  const scale = Math.log(mean);
  const bounds = { lower: [-14, -14, scale - 18], upper: [14, 14, scale + 18] };
  const all = likelihoodOf(purchases, spend, counts);
  const pick = (values: Float64Array): Float64Array => everyOf(values, spend.length);
  const optimum =
    spend.length > SELECTION
      ? maximiseSelectionFirst(likelihoodOf(pick(purchases), pick(spend), pick(counts)), all, starts, bounds)
      : maximiseFromStarts(all, starts, bounds);
  if (optimum.status !== 'converged') return noFit(optimum);
  const [p, q, gamma] = optimum.point.map(Math.exp) as [number, number, number];
  return {
    converged: true,
    parameters: { p, q, gamma },
    standardErrors: [p, q, gamma].map((value, i) => value * Math.sqrt(optimum.covariance[i]?.[i] ?? NaN)),
    covarianceOfLogs: optimum.covariance,
    logLikelihood: optimum.value,
    customers,
    iterations: optimum.iterations,
  };
}

/**
 * Mean spend per purchase expected of a customer with `purchases` purchases of mean `spend`:
 * p (gamma + x z) / (p x + q - 1). With purchases = 0 it is the mean of all customers, p gamma / (q - 1).
 * NaN where the model has no mean (p x + q <= 1).
 */
export function expectedSpend(
  { p, q, gamma }: GammaGammaParameters,
  purchases: number,
  spend: number,
): number {
  const weight = p * purchases + q - 1;
  if (!(weight > 0)) return NaN;
  return (p * (gamma + (purchases === 0 ? 0 : purchases * spend))) / weight;
}

/**
 * Summed over customers, in the logarithms of p, q and γ, with u = γ/(γ+xz):
 *
 *   -ln B(px, q) - ln z + q ln u + px ln(1-u),
 *
 * in logarithms of ratios, so that large p and q do not cancel. The gammas depend on x alone and are computed once for
 * each x.
 */
function likelihoodOf(
  purchases: Float64Array,
  spend: Float64Array,
  counts: Float64Array,
): (logs: readonly number[]) => Evaluation {
  const totals = spend.map((z, i) => z * (purchases[i] as number));
  const levels = new Map<number, number>();
  let [n, logSpend] = [0, 0];
  for (let i = 0; i < totals.length; i += 1) {
    const x = purchases[i] as number;
    const count = counts[i] as number;
    levels.set(x, (levels.get(x) ?? 0) + count);
    n += count;
    logSpend += count * Math.log(spend[i] as number);
  }
  return (logs) => {
    const [p, q, gamma] = logs.map(Math.exp) as [number, number, number];
    const m = momentsOf(purchases, totals, counts, gamma);
    let value = q * m.log + p * m.xLogRest - logSpend;
    let dp = m.xLogRest;
    let dq = m.log - n * digamma(q);
    let pp = 0;
    let pq = 0;
    let qq = -n * trigamma(q);
    for (const [x, count] of levels) {
      const sum = p * x + q;
      value -= count * logBeta(p * x, q);
      const slope = digamma(sum);
      dp += count * x * (slope - digamma(p * x));
      dq += count * slope;
      const curve = trigamma(sum);
      pp += count * x * x * (curve - trigamma(p * x));
      pq += count * x * curve;
      qq += count * curve;
    }
    const pg = -p * m.xShare;
    const qg = q * (n - m.share);
    const gradient = [p * dp, q * dq, qg + pg];
    const hessian = [
      [p * p * pp + p * dp, p * q * pq, pg],
      [p * q * pq, q * q * qq + q * dq, qg],
      [pg, qg, -p * m.xSpread - q * m.spread],
    ];
    return { value, gradient, hessian };
  };
}

/** Sums over customers of u, u (1-u) and ln u, plain and times x; and of x ln(1-u). */
function momentsOf(purchases: Float64Array, totals: Float64Array, counts: Float64Array, gamma: number) {
  const sums = { log: 0, xLogRest: 0, share: 0, xShare: 0, spread: 0, xSpread: 0 };
  for (let i = 0; i < totals.length; i += 1) {
    const count = counts[i] as number;
    const all = count * (purchases[i] as number);
    const ratio = (totals[i] as number) / gamma;
    const share = 1 / (1 + ratio);
    const log = -Math.log1p(ratio);
    const spread = share * ratio * share;
    sums.log += count * log;
    sums.xLogRest += all * (Math.log(ratio) + log);
    sums.share += count * share;
    sums.xShare += all * share;
    sums.spread += count * spread;
    sums.xSpread += all * spread;
  }
  return sums;
}
