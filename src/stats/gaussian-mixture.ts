import { covarianceParameters, fitCovariances, liftToFloor, type CovarianceModel } from './covariance-models';
import { hasSettled } from './expectation-maximisation';
import { everyNth, lloyd, nearestCentres, plusPlusStarts, type Points } from './k-means';
import { cholesky } from './linear-algebra';
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
  onProgress?: (fraction: number) => void;
}

/** The log-likelihood of points under given parameters; null where a covariance has no inverse. */
export function mixtureLogLikelihood(points: Points, parameters: MixtureParameters): number | null {
  return expectation(points, parameters, null, null);
}

export interface MixtureParameters {
  proportions: Float64Array;
  means: Float64Array;
  covariances: Float64Array;
}
interface Fit extends MixtureParameters {
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  floored: boolean;
}
interface Problem {
  points: Points;
  k: number;
  model: CovarianceModel;
  /** Variance of each variable over all points. */
  spreads: Float64Array;
  floor: number;
}

/**
 * A mixture of k normal distributions by maximum likelihood: EM in logarithms from k-means and seeded restarts.
 *
 * Points as in k-means; a weight w counts as w equal points. Starts are run for a few rounds, the better half of them
 * further, the best to rest (early abandonment). A fit whose covariance had to be held up by the floor counts only
 * where there is no other: it describes a handful of equal points, not a segment. Above
 * `mostPointsForRestarts` rest is looser: a gain still to come below 1e-8 of the log-likelihood, or 1,000 rounds of which the
 * last 250 gained less than 1e-6 of it. RangeError below k distinct points or
 * where a variable is constant. Null where no start came to rest or the model broke down. Checked against mclust 6.0.0
 * on faithful and iris (log-likelihood within 1e-3).
 */
export function gaussianMixture(points: Points, options: MixtureOptions): GaussianMixture | null {
  const { k, random, model = 'VVV', restarts = 20, floor = 1e-6, onProgress } = options;
  const { centred, offset } = centre(points);
  const spreads = variances(centred);
  if (!spreads.every((variance) => variance > 0)) throw new RangeError('a variable is constant');
  const sample = everyNth(centred, options.mostPointsForRestarts ?? 5000);
  const problem: Problem = { points: sample, k, model, spreads, floor };
  let fits: Fit[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    const start = startingPoint(problem, random, restart % 4 === 3);
    const fit = start && iterate(problem, start, 10);
    if (fit) fits.push(fit);
    onProgress?.((0.3 * (restart + 1)) / restarts);
  }
  fits = best(fits, Math.ceil(restarts / 2)).flatMap((fit) => iterate(problem, fit, 40) ?? []);
  onProgress?.(0.4);
  fits = distinct(best(fits, 4)).flatMap(
    (fit) => iterate(problem, fit, MOST_ROUNDS, sample === centred ? TIGHT : ROUGH) ?? [],
  );
  onProgress?.(0.6);
  if (sample !== centred)
    fits = best(fits, 1).flatMap(
      (fit) => iterate({ ...problem, points: centred }, fit, MOST_ROUNDS_ON_ALL, LOOSE) ?? [],
    );
  const found = best(
    fits.filter((fit) => fit.converged),
    1,
  )[0];
  onProgress?.(1);
  return found ? described(centred, model, bySize(found), offset) : null;
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
  const fit = iterate(problem, { ...start, means }, MOST_ROUNDS, TIGHT, onRound);
  return fit?.converged ? described(centred, model, fit, offset) : null;
}

const MOST_ROUNDS = 2000;
/** Where there are too many points to try starts on all: what fits in some seconds. */
const MOST_ROUNDS_ON_ALL = 1000;
/** The gain still to come, as a share of the log-likelihood, at which an iteration rests: on few points and on many. */
const TIGHT = 1e-9;
const LOOSE = 1e-8;
const ROUGH = 1e-6;

const best = (fits: readonly Fit[], most: number): Fit[] =>
  [...fits]
    .sort((a, b) => Number(a.floored) - Number(b.floored) || b.logLikelihood - a.logLikelihood)
    .slice(0, most);

/** Without correlations within a component: most of the sums need not be made. */
const isDiagonal = (model: CovarianceModel): boolean => model.endsWith('I');

