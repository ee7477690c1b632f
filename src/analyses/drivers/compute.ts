import { jackknifeErrors } from '../../stats/jackknife';
import { createRandom } from '../../stats/random';
import { regress, type Regression } from '../../stats/regression';
import { relativeWeights } from '../../stats/relative-weights';
import { symmetricEigen } from '../../stats/linear-algebra';
import { MOST_EXACT_DRIVERS, correlationOf, lmg, lmgByOrders } from '../../stats/shapley';
import { studentTQuantile } from '../../stats/student-t';
import {
  covarianceOf,
  meansOf,
  mergeBlocks,
  triangle,
  withoutBlock,
  type Blocks,
  type Moments,
} from '../../stats/sufficient-statistics';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import { single, varyingDrivers, worstMissing, type Numbers } from './queries';
import type { DriversInput, DriversMethod } from './roles';

/** An estimate and the ends of its interval; NaN where there is none. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}
export interface DriverResult {
  column: string;
  /** In units of R²; 0 for a driver that does not vary. */
  importance: Estimate;
  /** Of what all drivers explain, 0..1. */
  share: Estimate;
  /** Mean in the driver's own units; of a yes/no, the share of yes. */
  performance: Estimate;
  min: number;
  max: number;
  /** Outcome units per unit of the driver, the others held fixed; NaN where it cannot be told. */
  coefficient: Estimate;
  correlation: number;
  constant: boolean;
  /** Columns of which this one is an exact combination; empty for most. */
  combinationOf: string[];
}
export interface DriversResult {
  /** In the order of the input. */
  drivers: DriverResult[];
  rows: number;
  dropped: number;
  /** The column whose missing answers cost most rows. */
  worstMissing: { column: string; missing: number };
  rSquared: number;
  adjustedRSquared: number;
  /** The one used: Johnson's above 27 drivers, whatever was asked for. */
  method: DriversMethod;
  groups: number;
  /** Share of the drivers' common variance along its first direction, 0..1. */
  halo: number;
  /** Whether the first driver's lead over the second, by importance, is beyond chance at the confidence chosen. */
  leadIsSure: boolean;
}

/** Replicates of an exact importance cost the walk once per group; above this many drivers they take seeded orders. */
const MOST_EXACT_REPLICATES = 16;
const ORDERS = 256;
const SEED = 20260;

/** Importances with jackknife intervals from the groups' sums; see method.ts for the formulas. */
export function computeDrivers(
  sums: Numbers,
  input: DriversInput,
  overview: Numbers,
  onProgress: OnProgress,
): DriversResult {
  const varying = varyingDrivers(input, overview);
  const blocks = blocksOf(sums, varying.length + 1);
  const whole = mergeBlocks(blocks);
  const count = varying.length;
  const method = count > MOST_EXACT_DRIVERS ? 'johnson' : input.options.method;
  const covariance = covarianceOf(whole);
  const exact = importancesBy(method);
  const point = quantities(whole, count, exact);
  const forReplicates =
    method === 'lmg' && count > MOST_EXACT_REPLICATES ? importancesByOrders(count) : exact;
  const replicates = Array.from(blocks.counts, (_, block) => {
    onProgress({ stage: 'Finding the intervals', fraction: block / blocks.counts.length });
    return quantities(withoutBlock(whole, blocks, block), count, forReplicates);
  });
  const model = regress(covariance, count, whole.count);
  const multiplier = studentTQuantile((1 + input.options.confidence) / 2, blocks.counts.length - 1);
  const errors = jackknifeErrors(replicates, blocks.counts);
  const total = single(overview, 'total');
  return {
    drivers: input.roles.drivers.map((column, driver) => {
      const place = varying.indexOf(driver);
      const range = (end: 'min' | 'max' | 'mean'): number => single(overview, `${end}${driver + 1}`);
      const shared = { column, min: range('min'), max: range('max') };
      if (place < 0) return { ...shared, ...constantDriver(range('mean')) };
      const estimate = (kind: number, lowest: number, highest: number, origin = 0): Estimate =>
        interval(point, errors, kind * count + place, multiplier, lowest, highest, origin);
      return {
        ...shared,
        importance: estimate(0, 0, 1),
        share: estimate(1, 0, 1),
        performance: estimate(2, -Infinity, Infinity, range('mean')),
        coefficient: estimate(3, -Infinity, Infinity),
        correlation: correlationOf(covariance, count + 1)[place + 1] as number,
        constant: false,
        combinationOf: combination(model, place, varying, input),
      };
    }),
    rows: whole.count,
    dropped: total - whole.count,
    worstMissing: worstMissing(input, overview),
    rSquared: model.rSquared,
    adjustedRSquared: model.adjustedRSquared,
    method,
    groups: blocks.counts.length,
    halo: firstDirection(covariance, count),
    leadIsSure: leadIsSure(point, replicates, blocks, count, multiplier),
  };
}

