import type { BgNbdFit } from '../../stats/bg-nbd';
import { InputProblem } from '../../values/problem';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput, type Unit } from './form';
import { fitPurchases, fitSpend, refuseWithoutRepeats, type SpendModel } from './fit';
import type { ClvRows } from './queries';
import { DAY, type Calendar } from './source';
import { aliveOf, outlooksOf, type Customers } from './value';

/** The check on days the model has not seen; or the sentence why there is none. */
export type Holdout = HoldoutCheck | { status: 'failed'; reason: string };
export interface HoldoutCheck {
  status: 'done';
  fit: BgNbdFit;
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
  tracking: Tracking;
}
/** Cumulative repeat purchases at the ends of periods; the forecasts are NaN before the check. */
export interface Tracking {
  period: Unit;
  /** The last day of each period, in milliseconds. */
  day: Float64Array;
  actual: Float64Array;
  expected: Float64Array;
  naive: Float64Array;
}

/** Fits on what is before `calendar.holdoutFrom` and forecasts from there to the as-of date. */
export function checkHoldout(
  rows: ClvRows,
  input: ClvInput,
  calendar: Calendar,
  spendColumn: string | null,
): Holdout {
  const check = calendar.holdoutFrom as number;
  try {
    refuseWithoutRepeats(rows.calibration, ' before the check');
    const fit = fitPurchases(rows.calibration, ' before the check');
    return compare(rows, input, calendar, check, fit, fitSpend(rows.calibration, spendColumn));
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return { status: 'failed', reason: error.message };
  }
}

function compare(
  { calibration, repeats }: ClvRows,
  input: ClvInput,
  { asOf, firstDay }: Calendar,
  check: number,
  fit: BgNbdFit,
  spend: SpendModel,
): HoldoutCheck {
  const days = (asOf - check) / DAY + 1;
  const lookback = Math.min(days, (check - firstDay) / DAY);
  const between = (from: number, before: number): number =>
    repeats.purchases.reduce((sum, count, i) => {
      const day = repeats.day[i] as number;
      return day >= from && day < before ? sum + count : sum;
    }, 0);
  const naive = (between(check - lookback * DAY, check) * days) / lookback;
  const { period, ends } = periodsOf(input.options.unit, firstDay, check, asOf);
  const ahead = ends.filter((end) => end > check);
  const unit = daysPerUnit[input.options.unit];
  const forecast = forecastOf(
    fit,
    calibration,
    ahead.map((end) => (end - check) / DAY / unit),
  );
  const before = ends.length - ahead.length;
  const atCheck = between(firstDay, check);
  const actual = ends.map((end) => between(firstDay, end));
  const from = (value: (h: number) => number): Float64Array =>
    ends.map((end, i) => (end < check ? NaN : end === check ? atCheck : atCheck + value(i - before)));
  return {
    status: 'done',
    fit,
    spend,
    customers: calibration.frequency.length,
    actual: between(check, asOf + DAY),
    expected: forecast.at(-1) ?? 0,
    naive,
    lookback,
    days,
    tracking: {
      period,
      day: ends.map((end) => end - DAY),
      actual,
      expected: from((h) => forecast[h] as number),
      naive: from((h) => (naive * ((ahead[h] as number) - check)) / DAY / days),
    },
  };
}

/** Purchases that all customers together are expected to make within each horizon, given what each has done. */
export function forecastOf(fit: BgNbdFit, customers: Customers, horizons: Float64Array): Float64Array {
  const outlook = outlooksOf(fit.parameters, customers, horizons);
  const alive = aliveOf(fit.parameters, customers);
  const weights = new Float64Array(outlook.expected.length / horizons.length);
  for (let i = 0; i < alive.length; i += 1) {
    const group = outlook.groupOf[i] as number;
    weights[group] = (weights[group] as number) + (alive[i] as number);
  }
  return horizons.map((_, h) =>
    weights.reduce(
      (sum, weight, g) => sum + weight * (outlook.expected[g * horizons.length + h] as number),
      0,
    ),
  );
}

const MOST_PERIODS = 400;

/** Ends of periods (the first moment after each), laid so that one falls on the check and the last on the as-of date. */
function periodsOf(
  unit: Unit,
  firstDay: number,
  check: number,
  asOf: number,
): { period: Unit; ends: Float64Array } {
  const last = asOf + DAY;
  const units: Unit[] = ['day', 'week', 'month'];
  const fits = (candidate: Unit): boolean =>
    units.indexOf(candidate) >= units.indexOf(unit) &&
    (last - firstDay) / DAY / daysPerUnit[candidate] <= MOST_PERIODS;
  const period = units.find(fits) ?? 'month';
  const length = period === 'month' ? DAYS_PER_MONTH : daysPerUnit[period];
  const endAt = (k: number): number => check + Math.round(k * length) * DAY;
  const ends: number[] = [];
  for (let k = Math.floor((firstDay - check) / DAY / length) + 1; endAt(k) < last; k += 1)
    ends.push(endAt(k));
  return { period, ends: Float64Array.from([...ends, last]) };
}
