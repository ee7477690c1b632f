import { expectedSpend } from '../../stats/gamma-gamma';
import type { BgNbdFit } from '../../stats/bg-nbd';
import type { OnProgress } from '../../values/progress';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput } from './form';
import { fitPurchases, fitSpend, refuseWithoutRepeats, type SpendModel } from './fit';
import { checkHoldout, type Holdout } from './holdout';
import type { ClvRows } from './queries';
import { calendarOf, sourceOf, type Calendar, type SourceRows } from './source';
import { aliveOf, concentrationOf, discountedPurchases, outlooksOf, type Customers } from './value';

export interface ClvResult {
  purchases: BgNbdFit;
  spend: SpendModel;
  /** Per customer, in the order of the kept query; NaN where there is no value. */
  perCustomer: PerCustomer;
  base: Base;
  /** Null for a summary, which has no dates. */
  calendar: Calendar | null;
  holdout: Holdout | null;
  rows: {
    all: number;
    incomplete: number;
    impossible: number;
    later: number;
    unpriced: number;
    repeated: number;
  };
}
export interface PerCustomer {
  alive: Float64Array;
  purchases: Float64Array;
  spend: Float64Array;
  value: Float64Array;
}
/** The customers as a whole. */
export interface Base {
  customers: number;
  oneOff: number;
  /** Summed over the customers; value is NaN where there is none. */
  purchases: number;
  value: number;
  /** Those with P(alive) below 1/2, and what they are worth all the same. */
  inactive: number;
  inactiveValue: number;
  /** What inactive customers spent on their repeat purchases, where known: a sense of what was lost. */
  inactivePastSpend: number;
  /** Share of value (of purchases, where there is no value) held by the top 0, 1, ... 100 % of customers. */
  concentration: Float64Array | null;
  /** The age of the oldest customer, in the unit. */
  longestAge: number;
  /** Customers without an expected spend although there is a spend model (its mean does not exist). */
  withoutSpend: number;
}

/** Fits the models and values every customer. Throws an InputProblem where the purchases cannot be modelled. */
export function computeClv(
  rows: ClvRows,
  input: ClvInput,
  found: SourceRows,
  onProgress: OnProgress,
): ClvResult {
  const source = sourceOf(input);
  const column = source.kind === 'transactions' ? source.amount : source.spend;
  const spendColumn = column === null ? null : input.label(column);
  refuseWithoutRepeats(rows.customers);
  onProgress({ stage: 'Fitting spend', fraction: 0 });
  const spend = fitSpend(rows.customers, spendColumn);
  onProgress({ stage: 'Fitting purchases', fraction: 0.2 });
  const purchases = fitPurchases(rows.customers);
  onProgress({ stage: 'Valuing customers', fraction: 0.5 });
  const perCustomer = valueCustomers(rows.customers, purchases, spend, input);
  const calendar = source.kind === 'transactions' ? calendarOf(input, found) : null;
  let holdout: Holdout | null = null;
  if (calendar && calendar.holdoutFrom !== null) {
    onProgress({ stage: 'Checking the forecast', fraction: 0.8 });
    holdout = checkHoldout(rows, input, calendar, spendColumn);
  }
  const base = baseOf(rows.customers, perCustomer, spend.status === 'fitted');
  return { purchases, spend, perCustomer, base, calendar, holdout, rows: countsOf(found) };
}

function valueCustomers(
  customers: Customers,
  { parameters }: BgNbdFit,
  spendModel: SpendModel,
  { options }: ClvInput,
): PerCustomer {
  const month = DAYS_PER_MONTH / daysPerUnit[options.unit];
  const months = Float64Array.from({ length: options.horizonMonths }, (_, i) => (i + 1) * month);
  const outlook = outlooksOf(parameters, customers, months);
  const discounted = discountedPurchases(outlook, options.discountRate);
  const alive = aliveOf(parameters, customers);
  const group = (i: number): number => outlook.groupOf[i] as number;
  const purchases = alive.map(
    (p, i) => p * (outlook.expected[(group(i) + 1) * outlook.horizons - 1] as number),
  );
  const spend = customers.frequency.map((x, i) => {
    if (spendModel.status !== 'fitted') return NaN;
    const mean = customers.spend[i] as number;
    return expectedSpend(spendModel.fit.parameters, mean > 0 ? x : 0, mean);
  });
  const value = alive.map(
    (p, i) => p * (discounted[group(i)] as number) * (spend[i] as number) * options.margin,
  );
  return { alive, purchases, spend, value };
}

function baseOf(customers: Customers, each: PerCustomer, valued: boolean): Base {
  const count = customers.frequency.length;
  const base: Base = {
    customers: count,
    oneOff: 0,
    purchases: 0,
    value: valued ? 0 : NaN,
    inactive: 0,
    inactiveValue: valued ? 0 : NaN,
    inactivePastSpend: 0,
    concentration: concentrationOf(valued ? each.value : each.purchases),
    longestAge: customers.age.reduce((most, age) => Math.max(most, age), 0),
    withoutSpend: 0,
  };
  for (let i = 0; i < count; i += 1) {
    const value = each.value[i] as number;
    const worth = Number.isNaN(value) ? 0 : value;
    const x = customers.frequency[i] as number;
    if (x === 0) base.oneOff += 1;
    base.purchases += each.purchases[i] as number;
    base.value += worth;
    if (valued && Number.isNaN(value)) base.withoutSpend += 1;
    if ((each.alive[i] as number) >= 0.5) continue;
    base.inactive += 1;
    base.inactiveValue += worth;
    const past = x * (customers.spend[i] as number);
    if (past > 0) base.inactivePastSpend += past;
  }
  return base;
}

const countsOf = (found: SourceRows): ClvResult['rows'] => ({
  all: found.rows[0] ?? 0,
  incomplete: found.incomplete[0] ?? 0,
  impossible: found.impossible[0] ?? 0,
  later: found.later[0] ?? 0,
  unpriced: found.unpriced[0] ?? 0,
  repeated: found.repeated[0] ?? 0,
});
