import type { ModelFit } from '../../stats/buy-till-you-die';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import { judge, rehearse, type Holdout, type Rehearsal } from './check/holdout';
import { distinctCustomers, refuseWithoutRepeats, type Customers } from './customers';
import { chooseFit } from './fit/choose';
import { candidatesOf, fitModels, refuseWithoutFit, type Tried } from './fit/models';
import { frequenciesOf, type Frequencies } from './fit/frequencies';
import { fitSpend, type SpendModel } from './fit/spend';
import type { ClvInput } from './input';
import { describeBase, type Base } from './value/base';
import { moneyOf } from './value/money';
import { valueBase, type Valued } from './value/value';
import { calendarOf, type Calendar } from './source/calendar';
import type { ClvRows } from './source/queries';
import { sourceOf, type Source, type SourceRows } from './source/source';

/** All that a run found; per-row columns are in the order of the kept query, NaN where there is no value. */
export interface ClvResult extends Valued {
  tried: Tried;
  /** The fit that everything is forecast by. */
  chosen: ModelFit;
  spend: SpendModel;
  frequencies: Frequencies;
  base: Base;
  /** Null for a summary, which has no dates. */
  calendar: Calendar | null;
  holdout: Holdout | null;
  regularity: Regularity | null;
  cohorts: ClvRows['cohorts'];
  rows: Record<'all' | 'incomplete' | 'impossible' | 'later' | 'unpriced' | 'refunds' | 'repeated', number>;
}
/** k of Erlang-k times between purchases, from the last two intervals of each customer: 1 is purely random. */
export interface Regularity {
  k: number;
  customers: number;
}

/** Fits the models and values every customer. Throws an InputProblem where the purchases cannot be modelled. */
export function computeClv(
  rows: ClvRows,
  input: ClvInput,
  found: SourceRows,
  onProgress: OnProgress<unknown>,
): ClvResult {
  const source = sourceOf(input);
  const calendar = source.kind === 'transactions' ? calendarOf(input, found) : null;
  const spendColumn = spendColumnOf(input, source);
  const customers = customersOf(rows);
  refuseWithoutSales(customers, found, spendColumn);
  refuseWithoutRepeats(customers);
  onProgress({ stage: 'Fitting spend', fraction: 0 });
  const spend = fitSpend(customers, spendColumn);
  const distinct = distinctCustomers(customers);
  const candidates = candidatesOf(input, source, customers.logIntervals !== null);
  const tried = fitModels(candidates, distinct, (name) =>
    onProgress({ stage: `Fitting ${name}`, fraction: 0.1 }),
  );
  refuseWithoutFit(tried);
  if (calendar?.check) onProgress({ stage: 'Checking the forecast', fraction: 0.4 });
  const rehearsal = rehearseWhereAsked(rows, input, calendar, tried);
  const missedBy = rehearsal && 'missedBy' in rehearsal ? rehearsal.missedBy : null;
  const best = chooseFit(tried.fits, missedBy && tried.fits.map((fit) => missedBy.get(fit.model) ?? NaN));
  const chosen = tried.fits[best] as ModelFit;
  const holdout =
    rehearsal && 'missedBy' in rehearsal && calendar?.check
      ? judge(rehearsal, chosen.model, rows, calendar, calendar.check, input, spendColumn)
      : (rehearsal as Holdout | null);
  onProgress({ stage: 'Valuing customers', fraction: 0.5 });
  const money = moneyOf(input, rows.money);
  const valued = valueBase({ input, source, customers, distinct, money, fit: chosen, spend }, (fraction) =>
    onProgress({ stage: 'Drawing intervals', fraction: 0.6 + 0.4 * fraction }),
  );
  return {
    ...valued,
    ...{ tried, chosen, spend, calendar, holdout },
    frequencies: frequenciesOf(chosen, distinct),
    base: describeBase(customers, valued.perCustomer, spend.status === 'fitted'),
    regularity: regularityOf(rows.regularity),
    cohorts: rows.cohorts,
    rows: countsOf(found),
  };
}

/** Where refunds are no purchases, amounts that are all 0 or less leave nobody. */
function refuseWithoutSales({ frequency }: Customers, found: SourceRows, spendColumn: string | null): void {
  if (frequency.length > 0 || spendColumn === null || !((found.refunds[0] ?? 0) > 0)) return;
  throw new InputProblem(
    `In ${spendColumn} no customer has a day worth more than 0, so nothing was bought.`,
    {
      hint: 'Choose another column, turn its sign in a SQL cell, or count such rows as purchases (Refunds and free orders).',
    },
  );
}

function rehearseWhereAsked(
  rows: ClvRows,
  input: ClvInput,
  calendar: Calendar | null,
  tried: Tried,
): Rehearsal | Extract<Holdout, { status: 'failed' }> | null {
  if (!calendar?.check) return null;
  try {
    return rehearse(
      rows,
      input,
      calendar,
      calendar.check,
      tried.fits.map(({ model }) => model),
    );
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return { status: 'failed', reason: error.message };
  }
}

const customersOf = ({ customers, counts, intervals }: ClvRows): Customers => ({
  ...customers,
  counts: counts.customers.length > 0 ? counts.customers : null,
  logIntervals: intervals.log_intervals.length > 0 ? intervals.log_intervals : null,
});

function spendColumnOf(input: ClvInput, source: Source): string | null {
  const column = source.kind === 'transactions' ? source.amount : source.spend;
  return column === null ? null : input.label(column);
}

/** Customers whose intervals must be known before a word is said of regularity. */
const ENOUGH_INTERVALS = 100;

/**
 * The share of the last interval in the last two is Beta(k, k) where times between purchases are Erlang-k, with variance
 * 1 / (4 (2k + 1)). Source: Wheat & Morrison (1990), "Estimating purchase regularity with two interpurchase times",
 * Journal of Marketing Research 27(1).
 */
function regularityOf({ customers, variance }: ClvRows['regularity']): Regularity | null {
  const [count = 0, spread = NaN] = [customers[0], variance[0]];
  if (!(count >= ENOUGH_INTERVALS && spread > 0)) return null;
  return { k: (1 - 4 * spread) / (8 * spread), customers: count };
}

const countsOf = (found: SourceRows): ClvResult['rows'] => ({
  all: found.rows[0] ?? 0,
  incomplete: found.incomplete[0] ?? 0,
  impossible: found.impossible[0] ?? 0,
  later: found.later[0] ?? 0,
  unpriced: found.unpriced[0] ?? 0,
  refunds: found.refunds[0] ?? 0,
  repeated: found.repeated[0] ?? 0,
});
