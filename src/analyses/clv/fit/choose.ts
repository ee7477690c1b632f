import { informationCriteria, type ModelFit } from '../../../stats/buy-till-you-die';

/** Above this difference of BIC the evidence is called very strong (Kass & Raftery 1995): the check cannot overturn it. */
const VERY_STRONG = 10;
/** Forecasts closer to each other than this are the same: a model with a parameter more (k = 1) does not win by rounding. */
const SAME = 1e-6;

/**
 * The place of the best fit: the smallest BIC; where forecasts of a check are at hand (`missedBy`, one per fit, NaN where
 * there is none), that of the smallest error among the fits whose BIC is within 10 of the smallest.
 */
export function chooseFit(fits: readonly ModelFit[], missedBy: readonly number[] | null): number {
  const bics = fits.map((fit) => informationCriteria(fit).bic);
  const least = Math.min(...bics);
  const rivals = bics.flatMap((bic, i) => (bic - least <= VERY_STRONG ? [i] : []));
  const judged = rivals.filter((i) => Number.isFinite(missedBy?.[i]));
  const byError = (i: number): number => missedBy?.[i] ?? NaN;
  if (judged.length === 0) return bics.indexOf(least);
  const byBic = judged.toSorted((i, j) => (bics[i] as number) - (bics[j] as number));
  return byBic.reduce((best, i) => (byError(i) < byError(best) * (1 - SAME) ? i : best));
}
