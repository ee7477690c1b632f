import type { CovarianceModel } from '../../stats/covariance-models';
import { refineMixture, type GaussianMixture } from '../../stats/gaussian-mixture';
import { everyNth } from '../../stats/k-means';
import { formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import { BIC, chosenK, verdictByBic } from '../segmenting/choice';
import { numbersFrom } from '../segmenting/form';
import { namedSegments } from '../segmenting/names';
import { bySize, describedSegments } from '../segmenting/numbered';
import { dotsOf, pointRule, usedColumns, type Dots } from '../segmenting/point-report';
import {
  coordinatesOf,
  naturalCentres,
  possibleNumbers,
  preparedPoints,
  type PreparedPoints,
} from '../segmenting/points';
import { profileOf } from '../segmenting/profile';
import type { ProfileColumn } from '../segmenting/profile-columns';
import type { Segmentation } from '../segmenting/result';
import { countOf } from '../segmenting/sampling';
import { fitted, likelihoodOf, sizesOf } from './candidates';
import type { MixtureInput } from './form';

export interface MixtureSegments extends Segmentation {
  variables: { variable: string }[];
  constant: string[];
  /** By segment and variable, the component's standard deviation after the transform, in users' units. */
  spreads: number[][];
  entropyR2: number;
  logLikelihood: number;
  bic: number;
  floored: boolean;
  /** Numbers of segments for which nothing came to rest. */
  failed: number[];
  /** Rows that belong to their segment with less than 60 %. */
  unclear: number;
  dots: Dots | null;
}

/** A flat component's density is as high as the floor lets it be, and BIC with it: that proves no groups. */
const FLAT = {
  kind: 'weak',
  sentence:
    'Likelihood and BIC cannot say whether these groups are real: the rows of a segment (nearly) share a value or a line, and such a segment fits without bound.',
} as const;

const MODELS: Record<MixtureInput['options']['covariance'], CovarianceModel> = {
  full: 'VVV',
  diagonal: 'VVI',
  spherical: 'VII',
};

/** Segments from the complete rows: pure and seeded. */
export function segmentsOf(
  columns: Readonly<Record<string, Float64Array>>,
  describing: readonly ProfileColumn[],
  input: MixtureInput,
  onProgress: OnProgress,
): MixtureSegments {
  const points = preparedPoints(columns, input);
  const ks = numbersFrom(possibleNumbers(points.distinct, input));
  const { seed, restarts, sample: most, covariance, scale } = input.options;
  const sample = everyNth(points, most);
  const model = MODELS[covariance];
  const logScale = scale ? points.spreads.reduce((sum, spread) => sum + Math.log(spread), 0) : 0;
  const { fits, failed, bicOfOne } = refusing(input, () =>
    fitted(sample, ks, { model, seed, restarts, logScale, onProgress }),
  );
  const { k, reason } = chosenK(fits, BIC);
  const fit = fits.find((one) => one.k === k);
  if (!fit) throw noRest(input, failed);
  onProgress({ stage: 'Fitting all rows' });
  const found = sample === points ? fit.mixture : refineMixture(points, fit.mixture, model);
  if (!found) throw noRest(input, [k]);
  const likelihood = likelihoodOf(points, found, logScale);
  if (fits.length === 1)
    Object.assign(fit.criteria, {
      log_likelihood: likelihood.logLikelihood,
      ...(sample === points ? {} : { bic: likelihood.bic, entropy_r2: found.entropyR2 }),
    });
  const sampleBic = likelihoodOf(sample, fit.mixture, logScale).bic;
  const order = bySize(sizesOf(found), found.means);
  fit.criteria.smallest_share = Math.min(...sizesOf(found)) / countOf(points);
  const { labels, probabilities } = membershipOf(points, found, order);
  const centres = naturalCentres(found.means, points, input);
  const at = order.map((component) => centres[component] ?? {});
  const { names, notes } = namedSegments(at, input.options.names, coordinatesOf(points, input));
  const membership = { order: points.rows, labels, segments: k, weights: points.rowWeights };
  onProgress({ stage: 'Describing segments' });
  const verdict = found.floored
    ? FLAT
    : verdictByBic({ k, criteria: { ...fit.criteria, bic: sampleBic } }, bicOfOne ?? Infinity, 'segments');
  return {
    ...{ labels, probabilities },
    segments: describedSegments(
      membership,
      names,
      at,
      order.map((component) => fit.jaccard[component] ?? null),
    ),
    choice: {
      candidates: fits.map(({ k: number, criteria }) => ({ k: number, criteria })),
      ...{ k, recommended: ks.length > 1, reason, verdict },
    },
    profile: profileOf([...usedColumns(points), ...describing], membership),
    rule: pointRule(points, labels, names, seed),
    nameNotes: notes,
    sampled: sample === points ? null : countOf(sample),
    variables: points.used.map(({ variable }) => ({ variable })),
    constant: points.constant,
    spreads: order.map((component) => spreadsOf(found, component, points, scale)),
    entropyR2: found.entropyR2,
    ...likelihood,
    floored: found.floored,
    failed,
    unclear: probabilities.reduce((count, p) => count + Number(p < 0.6), 0),
    dots: dotsOf(points, labels, separation(found)),
  };
}

function refusing<T>(input: MixtureInput, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputProblem(
      `The rows of ${input.from} differ too little in these variables for ${input.options.k.to} segments.`,
      { hint: 'Choose fewer segments, or more variables.' },
    );
  }
}

const noRest = (input: MixtureInput, ks: readonly number[]): InputProblem =>
  new InputProblem(
    `No mixture of ${formatList(ks.map(String), 'or')} normal distributions came to rest on ${input.from}, so there is no result to trust.`,
    {
      hint: 'Choose fewer segments, fewer variables or a simpler shape (diagonal, spherical); k-means needs less.',
    },
  );

/** Labels from 1 and the probability of the own segment, in the order of the rows. */
function membershipOf(
  { rows }: PreparedPoints,
  { labels: components, responsibilities, proportions }: GaussianMixture,
  order: readonly number[],
): { labels: Float64Array; probabilities: Float64Array } {
  const k = proportions.length;
  const numberOf = new Float64Array(k);
  order.forEach((component, i) => (numberOf[component] = i + 1));
  const labels = new Float64Array(components.length);
  const probabilities = new Float64Array(components.length);
  components.forEach((component, i) => {
    const row = rows[i] as number;
    labels[row] = numberOf[component] as number;
    probabilities[row] = Math.min(1, responsibilities[i * k + component] as number);
  });
  return { labels, probabilities };
}

const spreadsOf = (
  { covariances }: GaussianMixture,
  component: number,
  { dimensions: d, spreads }: PreparedPoints,
  scaled: boolean,
): number[] =>
  spreads.map(
    (spread, j) => Math.sqrt(covariances[component * d * d + j * d + j] as number) * (scaled ? spread : 1),
  );

/** For each variable how far the components lie apart, in their own spreads. */
function separation({ means, proportions, covariances }: GaussianMixture): number[] {
  const k = proportions.length;
  const d = means.length / k;
  return Array.from({ length: d }, (_, j) => {
    const share = (c: number): number => proportions[c] as number;
    const mean = (c: number): number => means[c * d + j] as number;
    const components = Array.from({ length: k }, (_one, c) => c);
    const overall = components.reduce((sum, c) => sum + share(c) * mean(c), 0);
    const between = components.reduce((sum, c) => sum + share(c) * (mean(c) - overall) ** 2, 0);
    const within = components.reduce(
      (sum, c) => sum + share(c) * (covariances[(c * d + j) * d + j] as number),
      0,
    );
    return between / (between + within);
  });
}
