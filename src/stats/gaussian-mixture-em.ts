import { fitCovariances, liftToFloor, type CovarianceModel } from './covariance-models';
import { hasSettled } from './expectation-maximisation';
import type { Points } from './k-means';
import { cholesky } from './linear-algebra';

export interface MixtureParameters {
  proportions: Float64Array;
  /** Row-major, k x d. */
  means: Float64Array;
  /** k symmetric d x d matrices one after the other. */
  covariances: Float64Array;
}
export interface MixtureFit extends MixtureParameters {
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  floored: boolean;
}
export interface MixtureProblem {
  points: Points;
  k: number;
  model: CovarianceModel;
  /** Variance of each variable over all points. */
  spreads: Float64Array;
  /** Least variance of a component in any direction, as a share of that of all points. */
  floor: number;
}
export interface MixtureRounds {
  /** Most EM steps. */
  most: number;
  /** The gain still to come, as a share of the log-likelihood, at which the iteration rests. Default 1e-6. */
  rest?: number;
  /** Gets the log-likelihood of each step that counts: these never fall. */
  onRound?: ((logLikelihood: number) => void) | undefined;
}

const MILLIONTH = 1e-6;
/** Beside the likeliest component one that is e⁴⁰ times less likely changes no digit. */
const NEGLIGIBLE = 40;
/** The first bound on how far to leap; it grows while leaps succeed and shrinks where one fails. */
const FIRST_LEAP = 4;
/** Models whose covariances form a linear space, so that a point beyond two of them belongs to the model as well. */
const LINEAR: readonly CovarianceModel[] = ['EII', 'VII', 'EEI', 'VVI', 'EEE', 'VVV'];

/** Without correlations within a component: most of the sums need not be made. */
export const isDiagonal = (model: CovarianceModel): boolean => model.endsWith('I');

/**
 * EM from a start until the gain still to come is nothing (`rest`), or for some steps: two steps, then a leap along
 * them (SQUAREM, scheme S3: Varadhan & Roland 2008), which counts only where it loses no likelihood and stays among the
 * covariances that the floor allows; else plain EM goes on. Null where a component died or has no covariance.
 */
export function iterateMixture(
  problem: MixtureProblem,
  start: MixtureParameters & Partial<MixtureFit>,
  rounds: MixtureRounds,
): MixtureFit | null {
  const em = new MixtureStep(problem);
  const leaps = LINEAR.includes(problem.model);
  const watch = new Watch(rounds);
  const ended = ({ at, logLikelihood }: Stepped, converged: boolean): MixtureFit => ({
    ...{ ...at, logLikelihood, converged },
    iterations: (start.iterations ?? 0) + watch.steps,
  });
  let farthest = FIRST_LEAP;
  // A start need not belong to the model: what an M-step gives does.
  let inModel = false;
  let first = em.step({ ...start, floored: start.floored ?? false });
  while (first) {
    if (watch.ends(first)) return ended(first, watch.rested);
    const second = em.step(first.next);
    if (!second) return null;
    if (watch.ends(second)) return ended(second, watch.rested);
    const leap = leaps && inModel ? em.beyond(first.at, second.at, second.next, farthest) : null;
    inModel = true;
    const landed = leap?.target ? em.step(leap.target) : null;
    const gained = landed !== null && landed.logLikelihood >= second.logLikelihood;
    if (leap?.length === farthest) farthest = gained ? farthest * 4 : Math.max(FIRST_LEAP, farthest / 4);
    if (landed) watch.leapt(gained ? landed : null);
    // Where the leap failed, the step after the second counts: nothing is lost but the try.
    first = em.step(gained ? landed.next : second.next);
  }
  return null;
}

/** Counts steps, and tells when an iteration may end. */
class Watch {
  steps = 0;
  rested = false;
  private history: number[] = [];
  private atThreeQuarters = -Infinity;

  constructor(private readonly rounds: MixtureRounds) {}

