import type { Random } from './random';

/** Points are row-major: row i stands at i * dimensions. Every number must be finite. */
export interface Points {
  values: Float64Array;
  dimensions: number;
}
export interface Clustering {
  /** For each point the number of its centre, from 0. */
  labels: Int32Array;
  /** Row-major, k x dimensions. */
  centres: Float64Array;
  sizes: Int32Array;
  /** Sum of squared Euclidean distances to the own centre: what Lloyd makes small. */
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

/**
 * k-means (Lloyd 1982) from k-means++ starts (Arthur & Vassilvitskii 2007): the best of 20 seeded restarts.
 *
 * Deterministic for a seed and an order of points; a caller who sorts the points first gets the same from any order.
 * Needs at least k distinct points (RangeError). Checked on iris, k = 3, against the published optimum 78.851441426146.
 */
export function kMeans(points: Points, options: KMeansOptions): Clustering {
  const { k, random, restarts = 20, onProgress } = options;
  const sample = everyNth(points, options.mostPointsForRestarts ?? 20_000);
  let best: Clustering | null = null;
  for (let restart = 0; restart < restarts; restart++) {
    const found = lloyd(sample, plusPlusStarts(sample, k, random));
    if (!best || found.withinSumOfSquares < best.withinSumOfSquares * (1 - 1e-12)) best = found;
    onProgress?.((restart + 1) / (restarts + 1));
  }
  if (!best) throw new RangeError('k-means needs at least one restart');
  return sample === points ? best : lloyd(points, best.centres);
}

const countOf = ({ values, dimensions }: Points): number => values.length / dimensions;

/** At most `most` of the points, evenly spaced in their order; the points themselves where there are no more. */
function everyNth(points: Points, most: number): Points {
  const count = countOf(points);
  if (count <= most) return points;
  const { values, dimensions } = points;
  const sample = new Float64Array(most * dimensions);
  for (let i = 0; i < most; i++) {
    const from = Math.floor(((i + 0.5) * count) / most) * dimensions;
    sample.set(values.subarray(from, from + dimensions), i * dimensions);
  }
  return { values: sample, dimensions };
}

/**
 * k starting centres: the first a random point, each further one a point drawn with a chance in proportion to its
 * squared distance to the nearest centre so far. RangeError where there are fewer than k distinct points.
 */
export function plusPlusStarts(points: Points, k: number, random: Random): Float64Array {
  const { values, dimensions } = points;
  const count = countOf(points);
  if (count < 1 || k < 1) throw new RangeError('k-means needs points and at least one centre');
  const centres = new Float64Array(k * dimensions);
  const nearest = new Float64Array(count).fill(Infinity);
  let chosen = random.integer(count);
  for (let centre = 0; centre < k; centre++) {
    if (centre > 0) chosen = drawByWeight(nearest, random);
    if (chosen < 0) throw new RangeError(`fewer than ${k} distinct points`);
    centres.set(values.subarray(chosen * dimensions, (chosen + 1) * dimensions), centre * dimensions);
    for (let i = 0; i < count; i++) {
      const distance = squaredDistance(values, i * dimensions, centres, centre * dimensions, dimensions);
      if (distance < (nearest[i] as number)) nearest[i] = distance;
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
  const { values, dimensions } = points;
  const sums = new Float64Array(centres.length);
  sizes.fill(0);
  for (let i = 0, at = 0; i < labels.length; i++, at += dimensions) {
    const c = labels[i] as number;
    sizes[c] = (sizes[c] as number) + 1;
    for (let d = 0; d < dimensions; d++) {
      const slot = c * dimensions + d;
      sums[slot] = (sums[slot] as number) + (values[at + d] as number);
    }
  }
  for (let slot = 0; slot < sums.length; slot++) {
    const size = sizes[Math.floor(slot / dimensions)] as number;
    if (size > 0) centres[slot] = (sums[slot] as number) / size;
  }
}

/** Gives every centre without points the one point that fits worst where it is, from a centre that keeps others. */
function fillEmpty(points: Points, centres: Float64Array, labels: Int32Array, k: number): void {
  const { values, dimensions } = points;
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0)) {
    let worst = -1;
    let farthest = -1;
    for (let i = 0; i < labels.length; i++) {
      const c = labels[i] as number;
      if ((sizes[c] as number) < 2) continue;
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

function sumOfSquares({ values, dimensions }: Points, centres: Float64Array, labels: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    sum += squaredDistance(values, i * dimensions, centres, (labels[i] as number) * dimensions, dimensions);
  return sum;
}
