import type { Column } from '../../../values/table';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import { numbers, texts } from './columns';

export interface Total {
  statistic: string;
  value: number;
  low: number;
  high: number;
}
const none = { low: NaN, high: NaN };

/** What is said of all customers together; `low` and `high` are empty where a number is counted, not estimated. */
export function totalRows(result: ClvResult, { options }: ClvInput): Total[] {
  const { totals, drawn, newCustomer, money, intervals, holdout, base } = result;
  const scaled = (value: number, { low, high }: { low: number; high: number }) => ({
    ...{ value, low: Math.min(value * low, value * high), high: Math.max(value * low, value * high) },
  });
  const future = scaled(totals.future, drawn.future);
  const less = (cost: number) => ({
    value: future.value - cost,
    low: future.low - cost,
    high: future.high - cost,
  });
  const value = less(totals.acquisition);
  const per = (divisor: number) => ({
    value: value.value / divisor,
    low: value.low / divisor,
    high: value.high / divisor,
  });
  const cost = money.costToAcquire;
  const gross = { value: newCustomer.gross, ...drawn.newGross };
  const fresh = (pick: (value: number) => number) => ({
    value: pick(gross.value),
    low: pick(gross.low),
    high: pick(gross.high),
  });
  const top = base.concentration?.[10] ?? NaN;
  return [
    { statistic: 'customers', value: totals.customers, ...none },
    { statistic: 'active_customers', ...scaled(totals.active, drawn.active) },
    { statistic: 'expected_purchases', ...scaled(totals.purchases, drawn.purchases) },
    ...(intervals === null
      ? []
      : [
          { statistic: 'clv', ...value },
          { statistic: 'mean_clv', ...per(totals.customers) },
          { statistic: 'future_value', ...future },
        ]),
    { statistic: 'share_of_top_tenth', value: top, ...none },
    { statistic: 'new_customer_purchases', value: newCustomer.purchases, ...drawn.newPurchases },
    ...(intervals === null
      ? []
      : [
          { statistic: 'new_customer_clv', ...fresh((worth) => worth - cost) },
          { statistic: 'cost_to_acquire', value: cost, ...none },
          { statistic: 'clv_to_cost', ...fresh((worth) => (cost > 0 ? worth / cost : NaN)) },
          { statistic: 'payback_months', value: newCustomer.payback, ...none },
        ]),
    { statistic: 'horizon_months', value: options.horizonMonths, ...none },
    ...checkTotals(holdout),
  ];
}

function checkTotals(holdout: ClvResult['holdout']): Total[] {
  if (holdout?.status !== 'done') return [];
  const { actual, expected, naive, errors } = holdout;
  return Object.entries({
    holdout_actual: actual,
    holdout_expected: expected,
    holdout_naive: naive,
    holdout_mean_absolute_error: errors.model.meanAbsolute,
    holdout_mean_absolute_error_naive: errors.naive.meanAbsolute,
    holdout_root_mean_square_error: errors.model.rootMeanSquare,
    holdout_root_mean_square_error_naive: errors.naive.rootMeanSquare,
  }).map(([statistic, value]) => ({ statistic, value, ...none }));
}

export const totalColumns = (rows: readonly Total[]): Column[] => [
  texts('statistic', rows, ({ statistic }) => statistic),
  numbers('value', rows, ({ value }) => value),
  numbers('low', rows, ({ low }) => low),
  numbers('high', rows, ({ high }) => high),
];
