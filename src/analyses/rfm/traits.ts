import { profileMeans, profileShares, withAdjustedP, type NumericSums } from '../../stats/segment-profile';
import type { RfmInput } from './form';
import { readRules } from './rules';
import { segmentOrder } from './segments';
import { isNumeric, type TraitRows } from './traits-query';

/** A segment's mean of a column, or its share of a level, against all customers. */
export interface Trait {
  segment: string;
  size: number;
  /** The segment's share of the customers. */
  share: number;
  variable: string;
  /** Null for a number. */
  level: string | null;
  mean: number | null;
  overall: number | null;
  lift: number | null;
  /** Distance from the others in standard deviations; null for levels. */
  effect: number | null;
  p: number | null;
  pAdjusted: number | null;
}
export interface Traits {
  rows: Trait[];
  /** Columns with more levels than are described. */
  cropped: string[];
  /** Columns without a single value. */
  empty: string[];
}

/** Every segment against the rest on the columns of `profile`, p adjusted over all of them (Benjamini-Hochberg). */
export function traitsOf(rows: TraitRows, input: RfmInput): Traits {
  const sizes = new Map<string, number>();
  rows.variable.forEach((variable, row) => {
    if (variable === -1) sizes.set(rows.segment[row] ?? '', rows.count[row] ?? 0);
  });
  const segments = segmentOrder(readRules(input.options.rules)).filter((segment) => sizes.has(segment));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const traits: Traits = { rows: [], cropped: [], empty: [] };
  const found: Omit<Trait, 'pAdjusted'>[] = [];
  input.roles.profile.forEach((variable, number) => {
    const own = [...rows.variable.keys()].filter((row) => rows.variable[row] === number);
    if (!own.some((row) => (rows.count[row] ?? 0) > 0)) return traits.empty.push(variable);
    if (own.some((row) => rows.level[row] === null) && !isNumeric(input, variable))
      traits.cropped.push(variable);
    const profiles = isNumeric(input, variable)
      ? meansOf(rows, own, segments)
      : sharesOf(rows, own, segments);
    for (const { segment, ...profile } of profiles) {
      const size = sizes.get(segment) ?? 0;
      found.push({ segment, size, share: size / total, variable, ...profile });
    }
  });
  traits.rows = withAdjustedP(found);
  return traits;
}

type Profile = Pick<Trait, 'segment' | 'level' | 'mean' | 'overall' | 'lift' | 'effect' | 'p'>;

function meansOf(rows: TraitRows, own: readonly number[], segments: readonly string[]): Profile[] {
  const sums = segments.map((segment): NumericSums => {
    const row = own.find((one) => rows.segment[one] === segment) ?? -1;
    return {
      count: rows.count[row] ?? 0,
      sum: rows.sum[row] ?? 0,
      squaredDeviations: rows.squared_deviations[row] ?? 0,
    };
  });
  return profileMeans(sums).map(({ mean, overall, lift, effect, p }, i) => ({
    ...{ segment: segments[i] ?? '', level: null, mean, overall, lift, effect, p },
  }));
}

function sharesOf(rows: TraitRows, own: readonly number[], segments: readonly string[]): Profile[] {
  const levels = [...new Set(own.map((row) => rows.level[row] ?? null))];
  const counts = segments.map((segment) =>
    levels.map((level) => {
      const row = own.find((one) => rows.segment[one] === segment && (rows.level[one] ?? null) === level);
      return row === undefined ? 0 : (rows.count[row] ?? 0);
    }),
  );
  return profileShares(counts).flatMap((shares, i) =>
    shares.flatMap(({ share, overall, lift, p }, j) => {
      const level = levels[j] ?? null;
      // Levels too rare to be described are only there so that the shares are of everybody.
      if (level === null) return [];
      return [{ segment: segments[i] ?? '', level, mean: share, overall, lift, effect: null, p }];
    }),
  );
}
