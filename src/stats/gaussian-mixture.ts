import { covarianceParameters, type CovarianceModel } from './covariance-models';
import {
  isDiagonal,
  iterateMixture,
  membershipUnder,
  MixtureSums,
  parametersFrom,
  type MixtureFit,
  type MixtureParameters,
  type MixtureProblem,
  type MixtureRounds,
} from './gaussian-mixture-em';
import { everyNth, lloyd, nearestCentres, plusPlusStarts, type Points } from './k-means';
import type { Random } from './random';

export interface GaussianMixture {
  model: CovarianceModel;
  /** By component, the largest first. */
  proportions: Float64Array;
  /** Row-major, k x d. */
  means: Float64Array;
  /** k symmetric d x d matrices one after the other. */
  covariances: Float64Array;
  logLikelihood: number;
  /** Free parameters: what BIC counts. */
  parameters: number;
  /** -2 log-likelihood + parameters ln n, the smaller the better; mclust's has the other sign. */
  bic: number;
  /** 1 for a clear-cut membership of every point, 0 for none; 1 where k = 1. */
  entropyR2: number;
  /** Row-major, n x k: the probability of each component for each point; every row sums to 1. */
  responsibilities: Float64Array;
  /** For each point its likeliest component, the first of equals. */
  labels: Int32Array;
  iterations: number;
  converged: boolean;
  /** Whether some component became so flat that its covariance was held up by the floor. */
  floored: boolean;
}
export interface MixtureOptions {
  k: number;
  random: Random;
  /** VII spherical, VVI diagonal, VVV full (default), and the others of `covarianceModels`. */
  model?: CovarianceModel;
  /** Starts tried: k-means from seeded k-means++ centres; the best likelihood counts. Default 20. */
  restarts?: number;
  /** Least variance of a component in any direction, as a share of that of all points. Default 1e-6. */
  floor?: number;
  /** Above so many points the starts are tried on every n-th only. Default 5,000. */
  mostPointsForRestarts?: number;
  /** Rests where less than a millionth of the log-likelihood is still to come: for labels, not for figures. */
  rough?: boolean;
  onProgress?: (fraction: number) => void;
}

/** The log-likelihood of points under given parameters; null where a covariance has no inverse. */
export function mixtureLogLikelihood(points: Points, parameters: MixtureParameters): number | null {
  return membershipUnder(points, parameters)?.logLikelihood ?? null;
}

/**
 * A mixture of k normal distributions by maximum likelihood: EM in logarithms from k-means and seeded restarts,
 * with leaps that never lose likelihood (`iterateMixture`).
 *
 * Points as in k-means; a weight w counts as w equal points. Starts are run for a few steps, the better half of them
 * further, the best eight roughly to rest, the best
 * of them wholly (early abandonment). A fit whose covariance had to be held up by the floor counts only
 * where there is no other: it describes a handful of equal points, not a segment. Above
 * `mostPointsForRestarts` rest is looser: a gain still to come below 1e-8 of the log-likelihood, or 1,000 steps of which the
 * last 250 gained less than 1e-6 of it. RangeError below k distinct points or
 * where a variable is constant. Null where no start came to rest or the model broke down. Checked against mclust 6.0.0
 * on faithful and iris (log-likelihood within 1e-3).
 */
export function gaussianMixture(points: Points, options: MixtureOptions): GaussianMixture | null {
  const { k, random, model = 'VVV', restarts = 20, floor = 1e-6, rough = false, onProgress } = options;
  const { centred, offset } = centre(points);
  const spreads = variances(centred);
  if (!spreads.every((variance) => variance > 0)) throw new RangeError('a variable is constant');
  const sample = everyNth(centred, options.mostPointsForRestarts ?? 5000);
  const problem: MixtureProblem = { points: sample, k, model, spreads, floor };
  const starts = new Starts(problem);
  const begun: MixtureFit[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    const start = starts.draw(random, restart % 2 === 1);
    const fit = start && iterateMixture(problem, start, { most: FIRST_STEPS });
    if (fit) begun.push(fit);
    onProgress?.((0.3 * (restart + 1)) / restarts);
  }
  const goOn = (fits: readonly MixtureFit[], most: number): MixtureFit[] =>
    fits.flatMap((fit) => iterateMixture(problem, fit, { most }) ?? []);
  const further = goOn(best(begun, Math.ceil(restarts / 2)), FURTHER_STEPS);
  onProgress?.(0.4);
  const rested = goOn(distinct(best(further, 8)), MOST_STEPS).filter((fit) => fit.converged);
  onProgress?.(0.7);
  const found = finished({ ...problem, points: centred }, rested, {
    ...(sample === centred
      ? { most: MOST_STEPS, rest: rough ? ROUGH : TIGHT }
      : { most: MOST_STEPS_ON_ALL, rest: LOOSE }),
  });
  onProgress?.(1);
  return found && described(centred, model, bySize(found), offset);
}

