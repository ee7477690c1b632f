import { boundedLloyd } from './k-means-bounds';
import { exchanged } from './k-means-exchange';
import type { Random } from './random';

/** Points are row-major: row i stands at i * dimensions. Every number must be finite. */
export interface Points {
  values: Float64Array;
  dimensions: number;
  /** How often each point counts, 0 or more; once each where not given. */
  weights?: Float64Array | undefined;
}
export interface Clustering {
  /** For each point the number of its centre, from 0. */
  labels: Int32Array;
  /** Row-major, k x dimensions. */
  centres: Float64Array;
  /** Points per centre, whatever they weigh. */
  sizes: Int32Array;
  /** Weighted sum of squared Euclidean distances to the own centre: what Lloyd makes small. */
  withinSumOfSquares: number;
  iterations: number;
  /** False where the last allowed round still moved points. */
  converged: boolean;
}
export interface KMeansOptions {
  k: number;
  random: Random;
  /** Starts tried; the best sum of squares counts. */
  restarts?: number;
  /** Above so many points the starts are tried on every n-th point only, and the best one is finished on all. */
  mostPointsForRestarts?: number;
  onProgress?: (fraction: number) => void;
}

const MOST_ROUNDS = 300;
/** Up to so many points the bounds cost more than they save. */
const FEW_POINTS = 1000;
/** Up to so many points every restart is bettered by exchanging single points, above it only the best one. */
const MOST_TO_EXCHANGE = 5000;

/**
 * k-means (Lloyd 1982) from k-means++ starts (Arthur & Vassilvitskii 2007), bettered by moving single points
 * (Hartigan & Wong 1979): the best of 20 seeded restarts.
 *
 * Deterministic for a seed and an order of points; a caller who sorts the points first gets the same from any order.
 * A point of weight w counts as w equal points. Above `mostPointsForRestarts` the best start is finished on all points
 * with triangle bounds, which skip most distances and end where plain Lloyd rests.
 * Needs at least k distinct points (RangeError). Checked on iris, k = 3, against the published optimum 78.851441426146.
 */
export function kMeans(points: Points, options: KMeansOptions): Clustering {
  const { k, random, restarts = 20, onProgress } = options;
  const sample = everyNth(points, options.mostPointsForRestarts ?? 20_000);
  const exact = sample === points;
  let best: Clustering | null = null;
  for (let restart = 0; restart < restarts; restart++) {
    const starts = plusPlusStarts(sample, k, random);
    const rested =
      countOf(sample) > FEW_POINTS ? boundedLloyd(sample, starts, exact ? 0 : 1e-5) : lloyd(sample, starts);
    const found = countOf(sample) > MOST_TO_EXCHANGE ? rested : exchanged(sample, rested);
    if (!best || found.withinSumOfSquares < best.withinSumOfSquares * (1 - 1e-12)) best = found;
    onProgress?.((restart + 1) / (restarts + 1));
  }
  if (!best) throw new RangeError('k-means needs at least one restart');
  const better = countOf(sample) > MOST_TO_EXCHANGE ? exchanged(sample, best) : best;
  return exact ? better : boundedLloyd(points, better.centres, 1e-6);
}

const countOf = ({ values, dimensions }: Points): number => values.length / dimensions;

/** At most `most` of the points, evenly spaced in their order; the points themselves where there are no more. */
export function everyNth(points: Points, most: number): Points {
  const count = countOf(points);
  if (count <= most) return points;
  const { values, dimensions, weights } = points;
  const sample = new Float64Array(most * dimensions);
  const sampleWeights = weights && new Float64Array(most);
  for (let i = 0; i < most; i++) {
    const row = Math.floor(((i + 0.5) * count) / most);
    sample.set(values.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
    if (sampleWeights) sampleWeights[i] = weights[row] as number;
  }
  return { values: sample, dimensions, weights: sampleWeights };
}

/**
 * k starting centres: the first a random point, each further one a point drawn with a chance in proportion to its
 * squared distance to the nearest centre so far (times its weight). RangeError where there are fewer than k distinct points.
 */
export function plusPlusStarts(points: Points, k: number, random: Random): Float64Array {
  const { values, dimensions, weights } = points;
  const count = countOf(points);
  if (count < 1 || k < 1) throw new RangeError('k-means needs points and at least one centre');
  const centres = new Float64Array(k * dimensions);
  const nearest = new Float64Array(count).fill(Infinity);
  const chances = Float64Array.from(weights ?? nearest);
  let chosen = weights ? drawByWeight(weights, random) : random.integer(count);
  for (let centre = 0; centre < k; centre++) {
    if (centre > 0) chosen = drawByWeight(chances, random);
    if (chosen < 0) throw new RangeError(`fewer than ${k} distinct points`);
    centres.set(values.subarray(chosen * dimensions, (chosen + 1) * dimensions), centre * dimensions);
    for (let i = 0; i < count; i++) {
      const distance = squaredDistance(values, i * dimensions, centres, centre * dimensions, dimensions);
      if (distance >= (nearest[i] as number)) continue;
      nearest[i] = distance;
      chances[i] = weights ? distance * (weights[i] as number) : distance;
    }
  }
  return centres;
}

/** An index drawn in proportion to the weights; -1 where all are 0. */
function drawByWeight(weights: Float64Array, random: Random): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] as number;
  if (!(total > 0)) return -1;
  let left = random.next() * total;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
}

