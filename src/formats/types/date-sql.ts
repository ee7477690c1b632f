import { literal } from '../../sql/quote';
import type { ValueReading } from '../choices';
import { dateFormat, isoPattern, ZONE, type DateFormat } from './date-format';
import { trimmedSql } from './missing';
import { monthSql } from './month-names';

/** A day, time or time of day in SQL; null where the text is none by the reading's formats. Times with a zone become UTC. */
export function dateSql(reading: ValueReading, type: string, text: string): string {
  const { dates = [], zone } = reading;
  if (dates.length === 0) return isoSql(type, zone === 'utc', text);
  const tries = dates.map((format) => {
    const known = dateFormat(format);
    return `WHEN regexp_full_match(${text}, ${literal(known.pattern)}, 'i') THEN ${formatSql(known, text)}`;
  });
  return `CAST(CASE ${tries.join(' ')} END AS ${type})`;
}

/** The engine's cast drops offsets, takes `epoch` and cuts times from days: it is trusted where it gives the text back. */
function isoSql(type: string, zone: boolean, text: string): string {
  const cast = (sql: string): string => `TRY_CAST(${sql} AS ${type})`;
  const guard = `regexp_full_match(${text}, ${literal(isoPattern(type, zone))}, 'i')`;
  const trimmed = trimmedSql(text);
  if (zone && type !== 'DATE' && type !== 'TIME')
    return `CASE WHEN ${guard} THEN COALESCE(CASE WHEN ends_with(${text}, 'Z') THEN ${cast(text)} END, ${inUtc(trimmed, cast)}) END`;
  const asIs = `${cast(text)}::VARCHAR = ${text}${type === 'TIME' ? '' : ` AND ${text}[5] = '-'`}`; // no `infinity`, no year 12026
  return `CASE WHEN ${asIs} THEN ${cast(text)} WHEN ${guard} THEN ${cast(trimmed)} END`;
}

function formatSql({ format, pattern, parts }: DateFormat, text: string): string {
  if (parts[0] === 's') return `make_timestamp(TRY_CAST(${text} AS BIGINT) * 1000000)`;
  if (parts[0] === 'Q') return `make_timestamp(TRY_CAST(${text} AS BIGINT) * 1000)`;
  if (parts[0] === 'E')
    return `TIMESTAMP '1899-12-30' + to_microseconds(CAST(round(TRY_CAST(${text} AS DOUBLE) * 86400000) * 1000 AS BIGINT))`;
  const spaced = `replace(replace(${trimmedSql(text)}, '\u202f', ' '), '\u00a0', ' ')`;
  const plain = parts.includes('z') ? `regexp_replace(${spaced}, ' [(][^()]*[)]$', '')` : spaced;
  const strptime = (value: string, by: string): string => `try_strptime(${value}, ${literal(by)})`;
  if (!parts.includes('B')) {
    const by = format.replace('%z', '');
    // Only what does not read as it stands has spaces of a kind that must go first.
    return parts.includes('z')
      ? inUtc(plain, (rest) => strptime(rest, by))
      : `COALESCE(${strptime(text, by)}, ${strptime(plain, by)})`;
  }
  return namedMonthSql({ format, pattern, parts }, plain, strptime);
}

/**
 * A day with the name of a month is written anew in numbers, with its time. The guard knows how it is written, so small
 * expressions find its parts: groups in the long one would take fifty times as long.
 */
function namedMonthSql(
  { format, parts }: DateFormat,
  text: string,
  strptime: (value: string, by: string) => string,
): string {
  const has = (name: string): boolean => parts.includes(name);
  const found = (pattern: string, group = 0): string =>
    `regexp_extract(${text}, ${literal(pattern)}, ${group})`;
  const year = has('y') ? found('[0-9]{1,2}[^0-9]+([0-9]{2})', 1) : found('[0-9]{4}');
  const word = /^%[aA]/.test(format)
    ? found('^[^0-9 ,.]+[ ,.]+[^A-Za-z]*([^0-9 .,/:-]{3,})', 1)
    : found('[^0-9 .,/:-]{3,}');
  const day = `${has('d') ? found('[0-9]{1,2}') : `'1'`} || '/' || ${monthSql(`lower(${word})`)} || '/' || ${year}`;
  const clock = has('S') ? '[0-9]{1,2}:[0-9]{2}:[0-9]{2}' : '[0-9]{1,2}:[0-9]{2}';
  const fraction = has('f') ? '[.,][0-9]+' : '';
  const hasTime = has('H') || has('I');
  const half = has('p') ? ` || ' ' || regexp_extract(${text}, '[AaPp][Mm]( ?(${ZONE}))?$', 0)[1:2]` : '';
  const time = hasTime ? ` || ' ' || replace(${found(clock + fraction)}, ',', '.')${half}` : '';
  const by = [
    `%d/%m/${has('y') ? '%y' : '%Y'}`,
    ...(hasTime ? [`${has('I') ? '%I' : '%H'}:%M${has('S') ? ':%S' : ''}${has('f') ? '.%f' : ''}`] : []),
    ...(has('p') ? ['%p'] : []),
  ].join(' ');
  const local = strptime(day + time, by);
  return has('z') ? `${local} - ${offsetSql(text)}` : local;
}

/** A time read by `local` from the text before the zone, less its offset. */
const inUtc = (text: string, local: (rest: string) => string): string =>
  `CASE WHEN ends_with(${text}, 'Z') THEN ${local(`rtrim(${text}, ' Z')`)} ELSE ${local(beforeZone(text))} - ${offsetSql(text)} END`;

/** Hours, and minutes where there are any, east of UTC; empty where the zone is UTC by name. */
const offsetText = (text: string): string => `regexp_extract(${text}, '[+-][0-9]{2}:?(?:[0-9]{2})?$', 0)`;

const beforeZone = (text: string): string =>
  `rtrim(left(${text}, length(${text}) - length(${offsetText(text)})), ' ZUTCGMzutcgm')`;

function offsetSql(text: string): string {
  const digits = `replace(${offsetText(text)}, ':', '')`;
  const minutes = `coalesce(TRY_CAST(${digits}[1] || ${digits}[4:5] AS BIGINT), 0)`;
  return `to_minutes(CASE WHEN ${digits} = '' THEN 0 ELSE CAST(left(${digits}, 3) AS BIGINT) * 60 + ${minutes} END)`;
}