  ends({ logLikelihood }: Stepped): boolean {
    const { most, rest = MILLIONTH, onRound } = this.rounds;
    this.steps += 1;
    this.history = [...this.history.slice(-2), logLikelihood];
    onRound?.(logLikelihood);
    const settled = hasSettled(this.history, rest);
    // Out of steps: at rest all the same where the last quarter of them gained less than a millionth.
    this.rested = settled || logLikelihood - this.atThreeQuarters < MILLIONTH * Math.abs(logLikelihood);
    if (this.steps <= 0.75 * most) this.atThreeQuarters = logLikelihood;
    return settled || this.steps >= most;
  }

  /** A leap was tried; the steps after one that gained are no continuation of those before it. */
  leapt(landed: Stepped | null): void {
    this.steps += 1;
    if (!landed) return;
    this.history = [landed.logLikelihood];
    this.rounds.onRound?.(landed.logLikelihood);
  }
}

type Parameters = MixtureParameters & { floored: boolean };
interface Stepped {
  /** Where the step began, its log-likelihood, and where it leads. */
  at: Parameters;
  logLikelihood: number;
  next: Parameters;
}

/** EM steps on the same points, with their working memory. */
class MixtureStep {
  private readonly sums: MixtureSums;
  private readonly densities: Densities;
  private readonly roots: Float64Array;

  constructor(private readonly problem: MixtureProblem) {
    const { k, model, points, spreads } = problem;
    this.sums = new MixtureSums(k, points.dimensions, isDiagonal(model));
    this.densities = new Densities(k, points.dimensions, isDiagonal(model));
    this.roots = spreads.map(Math.sqrt);
  }

  step(at: Parameters): Stepped | null {
    if (!this.densities.set(at)) return null;
    const logLikelihood = expectation(this.problem.points, at.means, this.densities, this.sums);
    const next = parametersFrom(this.sums, at.means, this.problem);
    return next && { at, logLikelihood, next };
  }

  /** Where the two steps point to, and the length of the leap; no target where there is none or it is not allowed. */
  beyond(
    zero: Parameters,
    one: Parameters,
    two: Parameters,
    farthest: number,
  ): { target: Parameters | null; length: number } {
    const length = Math.min(farthest, this.leapLength(zero, one, two));
    if (length <= 1) return { target: null, length };
    const along = (a: Float64Array, b: Float64Array, c: Float64Array): Float64Array =>
      a.map((value, i) => {
        const step = (b[i] as number) - value;
        const curve = (c[i] as number) - (b[i] as number) - step;
        return value + 2 * length * step + length * length * curve;
      });
    // Never to 0, from where a component does not come back.
    const proportions = along(zero.proportions, one.proportions, two.proportions).map((p, c) =>
      Math.max(p, 0.01 * (two.proportions[c] as number)),
    );
    const total = proportions.reduce((sum, p) => sum + p, 0);
    const covariances = along(zero.covariances, one.covariances, two.covariances);
    const target = {
      proportions: proportions.map((p) => p / total),
      means: along(zero.means, one.means, two.means),
      ...{ covariances, floored: two.floored },
    };
    return { target: liftAll(covariances, this.problem) ? null : target, length };
  }

  /** |first step| / |its change| in units of the spreads. */
  private leapLength(zero: Parameters, one: Parameters, two: Parameters): number {
    const { roots } = this;
    const d = roots.length;
    let steps = 0;
    let curves = 0;
    const measure = (
      a: Float64Array,
      b: Float64Array,
      c: Float64Array,
      unit: (i: number) => number,
    ): void => {
      for (let i = 0; i < a.length; i++) {
        const step = ((b[i] as number) - (a[i] as number)) / unit(i);
        const curve = ((c[i] as number) - (b[i] as number)) / unit(i) - step;
        steps += step * step;
        curves += curve * curve;
      }
    };
    const root = (j: number): number => roots[j] as number;
    measure(zero.proportions, one.proportions, two.proportions, () => 1);
    measure(zero.means, one.means, two.means, (i) => root(i % d));
    measure(
      ...([zero.covariances, one.covariances, two.covariances] as const),
      (i) => root(i % d) * root(Math.floor(i / d) % d),
    );
    return curves > 0 ? Math.sqrt(steps / curves) : 1;
  }
}