/** Of fits on the way to the same likelihood only the first is followed. */
const distinct = (fits: readonly Fit[]): Fit[] =>
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

/** Parameters from a hard partition: k-means, or only the nearest of k-means++ centres where it shall be `rough`. */
function startingPoint(problem: Problem, random: Random, rough: boolean): MixtureParameters | null {
  const { points, k, spreads } = problem;
  const { values, dimensions: d } = points;
  const roots = spreads.map(Math.sqrt);
  const scaled = { ...points, values: values.map((value, at) => value / (roots[at % d] as number)) };
  const centres = plusPlusStarts(scaled, k, random);
  const { labels } = rough ? nearestCentres(scaled, centres) : lloyd(scaled, centres);
  const sums = new Sums(k, d, isDiagonal(problem.model));
  const zero = new Float64Array(k * d);
  const one = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    one.fill(0)[labels[i] as number] = points.weights ? (points.weights[i] as number) : 1;
    sums.add(values, i * d, zero, one);
  }
  return parametersFrom(sums, zero, problem)?.parameters ?? null;
}

/** What the M-step needs: per component the mass and the first and second moments about its last mean. */
class Sums {
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;

  constructor(
    private readonly k: number,
    private readonly d: number,
    private readonly diagonal: boolean,
  ) {
    this.mass = new Float64Array(k);
    this.first = new Float64Array(k * d);
    this.second = new Float64Array(k * d * d);
  }

  /** Adds the point at `at` to each component with the given shares (lower triangles only). */
  add(values: Float64Array, at: number, means: Float64Array, shares: Float64Array): void {
    const { k, d, mass, first, second, diagonal } = this;
    for (let c = 0; c < k; c++) {
      const share = shares[c] as number;
      if (share === 0) continue;
      mass[c] = (mass[c] as number) + share;
      const ct = c * d;
      for (let i = 0; i < d; i++) {
        const weighted = share * ((values[at + i] as number) - (means[ct + i] as number));
        first[ct + i] = (first[ct + i] as number) + weighted;
        const row = (ct + i) * d;
        for (let j = diagonal ? i : 0; j <= i; j++)
          second[row + j] =
            (second[row + j] as number) + weighted * ((values[at + j] as number) - (means[ct + j] as number));
      }
    }
  }
}

/** The M-step. Null where a component has too little mass for a spread, or the model's maximum does not exist. */
function parametersFrom(
  sums: Sums,
  oldMeans: Float64Array,
  { k, model, points, spreads, floor }: Problem,
): { parameters: MixtureParameters; floored: boolean } | null {
  const d = points.dimensions;
  const { mass, first, second } = sums;
  const total = mass.reduce((sum, one) => sum + one, 0);
  const means = Float64Array.from(oldMeans);
  const scatter = new Float64Array(k * d * d);
  for (let c = 0; c < k; c++) {
    const m = mass[c] as number;
    if (!(m > 1e-9 * total)) return null;
    for (let i = 0; i < d; i++) {
      const at = c * d + i;
      means[at] = (means[at] as number) + (first[at] as number) / m;
      for (let j = 0; j <= i; j++) {
        const value =
          (second[at * d + j] as number) - ((first[at] as number) * (first[c * d + j] as number)) / m;
        scatter[at * d + j] = value;
        scatter[(c * d + j) * d + i] = value;
      }
    }
  }
  const covariances = fitCovariances(model, { scatter, mass, dimensions: d });
  if (!covariances) return null;
  let floored = false;
  for (let c = 0; c < k; c++)
    floored = liftToFloor(covariances.subarray(c * d * d, (c + 1) * d * d), spreads, floor) || floored;
  return { parameters: { proportions: mass.map((m) => m / total), means, covariances }, floored };
}

