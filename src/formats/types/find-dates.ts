import type { DateOrder } from '../choices';
import { readDate, ZONE, ZONE_NAME } from './date-format';
import { MONTH_NAMES } from './month-names';

/** How one value is written as a date, before the order of its parts is known. */
interface Writing {
  /** Numeric with the year first or last, a month's name, or ISO (which needs no format). */
  day: 'iso' | 'year first' | 'year last' | 'day month' | 'month day';
  separator: string;
  yearDigits: 2 | 4;
  /** First three numbers; 0 where a name stands. */
  numbers: [number, number, number];
  /** The time as strptime says it, with what stands before it. */
  time: string;
  zone: boolean;
}

const TIME = `(?:(T| |, | um | at | à )(\\d{1,2}):(\\d{2})(:\\d{2})?([.,]\\d{1,9})?([ \u00a0\u202f]?[ap]m)?)?`;
const END = `${TIME}(?:( ?(?:${ZONE}))${ZONE_NAME})?$`;
const WEEKDAY = '(?:([^0-9 ,.]{2,13})[.]?,? +)?';
const NUMERIC = new RegExp(`^(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{1,2})${END}`, 'i');
const DAY_MONTH = new RegExp(
  `^${WEEKDAY}(\\d{1,2})((?:st|nd|rd|th|er|º|ª)?[.]?(?: de | of |[ ,/-]+)|)(${MONTH_NAMES})([.]?(?: de | del |[ ,/-]+)|)(\\d{4}|\\d{2})${END}`,
  'i',
);
const MONTH_DAY = new RegExp(
  `^${WEEKDAY}(${MONTH_NAMES})[.]?[ -]+(\\d{1,2})(?:st|nd|rd|th)?(?:[ ,-]+)(\\d{4})${END}`,
  'i',
);

function writingOf(value: string): Writing | null {
  const numeric = NUMERIC.exec(value);
  if (numeric) return numericWriting(numeric);
  const dayMonth = DAY_MONTH.exec(value);
  if (dayMonth) {
    const year = dayMonth[6] ?? '';
    const separator = (dayMonth[1] ? 'a' : '') + (dayMonth[3] === '' ? '' : ' ');
    return {
      day: 'day month',
      separator,
      numbers: [Number(dayMonth[2]), 0, Number(year)],
      ...rest(dayMonth, 7, year),
    };
  }
  const monthDay = MONTH_DAY.exec(value);
  if (!monthDay) return null;
  const year = monthDay[4] ?? '';
  const separator = monthDay[1] ? 'a ' : ' ';
  return {
    day: 'month day',
    separator,
    numbers: [0, Number(monthDay[3]), Number(year)],
    ...rest(monthDay, 5, year),
  };
}

const ISO_TIME = /^([T ]%H:%M(:%S([.]%f)?)?)?$/;

function numericWriting(match: RegExpExecArray): Writing | null {
  const [, first = '', separator = '', second = '', third = ''] = match;
  const numbers: Writing['numbers'] = [Number(first), Number(second), Number(third)];
  if (first.length === 4 && third.length < 3) {
    const more = rest(match, 5, first);
    const isIso = separator !== '.' && ISO_TIME.test(more.time);
    return { day: isIso ? 'iso' : 'year first', separator, numbers, ...more };
  }
  if (first.length > 2 || third.length === 1) return null;
  return { day: 'year last', separator, numbers, ...rest(match, 5, third) };
}

function rest(
  match: RegExpExecArray,
  at: number,
  year: string,
): Pick<Writing, 'time' | 'zone' | 'yearDigits'> {
  const [before, hour, , seconds, fraction, half, zone] = match.slice(at);
  const clock = half === undefined ? '%H' : '%I';
  const parts = [
    clock,
    ':%M',
    seconds === undefined ? '' : ':%S',
    fraction === undefined ? '' : `${fraction.charAt(0)}%f`,
  ];
  const time =
    hour === undefined
      ? ''
      : `${before ?? ' '}${parts.join('')}${half === undefined ? '' : /^[ap]/i.test(half) ? '%p' : ' %p'}`;
  return { time, zone: zone !== undefined && hour !== undefined, yearDigits: year.length === 2 ? 2 : 4 };
}

