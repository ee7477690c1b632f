import {
  emptyEvaluation,
  evaluateLogit,
  type BlockTerms,
  type LogitData,
  type LogitEvaluation,
} from './cumulative-logit';
import { cholesky, solveCholesky } from './linear-algebra';

/** Groups of answers as a model sees them. */
export interface GroupEntries {
  data: LogitData;
  /** Group g has the entries from offsets[g] up to offsets[g + 1]. */
  offsets: Int32Array;
  /** By group, by category: answers. */
  totals: readonly Float64Array[];
}

/**
 * For each group, what a model's log-likelihood would be if it were fitted without that group, by one Newton step from
 * the fit to all: with the group's own value, gradient and curvature at that point,
 *
 *   δ = (H - H_g)⁻¹ (∇ - ∇_g),   ℓ_-g = ℓ - ℓ_g + ½ δ' (∇ - ∇_g)
 *
 * `visit` gets them with δ. Where H - H_g is not positive definite (the rest alone has no maximum), H takes its place.
 * Against refits: tests/stats/mcfadden-shapley.test.ts.
 */
export function leaveGroupsOut(
  entries: GroupEntries,
  point: Float64Array,
  all: LogitEvaluation,
  terms: BlockTerms,
  visit: (group: number, logLikelihood: number, step: Float64Array) => void,
): void {
  const own = emptyEvaluation(point.length);
  for (let g = 0; g < entries.totals.length; g += 1) {
    const { step, logLikelihood } = without(entries, g, point, all, own, terms);
    visit(g, logLikelihood, step);
  }
}

/**
 * A second Newton step without a group, from `point`, over all answers anew: coefficients without the group are then those of
 * a refit to about 1e-3 of what leaving it out changes, where one step leaves some 1e-2.
 */
export function secondStepWithout(
  entries: GroupEntries,
  group: number,
  point: Float64Array,
  data: LogitData,
  terms: BlockTerms,
): Float64Array {
  const all = emptyEvaluation(point.length);
  evaluateLogit(data, point, all, terms);
  if (!Number.isFinite(all.logLikelihood)) return new Float64Array(point.length);
  return without(entries, group, point, all, emptyEvaluation(point.length), terms).step;
}

/** Newton's step and log-likelihood for all answers less one group's; `own` is overwritten. */
function without(
  { data, offsets, totals }: GroupEntries,
  g: number,
  point: Float64Array,
  all: LogitEvaluation,
  own: LogitEvaluation,
  terms: BlockTerms,
): { step: Float64Array; logLikelihood: number } {
  const size = point.length;
  const groupOnly = { ...data, totals: totals[g] as Float64Array };
  evaluateLogit(groupOnly, point, own, terms, offsets[g], offsets[g + 1]);
  const { gradient, information } = own;
  for (let i = 0; i < size; i += 1) gradient[i] = (all.gradient[i] as number) - (gradient[i] as number);
  for (let i = 0; i < size * size; i += 1)
    information[i] = (all.information[i] as number) - (information[i] as number);
  const factor = cholesky(information, size, 1e-12) ?? cholesky(all.information, size);
  const step = factor ? solveCholesky(factor, size, gradient) : new Float64Array(size);
  let gain = 0;
  for (let i = 0; i < size; i += 1) gain += (step[i] as number) * (gradient[i] as number);
  return { step, logLikelihood: all.logLikelihood - own.logLikelihood + gain / 2 };
}
