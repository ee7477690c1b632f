import { cholesky, inverseFromCholesky, solveCholesky } from './linear-algebra';

/** A function of a few parameters at one point, with its first and second derivatives. */
export interface Evaluation {
  value: number;
  gradient: number[];
  /** Symmetric, as rows. */
  hessian: number[][];
}

/**
 * What a search found. Only `converged` is a maximum: `edge` ran to a bound (`parameter` says which), `stuck` could
 * not climb any further although the slope is not zero, or the surface is flat or no maximum there.
 */
export type Optimum = Maximum | Edge | { status: 'stuck' };
export interface Edge {
  status: 'edge';
  parameter: number;
  point: number[];
  /** The last point inside the bounds. */
  before: number[];
  value: number;
}
export interface Maximum {
  status: 'converged';
  point: number[];
  value: number;
  /** The inverse of minus the Hessian: of a log-likelihood, the covariance of the estimates. */
  covariance: number[][];
  /** g' (-H)^-1 g, twice what is still to gain; at most 1e-13. */
  decrement: number;
  iterations: number;
}

/**
 * Maximises a smooth function by Newton's method, damped (Levenberg's multiple of the diagonal where minus the Hessian is
 * not positive definite, halved steps where the value would fall).
 *
 * Converged means: minus the Hessian is positive definite and the Newton decrement is at most 1e-13, so that each
 * parameter of a likelihood stands within 3e-7 of its own standard error of the maximum. No bound counts as a maximum.
 *
 * @param start inside the bounds
 * @param bounds the lowest and highest value of each parameter; reaching one ends the search
 * @param known a maximum found before: the search ends as `stuck` where it comes so near that it would only find it again
 */
export function maximise(
  evaluate: (point: readonly number[]) => Evaluation,
  start: readonly number[],
  bounds: { lower: readonly number[]; upper: readonly number[] },
  known?: readonly number[],
): Optimum {
  let point = [...start];
  let before = point;
  let here = evaluate(point);
  let stalled = 0;
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations += 1) {
    if (!Number.isFinite(here.value) || (known && isNear(point, known))) return { status: 'stuck' };
    const edge = point.findIndex((x, i) => x <= at(bounds.lower, i) || x >= at(bounds.upper, i));
    if (edge >= 0) return { status: 'edge', parameter: edge, point, before, value: here.value };
    const { step, damped, factor } = newtonStep(here);
    const decrement = dot(step, here.gradient);
    if (!damped && decrement <= CONVERGED) {
      const inverse = inverseFromCholesky(factor, point.length);
      const covariance = point.map((_, i) => [...inverse.subarray(i * point.length, (i + 1) * point.length)]);
      return { status: 'converged', point, value: here.value, covariance, decrement, iterations };
    }
    const next = climb(evaluate, point, here, step, bounds);
    if (!next) return { status: 'stuck' };
    // Short steps that gain nothing but rounding, again and again: the top is too flat to be found.
    const moved = Math.max(...next.point.map((x, i) => Math.abs(x - at(point, i))));
    stalled = moved < 0.1 && next.here.value <= here.value + roundingOf(here.value) ? stalled + 1 : 0;
    if (stalled > MOST_STALLED) return { status: 'stuck' };
    before = point;
    ({ point, here } = next);
  }
  return { status: 'stuck' };
}

/**
 * The highest point reached from several starts: a maximum, or the edge where the function is higher there than at every
 * maximum found; `stuck` where neither was reached.
 */
export function maximiseFromStarts(
  evaluate: (point: readonly number[]) => Evaluation,
  starts: readonly (readonly number[])[],
  bounds: { lower: readonly number[]; upper: readonly number[] },
): Optimum {
  let best: Exclude<Optimum, { status: 'stuck' }> | undefined;
  for (const start of starts) {
    const found = maximise(evaluate, start, bounds, best?.status === 'converged' ? best.point : undefined);
    if (found.status !== 'stuck' && (!best || found.value > best.value)) best = found;
  }
  return best ?? { status: 'stuck' };
}