type Importances = (covariance: Float64Array, drivers: number) => Float64Array;
const importancesBy = (method: DriversMethod): Importances => (method === 'lmg' ? lmg : relativeWeights);

/** The same random orders, each with its reverse, for every replicate: what they miss is then common to all. */
function importancesByOrders(drivers: number): Importances {
  const random = createRandom(SEED);
  const orders = Array.from({ length: ORDERS / 2 }, () =>
    random.shuffle(Uint8Array.from({ length: drivers }, (_, i) => i)),
  );
  const both = orders.flatMap((order) => [order, order.toReversed()]);
  return (covariance, count) => lmgByOrders(covariance, count, both);
}

/** Importance, share, mean (less the origin) and coefficient of each driver, one kind after the other. */
function quantities(moments: Moments, drivers: number, importances: Importances): Float64Array {
  const covariance = covarianceOf(moments);
  const importance = importances(covariance, drivers);
  const explained = importance.reduce((sum, value) => sum + value, 0);
  const result = new Float64Array(4 * drivers);
  result.set(importance);
  result.set(
    importance.map((value) => (explained > 0 ? value / explained : 0)),
    drivers,
  );
  result.set(meansOf(moments).subarray(1), 2 * drivers);
  result.set(regress(covariance, drivers, moments.count).coefficients, 3 * drivers);
  return result;
}

/** `origin` is added to the value; ends are kept within what is possible. */
function interval(
  point: Float64Array,
  errors: Float64Array,
  at: number,
  multiplier: number,
  lowest: number,
  highest: number,
  origin: number,
): Estimate {
  const value = Math.min(highest, Math.max(lowest, origin + (point[at] as number)));
  const reach = multiplier * (errors[at] as number);
  return { value, low: Math.max(lowest, value - reach), high: Math.min(highest, value + reach) };
}

const NOTHING: Estimate = { value: 0, low: NaN, high: NaN };
const UNKNOWN: Estimate = { value: NaN, low: NaN, high: NaN };

const constantDriver = (mean: number): Omit<DriverResult, 'column' | 'min' | 'max'> => ({
  importance: NOTHING,
  share: NOTHING,
  performance: { value: mean, low: mean, high: mean },
  coefficient: UNKNOWN,
  correlation: NaN,
  constant: true,
  combinationOf: [],
});

function combination(model: Regression, place: number, varying: number[], input: DriversInput): string[] {
  const found = model.aliased.find(({ driver }) => driver === place);
  return (found?.combinationOf ?? []).map((other) => input.roles.drivers[varying[other] as number] as string);
}

/** Largest eigenvalue of the drivers' correlations over their number. */
function firstDirection(covariance: Float64Array, drivers: number): number {
  const size = drivers + 1;
  const correlation = correlationOf(covariance, size);
  const among = Float64Array.from(
    { length: drivers * drivers },
    (_, at) => correlation[(Math.floor(at / drivers) + 1) * size + (at % drivers) + 1] as number,
  );
  return (symmetricEigen(among, drivers).values[0] as number) / drivers;
}

function leadIsSure(
  point: Float64Array,
  replicates: readonly Float64Array[],
  blocks: Blocks,
  drivers: number,
  multiplier: number,
): boolean {
  if (drivers < 2) return true;
  const order = Array.from({ length: drivers }, (_, i) => i);
  order.sort((i, j) => (point[j] as number) - (point[i] as number));
  const lead = (values: Float64Array): number =>
    (values[order[0] as number] as number) - (values[order[1] as number] as number);
  const leads = replicates.map((replicate) => Float64Array.of(lead(replicate)));
  return lead(point) > multiplier * (jackknifeErrors(leads, blocks.counts)[0] as number);
}

/** The query's columns as blocks of sums. */
function blocksOf(rows: Numbers, variables: number): Blocks {
  const column = (name: string): Float64Array => rows[name] ?? new Float64Array(0);
  const counts = column('n').slice();
  const size = triangle(variables);
  const sums = new Float64Array(counts.length * variables);
  const products = new Float64Array(counts.length * size);
  for (let i = 0, at = 0; i < variables; i += 1) {
    column(`s${i}`).forEach((value, block) => (sums[block * variables + i] = value));
    for (let j = 0; j <= i; j += 1, at += 1)
      column(`c${i}_${j}`).forEach((value, block) => (products[block * size + at] = value));
  }
  if (!products.every(Number.isFinite))
    throw new InputProblem('The numbers in the chosen columns are too large to be squared and added.', {
      hint: 'Look for wrong values (beyond 1e150), or divide the column in an SQL cell first.',
    });
  return { variables, counts, sums, products };
}
