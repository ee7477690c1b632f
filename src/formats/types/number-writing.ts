import type { ValueReading } from '../choices';
import { sameCurrency } from './currency';
import { SPACE } from './missing';

/**
 * The grammar of numbers as regular expressions, read alike by JavaScript and by DuckDB's RE2: so what a sample was
 * found to fit is what the engine will accept. Both match them without case.
 */
export interface NumberGrammar {
  /** What a whole value must look like. */
  whole: string;
  /** Everything before the digits of a value that fits; the first group after it is the number itself. */
  digits: string;
  /** Whether values need more taken away than spaces at the ends and a decimal comma. */
  dressed: boolean;
}

type Marks = Pick<ValueReading, 'decimal' | 'thousands'>;
/** `whole`: no fraction. `lenient`: a person said that these are numbers, so leading zeros and many digits are none of our business. */
export interface Strictness {
  whole: boolean;
  lenient: boolean;
}

const THOUSANDS: Record<NonNullable<ValueReading['thousands']>, string> = {
  '.': '[.]',
  ',': ',',
  ' ': '[ \u00a0\u2009\u202f]',
  "'": "['\u2019]",
};
const SIGN = '[-+\u2212]';

/** Digits of a whole number: no leading zeros and at most 15 digits, which a double holds exactly, unless lenient. */
function wholeDigits({ thousands }: Marks, lenient: boolean): string {
  const plain = lenient ? '[0-9]{1,18}' : '(?:0|[1-9][0-9]{0,14})';
  if (!thousands) return plain;
  const grouped = `[1-9][0-9]{0,2}(?:${THOUSANDS[thousands]}[0-9]{3}){1,4}`;
  const indian = thousands === ',' ? '|[1-9][0-9]?(?:,[0-9]{2}){1,5},[0-9]{3}' : '';
  return `(?:${grouped}${indian}|${plain})`;
}

const markOf = ({ decimal }: Marks): string => (decimal === ',' ? ',' : '[.]');
/** What stands for no cents: `12,-`, `12,--`, `12.–`. */
export const DASH = '(?:--?|[\u2013\u2014])';

/** `decimals` is how often a digit follows the mark: a dash after `12,` means no cents, not below zero. */
function magnitude(marks: Marks, { whole, lenient }: Strictness, decimals: '*' | '+' = '*'): string {
  const digits = wholeDigits(marks, lenient);
  if (whole) return digits;
  const mark = markOf(marks);
  return `(?:${digits}(?:${mark}[0-9]${decimals})?|${mark}[0-9]+)`;
}

/** Exponents that a double can hold; three digits only after a single one. */
function scientific(marks: Marks, strict: Strictness): string {
  const mark = markOf(marks);
  const small = `${magnitude(marks, strict)}(?:[eE][-+]?[0-9]{1,2})?`;
  return `(?:${small}|[0-9](?:${mark}[0-9]*)?[eE][-+]?(?:[12][0-9]{2}|30[0-6]))`;
}

/** A number with nothing around it but ASCII spaces, which a cast can read after its decimal comma is replaced. */
export const plainNumber = (reading: ValueReading, strict: Strictness): string => {
  const marks: Marks = reading.decimal ? { decimal: reading.decimal } : {};
  return `[-+]?${isBare(reading) && !strict.whole ? scientific(marks, strict) : magnitude(marks, strict)}`;
};

const isBare = ({ currency, percent, negative, thousands, dash }: ValueReading): boolean =>
  !percent && currency === undefined && !thousands && !negative && !dash;

/** The grammar of all that a reading allows. */
export function numberGrammar(reading: ValueReading, strict: Strictness): NumberGrammar {
  const { currency, percent, negative, dash } = reading;
  const bare = isBare(reading);
  const number = bare && !strict.whole ? scientific(reading, strict) : magnitude(reading, strict);
  const money = currency === undefined ? '' : `(?:${sameCurrency(currency)})`;
  const before = money && `(?:${money}${SPACE})?`;
  const after = (money && `(?:${SPACE}${money})?`) + (percent ? `${SPACE}%` : '');
  const forms = [`${SIGN}?${before}${number}${after}`];
  if (money)
    forms.push(
      `${SIGN}${SPACE}${before}${number}${after}`,
      `${money}${SPACE}${SIGN}${SPACE}${number}${after}`,
    );
  if (negative === 'parentheses')
    forms.push(`[(]${SPACE}${before}${number}${after}${SPACE}[)]`, `${before}[(]${number}[)]${after}`);
  if (negative === 'trailing') {
    const ended = magnitude(reading, strict, '+');
    forms.push(`${before}${ended}${SPACE}[-\u2212]${after}`, `${before}${ended}${after}${SPACE}[-\u2212]`);
  }
  if (dash) {
    const round = `${wholeDigits(reading, strict.lenient)}${markOf(reading)}${DASH}${after}`;
    forms.push(`${SIGN}?${before}${round}`, ...(money ? [`${SIGN}${SPACE}${before}${round}`] : []));
  }
  return {
    whole: `${SPACE}(?:${forms.join('|')})${SPACE}`,
    digits: `^${SPACE}[(]?${SPACE}${SIGN}?${SPACE}${before}[(]?${SIGN}?${SPACE}(${number})`,
    dressed: !bare,
  };
}