/**
 * What the M-step needs: per component the mass, and the first and second moments about its last mean (lower triangles
 * row by row, or diagonals).
 */
export class MixtureSums {
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;

  constructor(
    readonly k: number,
    readonly d: number,
    readonly diagonal: boolean,
  ) {
    this.mass = new Float64Array(k);
    this.first = new Float64Array(k * d);
    this.second = new Float64Array(k * (diagonal ? d : (d * (d + 1)) / 2));
  }

  clear(): void {
    this.mass.fill(0);
    this.first.fill(0);
    this.second.fill(0);
  }

  /** Adds a point to each component with the given shares; its `differences` from the means stand k x d. */
  add(differences: Float64Array, shares: Float64Array): void {
    const { k, d, mass, first, second, diagonal } = this;
    for (let c = 0, ct = 0, at = 0; c < k; c++, ct += d) {
      const share = shares[c] as number;
      if (share === 0) {
        at += diagonal ? d : (d * (d + 1)) / 2;
        continue;
      }
      mass[c] = (mass[c] as number) + share;
      for (let i = ct; i < ct + d; i++) {
        const weighted = share * (differences[i] as number);
        first[i] = (first[i] as number) + weighted;
        for (let j = diagonal ? i : ct; j <= i; j++, at++)
          second[at] = (second[at] as number) + weighted * (differences[j] as number);
      }
    }
  }
}

/** For each component L⁻¹ of Σ = L Lᵀ, and the logarithm of its proportion times the density at its mean. */
class Densities {
  /** Lower triangles row by row, or diagonals. */
  readonly roots: Float64Array;
  readonly constants: Float64Array;
  readonly shares: Float64Array;
  readonly differences: Float64Array;

  constructor(
    readonly k: number,
    readonly d: number,
    readonly diagonal: boolean,
  ) {
    this.roots = new Float64Array(k * (diagonal ? d : (d * (d + 1)) / 2));
    this.constants = new Float64Array(k);
    this.shares = new Float64Array(k);
    this.differences = new Float64Array(k * d);
  }

  /** False where a covariance has no inverse. */
  set({ covariances, proportions }: MixtureParameters): boolean {
    const { k, d, constants } = this;
    for (let c = 0; c < k; c++) {
      const factor = cholesky(covariances.subarray(c * d * d, (c + 1) * d * d), d);
      if (!factor) return false;
      let constant = Math.log(proportions[c] as number) - (d / 2) * Math.log(2 * Math.PI);
      for (let i = 0; i < d; i++) constant -= Math.log(factor[i * d + i] as number);
      constants[c] = constant;
      this.invert(factor, c);
    }
    return true;
  }

  private invert(factor: Float64Array, component: number): void {
    const { d, roots, diagonal } = this;
    if (diagonal) {
      for (let i = 0; i < d; i++) roots[component * d + i] = 1 / (factor[i * d + i] as number);
      return;
    }
    const from = (component * d * (d + 1)) / 2;
    const place = (i: number, j: number): number => from + (i * (i + 1)) / 2 + j;
    for (let column = 0; column < d; column++)
      for (let i = column; i < d; i++) {
        let rest = i === column ? 1 : 0;
        for (let j = column; j < i; j++)
          rest -= (factor[i * d + j] as number) * (roots[place(j, column)] as number);
        roots[place(i, column)] = rest / (factor[i * d + i] as number);
      }
  }

  /** The logarithms of proportion times density of the point at `at`, into `shares`; the largest of them. */
  logarithms(values: Float64Array, at: number, means: Float64Array): number {
    const { k, d, roots, constants, shares, differences, diagonal } = this;
    let most = -Infinity;
    for (let c = 0, ct = 0, r = 0; c < k; c++, ct += d) {
      let squared = 0;
      for (let i = ct; i < ct + d; i++) {
        differences[i] = (values[at + i - ct] as number) - (means[i] as number);
        let z = 0;
        for (let j = diagonal ? i : ct; j <= i; j++, r++)
          z += (roots[r] as number) * (differences[j] as number);
        squared += z * z;
      }
      const log = (constants[c] as number) - squared / 2;
      shares[c] = log;
      if (log > most) most = log;
    }
    return most;
  }

