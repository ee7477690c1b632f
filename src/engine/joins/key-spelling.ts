import { ident } from '../../sql/quote';
import type { JoinCandidate } from '../import-api';
import type { KeyColumn } from './key-columns';

/** How the same key has to be written in two files to be the same text. */
export type Normalised = JoinCandidate['normalised'];

/** From the plainest to the boldest; `how` below is a place in it. */
export const WAYS: readonly Normalised[] = ['exact', 'trimmed, lower case', 'digits'];

/** Shorter numbers are found in each other by chance. */
const FEWEST_DIGITS = 4;

/** The texts that may stand for a value in another file, each with the plainest way that makes them the same. */
export function spellings(value: string): [how: number, text: string][] {
  const trimmed = value.trim();
  const digits = value.includes('@') ? '' : value.replace(/\D/g, '');
  const ways: [number, string][] = [
    [0, value],
    [1, trimmed],
    [1, trimmed.toLowerCase()],
    [1, trimmed.toUpperCase()],
    [2, digits],
    [2, digits.replace(/^0+/, '')],
  ];
  const seen = new Set<string>();
  return ways.filter(([how, text]) => {
    if (seen.has(text) || (how === 2 && text.length < FEWEST_DIGITS)) return false;
    seen.add(text);
    return true;
  });
}

/**
 * A key made comparable, as SQL: null where it is missing or nothing is left of it.
 *
 * @param asText numbers as text too, because the other column is text
 */
export function keySql({ name, kind }: KeyColumn, normalised: Normalised, asText: boolean): string {
  const column = ident(name);
  const text = `${column}::VARCHAR`;
  switch (normalised) {
    case 'trimmed, lower case':
      return `nullif(lower(trim(${text})), '')`;
    case 'digits':
      // A whole number is digits after its sign: a fifth of the time that a pattern takes.
      return kind === 'number'
        ? `nullif(replace(${text}, '-', ''), '0')`
        : `nullif(ltrim(regexp_replace(${text}, '[^0-9]+', '', 'g'), '0'), '')`;
    case 'exact':
      return asText || kind === 'text' ? `nullif(${text}, '')` : column;
  }
}
