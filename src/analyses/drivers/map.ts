import { quadrantProbabilities, rankProbabilities } from '../../stats/joint-draws';
import { ownValue } from '../../values/own-value';
import type { Encoding } from './encode';
import type { Intervals } from './intervals';
import type { Layout } from './quantities';
import type { DriverResult, Estimate, MapPoint, PerformanceMap, Quadrants } from './result';
import type { DriversInput } from './roles';

/** How a player's performance stands on the map: x = a + b · performance. */
interface Placement {
  place: number;
  driver: DriverResult;
  a: number;
  b: number;
  target: number | null;
}

/** The map of all drivers that vary and have a performance, or null where there are fewer than two to compare. */
export function performanceMap(
  drivers: readonly DriverResult[],
  rows: number,
  encoding: Encoding,
  layout: Layout,
  intervals: Intervals,
  input: DriversInput,
): PerformanceMap | null {
  const shown = drivers.flatMap((driver, place) =>
    !driver.constant && Number.isFinite(driver.performance.value) ? [{ driver, place }] : [],
  );
  if (shown.length < 2) return null;
  const list = shown.map(({ driver }) => driver);
  const targets = targetsOf(list, encoding, input);
  const scale = scaleOf(list);
  const against = list.filter((driver) => movesAgainst(driver, list, rows));
  const placed = shown.map(({ driver, place }, i): Placement => ({
    driver,
    place,
    target: targets?.[i] ?? null,
    ...affine(driver, list, scale, against.includes(driver)),
  }));
  if (targets) measureFromTargets(placed);
  const x = placed.map(({ a, b, driver }) => transformed(driver.performance, a, b));
  const xLine = targets ? 0 : mean(x.map(({ value }) => value));
  const yLine = mean(list.map(({ importance }) => importance.value));
  const quadrants = quadrantsOf(placed, layout, intervals, input.options.seed, targets !== null);
  const points = placed.map(({ driver, target }, i): MapPoint => {
    const at = x[i] as Estimate;
    const fixFirst = driver.importance.value > yLine && at.value < xLine;
    return {
      name: driver.name,
      x: at,
      y: driver.importance,
      target,
      fixFirst,
      quadrants: quadrants[i] ?? UNKNOWN_QUADRANTS,
    };
  });
  return {
    points,
    xLine,
    yLine,
    xLineIs: targets ? 'targets' : 'mean',
    scale: targets ? 'gap' : scale,
    reversed: against.map(({ name }) => name),
  };
}

export const UNKNOWN_QUADRANTS: Quadrants = { fix: NaN, keep: NaN, low: NaN, overkill: NaN };

/** P of rank 1, 2, ... of each driver that varies; empty for the others. */
export function rankChances(
  drivers: readonly DriverResult[],
  layout: Layout,
  intervals: Intervals,
  seed: number,
): Float64Array[] {
  const places = drivers.flatMap(({ constant }, place) => (constant ? [] : [place]));
  const draws = intervals.draws(
    places.map((place) => layout.importance + place),
    seed,
  );
  if (!draws || places.length === 0) return drivers.map(() => new Float64Array(0));
  const { ranks } = rankProbabilities(draws, places.length, places.length);
  return drivers.map((_, place) => {
    const at = places.indexOf(place);
    return at < 0 ? new Float64Array(0) : ranks.slice(at * places.length, (at + 1) * places.length);
  });
}

function quadrantsOf(
  placed: readonly Placement[],
  layout: Layout,
  intervals: Intervals,
  seed: number,
  atTargets: boolean,
): Quadrants[] {
  const count = placed.length;
  const places = [
    ...placed.map(({ place }) => layout.importance + place),
    ...placed.map(({ place }) => layout.performance + place),
  ];
  const draws = intervals.draws(places, seed);
  if (!draws) return [];
  for (let start = 0; start < draws.length; start += 2 * count)
    placed.forEach(({ a, b }, i) => {
      draws[start + count + i] = a + b * (draws[start + count + i] as number);
    });
  const { fix, keep, watch, overdone } = quadrantProbabilities(
    draws,
    2 * count,
    count,
    { importances: 0, performances: count },
    { importance: 'mean', performance: atTargets ? 0 : 'mean' },
  );
  return placed.map((_, i) => ({
    fix: probability(fix[i] as number),
    keep: probability(keep[i] as number),
    low: probability(watch[i] as number),
    overkill: probability(overdone[i] as number),
  }));
}

