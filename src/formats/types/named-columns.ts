import { phoneName, postCodeName } from '../personal/names';
import type { Planned } from './plan-columns';
import { readDate } from './date-format';

const EPOCH = /epoch|unix|(^|[_ .-])ts($|[_ .-])|time_?stamp/i;
const DAY = /date|datum|fecha|(^|[_ .-])(day|tag|dt|data|jour|dag|giorno|dia)($|[_ .-])|_(on|at)$/i;

/** A column whose name says what its digits are: times since 1970, days as 20260403, telephone numbers, post codes. */
export function namedReading(name: string, present: readonly string[]): Planned | null {
  const digits = present.every((value) => /^[0-9]+$/.test(value));
  if (digits && EPOCH.test(name)) {
    const numbers = present.map(Number);
    const within = (least: number, most: number): boolean =>
      numbers.every((each) => each >= least && each < most);
    if (within(1e8, 4e9)) return since1970('%s', 'seconds');
    if (within(1e11, 4e12)) return since1970('%Q', 'milliseconds');
  }
  if (digits && DAY.test(name) && present.every((value) => isCompactDay(value)))
    return { type: 'DATE', reading: { dates: ['%Y%m%d'] }, changed: ['digits read as days (20260403)'] };
  if (!present.every((value) => /^[-+(0-9][-+() /.0-9]*$/.test(value))) return null;
  if (phoneName(name))
    return { type: 'VARCHAR', reading: {}, changed: [], note: 'kept as text: telephone numbers' };
  if (postCodeName(name))
    return { type: 'VARCHAR', reading: {}, changed: [], note: 'kept as text: post codes' };
  return null;
}

const since1970 = (format: string, unit: string): Planned => ({
  type: 'TIMESTAMP',
  reading: { dates: [format], zone: 'utc' },
  changed: [`${unit} since 1970 read as times in UTC`],
});

function isCompactDay(value: string): boolean {
  const day = value.length === 8 ? readDate(value, '%Y%m%d') : null;
  return day !== null && day >= '1900' && day < '2101';
}
