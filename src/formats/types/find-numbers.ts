import type { ValueReading } from '../choices';
import { ANY_CURRENCY, currencyOf } from './currency';
import { DASH, numberGrammar } from './number-writing';

/** Ways of reading a column's numbers, and how many of its values each fits. */
export interface NumberCandidate {
  reading: ValueReading;
  fits: number;
  /** No value has a fraction or an exponent. */
  whole: boolean;
  accepts(value: string): boolean;
}

type Marks = Pick<ValueReading, 'decimal' | 'thousands'>;

/** In the order of preference where nothing tells them apart. */
const MARKS: readonly Marks[] = [
  {},
  { decimal: ',' },
  { thousands: ',' },
  { decimal: ',', thousands: '.' },
  { thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { thousands: "'" },
  { decimal: ',', thousands: "'" },
];

const CURRENCY = new RegExp(`^[\\s(+\u2212-]*(${ANY_CURRENCY})|(${ANY_CURRENCY})[\\s)\u2212-]*$`, 'i');

/** The currencies that values are written with, as written most often first: one name each. */
export function currenciesIn(values: readonly string[]): string[] {
  const written = new Map<string, Map<string, number>>();
  for (const value of values) {
    if (!/[0-9]/.test(value)) continue;
    const match = CURRENCY.exec(value);
    const sign = match?.[1] ?? match?.[2];
    const name = sign === undefined ? null : currencyOf(sign);
    if (sign === undefined || name === null) continue;
    const signs = written.get(name) ?? new Map<string, number>();
    written.set(name, signs.set(sign, (signs.get(sign) ?? 0) + 1));
  }
  return [...written.values()]
    .map((signs) => [...signs].sort((a, b) => b[1] - a[1]))
    .sort((a, b) => (b[0]?.[1] ?? 0) - (a[0]?.[1] ?? 0))
    .flatMap(([first]) => first?.[0] ?? []);
}

const NO_CENTS = new RegExp(`[0-9][.,]${DASH}[^0-9]*$`);

/** What values have besides digits and marks, whatever the marks are. */
function dress(values: readonly string[]): ValueReading {
  const [currency] = currenciesIn(values);
  const percent = values.some((value) => value.includes('%'));
  const parentheses = values.some((value) => /\(.*[0-9].*\)/.test(value));
  const trailing = values.some(
    (value) =>
      /[0-9][^0-9.,]*[-\u2212][^0-9]*$/.test(value) && !/^[-\u2212]/.test(value) && !/e-/i.test(value),
  );
  const dash = values.some((value) => NO_CENTS.test(value));
  return {
    ...(dash ? { dash } : {}),
    ...(currency === undefined ? {} : { currency }),
    ...(percent ? { percent } : {}),
    ...(parentheses ? { negative: 'parentheses' } : trailing ? { negative: 'trailing' } : {}),
  };
}

/** Readings of a column's values as numbers, those that fit most first; values have no spaces around them. */
export function numberCandidates(values: readonly string[], told: ValueReading): NumberCandidate[] {
  const found = dress(values);
  const marks = MARKS.filter(
    ({ decimal = '.', thousands }) =>
      (told.decimal === undefined || told.decimal === decimal) &&
      (told.thousands === undefined || told.thousands === thousands),
  );
  return marks.map((each) => candidate({ ...each, ...found }, values)).sort((a, b) => b.fits - a.fits);
}

function candidate(reading: ValueReading, values: readonly string[]): NumberCandidate {
  const fits = fitting(reading, false);
  const fit = values.filter((value) => fits.test(value));
  const wholeFits = fitting(reading, true);
  const whole = !reading.percent && fit.every((value) => wholeFits.test(value));
  return { reading, fits: fit.length, whole, accepts: (value) => fits.test(value) };
}

const fitting = (reading: ValueReading, whole: boolean): RegExp =>
  new RegExp(`^(?:${numberGrammar(reading, { whole, lenient: false }).whole})$`, 'i');
