import { gatherCustomers, type DistinctCustomers } from '../../stats/customer-histories';
import { InputProblem } from '../../values/problem';

export type { DistinctCustomers };

/** Rows as the models see them, one entry each: a customer, or as many equal ones as `counts` says. */
export interface Customers {
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  /** Mean spend per repeat purchase; NaN where unknown. */
  spend: Float64Array;
  /** Customers per row; null where each is one. */
  counts: Float64Array | null;
  /** Of each row's customer the sum of the logarithms of the times between purchases; null where not asked for. */
  logIntervals: Float64Array | null;
}

/** The distinct customers, which is all that likelihoods and P(alive) cost. */
export const distinctCustomers = ({ frequency, recency, age, ...more }: Customers): DistinctCustomers =>
  gatherCustomers(frequency, recency, age, more);

/** Throws an InputProblem where there is no repeat buying to learn from. */
export function refuseWithoutRepeats({ frequency, counts }: Customers, which = ''): void {
  if (frequency.length === 0)
    throw new InputProblem(`No customer is left${which}.`, { hint: 'Check the columns and the as-of date.' });
  if (frequency.length === 1 && (counts?.[0] ?? 1) === 1)
    throw new InputProblem(`There is only one customer${which}; the model compares many.`, {
      hint: 'Check that the customer column holds one value per customer, not one for all.',
    });
  if (!frequency.some((x) => x > 0))
    throw new InputProblem(
      `No customer bought on more than one day${which}, so there is no repeat buying to learn from.`,
      { hint: 'Check that the customer column names the customer, not the order; or take a longer period.' },
    );
}
