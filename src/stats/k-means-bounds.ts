import { lloyd, nearestCentres, type Clustering, type Points } from './k-means';

const MOST_ROUNDS = 2000;

interface State {
  centres: Float64Array;
  labels: Int32Array;
  /** Weighted sums and masses per centre, kept up to date as points move. */
  sums: Float64Array;
  mass: Float64Array;
  /** At least the distance to the own centre. */
  upper: Float64Array;
  /** At most the distance to any other centre. */
  lower: Float64Array;
}

/**
 * Lloyd's algorithm with the bounds of Hamerly ("Making k-means even faster", SDM 2010): a point whose distance to its
 * own centre is surely below that to every other is not looked at.
 *
 * With `leastGain` 0 it goes on until no point moves, and plain Lloyd confirms it. Above 0 it rests where a round of
 * moving centres lowers the sum of squares by less than that share of it: among a million points without clear groups
 * single ones wander for a thousand rounds. Every label is then of the nearest centre, and the centres are the means
 * of their points but for those last few.
 */
export function boundedLloyd(points: Points, starts: Float64Array, leastGain = 0): Clustering {
  const state = firstAssignment(points, starts);
  const enough = leastGain * weightedSquares(state.upper, points.weights);
  let moved = 1;
  let gain = Infinity;
  let rounds = 0;
  for (; moved > 0 && gain >= enough && rounds < MOST_ROUNDS; rounds++) {
    const before = state.centres.slice();
    // A centre without points is rare: the plain algorithm knows what to do with it.
    if (!moveToMeans(state, points.dimensions)) break;
    const shifts = shiftsOf(before, state.centres, points.dimensions);
    gain = weightedSquares(shifts, state.mass);
    moved = reassign(points, state, shifts);
  }
  const found = gain < enough ? nearestCentres(points, state.centres) : lloyd(points, state.centres);
  return { ...found, iterations: found.iterations + rounds };
}

function weightedSquares(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    sum += (values[i] as number) ** 2 * (weights ? (weights[i] as number) : 1);
  return sum;
}

function firstAssignment(points: Points, starts: Float64Array): State {
  const { values, dimensions, weights } = points;
  const count = values.length / dimensions;
  const k = starts.length / dimensions;
  const state: State = {
    centres: Float64Array.from(starts),
    labels: new Int32Array(count),
    sums: new Float64Array(starts.length),
    mass: new Float64Array(k),
    upper: new Float64Array(count),
    lower: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    nearestTwo(points, state, i);
    shift(state, values, i, dimensions, state.labels[i] as number, weights ? (weights[i] as number) : 1);
  }
  return state;
}

/** Writes the nearest centre of point i and its exact distances to that one and to the next. */
function nearestTwo({ values, dimensions }: Points, state: State, i: number): void {
  const { centres, labels, upper, lower } = state;
  const at = i * dimensions;
  let best = 0;
  let least = Infinity;
  let second = Infinity;
  for (let c = 0, ct = 0; ct < centres.length; c++, ct += dimensions) {
    let distance = 0;
    for (let d = 0; d < dimensions; d++) {
      const difference = (values[at + d] as number) - (centres[ct + d] as number);
      distance += difference * difference;
    }
    if (distance < least) {
      second = least;
      least = distance;
      best = c;
    } else if (distance < second) second = distance;
  }
  labels[i] = best;
  upper[i] = Math.sqrt(least);
  lower[i] = Math.sqrt(second);
}

/** Adds a point to a centre's sums, or takes it away by a negative weight. */
function shift(
  { sums, mass }: State,
  values: Float64Array,
  i: number,
  dimensions: number,
  c: number,
  weight: number,
): void {
  mass[c] = (mass[c] as number) + weight;
  for (let d = 0; d < dimensions; d++)
    sums[c * dimensions + d] =
      (sums[c * dimensions + d] as number) + weight * (values[i * dimensions + d] as number);
}

/** False where a centre has no points. */
function moveToMeans({ centres, sums, mass }: State, dimensions: number): boolean {
  for (let c = 0; c < mass.length; c++) {
    if (!((mass[c] as number) > 0)) return false;
    for (let slot = c * dimensions; slot < (c + 1) * dimensions; slot++)
      centres[slot] = (sums[slot] as number) / (mass[c] as number);
  }
  return true;
}

/** How far each centre went. */
function shiftsOf(before: Float64Array, after: Float64Array, dimensions: number): Float64Array {
  const k = after.length / dimensions;
  return Float64Array.from({ length: k }, (_, c) =>
    distanceTo(before, c * dimensions, after, c * dimensions, dimensions),
  );
}

/** How many points changed their centre. */
function reassign(points: Points, state: State, shifts: Float64Array): number {
  const { labels, upper, lower, centres } = state;
  const { values, dimensions, weights } = points;
  const half = halfGaps(centres, dimensions);
  const farthest = shifts.indexOf(Math.max(...shifts));
  const most = shifts[farthest] as number;
  const next = Math.max(0, ...shifts.filter((_, c) => c !== farthest));
  let moved = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i] as number;
    const above = (upper[i] as number) + (shifts[own] as number);
    const below = (lower[i] as number) - (own === farthest ? next : most);
    upper[i] = above;
    lower[i] = below;
    const bound = Math.max(below, half[own] as number);
    if (above <= bound) continue;
    const exact = distanceTo(values, i * dimensions, centres, own * dimensions, dimensions);
    upper[i] = exact;
    if (exact <= bound) continue;
    nearestTwo(points, state, i);
    const now = labels[i] as number;
    if (now === own) continue;
    const weight = weights ? (weights[i] as number) : 1;
    shift(state, values, i, dimensions, own, -weight);
    shift(state, values, i, dimensions, now, weight);
    moved += 1;
  }
  return moved;
}

/** Half the distance of each centre to the nearest other: a point nearer than that to its own has no better one. */
function halfGaps(centres: Float64Array, dimensions: number): Float64Array {
  const k = centres.length / dimensions;
  const half = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      if (a !== b)
        half[a] = Math.min(
          half[a] as number,
          distanceTo(centres, a * dimensions, centres, b * dimensions, dimensions) / 2,
        );
  return half;
}

function distanceTo(a: Float64Array, at: number, b: Float64Array, bt: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = (a[at + d] as number) - (b[bt + d] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
