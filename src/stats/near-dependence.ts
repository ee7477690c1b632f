import { cholesky, solveCholesky, symmetricEigen } from './linear-algebra';
import { triangle } from './sufficient-statistics';

/** A variance that the variables before leave below this share of its own is taken for 0: EM comes near, not to it. */
const DEPENDENT = 1e-6;
/** A variance along a direction that counts as next to none, beside variances near 1. */
const FLAT = 1e-7;
/** A slope, in standard deviations, that counts as part of a dependence. */
const PART = 1e-3;

/**
 * A covariance in full (row-major), each variable that the ones before it all but determine made their exact
 * combination: its variance is then exactly what they explain, so that what follows sees it as their copy.
 *
 * `point`: `size` means, which are ignored, then the lower triangle of a covariance with variances near 1.
 * `dependences`: each such variable, followed by those that it follows from. `flat`: of the other variables those that
 * share a direction with next to no variance, though none of them follows from those before it; mostly none.
 */
export function withoutNearDependence(
  point: Float64Array,
  size: number,
): { covariance: Float64Array; dependences: number[][]; flat: number[] } {
  const covariance = inFull(point.subarray(size), size);
  const kept: number[] = [];
  const dependences: number[][] = [];
  for (let i = 0; i < size; i += 1) {
    const slopes = slopesOn(covariance, size, kept, i);
    const combined = (j: number): number =>
      slopes.reduce(
        (total, slope, k) => total + slope * (covariance[(kept[k] as number) * size + j] as number),
        0,
      );
    const own = covariance[i * size + i] as number;
    const explained = combined(i);
    if (own - explained > DEPENDENT * own) {
      kept.push(i);
      continue;
    }
    for (let j = 0; j < size; j += 1) {
      if (j === i) continue;
      const value = combined(j);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
    covariance[i * size + i] = explained;
    dependences.push([i, ...kept.filter((_, k) => Math.abs(slopes[k] as number) > PART)]);
  }
  return { covariance, dependences, flat: flatDirection(covariance, size, kept) };
}

/** Those of `kept` with a part in the direction of least variance, where that is below `FLAT`. */
function flatDirection(covariance: Float64Array, size: number, kept: readonly number[]): number[] {
  const count = kept.length;
  if (count === 0) return [];
  const among = Float64Array.from(kept.flatMap((a) => kept.map((b) => covariance[a * size + b] as number)));
  const { values, vectors } = symmetricEigen(among, count);
  if ((values[count - 1] as number) > FLAT) return [];
  return kept.filter((_, k) => Math.abs(vectors[k * count + count - 1] as number) > PART);
}

function slopesOn(
  covariance: Float64Array,
  size: number,
  kept: readonly number[],
  target: number,
): Float64Array {
  const among = Float64Array.from(kept.flatMap((a) => kept.map((b) => covariance[a * size + b] as number)));
  const factor = cholesky(among, kept.length);
  const right = kept.map((a) => covariance[a * size + target] as number);
  return factor ? solveCholesky(factor, kept.length, right) : new Float64Array(kept.length);
}

function inFull(lower: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return lower[triangle(Math.max(i, j)) + Math.min(i, j)] as number;
  });
}