/** The best of the fits that comes to rest in the end. */
function finished(
  problem: MixtureProblem,
  fits: readonly MixtureFit[],
  rounds: MixtureRounds,
): MixtureFit | null {
  for (const fit of best(fits, fits.length)) {
    const found = iterateMixture(problem, fit, rounds);
    if (found?.converged) return found;
  }
  return null;
}

/**
 * Goes on with EM from given parameters until it rests: for a fit on new points, or to hold a published solution.
 * Null where a component died or the iteration did not come to rest.
 */
export function refineMixture(
  points: Points,
  start: MixtureParameters,
  model: CovarianceModel,
  options: { floor?: number; onRound?: (logLikelihood: number) => void } = {},
): GaussianMixture | null {
  const { floor = 1e-6, onRound } = options;
  const { centred, offset } = centre(points);
  const d = points.dimensions;
  const means = start.means.map((value, at) => value - (offset[at % d] as number));
  const problem = { points: centred, k: start.proportions.length, model, spreads: variances(centred), floor };
  const fit = iterateMixture(problem, { ...start, means }, { most: MOST_STEPS, rest: TIGHT, onRound });
  return fit?.converged ? described(centred, model, fit, offset) : null;
}

const FIRST_STEPS = 10;
const FURTHER_STEPS = 30;
const MOST_STEPS = 2000;
/** Where there are too many points to try starts on all: what fits in some seconds. */
const MOST_STEPS_ON_ALL = 1000;
/** The gain still to come, as a share of the log-likelihood, at which an iteration rests: on few points and on many. */
const TIGHT = 1e-9;
const LOOSE = 1e-8;
const ROUGH = 1e-6;

const best = (fits: readonly MixtureFit[], most: number): MixtureFit[] =>
  [...fits]
    .sort((a, b) => Number(a.floored) - Number(b.floored) || b.logLikelihood - a.logLikelihood)
    .slice(0, most);

/** Of fits on the way to the same likelihood only the first is followed. */
const distinct = (fits: readonly MixtureFit[]): MixtureFit[] =>
  fits.filter((fit, i) => {
    const before = fits[i - 1];
    return !before || before.logLikelihood - fit.logLikelihood > 1e-6 * Math.abs(fit.logLikelihood);
  });

/** Points moved so that their mean is 0: what comes after loses no digits to a common offset. */
function centre(points: Points): { centred: Points; offset: Float64Array } {
  const { values, dimensions: d, weights } = points;
  const first = values.slice(0, d);
  const offset = new Float64Array(d);
  let total = 0;
  for (let i = 0; i < values.length / d; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    total += weight;
    for (let j = 0; j < d; j++)
      offset[j] = (offset[j] as number) + weight * ((values[i * d + j] as number) - (first[j] as number));
  }
  for (let j = 0; j < d; j++) offset[j] = (first[j] as number) + (offset[j] as number) / total;
  return {
    centred: { ...points, values: values.map((value, at) => value - (offset[at % d] as number)) },
    offset,
  };
}

function variances({ values, dimensions: d, weights }: Points): Float64Array {
  const sums = new Float64Array(d);
  let total = 0;
  for (let i = 0; i < values.length / d; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    total += weight;
    for (let j = 0; j < d; j++) sums[j] = (sums[j] as number) + weight * (values[i * d + j] as number) ** 2;
  }
  return sums.map((sum) => sum / total);
}

