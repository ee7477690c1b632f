import { SELECTION, thinned, type Histories } from './customer-histories';
import {
  maximiseFromStarts,
  maximiseSelectionFirst,
  type Evaluation,
  type Maximum,
  type Optimum,
} from './damped-newton';

/**
 * `edge`: the likelihood rises for ever as that parameter (its number) goes to 0 or infinity, so there is no estimate;
 * `at` are the parameters where the search ended, `logLikelihood` its height there.
 */
export type NoFit =
  | { converged: false; reason: 'edge'; parameter: number; at: number[]; logLikelihood: number }
  | { converged: false; reason: 'stuck' };

/** A maximum of a likelihood in the logarithms of its parameters, told in the parameters themselves. */
export interface Estimates {
  estimates: number[];
  /** By the delta method from the inverse Hessian in the logarithms. */
  standardErrors: number[];
  /** Covariance of the logarithms of the parameters. */
  covarianceOfLogs: number[][];
  logLikelihood: number;
  iterations: number;
}

export type LikelihoodOf = (histories: Histories) => (logs: readonly number[]) => Evaluation;
export interface SearchSpace {
  /** Starting points, as logarithms of the parameters. */
  starts: number[][];
  bounds: { lower: number[]; upper: number[] };
}

/**
 * The maximum of a likelihood over customers in its log-parameters, from several starts; beyond 20,000 distinct customers
 * the starts are tried on an even selection first. Never an optimum that did not converge.
 */
export function searchLikelihood(
  likelihoodOf: LikelihoodOf,
  histories: Histories,
  { starts, bounds }: SearchSpace,
): (Estimates & { converged: true }) | NoFit {
  const all = likelihoodOf(histories);
  const optimum =
    histories.age.length > SELECTION
      ? maximiseSelectionFirst(likelihoodOf(thinned(histories)), all, starts, bounds)
      : maximiseFromStarts(all, starts, bounds);
  if (optimum.status !== 'converged') return noFit(optimum);
  const flat = optimum.covariance.findIndex((row, i) => !((row[i] as number) <= NO_KNOWLEDGE));
  if (flat >= 0) return noFit({ ...optimum, status: 'edge', parameter: flat, before: optimum.point });
  return { converged: true, ...estimatesAt(optimum) };
}

/**
 * A variance of a logarithm above which nothing is known of the parameter: the surface is flat there to rounding (a
 * likelihood of 1 is approached and never reached), which looks like a maximum and is none.
 */
const NO_KNOWLEDGE = 1e4;

function estimatesAt({ point, covariance, value, iterations }: Maximum): Estimates {
  const estimates = point.map(Math.exp);
  return {
    estimates,
    standardErrors: estimates.map((estimate, i) => estimate * Math.sqrt(covariance[i]?.[i] ?? NaN)),
    covarianceOfLogs: covariance,
    logLikelihood: value,
    iterations,
  };
}

/** Why a search in log-parameters gave no fit. */
export const noFit = (optimum: Exclude<Optimum, { status: 'converged' }>): NoFit =>
  optimum.status === 'edge'
    ? {
        converged: false,
        reason: 'edge',
        parameter: optimum.parameter,
        at: optimum.point.map(Math.exp),
        logLikelihood: optimum.value,
      }
    : { converged: false, reason: 'stuck' };

/**
 * Summed over customers: ln (θ)_n = ln Γ(θ+n)/Γ(θ) and its first two derivatives in θ. n is whole, so that no special
 * function is needed and nothing cancels; the cost is the largest n.
 *
 * @param lengths the values of n, rising
 * @param weights customers per value
 */
export function logRisingTotals(
  theta: number,
  lengths: Float64Array,
  weights: Float64Array,
): { value: number; first: number; second: number } {
  const totals = { value: 0, first: 0, second: 0 };
  let [i, log, one, two] = [0, 0, 0, 0];
  for (let level = 0; level < lengths.length; level += 1) {
    for (; i < (lengths[level] as number); i += 1) {
      const inverse = 1 / (theta + i);
      log += Math.log(theta + i);
      one += inverse;
      two -= inverse * inverse;
    }
    const weight = weights[level] as number;
    totals.value += weight * log;
    totals.first += weight * one;
    totals.second += weight * two;
  }
  return totals;
}

/**
 * The evaluation that sums over customers stand for, of four log-parameters: 0 value; 1-4 gradient; 5-14 the Hessian's
 * upper triangle, row by row. One flat array, so that nothing is made for each customer.
 */
export function evaluationOf(at: Float64Array): Evaluation {
  const [value = NaN, g1 = NaN, g2 = NaN, g3 = NaN, g4 = NaN] = at;
  const h = (i: number): number => at[i] as number;
  return {
    value,
    gradient: [g1, g2, g3, g4],
    hessian: [
      [h(5), h(6), h(7), h(8)],
      [h(6), h(9), h(10), h(11)],
      [h(7), h(10), h(12), h(13)],
      [h(8), h(11), h(13), h(14)],
    ],
  };
}

/** Adds to entry `i` of some sums. */
export const add = (sums: Float64Array, i: number, value: number): void => {
  sums[i] = (sums[i] as number) + value;
};
