import type { Encoding } from './encode';
import type { Replicated } from './intervals';
import { linearQuantities, type LinearMoments } from './linear';
import { densityOf, relativeByPlayer, relativeWithout, type LogitFit } from './logit-fit';
import type { MomentSource } from './moments';
import { layoutOf, playerSlopes, sharesOf } from './quantities';

/**
 * Everything of a logit that has an interval, by `layoutOf`, with a replicate without each group: one Newton step per
 * model (refits for the relative weights). No replicates under separation. Means come from the groups' sums.
 */
export function logitReplicated(
  fitted: LogitFit,
  source: MomentSource,
  encoding: Encoding,
  relative: boolean,
  preliminary: boolean,
): Replicated {
  const { shapley, coefficients } = fitted;
  const perUnit = densityOf(fitted);
  const importance = relative ? relativeByPlayer(fitted, encoding) : shapley.importances;
  const whole = { importance, coefficients, rSquared: shapley.rSquared };
  const point = quantitiesOf(source.whole, whole, perUnit, encoding);
  const again = shapley.replicates;
  if (!again || preliminary) return { point, replicates: [], counts: source.counts };
  // Aliased coefficients are 0 in the replicates, and unknown here.
  const aliased = coefficients.map((value) => (Number.isNaN(value) ? NaN : 0));
  const replicates = Array.from(source.replicates(), (moments, group) => {
    const own = again.coefficients[group] as Float64Array;
    const without = {
      importance: relative
        ? relativeWithout(fitted, group, encoding)
        : (again.importances[group] as Float64Array),
      coefficients: own.map((value, i) => value + (aliased[i] as number)),
      rSquared: again.rSquared[group] as number,
    };
    return quantitiesOf(moments, without, perUnit, encoding);
  });
  return { point, replicates, counts: source.counts };
}

interface LogitEstimates {
  importance: Float64Array;
  coefficients: Float64Array;
  rSquared: number;
}

/** `perUnit`: probability per log-odds, for moves; null for an ordinal outcome, which moves by least squares. */
function quantitiesOf(
  moments: LinearMoments,
  { importance, coefficients, rSquared }: LogitEstimates,
  perUnit: number | null,
  encoding: Encoding,
): Float64Array {
  const layout = layoutOf(encoding);
  const result = new Float64Array(layout.length);
  const linear = linearQuantities(moments, encoding, () => importance);
  const slopes = playerSlopes(encoding, coefficients);
  result.set(linear);
  result.set(sharesOf(importance), layout.share);
  result.set(
    perUnit === null
      ? linear.subarray(layout.slope, layout.slope + layout.players)
      : slopes.map((slope) => slope * perUnit),
    layout.moveSlope,
  );
  result.set(slopes, layout.slope);
  result.set(coefficients, layout.coefficient);
  result[layout.rSquared] = rSquared;
  return result;
}
