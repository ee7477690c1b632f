import type { CustomerBase } from '../../stats/customer-histories';
import { distinctRows, valuesAt } from '../../stats/distinct-rows';
import { InputProblem } from '../../values/problem';

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

/** The distinct customers, which is all that likelihoods and P(alive) cost; `groupOf` says for each row which it is. */
export interface DistinctCustomers extends CustomerBase {
  groupOf: Int32Array;
}

export function distinctCustomers(all: Customers): DistinctCustomers {
  const { frequency, recency, age, counts, logIntervals } = all;
  const distinct = distinctRows([frequency, recency, age]);
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
    recency: valuesAt(recency, distinct.first),
    age: valuesAt(age, distinct.first),
    counts: weights,
    groupOf: distinct.groupOf,
    customers: weights.reduce((sum, count) => sum + count, 0),
    logIntervals: logIntervals ? totalOf(logIntervals, frequency, counts) : null,
  };
}

/** A sum that is not finite (an interval of 0, or a missing one) counts as not known. */
function totalOf(
  logIntervals: Float64Array,
  frequency: Float64Array,
  counts: Float64Array | null,
): number | null {
  let sum = 0;
  for (let i = 0; i < logIntervals.length; i += 1)
    if (frequency[i] !== 0) sum += (logIntervals[i] as number) * (counts ? (counts[i] as number) : 1);
  return Number.isFinite(sum) ? sum : null;
}

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
