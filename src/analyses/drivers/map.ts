import type { DriverResult, DriversResult, Estimate } from './compute';

/** A driver's place on the importance-performance map. */
export interface MapPoint {
  driver: DriverResult;
  /** Performance made comparable, see `PerformanceMap.scale`. */
  x: Estimate;
  /** Matters more than average and performs below average. */
  fixFirst: boolean;
}
export interface PerformanceMap {
  points: MapPoint[];
  xLine: number;
  yLine: number;
  /**
   * `mean`: all drivers stand on one scale and their means are compared. `yes`: all are yes/no. `position`: scales
   * differ, so that x is where the mean stands between the driver's smallest (0) and largest (1) value.
   */
  scale: 'mean' | 'yes' | 'position';
  /** Drivers that move against the rest (more of it, less of the outcome): read in reverse. */
  reversed: DriverResult[];
}

/** The map of all drivers that vary, or null where there are fewer than two to compare. */
export function performanceMap(result: DriversResult): PerformanceMap | null {
  const drivers = result.drivers.filter((driver) => !driver.constant);
  if (drivers.length < 2) return null;
  const scale = scaleOf(drivers);
  const reversed = drivers.filter((driver) => movesAgainst(driver, drivers, result.rows));
  const lowest = Math.min(...drivers.map(({ min }) => min));
  const highest = Math.max(...drivers.map(({ max }) => max));
  const placed = drivers.map((driver) => {
    const from = scale === 'position' ? driver.min : lowest;
    const to = scale === 'position' ? driver.max : highest;
    const facing = reversed.includes(driver) ? mirrored(driver.performance, from + to) : driver.performance;
    return { driver, x: scale === 'position' ? rescaled(facing, from, to) : facing };
  });
  const xLine = mean(placed.map(({ x }) => x.value));
  const yLine = mean(drivers.map(({ importance }) => importance.value));
  const points = placed.map(({ driver, x }) => ({
    driver,
    x,
    fixFirst: driver.importance.value > yLine && x.value < xLine,
  }));
  return { points, xLine, yLine, scale, reversed };
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

/**
 * Whether a driver's correlation is beyond chance and of the other sign than that of most importance. Most drivers of a
 * survey are worded "more is better" (and an outcome such as churn turns all signs): the odd ones out, a waiting time
 * among ratings, are better when low.
 */
function movesAgainst(driver: DriverResult, drivers: readonly DriverResult[], rows: number): boolean {
  const lean = drivers.reduce(
    (sum, { correlation, importance }) => sum + Math.sign(correlation) * importance.value,
    0,
  );
  const clear = Math.abs(driver.correlation) > 2 / Math.sqrt(rows);
  return clear && Math.sign(driver.correlation) === -Math.sign(lean);
}

const mirrored = ({ value, low, high }: Estimate, sum: number): Estimate => ({
  value: sum - value,
  low: sum - high,
  high: sum - low,
});
const rescaled = ({ value, low, high }: Estimate, from: number, to: number): Estimate => ({
  value: (value - from) / (to - from),
  low: (low - from) / (to - from),
  high: (high - from) / (to - from),
});
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
