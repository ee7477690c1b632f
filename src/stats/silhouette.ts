import type { Points } from './k-means';
import type { Random } from './random';

export interface Silhouette {
  /** Mean over the points looked at, -1 to 1. */
  mean: number;
  /** Mean within each segment; null where none of its points was looked at. */
  bySegment: (number | null)[];
  /** How many points were looked at: all, or the size of the sample. */
  points: number;
}

/**
 * How much nearer points are to their own segment than to the next (Rousseeuw 1987): the mean of
 * (b - a) / max(a, b), a the mean Euclidean distance to the other points of the own segment, b the least mean distance
 * to another segment's; 0 for a point alone in its segment.
 *
 * Points as in k-means (a weight w counts as w equal points), labels from 0. Exact up to `most` points (default 3,000),
 * above on a seeded sample of that many. Null where fewer than two segments have points. Checked on iris, k = 3.
 */
export function silhouette(
  points: Points,
  labels: Int32Array,
  options: { random: Random; most?: number },
): Silhouette | null {
  const rows = sampleRows(labels.length, options.most ?? 3000, options.random);
  const k = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const mass = new Float64Array(k);
  for (const row of rows) add(mass, labels[row] as number, weightOf(points, row));
  if (mass.filter((m) => m > 0).length < 2) return null;
  const sums = new Float64Array(k);
  const widths = new Float64Array(k);
  for (const row of rows) {
    sums.fill(0);
    for (const other of rows)
      add(sums, labels[other] as number, weightOf(points, other) * distance(points, row, other));
    const width = widthOf(sums, mass, labels[row] as number);
    add(widths, labels[row] as number, weightOf(points, row) * width);
  }
  return summary(widths, mass, rows.length);
}

/**
 * The simplified silhouette (Hruschka et al. 2006): distances to the centres in place of mean distances to points, so
 * that it takes all rows at once. Not comparable with the silhouette proper: say which was used.
 */
export function simplifiedSilhouette(
  points: Points,
  labels: Int32Array,
  centres: Float64Array,
): Silhouette | null {
  const { values, dimensions } = points;
  const k = centres.length / dimensions;
  if (k < 2) return null;
  const widths = new Float64Array(k);
  const mass = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i] as number;
    let a = 0;
    let b = Infinity;
    for (let c = 0; c < k; c++) {
      let squared = 0;
      for (let d = 0; d < dimensions; d++)
        squared += ((values[i * dimensions + d] as number) - (centres[c * dimensions + d] as number)) ** 2;
      if (c === own) a = Math.sqrt(squared);
      else b = Math.min(b, Math.sqrt(squared));
    }
    add(mass, own, weightOf(points, i));
    add(widths, own, weightOf(points, i) * ratio(a, b));
  }
  return summary(widths, mass, labels.length);
}

function sampleRows(count: number, most: number, random: Random): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  if (count <= most) return rows;
  for (let i = 0; i < most; i++) {
    const other = i + random.integer(count - i);
    [rows[i], rows[other]] = [rows[other] as number, rows[i] as number];
  }
  return rows.slice(0, most);
}

const weightOf = ({ weights }: Points, row: number): number => (weights ? (weights[row] as number) : 1);

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

function distance({ values, dimensions }: Points, one: number, other: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = (values[one * dimensions + d] as number) - (values[other * dimensions + d] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

function widthOf(sums: Float64Array, mass: Float64Array, own: number): number {
  const others = (mass[own] as number) - 1;
  if (!(others > 0)) return 0;
  let b = Infinity;
  for (let c = 0; c < mass.length; c++)
    if (c !== own && (mass[c] as number) > 0) b = Math.min(b, (sums[c] as number) / (mass[c] as number));
  return ratio((sums[own] as number) / others, b);
}

const ratio = (a: number, b: number): number => (a === b ? 0 : (b - a) / Math.max(a, b));

function summary(widths: Float64Array, mass: Float64Array, points: number): Silhouette {
  const total = mass.reduce((sum, m) => sum + m, 0);
  return {
    mean: widths.reduce((sum, width) => sum + width, 0) / total,
    bySegment: Array.from(mass, (m, c) => (m > 0 ? (widths[c] as number) / m : null)),
    points,
  };
}
