import { overlap } from './match-segments';
import type { Random } from './random';

export interface Stability {
  /** For each segment its mean Jaccard similarity over the resamples; null where it was never drawn. */
  jaccard: (number | null)[];
  /** How often its nearest segment was at most half like it. */
  dissolved: Int32Array;
  resamples: number;
}

/**
 * Bootstrap stability of segments (Hennig 2007): rows are drawn with replacement, the same method is run on them, and
 * each segment is compared with the most similar new one among the rows drawn, |A ∩ B| / |A ∪ B|.
 *
 * `labels` of all rows, from 0; `fit` gets the rows drawn (in ascending order, repeats included) and gives labels, from
 * 0, of all rows or at least of those. A resample that `fit` gives null for (too few distinct rows, no rest) counts as
 * not drawn. A row drawn twice counts once in the comparison, as in fpc's clusterboot.
 */
export function bootstrapStability(
  labels: Int32Array,
  fit: (rows: Int32Array) => Int32Array | null,
  options: { random: Random; resamples?: number; onProgress?: (fraction: number) => void },
): Stability {
  const { random, resamples = 50, onProgress } = options;
  const k = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const sums = new Float64Array(k);
  const drawn = new Int32Array(k);
  const dissolved = new Int32Array(k);
  let done = 0;
  for (let resample = 0; resample < resamples; resample++) {
    const rows = Int32Array.from(labels, () => random.integer(labels.length)).sort();
    const found = fit(rows);
    onProgress?.((resample + 1) / resamples);
    if (!found) continue;
    done += 1;
    const distinct = rows.filter((row, i) => i === 0 || row !== rows[i - 1]);
    const pick = (of: Int32Array): Int32Array => distinct.map((row) => of[row] as number);
    bestJaccards(pick(labels), pick(found), k).forEach((jaccard, c) => {
      if (jaccard === null) return;
      sums[c] = (sums[c] as number) + jaccard;
      drawn[c] = (drawn[c] as number) + 1;
      if (jaccard <= 0.5) dissolved[c] = (dissolved[c] as number) + 1;
    });
  }
  return {
    jaccard: Array.from(sums, (sum, c) => ((drawn[c] as number) > 0 ? sum / (drawn[c] as number) : null)),
    dissolved,
    resamples: done,
  };
}

/** For each of k segments the Jaccard similarity to the most similar of other segments of the same rows; null if empty. */
export function bestJaccards(labels: Int32Array, others: Int32Array, k: number): (number | null)[] {
  const shared = overlap(labels, others);
  const otherSizes = (shared[0] ?? []).map((_, o) =>
    shared.reduce((sum, row) => sum + (row[o] as number), 0),
  );
  return Array.from({ length: k }, (_, c) => {
    const row = shared[c] ?? [];
    const size = row.reduce((sum, count) => sum + count, 0);
    if (size === 0) return null;
    return Math.max(...row.map((both, o) => both / (size + (otherSizes[o] as number) - both)));
  });
}

export type StabilityGrade = 'stable' | 'fairly stable' | 'doubtful' | 'not to be trusted';

/** Hennig's reading of a mean Jaccard: from 0.85 stable, from 0.75 fairly, from 0.6 a doubtful pattern, below none. */
export function stabilityGrade(jaccard: number): StabilityGrade {
  if (jaccard >= 0.85) return 'stable';
  if (jaccard >= 0.75) return 'fairly stable';
  return jaccard >= 0.6 ? 'doubtful' : 'not to be trusted';
}
