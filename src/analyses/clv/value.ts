import { expectedPurchasesIfActive, probabilityAlive } from '../../stats/bg-nbd-forecast';
import type { BgNbdParameters } from '../../stats/bg-nbd';
import { distinctRows, valuesAt } from '../../stats/distinct-rows';

/** Customers as the models see them, one entry each. */
export interface Customers {
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  /** Mean spend per repeat purchase; NaN where unknown. */
  spend: Float64Array;
}

/** What an active customer of that frequency and age will do; the same for all who share both. */
export interface Outlook {
  /** For each customer the number of its outlook. */
  groupOf: Int32Array;
  /** Purchases expected within each horizon, horizon by horizon within each outlook. */
  expected: Float64Array;
  horizons: number;
}

/** The outlooks of all customers: the costly sums are done once per distinct frequency and age. */
export function outlooksOf(
  parameters: BgNbdParameters,
  customers: Customers,
  horizons: Float64Array,
): Outlook {
  const distinct = distinctRows([customers.frequency, customers.age]);
  const frequency = valuesAt(customers.frequency, distinct.first);
  const age = valuesAt(customers.age, distinct.first);
  const places = horizons.length;
  const expected = new Float64Array(frequency.length * places);
  for (let group = 0; group < frequency.length; group += 1)
    expectedPurchasesIfActive(
      parameters,
      frequency[group] as number,
      age[group] as number,
      horizons,
      expected.subarray(group * places, (group + 1) * places),
    );
  return { groupOf: distinct.groupOf, expected, horizons: places };
}

/** P(alive) of every customer. */
export const aliveOf = (parameters: BgNbdParameters, { frequency, recency, age }: Customers): Float64Array =>
  frequency.map((x, i) => probabilityAlive(parameters, x, recency[i] as number, age[i] as number));

/**
 * For each outlook the purchases of each month, discounted to today and summed: sum over t of (E[X(t)] - E[X(t-1)]) /
 * (1+d_m)^t with d_m = (1+d)^(1/12) - 1, so that a month's purchases are paid at its end.
 */
export function discountedPurchases({ expected, horizons }: Outlook, discountRate: number): Float64Array {
  const sums = new Float64Array(expected.length / horizons);
  const factors = Float64Array.from({ length: horizons }, (_, i) => (1 + discountRate) ** (-(i + 1) / 12));
  for (let group = 0; group < sums.length; group += 1) {
    let before = 0;
    let sum = 0;
    for (let month = 0; month < horizons; month += 1) {
      const until = expected[group * horizons + month] as number;
      sum += (until - before) * (factors[month] as number);
      before = until;
    }
    sums[group] = sum;
  }
  return sums;
}

/**
 * How much of a total the customers with the most hold: at 0, 1, ... 100 % of the customers, from 0 to 1. Missing values
 * count as 0. Null where there is nothing to share.
 */
export function concentrationOf(values: Float64Array): Float64Array | null {
  const sorted = values.map((value) => (value > 0 ? value : 0)).sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const held = new Float64Array(101);
  let sum = 0;
  let taken = 0;
  for (let percent = 1; percent <= 100; percent += 1) {
    for (const upTo = Math.round((percent / 100) * sorted.length); taken < upTo; taken += 1)
      sum += sorted[sorted.length - 1 - taken] as number;
    held[percent] = Math.min(1, sum / total);
  }
  held[100] = 1;
  return held;
}
