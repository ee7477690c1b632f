import { benjaminiHochberg } from './benjamini-hochberg';
import { studentTTail } from './student-t';
import { chiSquareTail } from './tail-probabilities';

/** Sums of one numeric variable within one segment, of its non-missing values. */
export interface NumericSums {
  count: number;
  sum: number;
  /** Sum of squared deviations from the segment's own mean. */
  squaredDeviations: number;
}
export interface NumericProfile {
  count: number;
  mean: number | null;
  overall: number | null;
  /** Mean of the segment over the mean of all; null where that is not above 0, so that a ratio has no meaning. */
  lift: number | null;
  /** Mean of the segment less that of the rest, in standard deviations of all: for variables without a true 0. */
  effect: number | null;
  /** Welch's t test against the rest, two-sided; null where either has less than two values or neither any spread. */
  p: number | null;
}
export interface ShareProfile {
  count: number;
  /** Share of the level among those of the segment who have a value. */
  share: number | null;
  overall: number | null;
  lift: number | null;
  /** Two-proportion chi-square test against the rest, 1 degree of freedom, not corrected for continuity. */
  p: number | null;
}

/** Sums of two groups together, without losing digits (Chan, Golub & LeVeque 1983). */
export function pooledSums(one: NumericSums, other: NumericSums): NumericSums {
  const count = one.count + other.count;
  if (one.count === 0 || other.count === 0) return one.count === 0 ? other : one;
  const difference = other.sum / other.count - one.sum / one.count;
  return {
    count,
    sum: one.sum + other.sum,
    squaredDeviations:
      one.squaredDeviations +
      other.squaredDeviations +
      (difference * difference * one.count * other.count) / count,
  };
}

/**
 * Each segment's mean of a variable against the mean of all the others, from sums alone: Welch's t with
 * Satterthwaite's degrees of freedom (Welch 1947). Means that were used to form the segments differ by construction:
 * their p only sorts.
 */
export function profileMeans(segments: readonly NumericSums[]): NumericProfile[] {
  const nothing: NumericSums = { count: 0, sum: 0, squaredDeviations: 0 };
  const all = segments.reduce(pooledSums, nothing);
  const overall = all.count > 0 ? all.sum / all.count : null;
  const spread = all.count > 1 ? Math.sqrt(all.squaredDeviations / (all.count - 1)) : 0;
  return segments.map((segment, own) => {
    const rest = segments.filter((_, other) => other !== own).reduce(pooledSums, nothing);
    const mean = segment.count > 0 ? segment.sum / segment.count : null;
    const difference = mean !== null && rest.count > 0 ? mean - rest.sum / rest.count : null;
    return {
      count: segment.count,
      mean,
      overall,
      lift: mean !== null && overall !== null && overall > 0 ? mean / overall : null,
      effect: difference !== null && spread > 0 ? difference / spread : null,
      p: difference === null ? null : welchP(difference, segment, rest),
    };
  });
}

function welchP(difference: number, one: NumericSums, other: NumericSums): number | null {
  if (one.count < 2 || other.count < 2) return null;
  const a = one.squaredDeviations / (one.count - 1) / one.count;
  const b = other.squaredDeviations / (other.count - 1) / other.count;
  if (!(a + b > 0)) return null;
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1));
  return 2 * studentTTail(Math.abs(difference) / Math.sqrt(a + b), degreesOfFreedom);
}

/**
 * Each segment's share of each level against that of all the others: `counts[segment][level]`. The result is in the same
 * order. The p of a level all or nobody has is null.
 */
export function profileShares(counts: readonly (readonly number[])[]): ShareProfile[][] {
  const sizes = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return counts.map((row, segment) =>
    row.map((count, level) => {
      const size = sizes[segment] as number;
      const having = counts.reduce((sum, other) => sum + (other[level] as number), 0);
      const share = size > 0 ? count / size : null;
      const overall = total > 0 ? having / total : null;
      return {
        count,
        share,
        overall,
        lift: share !== null && overall !== null && overall > 0 ? share / overall : null,
        p: twoProportionP(count, size, having, total),
      };
    }),
  );
}

function twoProportionP(count: number, size: number, having: number, total: number): number | null {
  const lacking = total - having;
  const rest = total - size;
  if (!(size > 0 && rest > 0 && having > 0 && lacking > 0)) return null;
  const off = count * total - size * having;
  return chiSquareTail((off / size / rest) * (off / having / lacking) * total, 1);
}

/**
 * Whether segments differ in a categorical variable at all: Pearson's chi-square of segments x levels, empty rows and
 * columns left out. Null where fewer than two of either are left.
 */
export function segmentsByLevelsP(counts: readonly (readonly number[])[]): number | null {
  const rows = counts.filter((row) => row.some((count) => count > 0));
  const columns = (rows[0] ?? []).map((_, level) =>
    rows.reduce((sum, row) => sum + (row[level] as number), 0),
  );
  const used = columns.filter((sum) => sum > 0).length;
  if (rows.length < 2 || used < 2) return null;
  const total = columns.reduce((sum, one) => sum + one, 0);
  let statistic = 0;
  for (const row of rows) {
    const size = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, level) => {
      const expected = (size * (columns[level] as number)) / total;
      if (expected > 0) statistic += (count - expected) ** 2 / expected;
    });
  }
  return chiSquareTail(statistic, (rows.length - 1) * (used - 1));
}

/** The rows with their p adjusted (Benjamini-Hochberg) among all of them: one family for the whole profile. */
export function withAdjustedP<Row extends { p: number | null }>(
  rows: readonly Row[],
): (Row & { pAdjusted: number | null })[] {
  const adjusted = benjaminiHochberg(rows.map(({ p }) => p));
  return rows.map((row, i) => ({ ...row, pAdjusted: adjusted[i] ?? null }));
}