/** EM from a start until the gain still to come is nothing, or for some rounds. */
function iterate(
  problem: Problem,
  start: MixtureParameters & Partial<Fit>,
  rounds: number,
  rest = ROUGH,
  onRound?: (logLikelihood: number) => void,
): Fit | null {
  const { points, k } = problem;
  let current = start;
  let floored = false;
  const history: number[] = [];
  const diagonal = isDiagonal(problem.model);
  const iterations = start.iterations ?? 0;
  for (let round = 0; round < rounds; round++) {
    const sums = new Sums(k, points.dimensions, diagonal);
    const logLikelihood = expectation(points, current, sums, null, diagonal);
    if (logLikelihood === null) return null;
    history.push(logLikelihood);
    onRound?.(logLikelihood);
    if (hasSettled(history, rest))
      return { ...current, logLikelihood, floored, iterations: iterations + round, converged: true };
    const next = parametersFrom(sums, current.means, problem);
    if (!next) return null;
    current = next.parameters;
    floored = next.floored;
  }
  const logLikelihood = history[history.length - 1] as number;
  // Out of rounds: at rest all the same where the last quarter of them gained less than a millionth.
  const lastQuarter = logLikelihood - (history[Math.floor(0.75 * rounds)] as number);
  const converged = lastQuarter < ROUGH * Math.abs(logLikelihood);
  return { ...current, logLikelihood, floored, iterations: iterations + rounds, converged };
}

/**
 * The log-likelihood under given parameters; adds each point, shared by its responsibilities, to `sums`, and writes the
 * responsibilities where asked. Null where a covariance has no inverse.
 */
function expectation(
  points: Points,
  parameters: MixtureParameters,
  sums: Sums | null,
  responsibilities: Float64Array | null,
  diagonal = false,
): number | null {
  const { values, dimensions: d, weights } = points;
  const { means, proportions } = parameters;
  const k = proportions.length;
  const densities = inverseRoots(parameters, d);
  if (!densities) return null;
  const { roots, constants } = densities;
  const shares = new Float64Array(k);
  let logLikelihood = 0;
  for (let n = 0, at = 0; at < values.length; n++, at += d) {
    let most = -Infinity;
    for (let c = 0; c < k; c++) {
      let squared = 0;
      for (let i = 0; i < d; i++) {
        let z = 0;
        const row = (c * d + i) * d;
        for (let j = diagonal ? i : 0; j <= i; j++)
          z += (roots[row + j] as number) * ((values[at + j] as number) - (means[c * d + j] as number));
        squared += z * z;
      }
      const log = (constants[c] as number) - squared / 2;
      shares[c] = log;
      if (log > most) most = log;
    }
    let total = 0;
    for (let c = 0; c < k; c++) total += shares[c] = Math.exp((shares[c] as number) - most);
    const weight = weights ? (weights[n] as number) : 1;
    logLikelihood += weight * (most + Math.log(total));
    if (responsibilities)
      for (let c = 0; c < k; c++) responsibilities[n * k + c] = (shares[c] as number) / total;
    if (!sums) continue;
    for (let c = 0; c < k; c++) shares[c] = ((shares[c] as number) * weight) / total;
    sums.add(values, at, means, shares);
  }
  return logLikelihood;
}

/** For each component L⁻¹ of Σ = L Lᵀ, and the logarithm of its proportion times the density at its mean. */
function inverseRoots(
  { covariances, proportions }: MixtureParameters,
  d: number,
): { roots: Float64Array; constants: Float64Array } | null {
  const roots = new Float64Array(covariances.length);
  const constants = proportions.map((p) => Math.log(p) - (d / 2) * Math.log(2 * Math.PI));
  for (let c = 0; c < proportions.length; c++) {
    const factor = cholesky(covariances.subarray(c * d * d, (c + 1) * d * d), d);
    if (!factor) return null;
    for (let column = 0; column < d; column++) {
      constants[c] = (constants[c] as number) - Math.log(factor[column * d + column] as number);
      for (let i = column; i < d; i++) {
        let rest = i === column ? 1 : 0;
        for (let j = column; j < i; j++)
          rest -= (factor[i * d + j] as number) * (roots[(c * d + j) * d + column] as number);
        roots[(c * d + i) * d + column] = rest / (factor[i * d + i] as number);
      }
    }
  }
  return { roots, constants };
}

/** Components in the order of their size, the largest first. */
function bySize(fit: Fit): Fit {
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
  fit: Fit,
  offset: Float64Array,
): GaussianMixture | null {
  const { values, dimensions: d, weights } = points;
  const k = fit.proportions.length;
  const count = values.length / d;
  const responsibilities = new Float64Array(count * k);
  const logLikelihood = expectation(points, fit, null, responsibilities);
  if (logLikelihood === null) return null;
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
