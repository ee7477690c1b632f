import { maximiseFromStarts, maximiseSelectionFirst, type Evaluation, type Optimum } from './damped-newton';
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

interface Sample {
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  counts: Float64Array;
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

/**
 * The log-likelihood in ln r, ln alpha, ln a, ln b with exact gradient and Hessian. Per customer it is
 *
 *   ln Γ(r+x)/Γ(r) + r ln α + ln Γ(b+x)/Γ(b) - ln Γ(a+b+x)/Γ(a+b) + ln( e^A + [x > 0] e^B ),
 *   A = -(r+x) ln(α+T),   B = ln a - ln(b+x-1) - (r+x) ln(α+t_x).
 *
 * x is whole, so that the ratios of gammas are sums of ln(r+i), i < x: no special function, and no cancellation.
 */
function likelihoodOf(sample: Sample): (logs: readonly number[]) => Evaluation {
  const levels = levelsOf(sample);
  return (logs) => {
    const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
    const sums = new Float64Array(15);
    addCounts(sums, levels, r, alpha, a, b);
    addTimes(sums, sample, r, alpha, a, b);
    return inLogarithms(sums, [r, alpha, a, b]);
  };
}

/** Customers per number of repeat purchases, in rising order. */
function levelsOf({ frequency, counts }: Sample): { x: Float64Array; counts: Float64Array } {
  const totals = new Map<number, number>();
  for (let i = 0; i < frequency.length; i += 1) {
    const x = frequency[i] as number;
    totals.set(x, (totals.get(x) ?? 0) + (counts[i] as number));
  }
  const x = Float64Array.from(totals.keys()).sort();
  return { x, counts: x.map((level) => totals.get(level) ?? 0) };
}

/*
 * Layout of the sums: 0 value; 1-4 gradient in r, alpha, a, b; 5-14 Hessian rr, rα, ra, rb, αα, αa, αb, aa, ab, bb.
 */
function addCounts(
  sums: Float64Array,
  levels: { x: Float64Array; counts: Float64Array },
  r: number,
  alpha: number,
  a: number,
  b: number,
): void {
  const logAlpha = Math.log(alpha);
  let i = 0;
  let log = 0;
  let rOne = 0;
  let rTwo = 0;
  let bOne = 0;
  let bTwo = 0;
  let abOne = 0;
  let abTwo = 0;
  for (let level = 0; level < levels.x.length; level += 1) {
    for (; i < (levels.x[level] as number); i += 1) {
      log += Math.log(((r + i) * (b + i)) / (a + b + i));
      rOne += 1 / (r + i);
      rTwo += 1 / ((r + i) * (r + i));
      bOne += 1 / (b + i);
      bTwo += 1 / ((b + i) * (b + i));
      abOne += 1 / (a + b + i);
      abTwo += 1 / ((a + b + i) * (a + b + i));
    }
    const weight = levels.counts[level] as number;
    add(sums, 0, weight * (log + r * logAlpha));
    add(sums, 1, weight * (rOne + logAlpha));
    add(sums, 2, (weight * r) / alpha);
    add(sums, 3, -weight * abOne);
    add(sums, 4, weight * (bOne - abOne));
    add(sums, 5, -weight * rTwo);
    add(sums, 6, weight / alpha);
    add(sums, 9, (-weight * r) / (alpha * alpha));
    add(sums, 12, weight * abTwo);
    add(sums, 13, weight * abTwo);
    add(sums, 14, weight * (abTwo - bTwo));
  }
}

/** ln(e^A + e^B): its Hessian is the mean of A's and B's plus p q d d', d the difference of the gradients. */
function addTimes(
  sums: Float64Array,
  { frequency, recency, age, counts }: Sample,
  r: number,
  alpha: number,
  a: number,
  b: number,
): void {
  for (let i = 0; i < age.length; i += 1) {
    const x = frequency[i] as number;
    const weight = counts[i] as number;
    const ageInverse = 1 / (alpha + (age[i] as number));
    const logAge = -Math.log(ageInverse);
    const n = r + x;
    if (x === 0) {
      add(sums, 0, -weight * n * logAge);
      add(sums, 1, -weight * logAge);
      add(sums, 2, -weight * n * ageInverse);
      add(sums, 6, -weight * ageInverse);
      add(sums, 9, weight * n * ageInverse * ageInverse);
      continue;
    }
    const lastInverse = 1 / (alpha + (recency[i] as number));
    const logLast = -Math.log(lastInverse);
    const before = 1 / (b + x - 1);
    const odds = a * before * Math.exp(n * (logAge - logLast));
    const p = 1 / (1 + odds);
    const q = odds === Infinity ? 1 : odds * p;
    // Not log1p(odds) alone: the odds of having left overflow for a heavy buyer long silent.
    const logOneAndOdds = odds < 1e300 ? Math.log1p(odds) : Math.log(a * before) + n * (logAge - logLast);
    add(sums, 0, weight * (logOneAndOdds - n * logAge));
    const inverse = p * ageInverse + q * lastInverse;
    add(sums, 1, -weight * (p * logAge + q * logLast));
    add(sums, 2, -weight * n * inverse);
    add(sums, 3, (weight * q) / a);
    add(sums, 4, -weight * q * before);
    const pq = weight * p * q;
    const dr = logLast - logAge;
    const dAlpha = n * (lastInverse - ageInverse);
    const da = -1 / a;
    const db = before;
    add(sums, 5, pq * dr * dr);
    add(sums, 6, pq * dr * dAlpha - weight * inverse);
    add(sums, 7, pq * dr * da);
    add(sums, 8, pq * dr * db);
    add(
      sums,
      9,
      pq * dAlpha * dAlpha + weight * n * (p * ageInverse * ageInverse + q * lastInverse * lastInverse),
    );
    add(sums, 10, pq * dAlpha * da);
    add(sums, 11, pq * dAlpha * db);
    add(sums, 12, pq * da * da - weight * q * da * da);
    add(sums, 13, pq * da * db);
    add(sums, 14, pq * db * db + weight * q * db * db);
  }
}

const add = (sums: Float64Array, i: number, value: number): void => {
  sums[i] = (sums[i] as number) + value;
};

/** The chain rule for exp: gradient θ g, Hessian θ H θ' + diag(θ g). */
function inLogarithms(sums: Float64Array, parameters: readonly number[]): Evaluation {
  const gradient = parameters.map((value, i) => value * (sums[1 + i] as number));
  const hessian = parameters.map((left, i) =>
    parameters.map((right, j) => {
      const [low, high] = i < j ? [i, j] : [j, i];
      // Where row `low` of the upper triangle begins, less `low`: 0, 4, 7, 9 with the diagonal.
      const place = 5 + (low * (9 - low)) / 2 + high - low;
      return left * right * (sums[place] as number) + (i === j ? (gradient[i] as number) : 0);
    }),
  );
  return { value: sums[0] as number, gradient, hessian };
}
