import { formatCount } from '../../values/format';
import type { DateOrder, ValueReading } from '../choices';
import type { ColumnPlan, DateQuestion } from './column-plan';
import type { ColumnValues } from './column-values';
import { readDate } from './date-format';
import { findDates, type FoundDates } from './find-dates';

/** A column of dates before the order of day and month is settled, or why it is none. */
export interface DateColumn {
  found: FoundDates | null;
  note: string | null;
}

/** What a column's values are as dates; `note` says why most are and some not. */
export function dateColumn({ present, counts, total }: ColumnValues): DateColumn {
  const some = present.slice(0, 60);
  if (some.filter((value) => /[0-9]/.test(value) && value.length <= 60).length * 2 < some.length)
    return { found: null, note: null };
  const found = findDates(present);
  if (!found) return { found, note: null };
  if (found.fits === present.length) return { found, note: null };
  const unfit = total - found.fits;
  void counts;
  if (found.zone && found.fits === 0)
    return { found: null, note: 'kept as text, because some times have a zone and some have none' };
  if (found.fits * 2 < present.length) return { found: null, note: null };
  return {
    found: null,
    note: `kept as text, because ${formatCount(unfit)} of ${formatCount(total)} values in the sample ${unfit === 1 ? 'is no date' : 'are no dates'}, such as "${(found.misfit ?? '').slice(0, 40)}"`,
  };
}

type DatePlan = Omit<ColumnPlan, 'name'>;

/** The plan of a column of dates once an order is settled; `because` is the column that proved it, where another did. */
export function datePlan(found: FoundDates, order: DateOrder | null, because?: string): DatePlan {
  const type = found.hasTime ? 'TIMESTAMP' : 'DATE';
  const zone: ValueReading = found.zone ? { zone: 'utc' } : {};
  const zoneChange = found.zone ? ['times with a zone stored in UTC'] : [];
  if (found.iso) return { type, reading: zone, changed: zoneChange };
  const ordered = found.orders.length > 0 || found.order !== null;
  const said = { dmy: 'day first', mdy: 'month first', ymd: 'year first' }[order ?? 'dmy'];
  const changed = [
    ...(ordered
      ? [`dates read ${said}${because === undefined ? '' : `, as in \`${because}\``}`]
      : ['dates read']),
    ...(found.yearDigits === 2 ? ['years of two digits: 00 to 68 are 20xx, 69 to 99 are 19xx'] : []),
    ...zoneChange,
  ];
  return { type, reading: { dates: found.formats(order ?? 'dmy'), ...zone }, changed };
}

/** The question that only a person can answer; null where the readings do not differ. */
export function dateQuestion(found: FoundDates): DateQuestion | null {
  const { example } = found;
  if (example === null) return null;
  const answers = found.orders.flatMap((order) => {
    const day = found
      .formats(order)
      .map((format) => readDate(example, format))
      .find((read) => read !== null);
    return day == null ? [] : [{ order, day: day.slice(0, 10) }];
  });
  return answers.length > 1 ? { kind: 'date-order', example, answers } : null;
}
