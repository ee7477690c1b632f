import type { Forecast, ModelFit } from '../../../stats/buy-till-you-die';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { GammaGammaParameters } from '../../../stats/gamma-gamma';
import type { Customers, DistinctCustomers } from '../customers';
import { at, spendOfRow, type Money } from './money';
import { activityOf, discountedForEver, discountedUpTo, outlooksOf, weigh, type Outlooks } from './outlooks';
import type { Terms } from './terms';

/** What a fit says of the distinct customers, and all that is needed to value rows. */
export interface Prospect {
  forecast: Forecast;
  distinct: DistinctCustomers;
  outlooks: Outlooks;
  /** P(alive), phase by phase within each distinct customer. */
  shares: Float64Array;
  /** Discounted purchases by the end of each step, step by step within each place. */
  upTo: Float64Array;
  /** Discounted purchases within the horizon, or for ever, for each place. */
  discounted: Float64Array;
}

export function prospectOf(fit: ModelFit, distinct: DistinctCustomers, terms: Terms): Prospect {
  const forecast = forecastOf(fit);
  const outlooks = outlooksOf(forecast, distinct, terms.horizons);
  const upTo = discountedUpTo(outlooks, terms.factors);
  const { steps } = outlooks;
  const discounted = terms.forever
    ? discountedForEver(forecast, outlooks, terms.forever)
    : Float64Array.from(
        { length: upTo.length / steps },
        (_, place) => upTo[(place + 1) * steps - 1] as number,
      );
  return { forecast, distinct, outlooks, shares: activityOf(forecast, distinct), upTo, discounted };
}

/** Of every row, in the order of the kept query; of one customer where a row stands for several. */
export interface PerCustomer {
  alive: Float64Array;
  /** Within the horizon. */
  purchases: Float64Array;
  /** Mean spend per purchase to expect; NaN where there is none. */
  spend: Float64Array;
  /** Discounted purchases, whatever they are worth. */
  worth: Float64Array;
  /** Value of the purchases to come, less cost to serve; NaN without spend. */
  future: Float64Array;
  /** `future` less the cost to acquire. */
  value: Float64Array;
}

/** Values every row: value = worth times (expected spend times margin, less cost to serve of a purchase). */
export function valueRows(
  prospect: Prospect,
  customers: Customers,
  money: Money,
  spendParameters: GammaGammaParameters | null,
): PerCustomer {
  const { distinct, outlooks, shares, discounted } = prospect;
  const { groupOf } = distinct;
  const { expected, steps } = outlooks;
  const alive = weigh(shares, outlooks, () => 1);
  const purchases = weigh(shares, outlooks, (place) => expected[(place + 1) * steps - 1] as number);
  const worth = weigh(shares, outlooks, (place) => discounted[place] as number);
  const ofRow = (values: Float64Array): Float64Array => spread(values, groupOf);
  const rows: PerCustomer = {
    ...{ alive: ofRow(alive), purchases: ofRow(purchases), worth: ofRow(worth) },
    ...{ spend: missing(groupOf.length), future: missing(groupOf.length), value: missing(groupOf.length) },
  };
  if (!spendParameters) return rows;
  for (let row = 0; row < groupOf.length; row += 1) {
    const spend = spendOfRow(spendParameters, customers, row);
    const future = (rows.worth[row] as number) * (spend * at(money.margin, row) - at(money.costToServe, row));
    rows.spend[row] = spend;
    rows.future[row] = future;
    rows.value[row] = future - at(money.costToAcquire, row);
  }
  return rows;
}

/** For each row the value of its distinct customer. */
export function spread(values: Float64Array, groupOf: Int32Array): Float64Array {
  const rows = new Float64Array(groupOf.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = values[groupOf[row] as number] as number;
  return rows;
}
const missing = (length: number): Float64Array => new Float64Array(length).fill(NaN);

/**
 * Value (purchases, where there is no spend) of all customers by the end of each step: with each place weighed by what
 * its rows earn with a purchase, no row is visited more than once.
 */
export function totalsByStep(
  { distinct, outlooks, shares, upTo }: Prospect,
  customers: Customers,
  perPurchase: (row: number) => number,
): Float64Array {
  const earned = new Float64Array(distinct.frequency.length);
  distinct.groupOf.forEach((group, row) => {
    const worth = perPurchase(row);
    if (Number.isFinite(worth))
      earned[group] = (earned[group] as number) + worth * (customers.counts?.[row] ?? 1);
  });
  const { phases, steps, outlookOf } = outlooks;
  const weights = new Float64Array(upTo.length / steps);
  earned.forEach((sum, group) => {
    for (let phase = 0; phase < phases; phase += 1) {
      const place = (outlookOf[group] as number) * phases + phase;
      weights[place] = (weights[place] as number) + sum * (shares[group * phases + phase] as number);
    }
  });
  return Float64Array.from({ length: steps }, (_, step) =>
    weights.reduce((sum, weight, place) => sum + weight * (upTo[place * steps + step] as number), 0),
  );
}