/**
 * As `maximiseFromStarts` for a sum over many rows: the starts are tried on a selection of the rows, and the search goes
 * on over all of them from where that ended; from the first start where nothing was reached that way. An edge that all rows
 * run to from the selection's best point is believed.
 */
export function maximiseSelectionFirst(
  selection: (point: readonly number[]) => Evaluation,
  all: (point: readonly number[]) => Evaluation,
  starts: readonly (readonly number[])[],
  bounds: { lower: readonly number[]; upper: readonly number[] },
): Optimum {
  const tried = maximiseFromStarts(selection, starts, bounds);
  if (tried.status === 'stuck') return maximiseFromStarts(all, starts.slice(0, 1), bounds);
  const optimum = maximise(all, tried.status === 'edge' ? tried.before : tried.point, bounds);
  return optimum.status === 'stuck' ? maximiseFromStarts(all, starts.slice(0, 1), bounds) : optimum;
}

const MOST_ITERATIONS = 100;
const CONVERGED = 1e-13;
const MOST_STALLED = 6;
/** Parameters are logarithms here: a step of 2 is a factor of 7, beyond which the quadratic says nothing. */
const LONGEST_STEP = 2;

/** A sum over a million rows is good to about 1e-12 of itself; close to the top the true gain is less. */
const roundingOf = (value: number): number => 1e-11 * (1 + Math.abs(value));

/** Within a few per cent of each parameter of a maximum, Newton's method goes to that one. */
const isNear = (point: readonly number[], known: readonly number[]): boolean =>
  point.every((x, i) => Math.abs(x - at(known, i)) < 0.03);

const at = (values: readonly number[], i: number): number => values[i] as number;
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * at(b, i), 0);

/** The ascent direction, with as little damping as makes minus the Hessian positive definite. */
function newtonStep({ gradient, hessian }: Evaluation): {
  step: number[];
  damped: boolean;
  factor: Float64Array;
} {
  const size = gradient.length;
  const minus = Float64Array.from(hessian.flat(), (value) => -value);
  const scale = Math.max(...hessian.map((row, i) => Math.abs(at(row, i))), 1e-300);
  for (let damping = 0; ; damping = damping === 0 ? 1e-6 : damping * 10) {
    const damped = minus.map((value, i) => (i % (size + 1) === 0 ? value + damping * scale : value));
    const factor = cholesky(damped, size, 1e-14);
    if (factor) return { step: [...solveCholesky(factor, size, gradient)], damped: damping > 0, factor };
    if (damping > 1e12) return { step: Array<number>(size).fill(0), damped: true, factor: minus };
  }
}

/** The first of the full, half, quarter ... step that does not lower the value beyond its rounding error. */
function climb(
  evaluate: (point: readonly number[]) => Evaluation,
  point: readonly number[],
  here: Evaluation,
  step: readonly number[],
  { lower, upper }: { lower: readonly number[]; upper: readonly number[] },
): { point: number[]; here: Evaluation } | null {
  const longest = Math.max(...step.map(Math.abs));
  const rounding = roundingOf(here.value);
  // A step that would cross a bound ends on it as a whole: cut in one parameter alone it would leave its ridge.
  const room = (x: number, i: number): number => {
    const by = at(step, i);
    if (by === 0) return Infinity;
    return ((by > 0 ? at(upper, i) : at(lower, i)) - x) / by;
  };
  let size = Math.min(1, LONGEST_STEP / longest, ...point.map(room));
  for (let halvings = 0; halvings < 40; halvings += 1, size /= 2) {
    const next = point.map((x, i) => Math.min(at(upper, i), Math.max(at(lower, i), x + size * at(step, i))));
    const there = evaluate(next);
    if (there.value >= here.value - rounding) return { point: next, here: there };
  }
  return null;
}
