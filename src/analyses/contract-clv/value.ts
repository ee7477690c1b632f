import {
  discountedLifetimes,
  meanLifetime,
  periodsThatMatter,
  residualLifetimes,
  retentionRates,
  survivalOf,
  type ContractModel,
} from '../../stats/contract-value';
import { discountFactors, lifetimeValue, paymentsWithin, ratePerPeriod } from '../../stats/net-present-value';
import { InputProblem } from '../../values/problem';
import type { Cohort } from './cohorts';
import { monthsPerPeriod, type ContractInput, type Period } from './form';

/** How money is counted, in periods. */
export interface Terms {
  /** Discount rate of one period. */
  rate: number;
  annualRate: number;
  periodsPerYear: number;
  payment: 'advance' | 'arrears';
  /** Payments counted, or Infinity. */
  payments: number;
}

/** Throws an InputProblem where the horizon holds no payment, or the sum for ever has no end. */
export function termsOf({ options }: ContractInput, period: Period): Terms {
  const { discountRate, horizonMonths, forever, payment } = options;
  const months = monthsPerPeriod[period];
  const periodsPerYear = 12 / months;
  if (forever && discountRate < LEAST_RATE_FOREVER)
    throw new InputProblem('For ever, value has no end unless it is discounted.', {
      hint: 'Give a discount rate of at least 0.5 % a year, or a horizon.',
    });
  const payments = forever ? Infinity : paymentsWithin(horizonMonths, months, payment);
  if (payments < 1)
    throw new InputProblem(
      `No payment falls within a horizon of ${horizonMonths} months: a ${period} is paid for at its end.`,
      {
        hint: `Choose a horizon of at least ${months} months, or payment in advance.`,
      },
    );
  return {
    rate: ratePerPeriod(discountRate, periodsPerYear),
    annualRate: discountRate,
    periodsPerYear,
    payment,
    payments,
  };
}
const LEAST_RATE_FOREVER = 0.005;

/** What customers of one cohort are worth under a model; entry n is for n complete periods. */
export interface Valuation {
  retention: Float64Array;
  survival: Float64Array;
  /** Periods paid for, undiscounted, the one that begins included; NaN where there is no finite number. */
  expectedLifetime: Float64Array;
  /** The same, discounted to the moment period n+1 begins, in payments. */
  discountedLifetime: Float64Array;
  /** Discounted payments of periods not yet begun, immediately before renewal n+1. */
  residualLifetime: Float64Array;
  /** Money: `discountedLifetime` times margin less cost to serve; at 0 less the cost to acquire. */
  clv: Float64Array;
  residualValue: Float64Array;
}

/** Retention rates enough for every sum up to tenure `last`. */
export const ratesFor = (
  model: ContractModel,
  terms: Terms,
  last: number,
  tolerance?: number,
): Float64Array =>
  retentionRates(
    model,
    last + 2 + (terms.payments === Infinity ? periodsThatMatter(terms.rate, tolerance) : terms.payments),
  );

export function valueCohort(model: ContractModel, { money }: Cohort, terms: Terms, last: number): Valuation {
  const rates = ratesFor(model, terms, last);
  const late = terms.payment === 'arrears' ? 1 / (1 + terms.rate) : 1;
  const lifetimes = discountedLifetimes(rates, terms.rate, terms.payments, last + 1);
  const discounted = lifetimes.map((payments) => payments * late);
  const residual = residualLifetimes(discounted, rates);
  const perPeriod = money.margin - money.serving;
  const undiscounted =
    terms.payments === Infinity
      ? Float64Array.from({ length: last + 1 }, (_, n) => meanLifetime(model, n) ?? NaN)
      : discountedLifetimes(rates, 0, terms.payments, last);
  return {
    retention: rates.subarray(0, last),
    survival: survivalOf(rates.subarray(0, last)),
    expectedLifetime: undiscounted.map((periods) => (Number.isFinite(periods) ? periods : NaN)),
    discountedLifetime: discounted.subarray(0, last + 1),
    residualLifetime: residual,
    clv: discounted
      .subarray(0, last + 1)
      .map((payments, n) => payments * perPeriod - (n === 0 ? money.acquisition : 0)),
    residualValue: residual.map((payments) => payments * perPeriod),
  };
}

/** What a new customer brings: the flows of each period at given retention rates, and what they come to. */
export function newCustomer(rates: Float64Array, money: Cohort['money'], terms: Terms) {
  const payments = terms.payments === Infinity ? rates.length : Math.min(terms.payments, rates.length + 1);
  const survival = survivalOf(rates).subarray(0, payments);
  const factors = discountFactors(terms.annualRate, terms.periodsPerYear, payments, terms.payment);
  return lifetimeValue(
    survival.map((share) => share * money.margin),
    factors,
    money.acquisition,
    survival.map((share) => share * money.serving),
  );
}

/** For each tenure the share that makes the next `renewals` renewals. */
export function stillThere(model: ContractModel, tenures: number, renewals: number): Float64Array {
  const rates = retentionRates(model, tenures + renewals);
  return Float64Array.from({ length: tenures }, (_, t) =>
    rates.subarray(t, t + renewals).reduce((share, rate) => share * rate, 1),
  );
}
