import { MONTH_NAMES, monthNumber } from './month-names';
import type { DateOrder } from '../choices';
import { SPACE } from './missing';

/**
 * A strptime format as a regular expression with a group a part, which JavaScript and DuckDB's RE2 read alike (without
 * case). `%B` is a month's name in any language of `month-names.ts` and then the marks between the parts are lenient:
 * "3. April 2026", "3-Apr-2026", "3 de abril de 2026". `%a` is the name of any weekday, `%z` is Z, UTC or an offset,
 * a day that is left out is the first, `%s` and `%Q` are seconds and milliseconds since 1970, `%E` is the serial day of a spreadsheet.
 */
export interface DateFormat {
  format: string;
  pattern: string;
  /** The parts by group. */
  parts: string[];
}

const HOUR = '[01]?[0-9]|2[0-3]';
export const ZONE = 'Z|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?|UTC|GMT';
/** What JavaScript writes after a zone: its name, in the words of the device. */
export const ZONE_NAME = '(?: [(][^()]*[)])?';
const PARTS: Record<string, string> = {
  Y: '[0-9]{4}',
  y: '[0-9]{2}',
  m: '0?[1-9]|1[0-2]',
  d: '0?[1-9]|[12][0-9]|3[01]',
  B: MONTH_NAMES,
  H: HOUR,
  I: '0?[1-9]|1[0-2]',
  M: '[0-5][0-9]',
  S: '[0-5][0-9]',
  f: '[0-9]{1,6}',
  p: 'AM|PM',
  z: ZONE,
  s: '-?[0-9]{1,11}',
  Q: '-?[0-9]{1,14}',
  E: '[0-9]{1,7}(?:[.][0-9]+)?',
};
const WEEKDAY = '[^0-9 ,.]{2,13}[.]?,? +';
/** What stands between the parts of a day whose month is a name. */
const BETWEEN = '(?:st|nd|rd|th|er|º|ª)?[.]?(?: de | of |[ ,/-]+)';
const AFTER_MONTH = '[.]?(?: de | del |[ ,/-]+)';

const parsed = new Map<string, DateFormat>();

/** A format taken apart; formats with a part that is unknown match nothing. */
export function dateFormat(format: string): DateFormat {
  const known = parsed.get(format) ?? parse(format);
  parsed.set(format, known);
  return known;
}

function parse(format: string): DateFormat {
  const parts: string[] = [];
  const tokens: string[] = format.match(/%.|[^%]+/g) ?? [];
  const named = tokens.includes('%B') || tokens.includes('%b');
  const pattern = tokens.map((token) => {
    const part = token === '%b' ? 'B' : token.slice(1);
    if (token === '%a' || token === '%A') return WEEKDAY;
    if (token.startsWith('%')) {
      parts.push(part);
      return `${part === 'z' ? ' ?' : ''}(${PARTS[part] ?? '[^\\s\\S]'})${part === 'z' ? ZONE_NAME : ''}`;
    }
    if (parts.length === 0) return '';
    const dayParts = parts.filter((each) => /[YymdB]/.test(each)).length;
    if (named && dayParts < 3) return parts.at(-1) === 'B' ? AFTER_MONTH : BETWEEN;
    return token.replace(/ +/g, '[ \u202f\u00a0]+').replace(/[.]/g, '[.]');
  });
  return { format, pattern: SPACE + pattern.join('') + SPACE, parts };
}

const compiled = new Map<string, RegExp>();

/** The ISO text of a value by a format, days as 2026-06-30, times as 2026-06-30 14:05:00 or 14:05:00; null where it is none. */
export function readDate(value: string, format: string): string | null {
  const { pattern, parts } = dateFormat(format);
  const expression = compiled.get(format) ?? new RegExp(`^(?:${pattern})$`, 'i');
  compiled.set(format, expression);
  const match = expression.exec(value);
  if (!match) return null;
  const part = (name: string): string | undefined => match[parts.indexOf(name) + 1];
  const has = (name: string): boolean => parts.includes(name);
  const year = has('y') ? fullYear(part('y') ?? '') : (part('Y') ?? '');
  const month = has('B') ? String(monthNumber(part('B') ?? '')) : (part('m') ?? '');
  const hasClock = has('H') || has('I');
  const day = hasClock && !has('d') ? '' : isoDay(year, month, has('d') ? (part('d') ?? '') : '01');
  if (day === null || !hasClock) return day;
  const hour = has('I') ? (Number(part('I')) % 12) + (part('p')?.toUpperCase() === 'PM' ? 12 : 0) : part('H');
  const seconds = (part('S') ?? '00') + (has('f') ? `.${part('f') ?? ''}` : '');
  return `${day} ${String(hour).padStart(2, '0')}:${part('M') ?? '00'}:${seconds}`.trim();
}

/** As strptime: 00 to 68 are of this century. */
const fullYear = (year: string): string => (year < '69' ? `20${year}` : `19${year}`);

function isoDay(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

const CLOCK = '(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?';
const ISO_DAY = '[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})';

/** How ISO writes days, times and times with a zone, as a regular expression; months and days are not looked at. */
export function isoPattern(type: string, zone: boolean): string {
  const day =
    type === 'DATE' ? ISO_DAY : zone ? `${ISO_DAY}[T ]${CLOCK} ?(?:${ZONE})` : `${ISO_DAY}(?:[T ]${CLOCK})?`;
  return SPACE + (type === 'TIME' ? CLOCK : day) + SPACE;
}

/** The order of a plan's formats with the year at one end, where one says it. */
export function orderOf(formats: readonly string[]): DateOrder | null {
  for (const format of formats) {
    const parts = dateFormat(format).parts.slice(0, 3).join('');
    if (/^dm[Yy]$/.test(parts)) return 'dmy';
    if (/^md[Yy]$/.test(parts)) return 'mdy';
    if (parts === 'ymd') return 'ymd';
  }
  return null;
}
