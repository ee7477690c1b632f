import { cholesky, inverseFromCholesky } from './linear-algebra';
import { regress } from './regression';
import { covarianceOf, meansOf, type Moments } from './sufficient-statistics';

/** Answers up to `low` count as low, from `high` on as high; those between are the reference. */
export interface Cuts {
  low: number;
  high: number;
}

/**
 * Cuts for a scale of whole points: the lowest 40 % of the points are low and the highest 20 % high, each rounded to
 * whole points and at least one. 1-5: up to 2, and 5. 1-7: up to 3, and 7. 1-10: up to 4, 9 on. 0-10: up to 3, 9 on.
 * null where the ends are not whole or no point would be left between (fewer than three points): a yes/no has no
 * asymmetry to speak of.
 */
export function defaultCuts(min: number, max: number): Cuts | null {
  if (!(Number.isInteger(min) && Number.isInteger(max) && max - min >= 2)) return null;
  const points = max - min + 1;
  const lowPoints = Math.max(1, Math.round(0.4 * points));
  const highPoints = Math.max(1, Math.round(0.2 * points));
  return { low: min + lowPoints - 1, high: max - highPoints + 1 };
}

/** Least squares of the outcome on a low and a high dummy per driver. */
export interface PenaltyRewardFit {
  /** Driver k's penalty (the effect of a low answer against a middling one) at 2k, its reward at 2k + 1, in outcome units; NaN where nobody, or everybody, gave such an answer, or it follows from the others. */
  coefficients: Float64Array;
  /** Their covariance matrix, row-major, (2 drivers)²; NaN where the coefficient is. */
  covariance: Float64Array;
  /** The outcome expected of somebody in the middle everywhere. */
  intercept: number;
  interceptError: number;
  rSquared: number;
  /** Rows less coefficients; at 0 or below errors are NaN. */
  degreesOfFreedom: number;
}

/**
 * Penalty-reward contrasts of all drivers together (Brandt 1987; an asymmetry of effects, which is not the same as
 * Kano's categories, asked of people in another way):
 *
 *   outcome = intercept + Σ_k penalty_k [x_k <= low_k] + reward_k [x_k >= high_k] + error
 *
 * by ordinary least squares, errors from s² (X'X)⁻¹. `moments`: outcome, low_1, high_1, low_2, high_2 ...; `origin`
 * what was taken off each (nothing by default). Rows with a missing answer must have been left out. With survey
 * weights the coefficients are the weighted ones and the errors take the weights as saying how exact a row is; for a
 * sample use a jackknife over groups instead. Held to R's lm to 1e-10 in tests/stats.
 */
export function fitPenaltyReward(moments: Moments, drivers: number, origin?: Float64Array): PenaltyRewardFit {
  const count = 2 * drivers;
  const size = count + 1;
  const sample = covarianceOf(moments);
  const { coefficients, rSquared } = regress(sample, count, moments.count);
  const kept = [...coefficients.keys()].filter((dummy) => Number.isFinite(coefficients[dummy]));
  const degreesOfFreedom = moments.count - kept.length - 1;
  const unexplained = ((1 - rSquared) * (sample[0] as number) * (moments.count - 1)) / degreesOfFreedom;
  const variance = degreesOfFreedom > 0 ? unexplained : NaN;
  const inverse = inverseAmong(sample, size, kept);
  const covariance = new Float64Array(count * count).fill(NaN);
  const means = meansOf(moments).map((mean, i) => mean + (origin?.[i] ?? 0));
  let intercept = means[0] as number;
  let interceptVariance = variance / moments.count;
  kept.forEach((row, i) => {
    const mean = means[row + 1] as number;
    intercept -= (coefficients[row] as number) * mean;
    kept.forEach((column, j) => {
      const value = (variance * (inverse[i * kept.length + j] as number)) / (moments.count - 1);
      covariance[row * count + column] = value;
      interceptVariance += mean * value * (means[column + 1] as number);
    });
  });
  return {
    coefficients,
    covariance,
    intercept,
    interceptError: Math.sqrt(interceptVariance),
    rSquared,
    degreesOfFreedom,
  };
}

/** The inverse of the covariance among some dummies (indices from 0, the outcome before them). */
function inverseAmong(sample: Float64Array, size: number, kept: readonly number[]): Float64Array {
  const among = Float64Array.from(
    kept.flatMap((row) => kept.map((column) => sample[(row + 1) * size + column + 1] as number)),
  );
  const factor = cholesky(among, kept.length);
  return factor ? inverseFromCholesky(factor, kept.length) : among.fill(NaN);
}

/**
 * How a driver acts: `penalty` (low answers cost more than high ones give), `reward` (the reverse), `symmetric` (its
 * interval says that neither side is twice the other), `unclear` (the data do not decide).
 */
export type AsymmetryLabel = 'penalty' | 'reward' | 'symmetric' | 'unclear';

export interface Asymmetry {
  /** -1 (only a penalty) to 1 (only a reward). */
  value: number;
  low: number;
  high: number;
  label: AsymmetryLabel;
}

/** One side is twice the other at (2 - 1)/(2 + 1). */
const TWICE = 1 / 3;

/**
 * Impact asymmetry (reward - |penalty|) / (reward + |penalty|), its interval by the delta method, ends kept in -1..1.
 *
 * A penalty above 0 or a reward below 0 acts against its name and counts as none. null where no effect is left, or a
 * coefficient is not finite. The ratio is only as good as its denominator: the interval is -1..1 and the label
 * `unclear` where reward + |penalty| is within `multiplier` standard errors of 0. NaN errors give the same.
 * Source: Mikulić & Prebežac (2008), Managing Service Quality 18(6), who cut the value itself; here the interval decides.
 */
export function impactAsymmetry(
  penalty: number,
  reward: number,
  covariance: { penalty: number; reward: number; both: number },
  multiplier: number,
): Asymmetry | null {
  const loss = Math.max(0, -penalty);
  const gain = Math.max(0, reward);
  const range = gain + loss;
  if (!(range > 0 && Number.isFinite(penalty) && Number.isFinite(reward))) return null;
  const value = (gain - loss) / range;
  // The loss is minus the penalty, so its covariance with the gain is minus `both`.
  const rangeVariance = covariance.penalty + covariance.reward - 2 * covariance.both;
  const perGain = (2 * loss) / range ** 2;
  const perLoss = (-2 * gain) / range ** 2;
  const variance =
    perGain ** 2 * covariance.reward +
    perLoss ** 2 * covariance.penalty -
    2 * perGain * perLoss * covariance.both;
  if (!(range > multiplier * Math.sqrt(rangeVariance)) || Number.isNaN(variance))
    return { value, low: -1, high: 1, label: 'unclear' };
  const reach = multiplier * Math.sqrt(Math.max(0, variance));
  const low = Math.max(-1, value - reach);
  const high = Math.min(1, value + reach);
  return { value, low, high, label: labelOf(low, high) };
}

function labelOf(low: number, high: number): AsymmetryLabel {
  if (high < 0) return 'penalty';
  if (low > 0) return 'reward';
  return low > -TWICE && high < TWICE ? 'symmetric' : 'unclear';
}
