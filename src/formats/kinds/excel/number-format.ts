/** What a cell's number format makes of its number. */
export type NumberMeaning =
  | { kind: 'number' }
  | { kind: 'percent' }
  /** Whole numbers shown with at least so many digits: `00123`. */
  | { kind: 'digits'; digits: number }
  | { kind: 'date'; day: boolean; time: boolean; elapsed: boolean };

const NUMBER: NumberMeaning = { kind: 'number' };
const PERCENT: NumberMeaning = { kind: 'percent' };
const dated = (day: boolean, time: boolean, elapsed = false): NumberMeaning => ({
  kind: 'date',
  day,
  time,
  elapsed,
});

/** Formats that a workbook names by number alone; those of East Asian versions count from 27 and from 50. */
function builtIn(id: number): NumberMeaning {
  if (id === 9 || id === 10) return PERCENT;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return dated(true, false);
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return dated(false, true);
  if (id === 46) return dated(false, true, true);
  return id === 22 ? dated(true, true) : NUMBER;
}

/** The meaning of a format: by its code where the workbook gives one, else by its number. */
export function numberMeaning(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) return builtIn(id);
  // Quoted text, escaped and padding characters, colours, currencies and conditions say nothing of the kind.
  const first = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '').split(';')[0] ?? '';
  if (/^0{2,}$/.test(first)) return { kind: 'digits', digits: first.length };
  const elapsed = /\[(h+|m+|s+)\]/i.test(first);
  const words = first.replace(/general|standard/gi, '').replace(/AM\/PM|A\/P/gi, 'h');
  const time = elapsed || /[hs]/i.test(words);
  // An m is minutes beside hours or seconds, else months.
  const months = words.replace(/(h+[^a-z0-9]*)m+|m+(?=[^a-z0-9]*s)/gi, '$1');
  const day = /[dy]|g+e/i.test(words) || (/m/i.test(months) && !elapsed);
  if (day || time) return dated(day, time, elapsed);
  return first.includes('%') ? PERCENT : NUMBER;
}

const DAY = 86_400_000;
/** Excel's days are counted to the last one of the year 9999. */
const MOST_DAYS = 2_958_466;
/** Days from Excel's day 0 to 1970. */
const EPOCH = 25_569;
const DAYS_1904 = 1462;

/**
 * A number of days as text: `2026-06-30`, `2026-06-30 14:05:00`, `14:05:00`, `37:30:00` for elapsed times. Seconds are
 * rounded to the millisecond, which hides what the binary number adds. Null where no calendar has the day.
 *
 * @param from1904 whether the workbook counts from 1904 instead of 1900
 */
export function dateText(
  days: number,
  { day, time, elapsed }: Extract<NumberMeaning, { kind: 'date' }>,
  from1904: boolean,
): string | null {
  if (!(days >= 0)) return null;
  const milliseconds = Math.round(days * DAY);
  if (!day && (milliseconds < DAY || elapsed)) return clock(milliseconds);
  const counted = from1904 ? milliseconds + DAYS_1904 * DAY : milliseconds;
  if (counted >= MOST_DAYS * DAY) return null;
  // Excel takes 1900 for a leap year: up to its day 60 all days are one early.
  const shift = !from1904 && counted < 60 * DAY ? 1 : 0;
  const iso = new Date(counted + (shift - EPOCH) * DAY).toISOString();
  const hasTime = time || milliseconds % DAY !== 0;
  return hasTime ? `${iso.slice(0, 10)} ${clock(milliseconds % DAY)}` : iso.slice(0, 10);
}

function clock(milliseconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds % 1000;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${fraction}`;
}