/** Where starts come from: points in units of their spreads, with room for the sums. */
class Starts {
  private readonly scaled: Points;
  private readonly sums: MixtureSums;

  constructor(private readonly problem: MixtureProblem) {
    const { points, k, model, spreads } = problem;
    const d = points.dimensions;
    const roots = spreads.map(Math.sqrt);
    this.scaled = { ...points, values: points.values.map((value, at) => value / (roots[at % d] as number)) };
    this.sums = new MixtureSums(k, d, isDiagonal(model));
  }

  /** Parameters from a hard partition: k-means, or only the nearest of k-means++ centres where it shall be `rough`. */
  draw(random: Random, rough: boolean): MixtureParameters | null {
    const { sums, scaled, problem } = this;
    const { k, d } = sums;
    const centres = plusPlusStarts(scaled, k, random);
    const { labels } = rough ? nearestCentres(scaled, centres) : lloyd(scaled, centres);
    const { values, weights } = problem.points;
    const differences = new Float64Array(k * d);
    const shares = new Float64Array(k);
    sums.clear();
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as number;
      for (let j = 0; j < d; j++) differences[label * d + j] = values[i * d + j] as number;
      shares.fill(0)[label] = weights ? (weights[i] as number) : 1;
      sums.add(differences, shares);
    }
    return parametersFrom(sums, new Float64Array(k * d), problem);
  }
}

/** Components in the order of their size, the largest first. */
function bySize(fit: MixtureFit): MixtureFit {
  const k = fit.proportions.length;
  const order = Array.from({ length: k }, (_, c) => c).sort(
    (a, b) => (fit.proportions[b] as number) - (fit.proportions[a] as number),
  );
  const reorder = (values: Float64Array): Float64Array => {
    const width = values.length / k;
    const result = new Float64Array(values.length);
    order.forEach((from, to) => result.set(values.subarray(from * width, (from + 1) * width), to * width));
    return result;
  };
  return {
    ...fit,
    proportions: reorder(fit.proportions),
    means: reorder(fit.means),
    covariances: reorder(fit.covariances),
  };
}

function described(
  points: Points,
  model: CovarianceModel,
  fit: MixtureFit,
  offset: Float64Array,
): GaussianMixture | null {
  const { values, dimensions: d, weights } = points;
  const k = fit.proportions.length;
  const count = values.length / d;
  const membership = membershipUnder(points, fit);
  if (!membership) return null;
  const { logLikelihood, responsibilities } = membership;
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : count;
  const parameters = k - 1 + k * d + covarianceParameters(model, k, d);
  return {
    model,
    proportions: fit.proportions,
    means: fit.means.map((value, at) => value + (offset[at % d] as number)),
    covariances: fit.covariances,
    logLikelihood,
    parameters,
    bic: -2 * logLikelihood + parameters * Math.log(total),
    entropyR2: entropyR2(responsibilities, k, weights),
    responsibilities,
    labels: likeliest(responsibilities, k),
    iterations: fit.iterations,
    converged: fit.converged,
    floored: fit.floored,
  };
}

/**
 * How clear-cut soft memberships are: 1 - E / (n ln k), E the sum over the points of -Σ p ln p (Ramaswamy et al. 1993).
 * Row-major n x k probabilities; weights count points. 1 where k = 1.
 */
export function entropyR2(
  probabilities: Float64Array,
  k: number,
  weights?: Float64Array | undefined,
): number {
  if (k === 1) return 1;
  let entropy = 0;
  let total = 0;
  for (let i = 0; i < probabilities.length / k; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    total += weight;
    for (let at = i * k; at < (i + 1) * k; at++) {
      const p = probabilities[at] as number;
      if (p > 0) entropy -= weight * p * Math.log(p);
    }
  }
  return 1 - entropy / (total * Math.log(k));
}

/** For each row of n x k probabilities the number of the largest, the first of equals. */
export function likeliest(probabilities: Float64Array, k: number): Int32Array {
  const labels = new Int32Array(probabilities.length / k);
  for (let i = 0; i < labels.length; i++) {
    let at = 0;
    for (let c = 1; c < k; c++)
      if ((probabilities[i * k + c] as number) > (probabilities[i * k + at] as number)) at = c;
    labels[i] = at;
  }
  return labels;
}
