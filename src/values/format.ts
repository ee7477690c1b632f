/**
 * How numbers, dates, counts and durations are written on screen, in findings and in charts: one place, so that
 * 1,204 and 22 % look the same everywhere. Files keep full precision and never use these.
 */
const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A count with thousands grouped: 1,204. */
export const formatCount = (count: number): string => grouped.format(count);

/** `formatPlural(2, 'row')` is "2 rows"; an irregular plural is given as the third argument. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** A number to about `digits` significant digits, thousands grouped, null and NaN as an en dash. */
export function formatNumber(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude >= 15 || magnitude < -6) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - magnitude);
  return value.toLocaleString('en-GB', { maximumFractionDigits: decimals, minimumFractionDigits: 0 });
}

/** A number to so many decimals, thousands grouped, so that a value and the ends of its interval match: 0.30. */
export const formatDecimals = (value: number, decimals: number): string =>
  (Math.round(value * 10 ** decimals) / 10 ** decimals || 0).toLocaleString('en-GB', {
    maximumFractionDigits: decimals,
    minimumFractionDigits: decimals,
  });

/** A fraction as a percentage with a thin space before the sign: 0.223 is "22 %". */
export function formatPercent(fraction: number | null, decimals = 0): string {
  if (fraction === null || !Number.isFinite(fraction)) return '–';
  return `${(fraction * 100).toLocaleString('en-GB', { maximumFractionDigits: decimals, minimumFractionDigits: decimals })} %`;
}

/** A day as 2026-06-30 (UTC), from milliseconds since 1970. */
export const formatDate = (milliseconds: number): string =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString().slice(0, 10) : '–';

/** Day and time, seconds dropped where zero: 2026-06-30 14:05. */
export function formatTimestamp(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  const text = new Date(milliseconds).toISOString();
  const time = text.slice(11, 19);
  return time === '00:00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${time.replace(/:00$/, '')}`;
}

/** Elapsed time: 12 ms, 0.3 s, 41 s, 2 min 5 s. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 1000)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** A file's size: 812 B, 73 MB, 1.2 GB (powers of ten). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** "a, b and c". */
export function formatList(items: readonly string[], last = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
