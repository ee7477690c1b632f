import { DAYS_PER_MONTH, daysPerUnit, type Unit } from '../input';
import { DAY } from '../source/calendar';

const MOST_PERIODS = 400;

/** Ends of periods (the first moment after each), laid so that one falls on the check and the last on the as-of date. */
export function periodsOf(
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
