export interface StructureEvidence {
  /** The k the segments are asked for, or the best of several. */
  k: number;
  /** What the gap statistic chooses (1-SE rule, from k = 1). */
  gapChoice: number;
  /** Mean silhouette at k. */
  silhouette: number;
  /** The least stable segment's mean bootstrap Jaccard at k. */
  leastJaccard: number;
}
export interface StructureVerdict {
  kind: 'clear' | 'weak' | 'none';
  sentence: string;
}

/** From here on a silhouette speaks of structure, below a quarter of none (Kaufman & Rousseeuw 1990, table 4). */
const REASONABLE = 0.5;
const SUBSTANTIAL = 0.25;

/**
 * Whether segments are more than a cut through one cloud, from three witnesses: the gap statistic, the silhouette and
 * the stability under resampling.
 *
 * None: the gap statistic prefers k = 1 and the silhouette is below 0.5 (a cut through one cloud can be stable, so that
 * stability alone saves nothing), or the silhouette is below 0.25 and some segment's Jaccard below 0.75. Clear: the gap
 * prefers more than 1, the silhouette is at least 0.5 and every segment's Jaccard at least 0.85. Weak: what is between.
 */
export function structureVerdict({
  k,
  gapChoice,
  silhouette,
  leastJaccard,
}: StructureEvidence): StructureVerdict {
  const two = (value: number): string => value.toFixed(2);
  if (gapChoice === 1 && silhouette < REASONABLE)
    return {
      kind: 'none',
      sentence: `The data look like one cloud without groups: the gap statistic finds no k better than 1, and the silhouette at k = ${k} is only ${two(silhouette)}. The segments cut the cloud into handy parts; they are not kinds of customers.`,
    };
  if (silhouette < SUBSTANTIAL && leastJaccard < 0.75)
    return {
      kind: 'none',
      sentence: `No groups to rely on: the silhouette at k = ${k} is only ${two(silhouette)}, and a segment comes back in resamples with a Jaccard of only ${two(leastJaccard)}.`,
    };
  if (gapChoice > 1 && silhouette >= REASONABLE && leastJaccard >= 0.85)
    return {
      kind: 'clear',
      sentence: `Clear groups: the silhouette at k = ${k} is ${two(silhouette)}, and every segment comes back in resamples with a Jaccard of at least ${two(leastJaccard)}.`,
    };
  return {
    kind: 'weak',
    sentence: `Some structure, not clear-cut: the silhouette at k = ${k} is ${two(silhouette)}, the least stable segment has a Jaccard of ${two(leastJaccard)}, and the gap statistic prefers k = ${gapChoice}. Neighbouring segments run into each other.`,
  };
}
