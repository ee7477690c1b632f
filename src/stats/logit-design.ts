import type { LogitData, OutcomePatterns } from './cumulative-logit';
import { cholesky, solveCholesky } from './linear-algebra';

/** Patterns made ready for fitting: columns centred and scaled over all answers, and what undoes it. */
export interface LogitDesign {
  data: LogitData;
  centre: Float64Array;
  /** Standard deviation; 0 of a column that does not vary (its scaled column is 0). */
  scale: Float64Array;
  /** Correlations of the columns over all answers, row-major; 0 for columns that do not vary. */
  correlation: Float64Array;
  /** The sum of all counts. */
  total: number;
  /** ℓ of the thresholds alone: Σ n_c log(n_c / n). */
  nullLogLikelihood: number;
}

/** A column whose variance left by those before it is below this share of its own counts as their combination. */
const SINGULAR = 1e-10;

/** Patterns of a 0/1 outcome from events and trials per pattern. */
export function binaryPatterns(
  columns: readonly Float64Array[],
  events: Float64Array,
  trials: Float64Array,
): OutcomePatterns {
  return { columns, counts: [trials.map((trial, i) => trial - (events[i] as number)), events] };
}

/** Centres and scales the columns and counts the answers beside each threshold; empty categories are left out. */
export function logitDesign({ columns, counts }: OutcomePatterns): LogitDesign {
  const used = counts.filter((count) => sum(count) > 0);
  const totals = Float64Array.from(used, sum);
  const rows = counts[0]?.length ?? 0;
  const answers = new Float64Array(rows);
  for (const count of used) count.forEach((value, i) => (answers[i] = (answers[i] as number) + value));
  const total = sum(totals);
  const centre = Float64Array.from(columns, (column) => centreOf(column, answers, total));
  const scale = Float64Array.from(columns, (column, a) =>
    deviation(column, answers, total, centre[a] as number),
  );
  const scaled = columns.map((column, a) => {
    const factor = (scale[a] as number) > 0 ? 1 / (scale[a] as number) : 0;
    return column.map((value) => (value - (centre[a] as number)) * factor);
  });
  return {
    data: { columns: scaled, totals, ...thresholdCounts(used) },
    centre,
    scale,
    correlation: correlations(scaled, answers, total),
    total,
    nullLogLikelihood: nullLogLikelihood(totals),
  };
}

/** By threshold the answers above it (in the next category) and those in both categories beside it. */
export function thresholdCounts(counts: readonly Float64Array[]): {
  events: Float64Array[];
  trials: Float64Array[];
} {
  const events = counts.slice(1);
  const trials = events.map((above, t) =>
    above.map((value, i) => value + ((counts[t] as Float64Array)[i] as number)),
  );
  return { events, trials };
}

/** Σ n_c log(n_c / n): the log-likelihood of an outcome without drivers. */
export function nullLogLikelihood(totals: Float64Array): number {
  const all = sum(totals);
  return totals.reduce((value, n) => value + (n > 0 ? n * Math.log(n / all) : 0), 0);
}

/** The thresholds of a model without drivers: log odds of each category or below. */
export function nullThresholds(totals: Float64Array): Float64Array {
  const all = sum(totals);
  let below = 0;
  return Float64Array.from(totals.subarray(0, -1), (n) => {
    below += n;
    return Math.log(below / (all - below));
  });
}

/** Of some columns those that vary and are no combination of the ones before them. */
export function independentColumns(
  correlation: Float64Array,
  size: number,
  among: readonly number[],
): number[] {
  const kept: number[] = [];
  const factor: Float64Array[] = [];
  for (const column of among) {
    let left = correlation[column * size + column] as number;
    const row = new Float64Array(kept.length + 1);
    kept.forEach((other, j) => {
      const diagonal = factor[j] as Float64Array;
      let rest = correlation[column * size + other] as number;
      for (let k = 0; k < j; k += 1) rest -= (row[k] as number) * (diagonal[k] as number);
      row[j] = rest / (diagonal[j] as number);
      left -= (row[j] as number) ** 2;
    });
    if (!(left > SINGULAR)) continue;
    row[kept.length] = Math.sqrt(left);
    kept.push(column);
    factor.push(row);
  }
  return kept;
}

/**
 * Where a quadratic hill with its top at `point` and inverse curvature `covariance` is highest once the parameters at
 * `dropped` are held at 0: θ - V_·d V_dd⁻¹ θ_d. The start for a model without those columns.
 */
export function constrainedStart(
  point: Float64Array,
  covariance: Float64Array,
  dropped: readonly number[],
): Float64Array {
  const size = point.length;
  const block = Float64Array.from(
    dropped.flatMap((i) => dropped.map((j) => covariance[i * size + j] as number)),
  );
  const factor = cholesky(block, dropped.length);
  if (!factor) return point.slice();
  const pull = solveCholesky(
    factor,
    dropped.length,
    dropped.map((i) => point[i] as number),
  );
  return point.map((value, i) => {
    let moved = value;
    dropped.forEach((j, d) => (moved -= (covariance[i * size + j] as number) * (pull[d] as number)));
    return moved;
  });
}

/** The weighted mean, from differences to the first value: an offset of 1e9 costs no digits. */
function centreOf(column: Float64Array, answers: Float64Array, total: number): number {
  const origin = column[0] ?? 0;
  let sum = 0;
  for (let i = 0; i < column.length; i += 1) sum += (answers[i] as number) * ((column[i] as number) - origin);
  return total > 0 ? origin + sum / total : origin;
}

/** The weighted standard deviation; 0 where it is no more than the rounding of the values. */
function deviation(column: Float64Array, answers: Float64Array, total: number, centre: number): number {
  let squares = 0;
  for (let i = 0; i < column.length; i += 1)
    squares += (answers[i] as number) * ((column[i] as number) - centre) ** 2;
  const result = total > 0 ? Math.sqrt(squares / total) : 0;
  return result > 1e-14 * Math.abs(centre) ? result : 0;
}

function correlations(columns: readonly Float64Array[], answers: Float64Array, total: number): Float64Array {
  const size = columns.length;
  const result = new Float64Array(size * size);
  const weighted = new Float64Array(answers.length);
  columns.forEach((x, a) => {
    for (let i = 0; i < x.length; i += 1) weighted[i] = ((answers[i] as number) * (x[i] as number)) / total;
    for (let b = 0; b <= a; b += 1) {
      const y = columns[b] as Float64Array;
      let product = 0;
      for (let i = 0; i < y.length; i += 1) product += (weighted[i] as number) * (y[i] as number);
      result[a * size + b] = product;
      result[b * size + a] = product;
    }
  });
  return result;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
