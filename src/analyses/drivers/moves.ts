import { greedyMoves, type Movable, type SequencedMove } from '../../stats/moves';
import { formatNumber } from '../../values/format';
import { ownValue } from '../../values/own-value';
import { InputProblem } from '../../values/problem';
import type { Intervals } from './intervals';
import { leanOf } from './map';
import type { Layout } from './quantities';
import type { DriverResult, Estimate, Moves } from './result';
import type { DriversInput } from './roles';

const MOST_MOVES = 30;

/** Who can move, where to and how far. */
interface Mover {
  driver: DriverResult;
  place: number;
  step: number;
  cap: number;
}

/**
 * The greedy order of moves towards a better outcome: where most drivers go with less of it (churn), less is better.
 * null where no driver has both a mean and a coefficient.
 */
export function movesOf(
  drivers: readonly DriverResult[],
  reversed: readonly string[],
  layout: Layout,
  intervals: Intervals,
  input: DriversInput,
): Moves | null {
  const movers = drivers.flatMap((driver, place): Mover[] =>
    moverOf(driver, place, reversed.includes(driver.name), input),
  );
  if (movers.length === 0) return null;
  const better = leanOf(drivers) < 0 ? -1 : 1;
  const outcome = movable(movers, layout.moveSlope, better, intervals);
  const sequence = greedyMoves(outcome, MOST_MOVES);
  const nps = layout.npsSlope < 0 ? null : movable(movers, layout.npsSlope, 1, intervals);
  const change = new Float64Array(movers.length);
  const steps = sequence.map((move) => {
    const { driver } = movers[move.driver] as Mover;
    const own = new Float64Array(movers.length);
    own[move.driver] = move.to - move.from;
    change[move.driver] = (change[move.driver] as number) + (move.to - move.from);
    return {
      driver: driver.name,
      from: move.from,
      to: move.to,
      effect: oriented(move.effect, move.effectLow, move.effectHigh, better),
      cumulative: cumulativeOf(move, better),
      nps: nps && effectOf(nps, own),
      npsCumulative: nps && effectOf(nps, change),
    };
  });
  const moved = new Set(steps.map(({ driver }) => driver));
  const without = drivers
    .filter((driver) => !driver.constant && !moved.has(driver.name))
    .map(({ name }) => name);
  return { steps, nps: nps !== null, without };
}

function moverOf(driver: DriverResult, place: number, reversed: boolean, input: DriversInput): Mover[] {
  if (
    driver.constant ||
    !Number.isFinite(driver.coefficient.value) ||
    !Number.isFinite(driver.performance.value)
  )
    return [];
  const size = stepOf(driver, input);
  const cap = given(input.options.caps, driver) ?? (reversed ? driver.min : driver.max);
  return [{ driver, place, step: reversed ? -size : size, cap }];
}

/** What an option says of a driver: of its name, or of the first of its columns that is named. */
const given = (option: DriversInput['options']['step'], driver: DriverResult): number | undefined =>
  typeof option === 'number'
    ? option
    : [driver.name, ...driver.columns]
        .map((column) => (option === null ? undefined : ownValue(option, column)))
        .find((value) => value !== undefined);

/** A step is a length: which way is better is found out. */
export function checkSteps({ options: { step }, roles }: DriversInput): void {
  const given = typeof step === 'number' ? [['every driver', step] as const] : Object.entries(step ?? {});
  const wrong = given.find(([, size]) => !(size > 0));
  if (wrong)
    throw new InputProblem(
      `The step of a move is ${formatNumber(wrong[1])} for ${wrong[0]}: it must be above 0.`,
      {
        hint: `Give a length in the unit of ${typeof step === 'number' ? (roles.drivers[0] ?? 'the drivers') : wrong[0]}, or leave it out.`,
      },
    );
}

/** As the user says; else one point of a rating, ten points of a share of yes, a tenth of any other range. */
function stepOf(driver: DriverResult, input: DriversInput): number {
  const own = given(input.options.step, driver);
  if (own !== undefined) return own;
  const range = driver.max - driver.min;
  const isRating = range >= 3 && range <= 10 && Number.isInteger(driver.min) && Number.isInteger(driver.max);
  return isRating ? 1 : range / 10;
}

function movable(movers: readonly Mover[], slope: number, better: number, intervals: Intervals): Movable {
  const places = movers.map(({ place }) => slope + place);
  const covariance =
    intervals.kind === 'none' ? new Float64Array(places.length ** 2).fill(NaN) : intervals.covariance(places);
  return {
    coefficients: Float64Array.from(places, (place) => better * (intervals.point[place] as number)),
    covariance,
    means: movers.map(({ driver }) => driver.performance.value),
    steps: movers.map(({ step }) => step),
    caps: movers.map(({ cap }) => cap),
    multiplier: intervals.multiplier,
  };
}

/** β · d with its interval. */
function effectOf({ coefficients, covariance, multiplier }: Movable, change: Float64Array): Estimate {
  const size = change.length;
  let value = 0;
  let variance = 0;
  change.forEach((d, i) => {
    if (d === 0) return;
    value += d * (coefficients[i] as number);
    change.forEach((other, j) => {
      if (other !== 0) variance += d * other * (covariance[i * size + j] as number);
    });
  });
  const reach = multiplier * Math.sqrt(Math.max(0, variance));
  return { value, low: value - reach, high: value + reach };
}

const cumulativeOf = (
  { cumulative, cumulativeLow, cumulativeHigh }: SequencedMove,
  better: number,
): Estimate => oriented(cumulative, cumulativeLow, cumulativeHigh, better);

const oriented = (value: number, low: number, high: number, better: number): Estimate =>
  better > 0 ? { value, low, high } : { value: -value, low: -high, high: -low };
