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
 * `visit` gets them with δ (valid during the call). Where H - H_g is not positive definite (the rest alone has no
 * maximum), H takes its place. Against refits: tests/stats/mcfadden-shapley.
 */
export function leaveGroupsOut(
  { data, offsets, totals }: GroupEntries,
  point: Float64Array,
  all: LogitEvaluation,
  terms: BlockTerms,
  visit: (group: number, logLikelihood: number, step: Float64Array) => void,
): void {
  const size = point.length;
  const own = emptyEvaluation(size);
  for (let g = 0; g < totals.length; g += 1) {
    const groupTotals = totals[g] as Float64Array;
    evaluateLogit({ ...data, totals: groupTotals }, point, own, terms, offsets[g], offsets[g + 1]);
    for (let i = 0; i < size; i += 1)
      own.gradient[i] = (all.gradient[i] as number) - (own.gradient[i] as number);
    for (let i = 0; i < size * size; i += 1)
      own.information[i] = (all.information[i] as number) - (own.information[i] as number);
    const factor = cholesky(own.information, size, 1e-12) ?? cholesky(all.information, size);
    const step = factor ? solveCholesky(factor, size, own.gradient) : new Float64Array(size);
    let gain = 0;
    for (let i = 0; i < size; i += 1) gain += (step[i] as number) * (own.gradient[i] as number);
    visit(g, all.logLikelihood - own.logLikelihood + gain / 2, step);
  }
}
