import type { Customers } from '../customers';
import { concentrationOf } from './concentration';
import type { PerCustomer } from './valuation';

/** The customers as a whole. */
export interface Base {
  customers: number;
  oneOff: number;
  /** Those with P(alive) below 1/2, and what they are worth all the same. */
  inactive: number;
  inactiveValue: number;
  /** What inactive customers spent on their repeat purchases, where known: a sense of what was lost. */
  inactivePastSpend: number;
  /** Share of value to come (of purchases, where there is no value) held by the top 0, 1, ... 100 % of customers. */
  concentration: Float64Array | null;
  /** Customers and value (purchases) by P(alive): ten bands of 10 %. */
  byAlive: { customers: number; value: number }[];
  /** In the unit of age. */
  longestAge: number;
  medianAge: number;
  /** The share of customers who came in the first twelfth of the time that the oldest has been there. */
  early: number;
  /** Customers without an expected spend although there is a spend model (its mean does not exist). */
  withoutSpend: number;
}

export function describeBase(customers: Customers, rows: PerCustomer, valued: boolean): Base {
  const { frequency, age, spend, counts } = customers;
  const longestAge = age.reduce((most, own) => Math.max(most, own), 0);
  const base: Base = {
    ...{ customers: 0, oneOff: 0, inactive: 0, inactiveValue: valued ? 0 : NaN, inactivePastSpend: 0 },
    concentration: concentrationOf(valued ? rows.future : rows.purchases, counts),
    byAlive: Array.from({ length: 10 }, () => ({ customers: 0, value: 0 })),
    ...{ longestAge, medianAge: medianOf(age, counts), early: 0, withoutSpend: 0 },
  };
  for (let row = 0; row < frequency.length; row += 1) {
    const count = counts?.[row] ?? 1;
    const [x, alive] = [frequency[row] as number, rows.alive[row] as number];
    const value = (valued ? rows.future : rows.purchases)[row] as number;
    const worth = count * (Number.isNaN(value) ? 0 : value);
    base.customers += count;
    if (x === 0) base.oneOff += count;
    if ((age[row] as number) >= longestAge * (11 / 12)) base.early += count;
    if (Number.isNaN(value)) base.withoutSpend += count;
    const band = base.byAlive[Math.min(9, Math.floor(alive * 10))];
    if (band) {
      band.customers += count;
      band.value += worth;
    }
    if (alive >= 0.5) continue;
    base.inactive += count;
    base.inactiveValue += worth;
    const past = x * (spend[row] as number);
    if (past > 0) base.inactivePastSpend += count * past;
  }
  base.early /= base.customers;
  return base;
}

function medianOf(values: Float64Array, counts: Float64Array | null): number {
  if (!counts) return values.slice().sort()[Math.floor(values.length / 2)] ?? NaN;
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let sum = 0;
  const middle = order.find((i) => (sum += counts[i] as number) >= half);
  return middle === undefined ? NaN : (values[middle] as number);
}
