import type { ModelFit } from '../../../stats/buy-till-you-die';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { DistinctCustomers } from '../customers';
import { activityOf, outlooksOf, weigh } from '../value/outlooks';

/** What a fit on the eve of a check expects: of each distinct customer at the end, and of all by each horizon. */
export interface CheckForecast {
  perGroup: Float64Array;
  total: Float64Array;
}

/** @param horizons times from the eve, rising, in the unit of age */
export function forecastCheck(
  fit: ModelFit,
  customers: DistinctCustomers,
  horizons: Float64Array,
): CheckForecast {
  const forecast = forecastOf(fit);
  const outlooks = outlooksOf(forecast, customers, horizons);
  const shares = activityOf(forecast, customers);
  const { steps, phases, expected, outlookOf } = outlooks;
  const perGroup = weigh(shares, outlooks, (place) => expected[(place + 1) * steps - 1] as number);
  const weights = new Float64Array(expected.length / steps);
  shares.forEach((share, i) => {
    const group = Math.floor(i / phases);
    const place = (outlookOf[group] as number) * phases + (i % phases);
    weights[place] = (weights[place] as number) + share * (customers.counts[group] as number);
  });
  const total = horizons.map((_, step) =>
    weights.reduce((sum, weight, place) => sum + weight * (expected[place * steps + step] as number), 0),
  );
  return { perGroup, total };
}
