import { distinctRows, valuesAt } from './distinct-rows';

/** Distinct customers as the buy-till-you-die models see them, with how many of each there are. */
export interface Histories {
  /** Repeat purchases, whole numbers from 0. */
  frequency: Float64Array;
  /** Time from the first to the last purchase; 0 where frequency is 0. */
  recency: Float64Array;
  /** Time from the first purchase to the end of the observation. */
  age: Float64Array;
  counts: Float64Array;
}

/** Histories with what is summed over all customers. */
export interface CustomerBase extends Histories {
  customers: number;
  /** The sum over all repeat purchases of the logarithm of the time since the one before; null where not known. */
  logIntervals: number | null;
}

/** Customers gathered, and for each row they came from which of the distinct ones it is. */
export interface DistinctCustomers extends CustomerBase {
  groupOf: Int32Array;
}

/**
 * Gathers equal customers, so that a likelihood costs as much as the distinct ones.
 *
 * @param frequency repeat purchases, whole numbers from 0
 * @param recency time from the first to the last purchase, 0 to `age`; not read where frequency is 0
 * @param age time from the first purchase to the end of the observation, in the same unit
 * @param more.counts customers per row; 1 each when absent
 * @param more.logIntervals for each row's customer the sum of the logarithms of the times between purchases, in the same
 *   unit; not read where frequency is 0. A sum that is not finite (two purchases at one moment) counts as not known.
 *   NaN is not allowed elsewhere.
 */
export function gatherCustomers(
  frequency: Float64Array,
  recency: Float64Array,
  age: Float64Array,
  more: { counts?: Float64Array | null; logIntervals?: Float64Array | null } = {},
): DistinctCustomers {
  const { counts, logIntervals } = more;
  const read = recency.map((value, i) => (frequency[i] === 0 ? 0 : value));
  const distinct = distinctRows([frequency, read, age]);
  let weights = distinct.counts;
  if (counts) {
    weights = new Float64Array(distinct.first.length);
    for (let i = 0; i < counts.length; i += 1) {
      const group = distinct.groupOf[i] as number;
      weights[group] = (weights[group] as number) + (counts[i] as number);
    }
  }
  return {
    frequency: valuesAt(frequency, distinct.first),
    recency: valuesAt(read, distinct.first),
    age: valuesAt(age, distinct.first),
    counts: weights,
    groupOf: distinct.groupOf,
    customers: weights.reduce((sum, count) => sum + count, 0),
    logIntervals: logIntervals ? totalOf(logIntervals, frequency, counts) : null,
  };
}

function totalOf(
  logIntervals: Float64Array,
  frequency: Float64Array,
  counts: Float64Array | null | undefined,
): number | null {
  let sum = 0;
  for (let i = 0; i < logIntervals.length; i += 1)
    if (frequency[i] !== 0) sum += (logIntervals[i] as number) * (counts ? (counts[i] as number) : 1);
  return Number.isFinite(sum) ? sum : null;
}

/** Rows on which the starts of a search are tried where there are more. */
export const SELECTION = 20_000;

/** At most `SELECTION` of the values, evenly spread. */
export function everyOf(values: Float64Array, rowCount: number): Float64Array {
  const every = Math.ceil(rowCount / SELECTION);
  return values.filter((_, i) => i % every === 0);
}

/** An even selection of the distinct customers. */
export function thinned({ frequency, recency, age, counts }: Histories): Histories {
  const pick = (values: Float64Array): Float64Array => everyOf(values, age.length);
  return { frequency: pick(frequency), recency: pick(recency), age: pick(age), counts: pick(counts) };
}

/** Customers per number of repeat purchases, in rising order. */
export function levelsOf({ frequency, counts }: Histories): { x: Float64Array; counts: Float64Array } {
  const totals = new Map<number, number>();
  for (let i = 0; i < frequency.length; i += 1) {
    const x = frequency[i] as number;
    totals.set(x, (totals.get(x) ?? 0) + (counts[i] as number));
  }
  const x = Float64Array.from(totals.keys()).sort();
  return { x, counts: x.map((level) => totals.get(level) ?? 0) };
}

/** Observed time per repeat purchase and the mean age, over all customers: the scales of the starting points. */
export function timeScalesOf({ frequency, age, counts }: Histories): {
  perPurchase: number;
  meanAge: number;
} {
  let [purchases, time, customers] = [0, 0, 0];
  for (let i = 0; i < age.length; i += 1) {
    purchases += (frequency[i] as number) * (counts[i] as number);
    time += (age[i] as number) * (counts[i] as number);
    customers += counts[i] as number;
  }
  return { perPurchase: time / Math.max(purchases, 1), meanAge: time / Math.max(customers, 1) };
}
