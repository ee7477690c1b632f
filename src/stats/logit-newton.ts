import {
  blockTerms,
  emptyEvaluation,
  evaluateLogit,
  linearPredictor,
  BLOCK,
  type BlockTerms,
  type LogitData,
  type LogitEvaluation,
} from './cumulative-logit';
import { cholesky, solveCholesky } from './linear-algebra';

/** Where a search stood when it ended: everything is at `point`, from which `step` is what Newton would do next. */
export interface LogitOptimum {
  status: 'converged' | 'separated' | 'stuck';
  point: Float64Array;
  evaluation: LogitEvaluation;
  /** Lower Cholesky factor of the information at `point`. */
  factor: Float64Array;
  step: Float64Array;
  /** The log-likelihood at the maximum: that of `point` and what the last step gains, right to third order. */
  logLikelihood: number;
}

export interface NewtonOptions {
  /** The search ends when the step would gain no more than this per answer. */
  gainPerAnswer: number;
  /** Ends the search as `separated` where the log-likelihood has a supremum but no maximum. */
  detectSeparation: boolean;
}

/** For coefficients: the next step would move each by about 1e-6 of its error, and is still done. */
export const EXACT: NewtonOptions = { gainPerAnswer: 1e-12, detectSeparation: true };
/** For log-likelihoods: with the last step's gain added the error is about 1e-11 of the log-likelihood. */
export const LIKELIHOOD_ONLY: NewtonOptions = { gainPerAnswer: 1e-8, detectSeparation: false };

const MOST_ITERATIONS = 200;
/** Below this gain per answer Newton's steps shrink quadratically, unless there is no maximum. */
const NEAR = 1e-6;
/** So many steps near the top, each moving a prediction by more than 0.1 on the logit scale: there is no top. */
const RESTLESS_STEPS = 6;

/**
 * Maximises the cumulative logit's log-likelihood, which is concave, by Newton's method with halved steps.
 *
 * Separation is told from slow convergence by this: without a maximum each step still moves the predictions by about 1
 * while the gain falls only by a factor of e; with one, the gain is squared at each step. The columns must be
 * linearly independent. `start`: thresholds (increasing), then slopes.
 */
export function newtonLogit(
  data: LogitData,
  start: Float64Array,
  total: number,
  { gainPerAnswer, detectSeparation }: NewtonOptions,
  terms = blockTerms(data.events.length),
): LogitOptimum {
  const size = start.length;
  let point = start;
  let here = emptyEvaluation(size);
  let spare = emptyEvaluation(size);
  evaluateLogit(data, point, here, terms);
  let restless = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const factor = factorOf(here.information, size);
    if (!factor || !Number.isFinite(here.logLikelihood)) break;
    const step = solveCholesky(factor, size, here.gradient);
    const gain = dot(step, here.gradient);
    const optimum = { point, evaluation: here, factor, step, logLikelihood: here.logLikelihood + gain / 2 };
    if (gain <= gainPerAnswer * total) return { status: 'converged', ...optimum };
    if (detectSeparation && gain <= NEAR * total) {
      if (largestMove(data, step, terms) > 0.1) restless += 1;
      if (restless >= RESTLESS_STEPS) return { status: 'separated', ...optimum };
    }
    const next = climb(data, point, here, step, spare, terms);
    if (!next) break;
    point = next;
    [here, spare] = [spare, here];
  }
  const nothing = new Float64Array(size);
  const { logLikelihood } = here;
  return { status: 'stuck', point, evaluation: here, factor: nothing, step: nothing, logLikelihood };
}

/** The point after the full, half, quarter ... step that does not lower the log-likelihood, evaluated into `there`. */
function climb(
  data: LogitData,
  point: Float64Array,
  here: LogitEvaluation,
  step: Float64Array,
  there: LogitEvaluation,
  terms: BlockTerms,
): Float64Array | null {
  const rounding = 1e-11 * (1 + Math.abs(here.logLikelihood));
  for (let share = 1; share > 1e-12; share /= 2) {
    const next = point.map((value, i) => value + share * (step[i] as number));
    evaluateLogit(data, next, there, terms);
    if (there.logLikelihood >= here.logLikelihood - rounding) return next;
  }
  return null;
}

/** The Cholesky factor; where rounding left no positive pivot, of the matrix with a little more on its diagonal. */
function factorOf(information: Float64Array, size: number): Float64Array | null {
  let factor = cholesky(information, size, 1e-15);
  for (let ridge = 1e-14; !factor && ridge < 1e-3; ridge *= 10) {
    const amount = ridge;
    const raised = information.map((value, i) =>
      i % (size + 1) === 0 ? value * (1 + amount) + 1e-300 : value,
    );
    factor = cholesky(raised, size, 1e-15);
  }
  return factor;
}

/** How far a step moves the linear predictor of the pattern it moves most. */
function largestMove(data: LogitData, step: Float64Array, { product }: BlockTerms): number {
  const thresholds = data.events.length;
  const rows = data.trials[0]?.length ?? 0;
  let largest = 0;
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    linearPredictor(data.columns, step, thresholds, from, count, product);
    for (let i = 0; i < count; i += 1)
      for (let t = 0; t < thresholds; t += 1)
        largest = Math.max(largest, Math.abs((product[i] as number) - (step[t] as number)));
  }
  return largest;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] as number) * (b[i] as number);
  return total;
}
