import type { DateWriting } from './plan';

const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: (\d{1,2}:\d{2})(:\d{2})?)?$/;
const ISO_DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;
const ISO_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T]\d{1,2}:\d{2}:\d{2}(?:\.\d+)?Z?$/;

/** Whether every value is a day, or every value a time, as ISO writes it. */
export function isoType(values: readonly string[]): 'DATE' | 'TIMESTAMP' | null {
  const all = (pattern: RegExp): boolean =>
    values.every((value) => {
      const [, , month = '0', day = '0'] = pattern.exec(value) ?? [];
      return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
    });
  if (all(ISO_DAY)) return 'DATE';
  return all(ISO_TIME) ? 'TIMESTAMP' : null;
}

/**
 * How dates with the year last are written, or null where the values are not all written one way. Where no value has
 * a part above 12, the order is `given` or, failing that, day first, and `ambiguous` says that nothing told.
 */
export function yearLast(values: readonly string[], given: 'dmy' | 'mdy' | undefined): DateWriting | null {
  const parts = values.map((value) => YEAR_LAST.exec(value));
  const [first] = parts;
  if (!first || parts.some((part) => !part || shapeOf(part) !== shapeOf(first))) return null;
  const largest = (group: number): number => Math.max(...parts.map((part) => Number(part?.[group])));
  const [dayFirst, monthFirst] = [largest(1), largest(3)];
  if (Math.min(dayFirst, monthFirst) > 12 || Math.max(dayFirst, monthFirst) > 31) return null;
  const told = dayFirst > 12 ? 'dmy' : monthFirst > 12 ? 'mdy' : undefined;
  return {
    order: told ?? given ?? 'dmy',
    separator: first[2] as DateWriting['separator'],
    yearDigits: first[4]?.length === 2 ? 2 : 4,
    time: first[5] === undefined ? '' : first[6] === undefined ? '%H:%M' : '%H:%M:%S',
    ambiguous: told === undefined && given === undefined && first[2] !== '.',
  };
}

/** Separator, digits of the year, and what there is of a time. */
const shapeOf = (part: RegExpExecArray): string =>
  [part[2], part[4]?.length, part[5] === undefined, part[6] === undefined].join(' ');
