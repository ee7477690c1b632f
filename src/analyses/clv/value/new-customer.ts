import type { Forecast } from '../../../stats/buy-till-you-die';
import { expectedPurchases } from '../../../stats/buy-till-you-die-forecast';
import { paybackPeriod } from '../../../stats/net-present-value';
import type { GammaGammaParameters } from '../../../stats/gamma-gamma';
import { expectedSpend } from '../../../stats/gamma-gamma';
import type { Terms } from './terms';

/** What a customer about to make the first purchase is worth, and what winning one costs. */
export interface NewCustomer {
  /** Purchases expected within the horizon, the first one included. */
  purchases: number;
  /** Value of all of them, the first one included, less cost to serve; NaN without spend. */
  gross: number;
  net: number;
  /** Gross over cost to acquire (CLV:CAC); NaN where that is 0. */
  valueToCost: number;
  /** Months until the undiscounted earnings cover the cost to acquire; NaN where they do not within the horizon. */
  payback: number;
}
export interface MeanMoney {
  margin: number;
  costToAcquire: number;
  costToServe: number;
}

/** The first purchase is made today and is worth as much as the others are expected to be. */
export function newCustomerOf(
  forecast: Forecast,
  spend: GammaGammaParameters | null,
  { margin, costToAcquire, costToServe }: MeanMoney,
  { horizons, factors, forever, stepMonths }: Terms,
): NewCustomer {
  const start = { x: 0, recency: 0, age: 0 };
  const expected = expectedPurchases(forecast, start, horizons);
  const perPurchase = spend ? expectedSpend(spend, 0, 0) * margin - costToServe : NaN;
  const flows = expected.map(
    (until, i) => (until - (i === 0 ? 0 : (expected[i - 1] as number))) * perPurchase,
  );
  const finite = flows.reduce((sum, flow, i) => sum + flow * (factors[i] as number), 0);
  const later = forever ? perPurchase * forEver(forecast, forever) : finite;
  const gross = perPurchase + later;
  const steps = paybackPeriod([perPurchase - costToAcquire, ...flows]);
  return {
    purchases: 1 + (expected.at(-1) ?? 0),
    gross,
    net: gross - costToAcquire,
    valueToCost: costToAcquire > 0 ? gross / costToAcquire : NaN,
    payback: costToAcquire > 0 && Number.isFinite(perPurchase) ? (steps ?? NaN) * stepMonths : NaN,
  };
}

function forEver(forecast: Forecast, { rate, times }: NonNullable<Terms['forever']>): number {
  const byPhase = new Float64Array(forecast.phases);
  forecast.probabilityActive(0, 0, 0, byPhase);
  return byPhase.reduce(
    (sum, share, phase) =>
      share === 0 ? sum : sum + share * times * forecast.discountedIfActive(0, 0, phase, rate),
    0,
  );
}
