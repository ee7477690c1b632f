import { gapChoice, gapStatistic, type GapRow } from '../../stats/gap-statistic';
import { everyNth, kMeans, nearestCentres, type Clustering, type Points } from '../../stats/k-means';
import { createRandom } from '../../stats/random';
import { silhouette } from '../../stats/silhouette';
import { bootstrapStability } from '../../stats/stability';
import type { OnProgress } from '../../values/progress';
import { countOf, labelsAtPlaces, pointsAt } from '../segmenting/sampling';
import type { Candidate, Criterion } from '../segmenting/result';

/** k-means at one number of segments: on the sample, with its criteria. */
export interface Fitted extends Candidate {
  clustering: Clustering;
  /** By centre. */
  jaccard: (number | null)[];
}
export interface Fits {
  fits: Fitted[];
  /** What the gap statistic chooses from 1 on; null for too few distinct points. */
  gapChoice: number | null;
}
interface Asked {
  seed: number;
  restarts: number;
  onProgress: OnProgress;
}

/** Rows that resampling looks at. */
const MOST_RESAMPLED = 2000;
const RESAMPLES = 50;
const RESTARTS_IN_RESAMPLES = 5;

/** k-means for every number asked for, with the criteria by which they are compared. */
export function fitted(
  all: Points,
  sample: Points,
  ks: readonly number[],
  { seed, restarts, onProgress }: Asked,
): Fits {
  const stage = (k: number) => ({ stage: ks.length > 1 ? `Trying ${k} segments` : 'Finding segments' });
  const steps = ks.length + 1;
  const gaps = gapStatistic(sample, {
    largest: (ks.at(-1) ?? 1) + 1,
    random: createRandom(seed),
    onProgress: (fraction) => onProgress({ stage: 'Comparing with chance', fraction: fraction / steps }),
  });
  const fits = ks.map((k, i) => {
    const progress = (fraction: number): void =>
      onProgress({ ...stage(k), fraction: (i + 1 + fraction) / steps });
    const clustering = kMeans(sample, {
      ...{ k, random: createRandom(seed), restarts, mostPointsForRestarts: Infinity },
      onProgress: (fraction) => progress(fraction * 0.4),
    });
    const jaccard = stability(sample, clustering, seed, (fraction) => progress(0.4 + 0.6 * fraction));
    return { k, clustering, jaccard, criteria: criteriaOf(all, sample, clustering, jaccard, gaps, seed) };
  });
  return { fits, gapChoice: gaps.length > 1 ? gapChoice(gaps) : null };
}

function stability(
  sample: Points,
  { centres, labels }: Clustering,
  seed: number,
  onProgress: (fraction: number) => void,
): (number | null)[] {
  const points = everyNth(sample, MOST_RESAMPLED);
  const own = points === sample ? labels : nearestCentres(points, centres).labels;
  const k = centres.length / points.dimensions;
  const random = createRandom(seed);
  const fit = (places: Int32Array): Int32Array | null => {
    const drawn = pointsAt(points, places);
    const found = orNull(() => kMeans(drawn, { k, random, restarts: RESTARTS_IN_RESAMPLES }));
    return found && labelsAtPlaces(found.labels, places, countOf(points));
  };
  return bootstrapStability(own, fit, { random: createRandom(seed), resamples: RESAMPLES, onProgress })
    .jaccard;
}

/** A resample can hold fewer distinct points than segments. */
function orNull<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function criteriaOf(
  all: Points,
  sample: Points,
  clustering: Clustering,
  jaccard: readonly (number | null)[],
  gaps: readonly GapRow[],
  seed: number,
): Partial<Record<Criterion, number>> {
  const onAll = all === sample ? clustering : nearestCentres(all, clustering.centres);
  const k = clustering.sizes.length;
  const width = silhouette(sample, clustering.labels, { random: createRandom(seed) })?.mean;
  const gap = gaps[k - 1];
  const known = jaccard.filter((one) => one !== null);
  return {
    wss: onAll.withinSumOfSquares,
    ...(width === undefined ? {} : { silhouette: width }),
    ...(gap === undefined ? {} : { gap: gap.gap, gap_se: gap.standardError }),
    ...(known.length === 0 ? {} : { jaccard_min: Math.min(...known) }),
    smallest_share: Math.min(...onAll.sizes) / countOf(all),
  };
}
