import { formatCount } from '../../values/format';
import type { DateOrder, ValueReading } from '../choices';
import type { DateQuestion } from './column-plan';
import type { ColumnValues } from './column-values';
import { orderOf, readDate } from './date-format';
import { findDates, type FoundDates } from './find-dates';
import { asText, type DateColumn, type Evidence, type Planned } from './sketch';

const NONE: DateColumn = { found: null, note: null };

/** What a column's values are as dates, where all are; else `note` says why most are and some not. */
export function dateColumn({ present, counts, total }: ColumnValues): DateColumn {
  const some = present.slice(0, 60);
  if (some.filter((value) => /[0-9]/.test(value) && value.length <= 90).length * 2 < some.length) return NONE;
  const kept = (reason: string): DateColumn => ({ found: null, note: `kept as text, because ${reason}` });
  const zone = namedZone(present);
  if (zone) return kept(`the zone of its times is only named (${zone}), and such names stand for several`);
  const found = findDates(present);
  if (!found) return NONE;
  if (found.dates === present.length) {
    if (found.mixedZones) return kept('some times have a zone and some have none');
    if (found.contradictory) return kept('no one order of day and month fits all values');
  }
  if (found.fits === present.length) return { found, note: null };
  if (found.fits * 2 < present.length) return NONE;
  const unfit = found.misfits.reduce((sum, value) => sum + (counts.get(value) ?? 1), 0);
  return kept(
    `${formatCount(unfit)} of ${formatCount(total)} values in the sample ${unfit === 1 ? 'is no date' : 'are no dates'}, such as "${(found.misfits[0] ?? '').slice(0, 40)}"`,
  );
}

/** The name of a zone that times have, such as EST, where nothing else keeps the values from being times. */
function namedZone(present: readonly string[]): string | null {
  const names = present.map((value) => / ([A-Z]{2,5})$/.exec(value)?.[1]);
  const name = names.find((each) => each !== undefined && !/^(UTC|GMT|AM|PM)$/.test(each));
  if (name === undefined) return null;
  const found = findDates(present.map((value) => value.replace(/ [A-Z]{2,5}$/, '')));
  return found?.hasTime && found.fits === present.length ? name : null;
}

/**
 * A column of dates with an order: proven by its values, told, or proven by another column; else text and a question.
 * Where another column proved it, the other order is kept at hand.
 */
export function settledDates(found: FoundDates, evidence: Evidence, told: DateOrder | undefined): Planned {
  const { order, orders } = found;
  if (orders.length === 0) return datePlan(found, 'dmy');
  if (order !== null) {
    const plan = datePlan(found, order);
    const differs = told !== undefined && told !== order;
    return differs
      ? { ...plan, note: 'please check: day and month stand in another order than was decided before' }
      : plan;
  }
  if (told !== undefined && orders.includes(told)) return datePlan(found, told);
  const proven = evidence.order;
  if (proven && orders.includes(proven.order)) {
    const opposite = orders.find((each) => each !== proven.order);
    const plan = datePlan(found, proven.order, proven.column);
    return opposite ? { ...plan, other: datePlan(found, opposite) } : plan;
  }
  const question = dateQuestion(found);
  const text = asText('kept as text until you say which part is the day');
  return question
    ? { ...text, question }
    : asText('kept as text, because no value tells the day from the month');
}

const SHORT_YEARS = 'years of two digits: 00 to 68 are 20xx, 69 to 99 are 19xx';
const IN_UTC = 'times with a zone are stored in UTC';
const SAID = { dmy: 'day first', mdy: 'month first', ymd: 'year first' };

/** What reading by formats changes, for people. */
export function datesChange({ dates = [], zone }: ValueReading): string[] {
  if (dates.some((format) => /%[sQE]/.test(format))) return ['digits read as times'];
  if (dates.every((format) => !/%d/.test(format) && /%[Yy]/.test(format)))
    return ['months read as their first day'];
  if (dates.every((format) => !/%[Yy]/.test(format))) return ['times with AM and PM read'];
  const order = orderOf(dates);
  return [
    order ? `dates read ${SAID[order]}` : 'dates read',
    ...(dates.some((format) => format.includes('%y')) ? [SHORT_YEARS] : []),
    ...(zone ? [IN_UTC] : []),
  ];
}

/** The plan of a column of dates by an order; `because` is the column that proved it, where another did. */
export function datePlan(found: FoundDates, order: DateOrder, because?: string): Planned {
  const type = found.hasTime ? 'TIMESTAMP' : 'DATE';
  const zone = found.zone ? { zone: 'utc' as const } : {};
  const inUtc = found.zone ? [IN_UTC] : [];
  if (found.iso) return { type, reading: zone, changed: inUtc };
  const like = because === undefined ? '' : `, as in \`${because}\``;
  const changed = [
    found.orders.length > 0 ? `dates read ${SAID[order]}${like}` : 'dates read',
    ...(found.yearDigits === 2 ? [SHORT_YEARS] : []),
    ...inUtc,
  ];
  return { type, reading: { dates: found.formats(order), ...zone }, changed };
}

/** The question that only a person can answer; null where the readings do not differ. */
function dateQuestion({ example, orders, formats }: FoundDates): DateQuestion | null {
  if (example === null) return null;
  const answers = orders.flatMap((order) => {
    const day = readAny(example, formats(order))?.slice(0, 10);
    return day === undefined ? [] : [{ order, day }];
  });
  return answers.length > 1 ? { kind: 'date-order', example, answers } : null;
}

/** A value by the first format that it fits. */
function readAny(value: string, formats: readonly string[]): string | null {
  for (const format of formats) {
    const read = readDate(value, format);
    if (read !== null) return read;
  }
  return null;
}
