import { maximiseFromStarts, maximiseSelectionFirst, type Optimum } from './damped-newton';
import { likelihoodOf, type Sample } from './bg-nbd-likelihood';
import { distinctRows, valuesAt } from './distinct-rows';

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
 * `edge`: the likelihood rises for ever as that parameter (its number) goes to 0 or infinity, so there is no estimate;
 * `at` are the parameters where the search ended.
 */
export type NoFit =
  | { converged: false; reason: 'edge'; parameter: number; at: number[] }
  | { converged: false; reason: 'stuck' };

/**
 * Fits the BG/NBD model by maximum likelihood (damped Newton with exact derivatives in the log-parameters, from several
 * starts; equal customers are gathered first).
 *
 * In log-parameters Newton's method does not see the unit of time, so no inner scaling is needed. Beyond 20,000 distinct
 * customers the starts are tried on an even selection, and only the best goes on to all of them.
 *
 * @param frequency repeat purchases, whole numbers from 0, at least one above 0
 * @param recency time from the first to the last purchase, 0 to `age`; not read where frequency is 0
 * @param age time from the first purchase to the end of the observation
 * @param counts customers per row; 1 each when absent
 * @returns the fit, or why there is none; never an optimum that did not converge. NaN is not allowed.
 *
 * Source: Fader, Hardie & Lee, "Counting your customers the easy way", Marketing Science 24(2), 2005, eq. 6. Held in
 * tests/stats to the CDNOW estimates: r .2426, alpha 4.4135, a .7929, b 2.4258, log-likelihood -9582.43.
 */
export function fitBgNbd(
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  counts?: Float64Array,
): BgNbdFit | NoFit {
  const sample = gather(frequency, recency, age, counts);
  const { starts, bounds } = startsOf(sample);
  const all = likelihoodOf(sample);
  const optimum =
    sample.age.length > SELECTION
      ? maximiseSelectionFirst(likelihoodOf(thin(sample)), all, starts, bounds)
      : maximiseFromStarts(all, starts, bounds);
  if (optimum.status !== 'converged') return noFit(optimum);
  const [r, alpha, a, b] = optimum.point.map(Math.exp) as [number, number, number, number];
  return {
    converged: true,
    parameters: { r, alpha, a, b },
    standardErrors: [r, alpha, a, b].map((value, i) => value * Math.sqrt(optimum.covariance[i]?.[i] ?? NaN)),
    covarianceOfLogs: optimum.covariance,
    logLikelihood: optimum.value,
    customers: sample.counts.reduce((sum, count) => sum + count, 0),
    iterations: optimum.iterations,
  };
}

/** Why a search in log-parameters gave no fit. */
export const noFit = (optimum: Exclude<Optimum, { status: 'converged' }>): NoFit =>
  optimum.status === 'edge'
    ? { converged: false, reason: 'edge', parameter: optimum.parameter, at: optimum.point.map(Math.exp) }
    : { converged: false, reason: 'stuck' };

/** The log-likelihood of customers under given parameters (arguments as in `fitBgNbd`). */
export function bgNbdLogLikelihood(
  { r, alpha, a, b }: BgNbdParameters,
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  counts?: Float64Array,
): number {
  const evaluate = likelihoodOf(gather(frequency, recency, age, counts));
  return evaluate([r, alpha, a, b].map(Math.log)).value;
}

interface Bounds {
  lower: number[];
  upper: number[];
}

/** Equal customers as one row; recency plays no part without a repeat purchase. */
function gather(
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  counts?: Float64Array,
): Sample {
  const read = recency.map((value, i) => (frequency[i] === 0 ? 0 : value));
  const distinct = distinctRows([frequency, read, age]);
  let weights = distinct.counts;
  if (counts) {
    weights = new Float64Array(distinct.first.length);
    for (let i = 0; i < counts.length; i += 1) {
      const group = distinct.groupOf[i] as number;
      weights[group] = (weights[group] as number) + (counts[i] as number);
    }
  }
  return {
    frequency: valuesAt(frequency, distinct.first),
    recency: valuesAt(read, distinct.first),
    age: valuesAt(age, distinct.first),
    counts: weights,
  };
}

function thin(sample: Sample): Sample {
  const pick = (values: Float64Array): Float64Array => everyOf(values, sample.age.length);
  return {
    frequency: pick(sample.frequency),
    recency: pick(sample.recency),
    age: pick(sample.age),
    counts: pick(sample.counts),
  };
}

/** Rows on which the starts of a search are tried where there are more. */
export const SELECTION = 20_000;

/** At most `SELECTION` of the values, evenly spread. */
export function everyOf(values: Float64Array, rowCount: number): Float64Array {
  const every = Math.ceil(rowCount / SELECTION);
  return values.filter((_, i) => i % every === 0);
}

/** Starts around the observed purchase rate, and bounds so wide that only a parameter without an estimate meets them. */
function startsOf({ frequency, age, counts }: Sample): { starts: number[][]; bounds: Bounds } {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < age.length; i += 1) {
    purchases += (frequency[i] as number) * (counts[i] as number);
    time += (age[i] as number) * (counts[i] as number);
  }
  const perPurchase = time / Math.max(purchases, 1);
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