/** Dates of a column: how many values are some, and in which formats once the order is known. */
export interface FoundDates {
  /** Values that are written as dates, and those that are some in the first of the orders. */
  dates: number;
  fits: number;
  /** Values that are none. */
  misfits: string[];
  hasTime: boolean;
  zone: 'utc' | null;
  /** Some times have a zone and some have none. */
  mixedZones: boolean;
  /** All values are written as ISO says, so that no format is needed. */
  iso: boolean;
  /** The orders that all values fit; empty where no order is needed. */
  orders: DateOrder[];
  /** The only one of them. */
  order: DateOrder | null;
  /** An order is needed, and none fits. */
  contradictory: boolean;
  /** Full stops stand between the parts, which says nothing of other columns. */
  dots: boolean;
  yearDigits: 2 | 4;
  /** Formats by the order. */
  formats(this: void, order: DateOrder): string[];
  /** A value whose readings differ. */
  example: string | null;
}

/** What a column's values are as dates, or null where none is one. */
export function findDates(values: readonly string[]): FoundDates | null {
  const read = values.map((value) => ({ value, writing: writingOf(value) }));
  const dates = read.flatMap(({ value, writing }) => (writing ? [{ value, writing }] : []));
  if (dates.length === 0) return null;
  const writings = dates.map(({ writing }) => writing);
  const zoned = writings.filter(({ zone }) => zone).length;
  const unordered = dates.filter(({ writing }) => writing.day === 'year last');
  const orders = possibleOrders(unordered.map(({ writing }) => writing));
  const formats = (order: DateOrder): string[] => [...new Set(writings.map((each) => formatOf(each, order)))];
  const valid = new Set(validIn(dates, orders[0] ?? 'dmy'));
  return {
    dates: dates.length,
    fits: valid.size,
    misfits: values.filter((value) => !valid.has(value)),
    hasTime: writings.some(({ time }) => time !== ''),
    zone: zoned > 0 ? 'utc' : null,
    mixedZones: zoned > 0 && zoned < dates.length,
    iso: writings.every(({ day }) => day === 'iso'),
    orders: unordered.length > 0 ? orders : [],
    order: unordered.length > 0 && orders.length === 1 ? (orders[0] ?? null) : null,
    contradictory: orders.length === 0,
    dots: unordered.every(({ writing }) => writing.separator === '.'),
    yearDigits: writings.some(({ yearDigits }) => yearDigits === 2) ? 2 : 4,
    formats,
    example:
      unordered.find((each) => new Set(orders.map((order) => validDay(each, order))).size > 1)?.value ?? null,
  };
}

interface Dated {
  value: string;
  writing: Writing;
}
const validDay = ({ value, writing }: Dated, order: DateOrder): string | null =>
  readDate(value, formatOf(writing, order));
const validIn = (dates: readonly Dated[], order: DateOrder): string[] =>
  dates.filter((each) => validDay(each, order) !== null).map(({ value }) => value);

/** Orders that all values fit; dots mean day first. Years of two digits may stand first where they prove nothing else. */
function possibleOrders(writings: readonly Writing[]): DateOrder[] {
  if (writings.length === 0) return ['dmy'];
  const at = (place: 0 | 1 | 2): number[] => writings.map(({ numbers }) => numbers[place]);
  const within = (place: 0 | 1 | 2, most: number): boolean =>
    at(place).every((number) => number >= 1 && number <= most);
  const dots = writings.every(({ separator }) => separator === '.');
  const orders: DateOrder[] = [];
  if (within(0, 31) && within(1, 12)) orders.push('dmy');
  if (within(0, 12) && within(1, 31) && !dots) orders.push('mdy');
  if (
    writings.every(({ yearDigits }) => yearDigits === 2) &&
    within(1, 12) &&
    within(2, 31) &&
    yearsFirst(at(0), at(2))
  )
    orders.push('ymd');
  return orders;
}

/** Whether the first numbers look more like years than the last: none could be a month, and fewer of them differ. */
const yearsFirst = (first: readonly number[], last: readonly number[]): boolean =>
  first.every((number) => number > 12) &&
  (first.some((number) => number > 31) || new Set(first).size <= new Set(last).size);

function formatOf({ day, separator, yearDigits, time, zone }: Writing, order: DateOrder): string {
  const year = yearDigits === 2 ? '%y' : '%Y';
  const weekday = separator.startsWith('a') ? '%a ' : '';
  const rest = time + (zone ? '%z' : '');
  if (day === 'iso' || day === 'year first') return ['%Y', '%m', '%d'].join(separator) + rest;
  if (day === 'day month')
    return weekday + ['%d', '%B', year].join(separator.endsWith(' ') ? ' ' : '') + rest;
  if (day === 'month day') return `${weekday}%B %d ${year}${rest}`;
  const parts = { dmy: ['%d', '%m', year], mdy: ['%m', '%d', year], ymd: [year, '%m', '%d'] }[order];
  return parts.join(separator) + rest;
}
