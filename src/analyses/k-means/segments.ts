import { boundedLloyd } from '../../stats/k-means-bounds';
import { everyNth, type Clustering } from '../../stats/k-means';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import { chosenK, SILHOUETTE, verdictByGap } from '../segmenting/choice';
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
import { fitted } from './candidates';
import type { KMeansInput } from './form';

export interface KMeansSegments extends Segmentation {
  variables: { variable: string; spread: number }[];
  /** Share of the sum of squares that lies between the segments, 0 to 1. */
  explained: number;
  converged: boolean;
  /** Labels of variables left out because they never differ. */
  constant: string[];
  /** Largest over smallest standard deviation, where nothing was scaled; else 1. */
  spreadRatio: number;
  dots: Dots | null;
}

/** Segments from the complete rows: pure and seeded. */
export function segmentsOf(
  columns: Readonly<Record<string, Float64Array>>,
  describing: readonly ProfileColumn[],
  input: KMeansInput,
  onProgress: OnProgress,
): KMeansSegments {
  const points = preparedPoints(columns, input);
  const ks = numbersFrom(possibleNumbers(points.distinct, input));
  const { seed, restarts, sample: most } = input.options;
  const sample = everyNth(points, most);
  const { fits, gapChoice } = tooFew(input, () => fitted(points, sample, ks, { seed, restarts, onProgress }));
  const { k, reason } = chosenK(fits, SILHOUETTE);
  const fit = fits.find((one) => one.k === k) ?? fits[0];
  if (!fit) throw new Error('no number of segments was looked at');
  onProgress({ stage: 'Assigning every row' });
  const found = sample === points ? fit.clustering : boundedLloyd(points, fit.clustering.centres, 1e-6);
  // What the chosen one comes to on all rows.
  fit.criteria.wss = found.withinSumOfSquares;
  fit.criteria.smallest_share = Math.min(...found.sizes) / countOf(points);
  const order = bySize(found.sizes, found.centres);
  const labels = labelsOf(points, found, order);
  const centres = naturalCentres(found.centres, points, input);
  const at = order.map((centre) => centres[centre] ?? {});
  const { names, notes } = namedSegments(at, input.options.names, coordinatesOf(points, input));
  const membership = { order: points.rows, labels, segments: k, weights: points.rowWeights };
  const jaccard = order.map((centre) => fit.jaccard[centre] ?? null);
  onProgress({ stage: 'Describing segments' });
  return {
    labels,
    probabilities: null,
    segments: describedSegments(membership, names, at, jaccard),
    choice: {
      candidates: fits.map(({ k: number, criteria }) => ({ k: number, criteria })),
      ...{ k, recommended: fits.length > 1, reason },
      verdict: verdictByGap(fit, gapChoice),
    },
    profile: profileOf([...usedColumns(points), ...describing], membership),
    rule: pointRule(points, labels, names, seed),
    nameNotes: notes,
    sampled: sample === points ? null : countOf(sample),
    variables: points.used.map(({ variable }, d) => ({ variable, spread: points.spreads[d] ?? 0 })),
    explained: 1 - found.withinSumOfSquares / totalSumOfSquares(points),
    converged: found.converged,
    constant: points.constant,
    spreadRatio: input.options.scale ? 1 : Math.max(...points.spreads) / Math.min(...points.spreads),
    dots: dotsOf(points, labels, separation(points, found)),
  };
}

/** Values that differ by less than a distance can show are one point to k-means. */
function tooFew<T>(input: KMeansInput, find: () => T): T {
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

/** Labels from 1, in the order of the rows. */
function labelsOf({ rows }: PreparedPoints, found: Clustering, order: readonly number[]): Float64Array {
  const numberOf = new Float64Array(order.length);
  order.forEach((centre, i) => (numberOf[centre] = i + 1));
  const labels = new Float64Array(found.labels.length);
  found.labels.forEach((centre, i) => (labels[rows[i] as number] = numberOf[centre] as number));
  return labels;
}

function weightedMeans({ values, dimensions: d, weights }: PreparedPoints): {
  means: Float64Array;
  total: number;
} {
  const sums = new Float64Array(d);
  let total = 0;
  for (let i = 0; i * d < values.length; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    total += weight;
    for (let j = 0; j < d; j++) sums[j] = (sums[j] as number) + weight * (values[i * d + j] as number);
  }
  return { means: sums.map((sum) => sum / total), total };
}

function totalSumOfSquares(points: PreparedPoints): number {
  return squaresByVariable(points).reduce((sum, one) => sum + one, 0);
}

function squaresByVariable(points: PreparedPoints): Float64Array {
  const { values, dimensions: d, weights } = points;
  const { means } = weightedMeans(points);
  const squares = new Float64Array(d);
  for (let i = 0; i * d < values.length; i++)
    for (let j = 0; j < d; j++)
      squares[j] =
        (squares[j] as number) +
        (weights ? (weights[i] as number) : 1) * ((values[i * d + j] as number) - (means[j] as number)) ** 2;
  return squares;
}

/** For each variable the share of its squares that lies between the segments. */
function separation(points: PreparedPoints, { centres, labels }: Clustering): number[] {
  const { dimensions: d, weights } = points;
  const { means } = weightedMeans(points);
  const between = new Float64Array(d);
  labels.forEach((centre, i) => {
    const weight = weights ? (weights[i] as number) : 1;
    for (let j = 0; j < d; j++)
      between[j] =
        (between[j] as number) + weight * ((centres[centre * d + j] as number) - (means[j] as number)) ** 2;
  });
  const squares = squaresByVariable(points);
  return Array.from(between, (one, j) => one / (squares[j] as number));
}