/** A sum of so many equal shares, without what rounding adds to it. */
const probability = (sum: number): number => Math.min(1, Math.round(sum * 1e9) / 1e9);

/** By driver shown: its target (of a group its own, which is for its mean, or the mean of its columns'), or null; null where none is set. */
function targetsOf(
  drivers: readonly DriverResult[],
  encoding: Encoding,
  input: DriversInput,
): (number | null)[] | null {
  const { targets } = input.options;
  if (targets === null || (typeof targets === 'object' && Object.keys(targets).length === 0)) return null;
  const of = (column: string): number | undefined =>
    typeof targets === 'number' ? targets : ownValue(targets, column);
  return drivers.map(({ name }) => {
    const player = encoding.players.find((one) => one.name === name);
    const named = of(name);
    if (named !== undefined) return named;
    const own = (player?.columns ?? []).map((column) => of(encoding.columns[column]?.name ?? ''));
    return own.length > 0 && own.every((value) => value !== undefined) ? mean(own as number[]) : null;
  });
}

/** From here on 0 is the target; a driver without one is measured from the mean of all. */
function measureFromTargets(placed: Placement[]): void {
  const middle = mean(placed.map(({ a, b, driver }) => a + b * driver.performance.value));
  for (const one of placed) one.a -= one.target === null ? middle : one.a + one.b * one.target;
}

function affine(
  driver: DriverResult,
  all: readonly DriverResult[],
  scale: PerformanceMap['scale'],
  reversed: boolean,
): { a: number; b: number } {
  const shared = scale !== 'position';
  const from = shared ? Math.min(...all.map(({ min }) => min)) : driver.min;
  const to = shared ? Math.max(...all.map(({ max }) => max)) : driver.max;
  const facing = reversed ? { a: from + to, b: -1 } : { a: 0, b: 1 };
  return shared ? facing : { a: (facing.a - from) / (to - from), b: facing.b / (to - from) };
}

/** Nearly all ratings on one scale reach both of its ends; a quarter of its length is allowed to go unused. */
function scaleOf(drivers: readonly DriverResult[]): PerformanceMap['scale'] {
  const lowest = Math.min(...drivers.map(({ min }) => min));
  const highest = Math.max(...drivers.map(({ max }) => max));
  if (drivers.every(({ min, max }) => min === 0 && max === 1)) return 'yes';
  const slack = (highest - lowest) / 4;
  const alike = drivers.every(({ min, max }) => min <= lowest + slack && max >= highest - slack);
  return alike || areRatings(drivers, lowest, highest) ? 'mean' : 'position';
}

/**
 * Whole numbers within 0 to 10 that all nearly reach the same top: ratings on one scale, of which a good one may never
 * have had its lowest marks. Scales of 5, 7 and 10 points are told apart by their tops.
 */
const areRatings = (drivers: readonly DriverResult[], lowest: number, highest: number): boolean =>
  lowest >= 0 &&
  highest <= 10 &&
  drivers.every(({ min, max }) => Number.isInteger(min) && Number.isInteger(max) && max >= highest - 1);

/** The sign that most of the importance has: below 0 where the outcome is a bad one, such as churn. */
export const leanOf = (drivers: readonly DriverResult[]): number =>
  Math.sign(
    drivers.reduce((sum, driver) => sum + Math.sign(directionOf(driver)) * driver.importance.value, 0),
  );

/** A driver's correlation; of a group its coefficient's sign, and 0 for a category. */
const directionOf = ({ correlation, coefficient }: DriverResult): number =>
  Number.isFinite(correlation) ? correlation : coefficient.value || 0;

/**
 * Whether a driver's correlation is beyond chance and of the other sign than that of most importance. Most drivers of a
 * survey are worded "more is better" (and an outcome such as churn turns all signs): the odd ones out, a waiting time
 * among ratings, are better when low.
 */
export function movesAgainst(driver: DriverResult, drivers: readonly DriverResult[], rows: number): boolean {
  const clear = Number.isFinite(driver.correlation) && Math.abs(driver.correlation) > 2 / Math.sqrt(rows);
  return clear && Math.sign(driver.correlation) === -leanOf(drivers);
}

const transformed = ({ value, low, high }: Estimate, a: number, b: number): Estimate => {
  const ends = [a + b * low, a + b * high];
  return { value: a + b * value, low: Math.min(...ends), high: Math.max(...ends) };
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
