import type { ModelFit } from '../../../stats/buy-till-you-die';
import { expectedFrequencies } from '../../../stats/buy-till-you-die-forecast';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { DistinctCustomers } from '../customers';

/** Customers with 0, 1, ... repeat purchases, as they are and as the fit expects; the last entry is that many and more. */
export interface Frequencies {
  actual: Float64Array;
  expected: Float64Array;
}
const MOST = 8;

/** How the fit fits: what it says of new customers observed as long as these. */
export function frequenciesOf(fit: ModelFit, customers: DistinctCustomers): Frequencies {
  const actual = new Float64Array(MOST + 1);
  customers.frequency.forEach((x, i) => {
    const level = Math.min(x, MOST);
    actual[level] = (actual[level] as number) + (customers.counts[i] as number);
  });
  const expected = expectedFrequencies(forecastOf(fit), customers.age, MOST - 1, customers.counts);
  const rest = customers.customers - expected.reduce((sum, count) => sum + count, 0);
  return { actual, expected: Float64Array.from([...expected, Math.max(0, rest)]) };
}
