import { cheapestAssignment } from '../../stats/assignment';
import { escapeFinding } from '../analysis';

export type NamedPoints = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A variable's place and scale: how a distance in users' units is made comparable. */
export interface Coordinate {
  variable: string;
  /** From users' units to the space in which the segments were found, without standardising. */
  transform: (value: number) => number;
  /** Standard deviation in that space, above 0. */
  spread: number;
}

/**
 * Gives kept names to the segments nearest to their centres, all together at the least sum of squared distances
 * (standard deviations, over the variables that a name knows). A name without a known variable, or left over, goes to
 * nobody; a segment without a name is called by its number. `points` are the segments' centres in users' units.
 */
export function namedSegments(
  points: readonly Readonly<Record<string, number>>[],
  names: NamedPoints,
  coordinates: readonly Coordinate[],
): { names: string[]; notes: string[] } {
  const known = Object.entries(names).map(([name, point]) => ({
    name,
    used: coordinates.filter(({ variable }) => Number.isFinite(point[variable])),
    point,
  }));
  const usable = known.filter(({ used }) => used.length > 0);
  const notes = known
    .filter(({ used }) => used.length === 0)
    .map(
      ({ name }) =>
        `The name "${escapeFinding(name)}" has no centre in these variables, so no segment got it.`,
    );
  const distance = (own: Readonly<Record<string, number>>, at: (typeof usable)[number]): number =>
    at.used.reduce((sum, { variable, transform, spread }) => {
      const apart = transform(own[variable] ?? 0) - transform(at.point[variable] ?? 0);
      return sum + (apart / spread) ** 2;
    }, 0) / at.used.length;
  const costs = usable.map((at) => points.map((own) => Math.min(distance(own, at), 1e12)));
  const found = usable.length > 0 ? cheapestAssignment(costs) : new Int32Array();
  const given = new Map<number, string>();
  usable.forEach(({ name }, i) => {
    const segment = found[i] ?? -1;
    if (segment < 0) {
      notes.push(`The name "${escapeFinding(name)}" is left over: there are fewer segments than names.`);
      return;
    }
    given.set(segment, name);
    const far = Math.sqrt(costs[i]?.[segment] ?? 0);
    if (far > 1)
      notes.push(
        `"${escapeFinding(name)}" is the segment nearest to the centre kept under that name, but lies ${far.toFixed(1)} standard deviations from it: check that the name still fits.`,
      );
  });
  return { names: points.map((_, i) => given.get(i) ?? freeName(i + 1, Object.keys(names))), notes };
}

/** "Segment 2", or another word where a user took that name for another segment. */
function freeName(number: number, taken: readonly string[]): string {
  const name = `Segment ${number}`;
  return taken.includes(name) ? `Segment ${number} (new)` : name;
}
