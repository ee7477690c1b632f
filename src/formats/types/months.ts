import { MONTH_NAMES } from './month-names';
import { asText, type Planned } from './sketch';

/** Ways of writing a month with its year that can be nothing else. */
const WRITINGS: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$/, '%Y-%m'],
  [/^(19|20)[0-9]{2}\/(0[1-9]|1[0-2])$/, '%Y/%m'],
  [/^(0?[1-9]|1[0-2])\/(19|20)[0-9]{2}$/, '%m/%Y'],
  [/^(0?[1-9]|1[0-2])-(19|20)[0-9]{2}$/, '%m-%Y'],
  [new RegExp(`^(${MONTH_NAMES})[.]?(?: de | del |[ ,/-]+)(19|20)[0-9]{2}$`, 'i'), '%B %Y'],
];
/** `Jan-26` is a month of 2026 as often as a day of January. */
const SHORT = new RegExp(`^(${MONTH_NAMES})[.]?[ '’/-]+[0-9]{2}$`, 'i');

/** How a column of months is read, each as its first day; null where it is none. */
export function monthsAsDays(present: readonly string[]): Planned | null {
  const formats = present.map((value) => WRITINGS.find(([pattern]) => pattern.test(value))?.[1]);
  if (formats.every((format) => format !== undefined))
    return {
      type: 'DATE',
      reading: { dates: [...new Set(formats)] },
      changed: ['months read as their first day'],
    };
  if (!present.every((value) => SHORT.test(value))) return null;
  return asText(
    `kept as text, because values such as ${present[0] ?? ''} may be a day of a month or a month of a year`,
  );
}
