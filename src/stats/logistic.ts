import type { Separation } from './cumulative-logit-fit';
import { fitCumulativeLogit } from './cumulative-logit-fit';
import { binaryPatterns } from './logit-design';

/** Distinct rows of drivers with a 0/1 outcome counted on each; counts may be weighted. */
export interface BinaryPatterns {
  /** By driver column, one value per pattern; no NaN. */
  columns: readonly Float64Array[];
  /** By pattern: answers that are 1. */
  events: Float64Array;
  /** By pattern: all answers. */
  trials: Float64Array;
}

export interface LogisticFit {
  status: 'converged';
  /** Intercept, then one per column: log odds per unit; 0 of an aliased column. */
  coefficients: Float64Array;
  /** Of the coefficients, from the observed information; 0 of an aliased column. */
  standardErrors: Float64Array;
  /** Row-major, (columns + 1)². */
  covariance: Float64Array;
  /** Columns that do not vary, or are a combination of the ones before them. */
  aliased: number[];
  logLikelihood: number;
  nullLogLikelihood: number;
  rSquared: LogisticRSquared;
}

/** Four ways to say how well the outcome is explained, each 0..1 (Cox & Snell's cannot reach 1). */
export interface LogisticRSquared {
  /** 1 - ℓ / ℓ0. */
  mcFadden: number;
  /** 1 - exp(2 (ℓ0 - ℓ) / n). */
  coxSnell: number;
  /** Cox & Snell's as a share of the most it can be, 1 - exp(2 ℓ0 / n). */
  nagelkerke: number;
  /** The mean chance of those with a 1 less that of those with a 0. */
  tjur: number;
}

/** Only `converged` is a fit; `constant`: the outcome takes one value. */
export type LogisticOutcome =
  LogisticFit | { status: 'separated'; separation: Separation } | { status: 'constant' | 'stuck' };

/**
 * Logistic regression by maximum likelihood: log odds of a 1 = b0 + Σ b_k x_k.
 *
 * Newton's method on centred and scaled columns; coefficients stand within 1e-9 of their own standard errors of the
 * maximum. Where drivers tell ones from zeros without exception no maximum exists: that is `separated`, and
 * `firthLogistic` the way out. Held to R's glm on birthwt to 1e-7 (tests/stats/logistic.test.ts).
 */
export function logistic(patterns: BinaryPatterns): LogisticOutcome {
  const fit = fitCumulativeLogit(binaryPatterns(patterns.columns, patterns.events, patterns.trials));
  if (fit.status !== 'converged') return fit;
  const size = fit.point.length;
  // The intercept is minus the threshold: its row and column change sign.
  const coefficients = fit.point.map((value, i) => (i === 0 ? -value : value));
  const covariance = fit.covariance.map((value, at) =>
    (Math.floor(at / size) === 0) !== (at % size === 0) ? -value : value,
  );
  const { aliased, logLikelihood, nullLogLikelihood } = fit;
  return {
    status: 'converged',
    coefficients,
    standardErrors: Float64Array.from({ length: size }, (_, i) =>
      Math.sqrt(covariance[i * size + i] as number),
    ),
    covariance,
    aliased,
    logLikelihood,
    nullLogLikelihood,
    rSquared: {
      ...rSquaredOf(logLikelihood, nullLogLikelihood, total(patterns.trials)),
      tjur: tjurOf(patterns, coefficients),
    },
  };
}

/** McFadden's, Cox & Snell's and Nagelkerke's R² from a log-likelihood, that without drivers and the answers. */
export function rSquaredOf(
  logLikelihood: number,
  nullLogLikelihood: number,
  answers: number,
): { mcFadden: number; coxSnell: number; nagelkerke: number } {
  const coxSnell = -Math.expm1((2 * (nullLogLikelihood - logLikelihood)) / answers);
  const most = -Math.expm1((2 * nullLogLikelihood) / answers);
  return { mcFadden: 1 - logLikelihood / nullLogLikelihood, coxSnell, nagelkerke: coxSnell / most };
}

/** The chance of a 1 for each pattern. */
export function fittedChances(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const rows = columns[0]?.length ?? 1;
  return Float64Array.from({ length: rows }, (_, i) => {
    let eta = coefficients[0] as number;
    columns.forEach((x, a) => (eta += (coefficients[a + 1] as number) * (x[i] as number)));
    return chance(eta);
  });
}

/** 1 / (1 + e^-η), without overflow. */
export function chance(eta: number): number {
  const small = Math.exp(-Math.abs(eta));
  return (eta > 0 ? 1 : small) / (1 + small);
}

function tjurOf({ columns, events, trials }: BinaryPatterns, coefficients: Float64Array): number {
  if (columns.length === 0) return 0;
  const chances = fittedChances(columns, coefficients);
  let ofOnes = 0;
  let ofAll = 0;
  chances.forEach((p, i) => {
    ofOnes += p * (events[i] as number);
    ofAll += p * (trials[i] as number);
  });
  const ones = total(events);
  return ofOnes / ones - (ofAll - ofOnes) / (total(trials) - ones);
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