function squaredDistance(
  a: Float64Array,
  at: number,
  b: Float64Array,
  bt: number,
  dimensions: number,
): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = (a[at + d] as number) - (b[bt + d] as number);
    sum += difference * difference;
  }
  return sum;
}

/**
 * Lloyd's algorithm from given centres: assign every point to its nearest centre (the first of equals), move each centre
 * to the mean of its points, until no point moves. A centre left without points takes the point farthest from its own.
 */
export function lloyd(points: Points, starts: Float64Array): Clustering {
  const { dimensions } = points;
  const centres = Float64Array.from(starts);
  const k = centres.length / dimensions;
  const labels = new Int32Array(countOf(points)).fill(-1);
  const sizes = new Int32Array(k);
  let iterations = 0;
  let moved = true;
  while (moved && iterations < MOST_ROUNDS) {
    moved = assign(points, centres, labels);
    fillEmpty(points, centres, labels, k);
    if (moved) moveCentres(points, centres, labels, sizes);
    iterations += 1;
  }
  return {
    labels,
    centres,
    sizes,
    withinSumOfSquares: sumOfSquares(points, centres, labels),
    iterations,
    converged: !moved,
  };
}

/** Every point with the nearest of given centres, which stay where they are: how new points are scored. */
export function nearestCentres(points: Points, centres: Float64Array): Clustering {
  const labels = new Int32Array(countOf(points)).fill(-1);
  assign(points, centres, labels);
  const sizes = new Int32Array(centres.length / points.dimensions);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return {
    labels,
    centres: Float64Array.from(centres),
    sizes,
    withinSumOfSquares: sumOfSquares(points, centres, labels),
    iterations: 0,
    converged: true,
  };
}

/** Whether any point changed its centre. */
function assign({ values, dimensions }: Points, centres: Float64Array, labels: Int32Array): boolean {
  const k = centres.length / dimensions;
  let moved = false;
  for (let i = 0, at = 0; i < labels.length; i++, at += dimensions) {
    let best = 0;
    let least = Infinity;
    for (let c = 0, ct = 0; c < k; c++, ct += dimensions) {
      let distance = 0;
      for (let d = 0; d < dimensions; d++) {
        const difference = (values[at + d] as number) - (centres[ct + d] as number);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    if (labels[i] !== best) {
      labels[i] = best;
      moved = true;
    }
  }
  return moved;
}

function moveCentres(points: Points, centres: Float64Array, labels: Int32Array, sizes: Int32Array): void {
  const { values, dimensions, weights } = points;
  const sums = new Float64Array(centres.length);
  const mass = new Float64Array(sizes.length);
  sizes.fill(0);
  for (let i = 0, at = 0; i < labels.length; i++, at += dimensions) {
    const c = labels[i] as number;
    const weight = weights ? (weights[i] as number) : 1;
    sizes[c] = (sizes[c] as number) + 1;
    mass[c] = (mass[c] as number) + weight;
    for (let d = 0; d < dimensions; d++) {
      const slot = c * dimensions + d;
      sums[slot] = (sums[slot] as number) + weight * (values[at + d] as number);
    }
  }
  for (let slot = 0; slot < sums.length; slot++) {
    const size = mass[Math.floor(slot / dimensions)] as number;
    if (size > 0) centres[slot] = (sums[slot] as number) / size;
  }
}

/**
 * Gives every centre without points the one point that fits worst where it is, from a centre that keeps others. Points
 * of weight 0 do not count.
 */
function fillEmpty(points: Points, centres: Float64Array, labels: Int32Array, k: number): void {
  const { values, dimensions, weights } = points;
  const counts = (i: number): boolean => !weights || (weights[i] as number) > 0;
  const sizes = new Int32Array(k);
  for (let i = 0; i < labels.length; i++)
    if (counts(i)) sizes[labels[i] as number] = (sizes[labels[i] as number] as number) + 1;
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0)) {
    let worst = -1;
    let farthest = -1;
    for (let i = 0; i < labels.length; i++) {
      const c = labels[i] as number;
      if ((sizes[c] as number) < 2 || !counts(i)) continue;
      const distance = squaredDistance(values, i * dimensions, centres, c * dimensions, dimensions);
      if (distance > farthest) [worst, farthest] = [i, distance];
    }
    if (worst < 0) throw new RangeError('fewer points than centres');
    const from = labels[worst] as number;
    sizes[from] = (sizes[from] as number) - 1;
    sizes[empty] = 1;
    labels[worst] = empty;
    centres.set(values.subarray(worst * dimensions, (worst + 1) * dimensions), empty * dimensions);
  }
}

function sumOfSquares(points: Points, centres: Float64Array, labels: Int32Array): number {
  const { values, dimensions, weights } = points;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i] as number;
    const squared = squaredDistance(values, i * dimensions, centres, c * dimensions, dimensions);
    sum += weights ? squared * (weights[i] as number) : squared;
  }
  return sum;
}
