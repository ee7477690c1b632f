import { literal } from '../../sql/quote';
import type { ValueReading } from '../choices';
import { trimmedSql } from './missing';
import { isWhole } from './type-kind';
import { numberGrammar, plainNumber, type Strictness } from './number-writing';

/**
 * A number in SQL; null where the text is none by the reading's grammar. The engine's own cast would take `inf`,
 * `1_000`, `0x1F`, `007` and, for integers, `12.7`: the grammar guards it. Plain values are tried first.
 */
export function numberSql(reading: ValueReading, type: string, text: string, lenient: boolean): string {
  const strict: Strictness = { whole: isWhole(type), lenient };
  const { whole, digits, dressed } = numberGrammar(reading, strict);
  const plain = reading.percent
    ? ''
    : strict.whole && !lenient
      ? `WHEN length(${text}) < 16 AND TRY_CAST(${text} AS BIGINT)::VARCHAR = ${text} THEN TRY_CAST(${text} AS ${type}) `
      : `WHEN regexp_full_match(${text}, ${literal(plainNumber(reading, strict))}) THEN ${castSql(withPoint(reading, text), type)} `;
  const inner = dressed
    ? undressedSql(reading, digits, text)
    : withPoint(reading, withMinus(trimmedSql(text)));
  return `CASE ${plain}WHEN regexp_full_match(${text}, ${literal(whole)}, 'i') THEN ${signedSql(reading, dressed, inner, type, text)} END`;
}

const castSql = (text: string, type: string): string => `TRY_CAST(${text} AS ${type})`;
const withMinus = (text: string): string => `replace(${text}, '\u2212', '-')`;
const withPoint = ({ decimal }: ValueReading, text: string): string =>
  decimal === ',' ? `replace(${text}, ',', '.')` : text;

/** The digits alone, with a decimal point. */
function undressedSql(reading: ValueReading, digits: string, text: string): string {
  const number = `regexp_extract(${text}, ${literal(digits)}, 1, 'i')`;
  const { thousands } = reading;
  if (!thousands) return withPoint(reading, number);
  const marks =
    thousands === ' '
      ? [' ', '\u00a0', '\u2009', '\u202f']
      : thousands === "'"
        ? ["'", '\u2019']
        : [thousands];
  return withPoint(
    reading,
    marks.reduce((sql, mark) => `replace(${sql}, ${literal(mark)}, '')`, number),
  );
}

/** A percentage is cast with its exponent, which is exact where a division by 100 is not. */
function signedSql(
  reading: ValueReading,
  dressed: boolean,
  digits: string,
  type: string,
  text: string,
): string {
  if (!dressed) return castSql(digits, type);
  const value = castSql(reading.percent ? `${digits} || 'e-2'` : digits, type);
  const minus = reading.dash ? '(^|[^-.,])[-−(]' : '[-−(]';
  return `CASE WHEN regexp_matches(${text}, '${minus}') THEN -(${value}) ELSE ${value} END`;
}
