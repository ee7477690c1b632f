import { lloyd, type Clustering, type Points } from './k-means';

const MOST_PASSES = 20;
/** A move must gain more than rounding does. */
const GAIN = 1e-12;

/**
 * Moves single points to another centre as long as the sum of squares falls (Hartigan & Wong 1979), then lets Lloyd
 * finish: Lloyd alone stops at partitions that such a move betters, as it does not see that a centre follows its point.
 * Never worse than what is given. Points in their order, weights as in k-means; at most 20 passes.
 */
export function exchanged(points: Points, found: Clustering): Clustering {
  const { values, dimensions: d, weights } = points;
  const centres = Float64Array.from(found.centres);
  const labels = Int32Array.from(found.labels);
  const k = centres.length / d;
  const mass = new Float64Array(k);
  const weightOf = (i: number): number => (weights ? (weights[i] as number) : 1);
  labels.forEach((label, i) => (mass[label] = (mass[label] as number) + weightOf(i)));
  let moves = 0;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = moves;
    for (let i = 0; i < labels.length; i++) {
      const weight = weightOf(i);
      const own = labels[i] as number;
      const left = (mass[own] as number) - weight;
      if (weight === 0 || left <= GAIN * (mass[own] as number)) continue;
      const gain = ((mass[own] as number) / left) * squared(values, i * d, centres, own * d, d);
      const to = cheapest(values, i * d, centres, mass, own, weight, d, gain * (1 - GAIN));
      if (to < 0) continue;
      shift(centres, own * d, values, i * d, d, -weight / left);
      shift(centres, to * d, values, i * d, d, weight / ((mass[to] as number) + weight));
      mass[own] = left;
      mass[to] = (mass[to] as number) + weight;
      labels[i] = to;
      moves += 1;
    }
    if (moves === before) break;
  }
  if (moves === 0) return found;
  const better = lloyd(points, centres);
  return better.withinSumOfSquares < found.withinSumOfSquares ? better : found;
}

/** The centre that a point joins at the least cost, if that is below a bound; -1 where none is. */
function cheapest(
  values: Float64Array,
  at: number,
  centres: Float64Array,
  mass: Float64Array,
  own: number,
  weight: number,
  d: number,
  bound: number,
): number {
  let to = -1;
  let least = bound;
  for (let c = 0; c < mass.length; c++) {
    if (c === own) continue;
    const share = (mass[c] as number) / ((mass[c] as number) + weight);
    const cost = share * squared(values, at, centres, c * d, d);
    if (cost < least) [to, least] = [c, cost];
  }
  return to;
}

function squared(values: Float64Array, at: number, centres: Float64Array, ct: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const difference = (values[at + j] as number) - (centres[ct + j] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Moves a centre along the way to a point by a share of it (away from it where that is negative). */
function shift(
  centres: Float64Array,
  ct: number,
  values: Float64Array,
  at: number,
  d: number,
  by: number,
): void {
  for (let j = 0; j < d; j++) {
    const centre = centres[ct + j] as number;
    centres[ct + j] = centre + by * ((values[at + j] as number) - centre);
  }
}
