import type { ModelFit, ModelId } from '../../../stats/buy-till-you-die';
import { expectedCumulative } from '../../../stats/buy-till-you-die-forecast';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import { InputProblem } from '../../../values/problem';
import {
  distinctCustomers,
  refuseWithoutRepeats,
  type Customers,
  type DistinctCustomers,
} from '../customers';
import { fitModels, refuseWithoutFit, type Tried } from '../fit/models';
import { fitSpend, type SpendModel } from '../fit/spend';
import { daysPerUnit, type ClvInput, type Unit } from '../input';
import { DAY, type Calendar, type CheckDays } from '../source/calendar';
import type { ClvRows } from '../source/queries';
import { spread } from '../value/valuation';
import { byFrequency, errorsOf, type Errors, type FrequencyLevel } from './errors';
import { forecastCheck, type CheckForecast } from './forecasts';
import { periodsOf } from './periods';

/** The check on days the model has not seen; or the sentence why there is none. */
export type Holdout = HoldoutCheck | { status: 'failed'; reason: string };
export interface HoldoutCheck {
  status: 'done';
  tried: Tried;
  /** Of each fit tried: repeat purchases it expected. */
  expectedBy: number[];
  /** The place of the chosen model's fit. */
  chosen: number;
  spend: SpendModel;
  /** Customers acquired before the check, whose purchases are compared. */
  customers: number;
  /** Repeat purchases during the check. */
  actual: number;
  expected: number;
  /** As many as in the same time before. */
  naive: number;
  /** Days that the naive forecast looked back over, and days of the check. */
  lookback: number;
  days: number;
  errors: { model: Errors; naive: Errors };
  levels: FrequencyLevel[];
  tracking: Tracking;
  /** Of every row, NaN where the customer came later. */
  perRow: { expected: Float64Array; actual: Float64Array };
}
/** Repeat purchases period by period; `day` is the last of each, in milliseconds. */
export interface Tracking {
  period: Unit;
  day: Float64Array;
  actual: Float64Array;
  /** Before the check what the fit expects of new customers as they came, after it what it expects of each. */
  expected: Float64Array;
  /** NaN before the check. */
  naive: Float64Array;
  actualCumulative: Float64Array;
  expectedCumulative: Float64Array;
  naiveCumulative: Float64Array;
}

/** Fits on what is before the check, and what each fit expects of it; `judge` then chooses. */
export interface Rehearsal {
  tried: Tried;
  forecasts: CheckForecast[];
  /** The absolute error of each model's total, by model. */
  missedBy: ReadonlyMap<ModelId, number>;
  eve: Eve;
  periods: { period: Unit; ends: Float64Array };
}
/** Customers as they stood on the eve of the check, with what they did in it. */
interface Eve {
  customers: Customers;
  distinct: DistinctCustomers;
  /** Their places among all rows. */
  rows: Int32Array;
  actual: Float64Array;
  naive: Float64Array;
  total: number;
}

/** Throws an InputProblem where nothing can be fitted on the eve of the check. */
export function rehearse(
  rows: ClvRows,
  input: ClvInput,
  { firstDay, asOf }: Calendar,
  check: CheckDays,
  models: readonly ModelId[],
): Rehearsal {
  const eve = eveOf(rows, check);
  const which = ' before the check';
  refuseWithoutRepeats(eve.customers, which);
  const tried = fitModels(models, eve.distinct);
  refuseWithoutFit(tried, which);
  const { period, ends } = periodsOf(input.options.unit, firstDay, check.from, asOf);
  const unit = daysPerUnit[input.options.unit];
  const horizons = ends.filter((end) => end > check.from).map((end) => (end - check.from) / DAY / unit);
  const forecasts = tried.fits.map((fit) => forecastCheck(fit, eve.distinct, horizons));
  const missedBy = new Map(
    tried.fits.map((fit, i) => [fit.model, Math.abs((forecasts[i]?.total.at(-1) ?? NaN) - eve.total)]),
  );
  return { tried, forecasts, missedBy, eve, periods: { period, ends } };
}

function eveOf({ customers, check, checkIntervals }: ClvRows, { days, lookback }: CheckDays): Eve {
  const there = Int32Array.from(check.check_frequency.keys()).filter(
    (row) => !Number.isNaN(check.check_frequency[row]),
  );
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(there, (row) => values[row] as number);
  const frequency = pick(check.check_frequency);
  const intervals = checkIntervals.check_log_intervals;
  const standing: Customers = {
    frequency,
    recency: pick(check.check_recency),
    age: pick(check.check_age),
    spend: pick(check.check_spend),
    counts: null,
    logIntervals: intervals.length > 0 ? pick(intervals) : null,
  };
  const actual = pick(customers.frequency).map((now, i) => now - (frequency[i] as number));
  return {
    customers: standing,
    distinct: distinctCustomers(standing),
    rows: there,
    actual,
    naive: pick(check.before).map((count) => (count * days) / lookback),
    total: actual.reduce((sum, count) => sum + count, 0),
  };
}

