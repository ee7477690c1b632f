import { readDate } from './date-format';
import type { Planned } from './sketch';

type Digits = Pick<Planned, 'type' | 'reading' | 'changed'>;

const SECONDS: Digits = since1970('%s', 'seconds');
const MILLISECONDS: Digits = since1970('%Q', 'milliseconds');
const COMPACT: Digits = {
  type: 'DATE',
  reading: { dates: ['%Y%m%d'] },
  changed: ['digits read as days (20260403)'],
};
const SERIAL: Digits = {
  type: 'DATE',
  reading: { dates: ['%E'] },
  changed: ["a spreadsheet's serial numbers read as days (46115 is 2026-04-03)"],
};

function since1970(format: string, unit: string): Digits {
  return {
    type: 'TIMESTAMP',
    reading: { dates: [format], zone: 'utc' },
    changed: [`${unit} since 1970 read as times in UTC`],
  };
}

/** Digits as seconds or milliseconds since 1970, between 1973 and 2096; null where some value is neither. */
export function epochTimes(present: readonly string[]): Digits | null {
  const numbers = present.map((value) => (/^[0-9]{9,13}$/.test(value) ? Number(value) : NaN));
  const within = (least: number, most: number): boolean =>
    numbers.every((each) => each >= least && each < most);
  if (within(1e8, 4e9)) return SECONDS;
  return within(1e11, 4e12) ? MILLISECONDS : null;
}

/** Eight digits as days of the calendar from 1900 to 2100. */
export function compactDays(present: readonly string[]): Digits | null {
  const isDay = (value: string): boolean => {
    const day = value.length === 8 ? readDate(value, '%Y%m%d') : null;
    return day !== null && day >= '1900' && day < '2101';
  };
  return present.every(isDay) ? COMPACT : null;
}

/** Numbers as a spreadsheet counts days, up to the year 9999: only where somebody said that they are dates. */
export const serialDays = (present: readonly string[]): Digits | null =>
  present.length > 0 &&
  present.every((value) => /^[0-9]{1,7}([.][0-9]+)?$/.test(value) && Number(value) < 2_958_466)
    ? SERIAL
    : null;
