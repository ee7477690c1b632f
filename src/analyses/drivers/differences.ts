import type { Encoding } from './encode';
import { Intervals, type Replicated } from './intervals';
import type { Computed } from './linear-slice';
import { layoutOf } from './quantities';
import type { Difference } from './result';
import type { DriversInput } from './roles';

/**
 * The difference of importance between every two levels, with intervals from the same replicates on both sides: a group
 * of rows (or a draw) is left out of both, so that customers who are in both levels do not count twice.
 */
export function differencesOf(
  levels: readonly Computed[],
  encoding: Encoding,
  input: DriversInput,
): Difference[] {
  const layout = layoutOf(encoding);
  return levels.flatMap((a, i) =>
    levels.slice(i + 1).flatMap((b) => {
      const intervals = new Intervals(pairedDifference(a, b), input.options.confidence);
      return a.result.drivers.flatMap((driver, place): Difference[] =>
        driver.constant && b.result.drivers[place]?.constant
          ? []
          : [
              {
                driver: driver.name,
                levelA: a.result.level ?? '',
                levelB: b.result.level ?? '',
                difference: intervals.at(layout.importance + place),
                share: intervals.at(layout.share + place),
              },
            ],
      );
    }),
  );
}

function pairedDifference(a: Computed, b: Computed): Replicated {
  const less = (first: Float64Array, second: Float64Array): Float64Array =>
    first.map((value, i) => value - (second[i] as number));
  const point = less(a.replicated.point, b.replicated.point);
  if (a.groups === null || b.groups === null)
    return {
      point,
      replicates: a.replicated.replicates.map((replicate, i) =>
        less(replicate, b.replicated.replicates[i] ?? replicate.map(() => NaN)),
      ),
      counts: null,
    };
  const groups = [...new Set([...a.groups, ...b.groups])];
  if (a.replicated.replicates.length === 0) return { point, replicates: [], counts: new Float64Array(0) };
  return {
    point,
    replicates: groups.map((group) => less(withoutGroup(a, group), withoutGroup(b, group))),
    counts: Float64Array.from(groups, (group) => rowsOf(a, group) + rowsOf(b, group)),
  };
}

/** A level without rows of that group stays as it is. */
const withoutGroup = ({ groups, replicated }: Computed, group: number): Float64Array =>
  replicated.replicates[groups?.indexOf(group) ?? -1] ?? replicated.point;

const rowsOf = ({ groups, replicated }: Computed, group: number): number =>
  replicated.counts?.[groups?.indexOf(group) ?? -1] ?? 0;
