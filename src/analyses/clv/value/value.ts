import type { ModelFit } from '../../../stats/buy-till-you-die';
import type { Customers, DistinctCustomers } from '../customers';
import type { SpendModel } from '../fit/spend';
import type { ClvInput } from '../input';
import type { Source } from '../source/source';
import { coarseGrid, type CoarseGrid } from './coarse';
import { drawTotals, type Drawn, type Interval } from './draws';
import { at, meanPerCustomer, type Money } from './money';
import { newCustomerOf, type MeanMoney, type NewCustomer } from './new-customer';
import { atRiskOf, type AtRisk } from './risk';
import { sampleValuer } from './sample';
import { sensitivityOf, type Sensitivity } from './sensitivity';
import { planOf, termsAt, type Terms } from './terms';
import { rowIntervals, type RowIntervals } from './uncertainty';
import { prospectOf, totalsByStep, valueRows, type PerCustomer } from './valuation';

/** What the customers are worth, and how sure that is. */
export interface Valued {
  perCustomer: PerCustomer;
  /** Null without spend. */
  intervals: RowIntervals | null;
  totals: Totals;
  drawn: Drawn;
  curve: Curve;
  newCustomer: NewCustomer;
  money: MeanMoney & Pick<Money, 'withoutMargin' | 'withoutCost'>;
  sensitivity: Sensitivity | null;
  atRisk: AtRisk;
}
/** Sums over customers; NaN where there is no value. */
export interface Totals {
  customers: number;
  active: number;
  purchases: number;
  /** Value to come, before the cost to acquire. */
  future: number;
  acquisition: number;
}
/** Value to come (purchases, without spend) by the end of each month or opportunity, with its band. */
export interface Curve {
  month: Float64Array;
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
}
interface Given {
  input: ClvInput;
  source: Source;
  customers: Customers;
  distinct: DistinctCustomers;
  money: Money;
  fit: ModelFit;
  spend: SpendModel;
}

export function valueBase(given: Given, onProgress: (fraction: number) => void): Valued {
  const { input, source, customers, distinct, money, fit, spend } = given;
  const { discountRate, draws, seed } = input.options;
  const spendFit = spend.status === 'fitted' ? spend.fit : null;
  const plan = planOf(input, source);
  const terms = spendFit ? termsAt(plan, discountRate) : undiscounted(termsAt(plan, 0));
  const prospect = prospectOf(fit, distinct, terms);
  const perCustomer = valueRows(prospect, customers, money, spendFit?.parameters ?? null);
  const totals = totalsOf(perCustomer, customers, money);
  const grid = coarseGrid(prospect.outlooks);
  const how = { grid, terms };
  const intervals = spendFit
    ? rowIntervals(prospect, perCustomer, customers, money, { purchases: fit, spend: spendFit }, how)
    : null;
  const mean = {
    margin: meanPerCustomer(money.margin, customers),
    costToAcquire: meanPerCustomer(money.costToAcquire, customers),
    costToServe: meanPerCustomer(money.costToServe, customers),
  };
  const valuer = sampleValuer(prospect, customers, money, fit, how);
  const drawn = drawTotals(
    valuer,
    { purchases: fit, spend: spendFit },
    { terms, money: mean, draws, seed },
    onProgress,
  );
  const perPurchase = (row: number): number =>
    spendFit ? (perCustomer.spend[row] as number) * at(money.margin, row) - at(money.costToServe, row) : 1;
  const back = (3 / plan.stepMonths) * plan.unitsPerStep;
  return {
    ...{ perCustomer, intervals, totals, drawn },
    curve: curveOf(totalsByStep(prospect, customers, perPurchase), terms, grid, drawn.byEnd),
    newCustomer: newCustomerOf(prospect.forecast, spendFit?.parameters ?? null, mean, terms),
    money: { ...mean, withoutMargin: money.withoutMargin, withoutCost: money.withoutCost },
    sensitivity: spendFit
      ? sensitivityOf(valuer, fit, spendFit.parameters, plan, {
          ...{ future: totals.future, acquisition: totals.acquisition, discountRate },
          serving: mean.costToServe > 0,
        })
      : null,
    atRisk: atRiskOf(
      prospect.forecast,
      distinct,
      perCustomer,
      plan.discrete ? 1 : back,
      plan.discrete,
      customers.counts,
    ),
  };
}

/** Purchases have no price to discount. */
const undiscounted = (terms: Terms): Terms => ({
  ...terms,
  factors: terms.factors.map(() => 1),
  forever: null,
});

function totalsOf({ alive, purchases, future }: PerCustomer, customers: Customers, money: Money): Totals {
  const totals: Totals = { customers: 0, active: 0, purchases: 0, future: 0, acquisition: 0 };
  let valued = 0;
  for (let row = 0; row < alive.length; row += 1) {
    const count = customers.counts?.[row] ?? 1;
    totals.customers += count;
    totals.active += count * (alive[row] as number);
    totals.purchases += count * (purchases[row] as number);
    if (Number.isNaN(future[row])) continue;
    valued += count;
    totals.future += count * (future[row] as number);
    totals.acquisition += count * at(money.costToAcquire, row);
  }
  return valued > 0 ? totals : { ...totals, future: NaN, acquisition: NaN };
}

/** The band is drawn at the ends of segments; between them its width in percent goes on evenly. */
function curveOf(value: Float64Array, terms: Terms, grid: CoarseGrid, byEnd: readonly Interval[]): Curve {
  const ratioAt = (step: number, pick: (interval: Interval) => number): number => {
    const after = grid.ends.findIndex((end) => end >= step);
    const [to, from] = [byEnd[after], byEnd[after - 1]];
    if (!to) return NaN;
    if (!from) return pick(to);
    const [end = 0, start = 0] = [grid.ends[after], grid.ends[after - 1]];
    return pick(from) + ((step - start) / (end - start)) * (pick(to) - pick(from));
  };
  return {
    month: value.map((_, step) => (step + 1) * terms.stepMonths),
    value,
    low: value.map((sum, step) => sum * ratioAt(step, ({ low }) => low)),
    high: value.map((sum, step) => sum * ratioAt(step, ({ high }) => high)),
  };
}
