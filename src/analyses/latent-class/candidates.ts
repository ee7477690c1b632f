import type { CategoricalItems } from '../../stats/answer-patterns';
import { latentClasses, type LatentClasses } from '../../stats/latent-class';
import { createRandom } from '../../stats/random';
import { bootstrapStability } from '../../stats/stability';
import type { OnProgress } from '../../values/progress';
import { evenly, labelsAtPlaces } from '../segmenting/sampling';
import type { Candidate, Criterion } from '../segmenting/result';
import { answersAt } from './answers';

/** Latent classes at one number of classes, with the criteria by which they are compared. */
export interface Fitted extends Candidate {
  classes: LatentClasses;
  /** By class. */
  jaccard: (number | null)[];
}
export interface Fits {
  fits: Fitted[];
  /** Numbers for which no start came to rest. */
  failed: number[];
  bicOfOne: number | null;
}
interface Asked {
  seed: number;
  restarts: number;
  onProgress: OnProgress;
}

const MOST_RESAMPLED = 1500;
const RESAMPLES = 25;
const RESTARTS_IN_RESAMPLES = 5;

export function fitted(items: CategoricalItems, ks: readonly number[], asked: Asked): Fits {
  const { seed, restarts, onProgress } = asked;
  const found = ks.map((k, i) => {
    const progress = (fraction: number): void =>
      onProgress({
        stage: ks.length > 1 ? `Trying ${k} classes` : 'Finding classes',
        fraction: (i + fraction) / ks.length,
      });
    const classes = latentClasses(items, {
      ...{ k, restarts, random: createRandom(seed) },
      onProgress: (fraction) => progress(0.6 * fraction),
    });
    if (!classes) return { k, fit: null };
    const jaccard = stability(items, classes, seed, (fraction) => progress(0.6 + 0.4 * fraction));
    return { k, fit: { k, classes, jaccard, criteria: criteriaOf(classes, jaccard) } };
  });
  return {
    fits: found.flatMap(({ fit }) => fit ?? []),
    failed: found.flatMap(({ k, fit }) => (fit ? [] : [k])),
    bicOfOne: latentClasses(items, { k: 1, random: createRandom(seed) })?.bic ?? null,
  };
}

function stability(
  items: CategoricalItems,
  { labels, k }: LatentClasses,
  seed: number,
  onProgress: (fraction: number) => void,
): (number | null)[] {
  const places = evenly(labels.length, MOST_RESAMPLED);
  const sample = answersAt(items, places);
  const own = Int32Array.from(places, (place) => labels[place] as number);
  const random = createRandom(seed);
  const fit = (drawn: Int32Array): Int32Array | null => {
    const found = latentClasses(answersAt(sample, drawn), { k, random, restarts: RESTARTS_IN_RESAMPLES });
    return found && labelsAtPlaces(found.labels, drawn, places.length);
  };
  const { jaccard } = bootstrapStability(own, fit, {
    random: createRandom(seed),
    resamples: RESAMPLES,
    onProgress,
  });
  return Array.from({ length: k }, (_, c) => jaccard[c] ?? null);
}

function criteriaOf(
  classes: LatentClasses,
  jaccard: readonly (number | null)[],
): Partial<Record<Criterion, number>> {
  const known = jaccard.filter((one) => one !== null);
  const empty = known.length < jaccard.length;
  return {
    log_likelihood: classes.logLikelihood,
    bic: classes.bic,
    entropy_r2: classes.entropyR2,
    ...(known.length === 0 ? {} : { jaccard_min: empty ? 0 : Math.min(...known) }),
    smallest_share: Math.min(...sizesOf(classes)) / classes.labels.length,
  };
}

/** Rows whose likeliest class it is. */
export function sizesOf({ labels, k }: LatentClasses): Float64Array {
  const sizes = new Float64Array(k);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}
