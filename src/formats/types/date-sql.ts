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
    return `CASE WHEN ${guard} THEN ${inUtc(trimmed, (rest) => cast(rest))} END`;
  return `CASE WHEN ${cast(text)}::VARCHAR = ${text} THEN ${cast(text)} WHEN ${guard} THEN ${cast(trimmed)} END`;
}

function formatSql({ format, pattern, parts }: DateFormat, text: string): string {
  if (parts[0] === 's') return `make_timestamp(TRY_CAST(${text} AS BIGINT) * 1000000)`;
  if (parts[0] === 'Q') return `make_timestamp(TRY_CAST(${text} AS BIGINT) * 1000)`;
  if (parts[0] === 'E')
    return `TIMESTAMP '1899-12-30' + to_microseconds(CAST(round(TRY_CAST(${text} AS DOUBLE) * 86400000) * 1000 AS BIGINT))`;
  const plain = `replace(${trimmedSql(text)}, '\u202f', ' ')`;
  const strptime = (value: string, by: string): string => `try_strptime(${value}, ${literal(by)})`;
  if (!parts.includes('B')) {
    const by = format.replace('%z', '');
    return parts.includes('z') ? inUtc(plain, (rest) => strptime(rest, by)) : strptime(plain, by);
  }
  return namedMonthSql({ format, pattern, parts }, plain, strptime);
}

/** A day with the name of a month is written anew in numbers, with its time as it is. */
function namedMonthSql(
  { format, pattern, parts }: DateFormat,
  text: string,
  strptime: (value: string, by: string) => string,
): string {
  const group = (name: string): string =>
    `regexp_extract(${text}, ${literal(`^${pattern}$`)}, ${parts.indexOf(name) + 1}, 'i')`;
  const has = (name: string): boolean => parts.includes(name);
  const day = [group('d'), monthSql(`lower(${group('B')})`), group(has('y') ? 'y' : 'Y')].join(` || '/' || `);
  const clock = ['H', 'I', 'M', 'S', 'f', 'p'].filter(has);
  const time = clock.map((name) => `' ' || ${group(name)}`).join(' || ');
  const by = `%d/%m/${has('y') ? '%y' : '%Y'}${clock.map((name) => ` %${name}`).join('')}`;
  const local = strptime(time ? `${day} || ${time}` : day, by);
  void format;
  return has('z') ? `${local} - ${offsetSql(group('z'))}` : local;
}

/** A time read by `local` from the text before the zone, less its offset. */
function inUtc(text: string, local: (rest: string) => string): string {
  const rest = `regexp_extract(${text}, ${literal(`^(.*?) ?(?:${ZONE})$`)}, 1, 'i')`;
  const zone = `regexp_extract(${text}, ${literal(`(${ZONE})$`)}, 1, 'i')`;
  return `${local(rest)} - ${offsetSql(zone)}`;
}

const offsetSql = (zone: string): string =>
  `to_minutes(CASE WHEN ${zone} SIMILAR TO '[+-].*' THEN CAST(${zone}[1] || '1' AS BIGINT) * (CAST(${zone}[2:3] AS BIGINT) * 60 + coalesce(TRY_CAST(replace(${zone}, ':', '')[4:5] AS BIGINT), 0)) ELSE 0 END)`;
