/** What is known of the drivers; entry k of each array belongs to driver k. */
export interface Movable {
  /** Outcome units per unit of the driver, the others held fixed; NaN where it cannot be told. */
  coefficients: Float64Array;
  /** Their covariance matrix, row-major, drivers². */
  covariance: Float64Array;
  /** Where each driver stands: its mean. */
  means: ArrayLike<number>;
  /** One move's length in the driver's unit: above 0, or below 0 where lower is better. */
  steps: ArrayLike<number>;
  /** The end of the scale in the direction of the step; ±Infinity where it has none. */
  caps: ArrayLike<number>;
  /** Standard errors to either side of an interval: a quantile of t or of the normal. */
  multiplier: number;
}

/** One move of one driver, with what it does to the outcome; all effects in outcome units. */
export interface Move {
  driver: number;
  from: number;
  to: number;
  effect: number;
  effectLow: number;
  effectHigh: number;
}

/** A move in a sequence, with the effect of all moves up to it. */
export interface SequencedMove extends Move {
  /** From 1. */
  step: number;
  cumulative: number;
  cumulativeLow: number;
  cumulativeHigh: number;
}

/** What is left to the cap below this share of a step is rounding. */
const SLIVER = 1e-9;

/**
 * The effect of one move of each driver by itself: β_k d with d the step, or what is left to the cap where that is
 * less. A coefficient against the step's direction gives a negative effect. null for a driver without a coefficient,
 * with a step of 0, or at its cap already.
 */
export function singleMoves(movable: Movable): (Move | null)[] {
  return Array.from(movable.coefficients, (_, driver) =>
    moveFrom(movable, driver, movable.means[driver] as number),
  );
}

/**
 * The order of moves that gives "most change in the fewest moves": at each step the move with the largest effect on the
 * outcome, until every driver that helps is at its cap or `mostMoves` are made. The model is linear, so this greedy
 * order is the best one for every number of moves: no effect is larger than the one before it, and the cumulative
 * effect is β · (all change so far).
 *
 * A driver whose coefficient says that the step would lower the outcome is never moved. Ties go to the earlier driver.
 * Intervals: effect ± multiplier · √(d' V d), with V the coefficients' covariance and d the total change of each
 * driver. Choosing the largest coefficients makes them look somewhat better than they are; the intervals do not know.
 */
export function greedyMoves(movable: Movable, mostMoves: number): SequencedMove[] {
  const at = Float64Array.from(movable.means);
  const change = new Float64Array(at.length);
  const next = singleMoves(movable);
  const moves: SequencedMove[] = [];
  while (moves.length < mostMoves) {
    const best = largest(next);
    if (!best) break;
    const { driver, from, to } = best;
    at[driver] = to;
    change[driver] = (change[driver] as number) + (to - from);
    const [cumulative, cumulativeLow, cumulativeHigh] = effectOf(movable, change);
    moves.push({ ...best, step: moves.length + 1, cumulative, cumulativeLow, cumulativeHigh });
    next[driver] = moveFrom(movable, driver, to);
  }
  return moves;
}

function largest(moves: readonly (Move | null)[]): Move | null {
  let best: Move | null = null;
  for (const move of moves) if (move && move.effect > (best?.effect ?? 0)) best = move;
  return best;
}

function moveFrom(movable: Movable, driver: number, from: number): Move | null {
  const step = movable.steps[driver] as number;
  const left = (movable.caps[driver] as number) - from;
  if (!Number.isFinite(movable.coefficients[driver]) || !(left * Math.sign(step) > SLIVER * Math.abs(step)))
    return null;
  const whole = Math.abs(left) > Math.abs(step) * (1 + SLIVER);
  const change = new Float64Array(movable.coefficients.length);
  change[driver] = whole ? step : left;
  const [effect, effectLow, effectHigh] = effectOf(movable, change);
  return { driver, from, to: from + (whole ? step : left), effect, effectLow, effectHigh };
}

/** β · d with its interval. */
function effectOf(
  { coefficients, covariance, multiplier }: Movable,
  change: Float64Array,
): [number, number, number] {
  const size = change.length;
  const moved = [...change.keys()].filter((driver) => change[driver] !== 0);
  let effect = 0;
  let variance = 0;
  for (const i of moved) {
    effect += (coefficients[i] as number) * (change[i] as number);
    for (const j of moved)
      variance += (change[i] as number) * (change[j] as number) * (covariance[i * size + j] as number);
  }
  const reach = multiplier * Math.sqrt(Math.max(0, variance));
  return [effect, effect - reach, effect + reach];
}
