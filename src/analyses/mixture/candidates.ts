import type { CovarianceModel } from '../../stats/covariance-models';
import { gaussianMixture, type GaussianMixture } from '../../stats/gaussian-mixture';
import { everyNth, type Points } from '../../stats/k-means';
import { createRandom } from '../../stats/random';
import { silhouette } from '../../stats/silhouette';
import { bootstrapStability } from '../../stats/stability';
import type { OnProgress } from '../../values/progress';
import { countOf, evenly, labelsAtPlaces, pointsAt } from '../segmenting/sampling';
import type { Candidate, Criterion } from '../segmenting/result';

/** A mixture of k normal distributions on the sample, with its criteria. */
export interface Fitted extends Candidate {
  mixture: GaussianMixture;
  /** By component. */
  jaccard: (number | null)[];
}
export interface Fits {
  fits: Fitted[];
  /** Numbers for which no start came to rest. */
  failed: number[];
  /** BIC of a single normal distribution, in users' units; null where it has none. */
  bicOfOne: number | null;
}
interface Asked {
  model: CovarianceModel;
  seed: number;
  restarts: number;
  /** What a point's log density in users' units is less than among the points: the sum of the logs of the spreads. */
  logScale: number;
  onProgress: OnProgress;
}

const MOST_RESAMPLED = 1000;
const RESAMPLES = 16;
const RESTARTS_IN_RESAMPLES = 2;

/** Mixtures for every number asked for, with the criteria by which they are compared. */
export function fitted(sample: Points, ks: readonly number[], asked: Asked): Fits {
  const { model, seed, restarts, onProgress } = asked;
  const found = ks.map((k, i) => {
    const progress = (fraction: number): void =>
      onProgress({
        stage: ks.length > 1 ? `Trying ${k} segments` : 'Finding segments',
        fraction: (i + fraction) / ks.length,
      });
    const mixture = gaussianMixture(sample, {
      ...{ k, model, restarts, random: createRandom(seed), mostPointsForRestarts: Infinity },
      onProgress: (fraction) => progress(0.5 * fraction),
    });
    if (!mixture) return { k, fit: null };
    const jaccard = stability(sample, mixture, asked, (fraction) => progress(0.5 + 0.5 * fraction));
    return { k, fit: { k, mixture, jaccard, criteria: criteriaOf(sample, mixture, jaccard, asked) } };
  });
  const one = gaussianMixture(sample, { k: 1, model, restarts: 1, random: createRandom(seed) });
  return {
    fits: found.flatMap(({ fit }) => fit ?? []),
    failed: found.flatMap(({ k, fit }) => (fit ? [] : [k])),
    bicOfOne: one && likelihoodOf(sample, one, asked.logScale).bic,
  };
}

function stability(
  sample: Points,
  { labels, proportions }: GaussianMixture,
  { model, seed }: Asked,
  onProgress: (fraction: number) => void,
): (number | null)[] {
  const points = everyNth(sample, MOST_RESAMPLED);
  const places = evenly(countOf(sample), MOST_RESAMPLED);
  const own = Int32Array.from(places, (place) => labels[place] as number);
  const k = proportions.length;
  const random = createRandom(seed);
  const fit = (drawn: Int32Array): Int32Array | null => {
    try {
      const found = gaussianMixture(pointsAt(points, drawn), {
        ...{ k, model, random, restarts: RESTARTS_IN_RESAMPLES, rough: true },
      });
      return found && labelsAtPlaces(found.labels, drawn, countOf(points));
    } catch (error) {
      // A resample can hold fewer distinct points than segments.
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  const { jaccard } = bootstrapStability(own, fit, {
    random: createRandom(seed),
    resamples: RESAMPLES,
    onProgress,
  });
  return Array.from({ length: k }, (_, c) => jaccard[c] ?? null);
}

/** In users' units, so that standardising changes no digit but by rounding. */
export function likelihoodOf(
  points: Points,
  { logLikelihood, bic }: GaussianMixture,
  logScale: number,
): { logLikelihood: number; bic: number } {
  const total = points.weights?.reduce((sum, weight) => sum + weight, 0) ?? countOf(points);
  return { logLikelihood: logLikelihood - total * logScale, bic: bic + 2 * total * logScale };
}

function criteriaOf(
  sample: Points,
  mixture: GaussianMixture,
  jaccard: readonly (number | null)[],
  { seed, logScale }: Asked,
): Partial<Record<Criterion, number>> {
  const { logLikelihood, bic } = likelihoodOf(sample, mixture, logScale);
  const width = silhouette(sample, mixture.labels, { random: createRandom(seed) })?.mean;
  const known = jaccard.filter((one) => one !== null);
  const empty = known.length < jaccard.length;
  return {
    ...(width === undefined ? {} : { silhouette: width }),
    log_likelihood: logLikelihood,
    bic,
    entropy_r2: mixture.entropyR2,
    ...(known.length === 0 ? {} : { jaccard_min: empty ? 0 : Math.min(...known) }),
    smallest_share: Math.min(...sizesOf(mixture)) / countOf(sample),
  };
}

/** Rows whose likeliest component it is. */
export function sizesOf({ labels, proportions }: GaussianMixture): Float64Array {
  const sizes = new Float64Array(proportions.length);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}