  /** Shares from the logarithms, not yet of sum 1; their sum. */
  exponentials(most: number): number {
    const { k, shares } = this;
    let total = 0;
    for (let c = 0; c < k; c++) {
      const below = (shares[c] as number) - most;
      const share = below < -NEGLIGIBLE ? 0 : Math.exp(below);
      shares[c] = share;
      total += share;
    }
    return total;
  }
}

/** The log-likelihood of points; adds each, shared by its responsibilities, to `sums`, which is cleared before. */
function expectation(
  { values, dimensions: d, weights }: Points,
  means: Float64Array,
  densities: Densities,
  sums: MixtureSums,
): number {
  const { k, shares, differences } = densities;
  sums.clear();
  let logLikelihood = 0;
  for (let n = 0, at = 0; at < values.length; n++, at += d) {
    const most = densities.logarithms(values, at, means);
    const total = densities.exponentials(most);
    const weight = weights ? (weights[n] as number) : 1;
    logLikelihood += weight * (most + Math.log(total));
    const scale = weight / total;
    for (let c = 0; c < k; c++) shares[c] = (shares[c] as number) * scale;
    sums.add(differences, shares);
  }
  return logLikelihood;
}

/** The log-likelihood of points and their responsibilities, n x k; null where a covariance has no inverse. */
export function membershipUnder(
  { values, dimensions: d, weights }: Points,
  parameters: MixtureParameters,
): { logLikelihood: number; responsibilities: Float64Array } | null {
  const k = parameters.proportions.length;
  const densities = new Densities(k, d, false);
  if (!densities.set(parameters)) return null;
  const responsibilities = new Float64Array((values.length / d) * k);
  let logLikelihood = 0;
  for (let n = 0, at = 0; at < values.length; n++, at += d) {
    const most = densities.logarithms(values, at, parameters.means);
    const total = densities.exponentials(most);
    logLikelihood += (weights ? (weights[n] as number) : 1) * (most + Math.log(total));
    for (let c = 0; c < k; c++) responsibilities[n * k + c] = (densities.shares[c] as number) / total;
  }
  return { logLikelihood, responsibilities };
}

/** The M-step. Null where a component has too little mass for a spread, or the model's maximum does not exist. */
export function parametersFrom(
  sums: MixtureSums,
  oldMeans: Float64Array,
  problem: MixtureProblem,
): Parameters | null {
  const { k, d, mass, first, second, diagonal } = sums;
  const total = mass.reduce((sum, one) => sum + one, 0);
  const means = Float64Array.from(oldMeans);
  const scatter = new Float64Array(k * d * d);
  for (let c = 0, from = 0; c < k; c++) {
    const m = mass[c] as number;
    if (!(m > 1e-9 * total)) return null;
    for (let i = 0; i < d; i++) {
      const at = c * d + i;
      means[at] = (means[at] as number) + (first[at] as number) / m;
      for (let j = diagonal ? i : 0; j <= i; j++, from++) {
        const value = (second[from] as number) - ((first[at] as number) * (first[c * d + j] as number)) / m;
        scatter[at * d + j] = value;
        scatter[(c * d + j) * d + i] = value;
      }
    }
  }
  const covariances = fitCovariances(problem.model, { scatter, mass, dimensions: d });
  if (!covariances) return null;
  const floored = liftAll(covariances, problem);
  return { proportions: mass.map((m) => m / total), means, covariances, floored };
}

/** Lifts every covariance to the floor, in place; whether any had to be lifted. */
function liftAll(covariances: Float64Array, { k, spreads, floor }: MixtureProblem): boolean {
  const size = spreads.length ** 2;
  let lifted = false;
  for (let c = 0; c < k; c++)
    lifted = liftToFloor(covariances.subarray(c * size, (c + 1) * size), spreads, floor) || lifted;
  return lifted;
}
