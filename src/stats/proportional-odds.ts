import { fitCumulativeLogit, type Separation } from './cumulative-logit-fit';
import type { OutcomePatterns } from './cumulative-logit';

export interface ProportionalOddsFit {
  status: 'converged';
  /** ζ of logit P(Y ≤ j) = ζ_j - x'β, increasing; one fewer than the categories that occur. */
  thresholds: Float64Array;
  thresholdErrors: Float64Array;
  /** β by column: log odds of a higher category per unit; 0 of an aliased column. */
  coefficients: Float64Array;
  standardErrors: Float64Array;
  /** Row-major, of the thresholds and then the coefficients. */
  covariance: Float64Array;
  /** Columns that do not vary, or are a combination of the ones before them. */
  aliased: number[];
  logLikelihood: number;
  nullLogLikelihood: number;
  /** 1 - ℓ / ℓ0. */
  mcFadden: number;
}

/** Only `converged` is a fit; `constant`: fewer than two categories occur. */
export type ProportionalOddsOutcome =
  ProportionalOddsFit | { status: 'separated'; separation: Separation } | { status: 'constant' | 'stuck' };

/**
 * Proportional odds (ordered logit) regression by maximum likelihood, signs as MASS::polr has them: a positive
 * coefficient raises the outcome. A category without answers is left out.
 *
 * Of two categories it is `logistic`, with the threshold minus the intercept. Held to the housing example of Venables
 * & Ripley, Modern Applied Statistics with S, 7.3 (tests/stats/proportional-odds.test.ts). Source: McCullagh (1980).
 */
export function proportionalOdds(patterns: OutcomePatterns): ProportionalOddsOutcome {
  const fit = fitCumulativeLogit(patterns);
  if (fit.status !== 'converged') return fit;
  const { point, covariance, aliased, logLikelihood, nullLogLikelihood } = fit;
  const size = point.length;
  const thresholds = size - patterns.columns.length;
  const errors = Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i] as number));
  return {
    status: 'converged',
    thresholds: point.slice(0, thresholds),
    thresholdErrors: errors.slice(0, thresholds),
    coefficients: point.slice(thresholds),
    standardErrors: errors.slice(thresholds),
    covariance,
    aliased,
    logLikelihood,
    nullLogLikelihood,
    mcFadden: 1 - logLikelihood / nullLogLikelihood,
  };
}