/** Sets the model that was chosen against what happened. */
export function judge(
  rehearsal: Rehearsal,
  model: ModelId,
  rows: ClvRows,
  { firstDay }: Calendar,
  check: CheckDays,
  input: ClvInput,
  spendColumn: string | null,
): Holdout {
  const { tried, forecasts, eve } = rehearsal;
  const chosen = tried.fits.findIndex((fit) => fit.model === model);
  const [fit, forecast] = [tried.fits[chosen], forecasts[chosen]];
  if (!fit || !forecast)
    return {
      status: 'failed',
      reason: `The model chosen cannot be estimated on what is before the check: ${tried.failed.find((one) => one.model === model)?.reason ?? 'it has no maximum'}.`,
    };
  const expected = spread(forecast.perGroup, eve.distinct.groupOf);
  const onRows = (values: Float64Array): Float64Array => {
    const all = new Float64Array(rows.customers.frequency.length).fill(NaN);
    eve.rows.forEach((row, i) => (all[row] = values[i] as number));
    return all;
  };
  const naive = eve.naive.reduce((sum, count) => sum + count, 0);
  return {
    status: 'done',
    tried,
    expectedBy: forecasts.map(({ total }) => total.at(-1) ?? 0),
    chosen,
    spend: spendBefore(eve.customers, spendColumn),
    customers: eve.rows.length,
    actual: eve.total,
    expected: forecast.total.at(-1) ?? 0,
    naive,
    lookback: check.lookback,
    days: check.days,
    errors: { model: errorsOf(expected, eve.actual), naive: errorsOf(eve.naive, eve.actual) },
    levels: byFrequency(
      eve.customers.frequency,
      { actual: eve.actual, expected, naive: eve.naive },
      MOST_REPEATS,
    ),
    tracking: trackingOf(
      rehearsal,
      { fit, forecast, naive },
      rows.repeats,
      firstDay,
      check,
      input.options.unit,
    ),
    perRow: { expected: onRows(expected), actual: onRows(eve.actual) },
  };
}
const MOST_REPEATS = 7;

/** A spend model is not what is checked: where there is none before, the check goes on. */
function spendBefore(customers: Customers, spendColumn: string | null): SpendModel {
  try {
    return fitSpend(customers, spendColumn);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return { status: 'unfitted', reason: error.message };
  }
}

function trackingOf(
  { eve, periods: { period, ends } }: Rehearsal,
  { fit, forecast, naive }: { fit: ModelFit; forecast: CheckForecast; naive: number },
  repeats: ClvRows['repeats'],
  firstDay: number,
  check: CheckDays,
  unit: Unit,
): Tracking {
  const length = daysPerUnit[unit];
  const before = ends.filter((end) => end <= check.from);
  // On a clock that starts with the first day: who first bought on day d has been there for t - d on its end.
  const eveTime = (check.from - DAY - firstDay) / DAY / length;
  const starts = eve.customers.age.map((age) => Math.max(0, eveTime - age));
  const times = before.map((end) => (end - DAY - firstDay) / DAY / length);
  const fitted = expectedCumulative(forecastOf(fit), starts, times);
  const until = (end: number): number =>
    repeats.purchases.reduce((sum, count, i) => ((repeats.day[i] as number) < end ? sum + count : sum), 0);
  const atCheck = until(check.from);
  const actualCumulative = ends.map(until);
  const expected = ends.map((_, i) =>
    i < before.length ? (fitted[i] as number) : atCheck + (forecast.total[i - before.length] as number),
  );
  const naiveCumulative = ends.map((end) =>
    end < check.from ? NaN : atCheck + (naive * (end - check.from)) / DAY / check.days,
  );
  const steps = (values: Float64Array, first: number): Float64Array =>
    values.map((value, i) => value - (i === 0 ? first : (values[i - 1] as number)));
  const expectedSteps = steps(expected, 0);
  // The first period of the check goes on from what happened, not from what the fit had expected by then.
  if (before.length < ends.length)
    expectedSteps[before.length] = (expected[before.length] as number) - atCheck;
  return {
    period,
    day: ends.map((end) => end - DAY),
    actual: steps(actualCumulative, 0),
    expected: expectedSteps,
    naive: steps(naiveCumulative, NaN),
    actualCumulative,
    expectedCumulative: expected,
    naiveCumulative,
  };
}
