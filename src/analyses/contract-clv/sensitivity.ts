import type { CohortResult } from './compute';
import { ratePerPeriod } from '../../stats/net-present-value';
import { newCustomer, ratesFor, type Terms } from './value';

/** A new customer's worth with one assumption 1 % lower and 1 % higher (times 0.99 and 1.01), the widest swing first. */
export interface Sensitivity {
  base: number;
  swings: { assumption: Assumption; low: number; high: number }[];
}
export type Assumption = 'retention' | 'margin' | 'discount rate' | 'cost to acquire' | 'cost to serve';
type Change = (value: number) => number;

const STEP = 0.01;
const ASSUMPTIONS: Assumption[] = [
  'retention',
  'margin',
  'discount rate',
  'cost to acquire',
  'cost to serve',
];

export function sensitivityOf(cohorts: readonly CohortResult[], terms: Terms): Sensitivity {
  const base = valueWith(cohorts, terms, null, (value) => value);
  const swings = ASSUMPTIONS.map((assumption) => ({
    assumption,
    low: valueWith(cohorts, terms, assumption, (value) => value * (1 - STEP)),
    high: valueWith(cohorts, terms, assumption, (value) => value * (1 + STEP)),
  }))
    .filter(({ low, high }) => low !== base || high !== base)
    .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
  return { base, swings };
}

/** Retention rates are all multiplied, and none goes beyond 1. */
function valueWith(
  cohorts: readonly CohortResult[],
  terms: Terms,
  assumption: Assumption | null,
  change: Change,
): number {
  const of = (which: Assumption, value: number): number => (which === assumption ? change(value) : value);
  const annualRate = of('discount rate', terms.annualRate);
  const changed = { ...terms, annualRate, rate: ratePerPeriod(annualRate, terms.periodsPerYear) };
  const customers = cohorts.reduce((sum, cohort) => sum + cohort.customers, 0);
  return cohorts.reduce((sum, { model, money, customers: own }) => {
    const rates = ratesFor(model, changed, 0).map((rate) => Math.min(1, of('retention', rate)));
    const spent = {
      ...money,
      margin: of('margin', money.margin),
      acquisition: of('cost to acquire', money.acquisition),
      serving: of('cost to serve', money.serving),
    };
    return sum + (newCustomer(rates, spent, changed).net * own) / customers;
  }, 0);
}
