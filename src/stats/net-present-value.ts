/**
 * When a period's payment falls. `advance`: at its beginning, the first one today and undiscounted (an annuity due);
 * `arrears`: at its end, the first one a period from now (an ordinary annuity).
 */
export type PaymentTiming = 'advance' | 'arrears';

/**
 * The rate of one period that compounds to an annual rate: (1+d)^(1/n) - 1, the *effective* rate and not d/n.
 *
 * @param annualRate effective, as a fraction, above -1; 0.1 is 10 % a year
 * @param periodsPerYear 12 for months, 1 for years; fractions allowed
 *
 * Relative error below 1e-15 also for tiny rates. Example: ratePerPeriod(0.1, 12) = 0.00797414042890...
 */
export const ratePerPeriod = (annualRate: number, periodsPerYear: number): number =>
  Math.expm1(Math.log1p(annualRate) / periodsPerYear);

/**
 * What 1 paid in each of the next periods is worth today: (1+d)^(-t/n) for t = 0, 1, ... in advance, t = 1, 2, ... in
 * arrears.
 *
 * @param annualRate effective, as a fraction, above -1
 * @param periods how many; 0 gives none
 */
export function discountFactors(
  annualRate: number,
  periodsPerYear: number,
  periods: number,
  payment: PaymentTiming,
): Float64Array {
  const perPeriod = -Math.log1p(annualRate) / periodsPerYear;
  const first = payment === 'advance' ? 0 : 1;
  return Float64Array.from({ length: periods }, (_, t) => Math.exp((t + first) * perPeriod));
}

/**
 * How many payments fall within a horizon: those in advance begin before it, those in arrears end by it. The same
 * where the horizon is a whole number of periods; a horizon of 30 months has three yearly payments in advance, two in arrears.
 */
export function paymentsWithin(
  horizonMonths: number,
  monthsPerPeriod: number,
  payment: PaymentTiming,
): number {
  const periods = horizonMonths / monthsPerPeriod;
  return payment === 'advance' ? Math.ceil(periods) : Math.floor(periods);
}

/** Payments times factors, summed; the shorter of the two ends it. Both plain numbers, no NaN. */
export function presentValue(payments: ArrayLike<number>, factors: ArrayLike<number>): number {
  let sum = 0;
  for (let t = 0; t < Math.min(payments.length, factors.length); t += 1)
    sum += (payments[t] as number) * (factors[t] as number);
  return sum;
}

/**
 * Net present value: flow t, counted from 0 (today, undiscounted), over (1+rate)^t, summed. This is finance's
 * convention; a spreadsheet's NPV function takes its first flow at the end of period 1.
 *
 * @param rate of one period, above -1
 */
export function netPresentValue(cashFlows: ArrayLike<number>, rate: number): number {
  let value = 0;
  for (let t = cashFlows.length - 1; t >= 0; t -= 1) value = value / (1 + rate) + (cashFlows[t] as number);
  return value;
}

/**
 * The rate at which the net present value is 0, found by halving between -99.99 % and the highest rate that matters;
 * to 1e-14 of 1 + rate. Null where the flows do not change sign, or change it more than once: then there is none, or several.
 */
export function internalRateOfReturn(cashFlows: readonly number[]): number | null {
  const signs = cashFlows.filter((flow) => flow !== 0).map(Math.sign);
  const changes = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
  const first = signs[0];
  if (changes !== 1 || first === undefined) return null;
  // With one change of sign, the value at t = 0 of later flows crosses once: above it, the first sign wins.
  let low = -0.9999;
  let high = 1;
  while (Math.sign(netPresentValue(cashFlows, high)) !== first && high < 1e12) high *= 2;
  if (Math.sign(netPresentValue(cashFlows, low)) === first || high >= 1e12) return null;
  for (let halvings = 0; halvings < 200 && high - low > 1e-15 * (1 + high); halvings += 1) {
    const middle = (low + high) / 2;
    if (Math.sign(netPresentValue(cashFlows, middle)) === first) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/**
 * Periods until the flows have paid back what was laid out: the time at which their running sum reaches 0, taken as
 * rising evenly within a period. 0 where nothing is laid out; null where it is never paid back.
 *
 * @param cashFlows flow 0 is today's (minus the outlay); flow t comes in over period t
 * @param rate of one period; above 0 it gives the *discounted* payback period
 *
 * Example: paybackPeriod([-100, 60, 60]) = 1 + 40/60.
 */
export function paybackPeriod(cashFlows: ArrayLike<number>, rate = 0): number | null {
  let sum = 0;
  for (let t = 0; t < cashFlows.length; t += 1) {
    const flow = (cashFlows[t] as number) / (1 + rate) ** t;
    if (sum + flow >= 0) return t === 0 ? 0 : t - 1 + -sum / flow;
    sum += flow;
  }
  return null;
}

/** What a customer is worth, and what he cost. */
export interface LifetimeValue {
  /** The present value of margins less cost to serve. */
  gross: number;
  /** `gross` less the cost to acquire, which is paid today. */
  net: number;
  /** CLV:CAC, `gross` over the cost to acquire; null where that is 0. */
  valueToCost: number | null;
  /** Periods until the undiscounted margins less cost to serve cover the cost to acquire; null where they never do. */
  payback: number | null;
}

/**
 * Customer lifetime value from what is expected of each period: CLV = Σ (margin_t - cost to serve_t) f_t - CAC.
 *
 * @param margins expected margin of each period (survival or purchases included), in the order of time
 * @param costsToServe expected cost of each period, of the same length; absent: none
 * @param costToAcquire paid today, 0 or more
 * @param factors discount factors of the periods, by `discountFactors`
 */
export function lifetimeValue(
  margins: ArrayLike<number>,
  factors: ArrayLike<number>,
  costToAcquire = 0,
  costsToServe?: ArrayLike<number>,
): LifetimeValue {
  const flows = Float64Array.from(margins, (margin, t) => margin - (costsToServe?.[t] ?? 0));
  const gross = presentValue(flows, factors);
  return {
    gross,
    net: gross - costToAcquire,
    valueToCost: costToAcquire > 0 ? gross / costToAcquire : null,
    payback: paybackPeriod([-costToAcquire, ...flows]),
  };
}

/**
 * Gupta and Lehmann's margin multiple: what a customer who earns 1 a period is worth for ever at constant retention.
 * `end-of-period`: the first margin comes after a period, from those retained, r / (1+i-r); `immediate`: a certain
 * margin today besides, (1+i) / (1+i-r).
 *
 * @param retention r, 0 to 1, per period
 * @param rate i, of one period, above 0 where retention is 1
 * @param growth of the margin per period, g: r / (1+i-r(1+g)); only for `end-of-period`
 * @returns Infinity where the sum has no end
 *
 * Source: Gupta & Lehmann (2003), "Customers as assets", Journal of Interactive Marketing 17(1). Example: at r = 0.8 and
 * i = 0.1 it is 2.667 at the end of the period and 3.667 immediately.
 */
export function constantRetentionMultiple(
  retention: number,
  rate: number,
  first: 'end-of-period' | 'immediate',
  growth = 0,
): number {
  const rest = 1 + rate - retention * (1 + growth);
  if (!(rest > 0)) return Infinity;
  return (first === 'immediate' ? 1 + rate : retention) / rest;
}

/**
 * By how many percent the end-of-period multiple rises where retention rises by one percent: (1+i) / (1+i-r). Source:
 * Gupta & Lehmann (2003). Example: 4 at r = 0.825 and i = 0.1.
 */
export const retentionElasticity = (retention: number, rate: number): number =>
  (1 + rate) / (1 + rate - retention);
