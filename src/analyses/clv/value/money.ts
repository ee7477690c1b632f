import { expectedSpend, type GammaGammaParameters } from '../../../stats/gamma-gamma';
import type { Customers } from '../customers';
import type { ClvInput } from '../input';
import type { ClvRows } from '../source/queries';

/** One number for all rows, or one per row. */
export type PerRow = number | Float64Array;
export interface Money {
  /** Share of spend that is profit. */
  margin: PerRow;
  costToAcquire: PerRow;
  /** Of one purchase. */
  costToServe: PerRow;
  /** Rows whose margin is missing in its column: they get the mean of the others. */
  withoutMargin: number;
  /** Rows whose cost is missing in its column: it counts as 0. */
  withoutCost: number;
}

export const at = (value: PerRow, row: number): number =>
  typeof value === 'number' ? value : (value[row] as number);

export function moneyOf({ options }: ClvInput, columns: ClvRows['money']): Money {
  let [withoutMargin, withoutCost] = [0, 0];
  const filled = (values: Float64Array, otherwise: number, count: () => void): Float64Array =>
    values.map((value) => {
      if (Number.isFinite(value)) return value;
      count();
      return otherwise;
    });
  const cost = (option: number | { column: string }, values: Float64Array): PerRow =>
    typeof option === 'number' ? option : filled(values, 0, () => void (withoutCost += 1));
  const margin =
    typeof options.margin === 'number'
      ? options.margin
      : filled(columns.margin, meanOf(columns.margin), () => void (withoutMargin += 1));
  return {
    margin,
    costToAcquire: cost(options.costToAcquire, columns.cost_to_acquire),
    costToServe: cost(options.costToServe, columns.cost_to_serve),
    ...{ withoutMargin, withoutCost },
  };
}

/** Of those that are there; 1 where none is. */
function meanOf(values: Float64Array): number {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? 1 : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The mean over all customers. */
export function meanPerCustomer(value: PerRow, { frequency, counts }: Customers): number {
  if (typeof value === 'number') return value;
  let [sum, all] = [0, 0];
  for (let row = 0; row < frequency.length; row += 1) {
    const weight = counts?.[row] ?? 1;
    sum += weight * (value[row] as number);
    all += weight;
  }
  return sum / all;
}

/** Mean spend per purchase to expect of a row's customer; a mean that is not above 0 counts as no purchase. */
export function spendOfRow(parameters: GammaGammaParameters, customers: Customers, row: number): number {
  const mean = customers.spend[row] as number;
  return expectedSpend(parameters, mean > 0 ? (customers.frequency[row] as number) : 0, mean);
}
