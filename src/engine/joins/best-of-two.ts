/** Below this share of the best one's worth a second one is not worth a look. */
const NEAR = 0.6;

/** The best in order, of every group at most two, the second only where it comes near the first. */
export function twoOfEachTwo<T>(
  all: readonly T[],
  worth: (one: T) => number,
  group: (one: T) => string,
): T[] {
  const taken = new Map<string, T[]>();
  return [...all]
    .sort((one, other) => worth(other) - worth(one))
    .filter((one) => {
      const before = taken.get(group(one)) ?? [];
      const best = before[0];
      if (before.length >= 2 || (best !== undefined && worth(one) < NEAR * worth(best))) return false;
      taken.set(group(one), [...before, one]);
      return true;
    });
}
