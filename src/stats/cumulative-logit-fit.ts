import { emptyEvaluation, evaluateLogit, blockTerms, type OutcomePatterns } from './cumulative-logit';
import { cholesky, inverseFromCholesky } from './linear-algebra';
import { independentColumns, logitDesign, nullThresholds, type LogitDesign } from './logit-design';
import { EXACT, newtonLogit, type LogitOptimum } from './logit-newton';

/** Why there is no maximum: some combination of columns tells categories apart without one exception. */
export interface Separation {
  /** `complete`: every answer is told; `quasi`: only those of some patterns. */
  kind: 'complete' | 'quasi';
  /** The columns whose coefficients run away. */
  columns: number[];
  /** What the log-likelihood comes ever closer to. */
  logLikelihood: number;
}

/** Maximum likelihood in the columns' own units. */
export interface CumulativeLogitFit {
  status: 'converged';
  /** Thresholds ζ, one fewer than the categories that occur, then one slope per column (0 of an aliased one). */
  point: Float64Array;
  /** Row-major, of `point`; rows and columns of aliased columns are 0. */
  covariance: Float64Array;
  /** Columns that do not vary, or are a combination of the ones before them: they have no coefficient. */
  aliased: number[];
  logLikelihood: number;
  nullLogLikelihood: number;
}

/** What came of a fit; only `converged` is a maximum. `constant`: fewer than two categories occur. */
export type CumulativeLogitOutcome =
  CumulativeLogitFit | { status: 'separated'; separation: Separation } | { status: 'constant' | 'stuck' };

/**
 * Fits logit P(Y ≤ j) = ζ_j - x'β by maximum likelihood. Empty categories are left out. Slopes stand within 1e-9 of
 * their own standard errors of the maximum; errors come from the observed information.
 */
export function fitCumulativeLogit(patterns: OutcomePatterns): CumulativeLogitOutcome {
  const design = logitDesign(patterns);
  if (design.data.events.length === 0) return { status: 'constant' };
  const kept = keptColumns(design);
  const optimum = fitScaled(design, kept);
  if (optimum.status === 'stuck') return { status: 'stuck' };
  if (optimum.status === 'separated')
    return { status: 'separated', separation: separationOf(optimum, design, kept) };
  const data = { ...design.data, columns: kept.map((a) => design.data.columns[a] as Float64Array) };
  const point = optimum.point.map((value, i) => value + (optimum.step[i] as number));
  const last = emptyEvaluation(point.length);
  evaluateLogit(data, point, last, blockTerms(design.data.events.length));
  const factor = cholesky(last.information, point.length);
  if (!factor) return { status: 'stuck' };
  const scaled = inverseFromCholesky(factor, point.length);
  return {
    status: 'converged',
    ...inOwnUnits(point, scaled, design, kept),
    aliased: design.data.columns.map((_, a) => a).filter((a) => !kept.includes(a)),
    logLikelihood: last.logLikelihood,
    nullLogLikelihood: design.nullLogLikelihood,
  };
}

/** The columns that get a coefficient. */
export const keptColumns = ({ correlation, data }: LogitDesign): number[] =>
  independentColumns(
    correlation,
    data.columns.length,
    data.columns.map((_, a) => a),
  );

/** Newton on the scaled columns from the model without drivers; ends where separation is seen. */
export function fitScaled(design: LogitDesign, kept: readonly number[]): LogitOptimum {
  const thresholds = nullThresholds(design.data.totals);
  const start = new Float64Array(thresholds.length + kept.length);
  start.set(thresholds);
  const columns = kept.map((a) => design.data.columns[a] as Float64Array);
  return newtonLogit({ ...design.data, columns }, start, design.total, EXACT);
}

/** What a search that ended as `separated` says of the columns. */
export function separationOf(
  { step, logLikelihood }: LogitOptimum,
  { data, total }: LogitDesign,
  kept: readonly number[],
): Separation {
  const moves = step.slice(data.events.length).map(Math.abs);
  const largest = Math.max(...moves);
  return {
    kind: -logLikelihood <= 1e-4 * total ? 'complete' : 'quasi',
    columns: kept.filter((_, i) => (moves[i] as number) > 0.05 * largest),
    logLikelihood,
  };
}

/** β = β_s / s and ζ = ζ_s + Σ β m, with the covariance that goes with it; dropped columns come back as 0. */
export function inOwnUnits(
  point: Float64Array,
  covariance: Float64Array,
  { data, centre, scale }: LogitDesign,
  kept: readonly number[],
): { point: Float64Array; covariance: Float64Array } {
  const thresholds = data.events.length;
  const size = thresholds + data.columns.length;
  /** Row r of the linear map from scaled to own units, over the kept parameters. */
  const mapRow = (r: number): Float64Array => {
    const row = new Float64Array(point.length);
    if (r < thresholds) row[r] = 1;
    kept.forEach((a, i) => {
      const slope = 1 / (scale[a] as number);
      if (r < thresholds) row[thresholds + i] = slope * (centre[a] as number);
      else if (r - thresholds === a) row[thresholds + i] = slope;
    });
    return row;
  };
  const map = Array.from({ length: size }, (_, r) => mapRow(r));
  const mapped = new Float64Array(size * size);
  for (let r = 0; r < size; r += 1) {
    const half = timesSymmetric(map[r] as Float64Array, covariance);
    for (let s = 0; s < size; s += 1) mapped[r * size + s] = dot(half, map[s] as Float64Array);
  }
  return { point: Float64Array.from(map, (row) => dot(row, point)), covariance: mapped };
}

function timesSymmetric(row: Float64Array, matrix: Float64Array): Float64Array {
  const size = row.length;
  return Float64Array.from({ length: size }, (_, i) => dot(row, matrix.subarray(i * size, (i + 1) * size)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] as number) * (b[i] as number);
  return total;
}
