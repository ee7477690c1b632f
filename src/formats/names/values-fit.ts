import type { Meaning } from '../format';

const NUMBER =
  /^[^\p{L}\d]*\d[\d.,' \u00a0\u202f]*\)?\s*(\p{Sc}|[A-Z]{3}|%|-)?$|^([A-Z]{3}|\p{Sc}|-|\()\s*[-(]?\d[\d.,' ]*\)?$/u;
const DATE = /\d{4}|\d[./-]\d/;

/**
 * Whether values of a column (at most 2,000, as text) do not speak against a meaning: an amount is a number, a date has
 * digits, a comment is words. An empty column speaks against nothing.
 */
export function valuesFit(meaning: Meaning, values: readonly string[]): boolean {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return true;
  const share = (test: (value: string) => boolean): number => filled.filter(test).length / filled.length;
  const numbers = (): number => share((value) => NUMBER.test(value));
  switch (meaning) {
    case 'amount':
    case 'cost':
    case 'quantity':
    case 'weight':
      return numbers() > 0.8;
    case 'date':
    case 'start date':
    case 'end date':
      return share((value) => DATE.test(value)) > 0.8;
    case 'score':
      return numbers() > 0.8 ? share((value) => Math.abs(numberOf(value)) <= 100) > 0.95 : fewWords(filled);
    case 'comment':
      return numbers() < 0.5;
    case 'stage':
    case 'channel':
    case 'reason':
    case 'segment':
    case 'status':
      return new Set(filled).size <= Math.max(30, filled.length / 5);
    default:
      return true;
  }
}

const numberOf = (value: string): number => Number(value.replace(',', '.').replace(/[^\d.-]/g, ''));

/** Answers in words: no more than eleven different ones, each short. */
const fewWords = (filled: readonly string[]): boolean =>
  new Set(filled).size <= 11 && filled.every((value) => value.length <= 60);
