import { retentionRates, survivalOf } from '../../stats/contract-value';
import { paybackPeriod } from '../../stats/net-present-value';
import type { CohortResult } from './compute';
import { newCustomer, ratesFor, stillThere, type Terms } from './value';

/** Means over customers and sums over the base. */
export interface Totals {
  customers: number;
  active: number;
  left: number;
  /** Of a new customer, cohorts weighted by their customers. */
  clv: number;
  gross: number;
  acquisition: number;
  expectedLifetime: number;
  /** Clv:CAC and periods to pay back; NaN where there is no cost, or it never is. */
  valueToCost: number;
  payback: number;
  /** What a new customer would be worth if the first renewal's rate, or the mean rate, held for everyone at every renewal. */
  atFirstRate: number;
  atMeanRate: number;
  /** Share of `gross` from periods that nobody has been observed in yet. */
  beyond: number;
  /** What customers under contract are still worth, in periods not yet begun. */
  base: number;
  /** How many of them are still there in a year. */
  activeInAYear: number;
}

/** What the cohorts come to together. */
export function totalsOf(cohorts: readonly CohortResult[], terms: Terms, observedPeriods: number): Totals {
  const customers = cohorts.reduce((sum, cohort) => sum + cohort.customers, 0);
  const mean = (pick: (cohort: CohortResult) => number): number =>
    cohorts.reduce((sum, cohort) => sum + (pick(cohort) * cohort.customers) / customers, 0);
  const perBase = (pick: (cohort: CohortResult, tenure: number) => number): number =>
    cohorts.reduce(
      (sum, cohort) =>
        sum + cohort.active.reduce((part, n, t) => part + (n > 0 ? n * pick(cohort, t) : 0), 0),
      0,
    );
  const gross = mean((cohort) => newCustomer(ratesFor(cohort.model, terms, 0), cohort.money, terms).gross);
  const acquisition = mean((cohort) => cohort.money.acquisition);
  const at = (retention: (cohort: CohortResult) => number): number =>
    mean(
      (cohort) =>
        newCustomer(
          ratesFor({ kind: 'constant', retention: retention(cohort) }, terms, 0),
          cohort.money,
          terms,
        ).net,
    );
  const year = Math.round(terms.periodsPerYear);
  const inAYear = cohorts.map((cohort) => stillThere(cohort.model, cohort.active.length, year));
  const seen = { ...terms, payments: Math.min(terms.payments, observedPeriods + 1) };
  const observedGross = mean(
    (cohort) => newCustomer(ratesFor(cohort.model, seen, 0), cohort.money, seen).gross,
  );
  return {
    customers,
    active: perBase(() => 1),
    left: cohorts.reduce((sum, { left }) => sum + left, 0),
    clv: gross - acquisition,
    gross,
    acquisition,
    expectedLifetime: mean((cohort) => cohort.value.expectedLifetime[0] as number),
    valueToCost: acquisition > 0 ? gross / acquisition : NaN,
    payback: acquisition > 0 ? paybackOf(cohorts, terms, acquisition) : NaN,
    atFirstRate: at(({ value, model }) => value.retention[0] ?? retentionRates(model, 1)[0] ?? NaN),
    atMeanRate: at(({ table }) => 1 - sumOf(table.left) / sumOf(table.atRisk)),
    beyond: gross === 0 ? 0 : 1 - observedGross / gross,
    base: perBase((cohort, t) => cohort.value.residualValue[t] as number),
    activeInAYear: cohorts.reduce(
      (sum, cohort, i) => sum + cohort.active.reduce((part, n, t) => part + n * (inAYear[i]?.[t] ?? 0), 0),
      0,
    ),
  };
}

const sumOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

/** Periods until the average customer's flows cover the cost to acquire; NaN where they never do. */
function paybackOf(cohorts: readonly CohortResult[], terms: Terms, acquisition: number): number {
  const customers = cohorts.reduce((sum, cohort) => sum + cohort.customers, 0);
  const periods = Math.min(terms.payments, LONGEST_PAYBACK);
  const flows = new Float64Array(periods + 1);
  flows[0] = -acquisition;
  for (const { model, money, customers: own } of cohorts) {
    const survival = survivalOf(retentionRates(model, periods - 1));
    for (let t = 0; t < periods; t += 1)
      flows[t + 1] =
        (flows[t + 1] as number) +
        ((survival[t] as number) * (money.margin - money.serving) * own) / customers;
  }
  return paybackPeriod(flows) ?? NaN;
}
const LONGEST_PAYBACK = 1200;
