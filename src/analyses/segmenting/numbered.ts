import { stabilityGrade } from '../../stats/stability';
import type { Membership } from './profile';
import type { Segment } from './result';

/** A segment comes back from here on (Hennig: below 0.75 a pattern is doubtful). */
const STABLE = 0.75;

/**
 * The order in which segments are numbered: the largest first, equal ones by their centres (row-major). Gives the old
 * numbers in the new order.
 */
export function bySize(sizes: ArrayLike<number>, centres: Float64Array): number[] {
  const d = centres.length / sizes.length;
  return Array.from({ length: sizes.length }, (_, c) => c).sort((one, two) => {
    const difference = (sizes[two] as number) - (sizes[one] as number);
    if (difference !== 0) return difference;
    for (let j = 0; j < d; j++) {
      const apart = (centres[one * d + j] as number) - (centres[two * d + j] as number);
      if (apart !== 0) return apart;
    }
    return 0;
  });
}

/** Sizes, shares and stability of named segments from the rows' labels. */
export function describedSegments(
  { order, labels, weights }: Membership,
  names: readonly string[],
  points: readonly Readonly<Record<string, number>>[],
  jaccard: readonly (number | null)[],
): Segment[] {
  const sizes = new Float64Array(names.length);
  const mass = new Float64Array(names.length);
  let total = 0;
  for (const row of order) {
    const s = (labels[row] as number) - 1;
    const weight = weights ? (weights[row] as number) : 1;
    sizes[s] = (sizes[s] as number) + 1;
    mass[s] = (mass[s] as number) + weight;
    total += weight;
  }
  return names.map((name, s) => {
    const own = jaccard[s] ?? null;
    return {
      name,
      size: sizes[s] as number,
      share: (mass[s] as number) / total,
      jaccard: own,
      grade: own === null ? null : stabilityGrade(own),
      stable: own !== null && own >= STABLE,
      point: points[s] ?? {},
    };
  });
}
