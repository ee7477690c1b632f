import type { PlannedColumn } from './plan';
import { isoType, yearLast } from './dates';

const INTEGER = /^[+-]?\d+$/;
const DECIMALS = {
  '.': /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  ',': /^[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?$/,
};
const LEADING_ZERO = /^[+-]?0\d/;
const ZONED = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?[+-]\d{2}:?\d{2}$/;

export type Guess = Omit<PlannedColumn, 'name'>;

/**
 * The type that all values of a sample fit, empty ones left out. What looks like a number but is a name stays text:
 * leading zeros, and integers that a double cannot hold.
 */
export function guessType(
  sample: readonly string[],
  decimal: '.' | ',',
  order: 'dmy' | 'mdy' | undefined,
): Guess {
  const values = sample.map((value) => value.trim()).filter((value) => value !== '');
  const all = (pattern: RegExp): boolean => values.every((value) => pattern.test(value));
  if (values.length === 0) return { type: 'VARCHAR' };
  if (all(DECIMALS[decimal])) return numberType(values, all(INTEGER));
  if (all(/^(true|false)$/i)) return { type: 'BOOLEAN' };
  const iso = isoType(values);
  if (iso) return { type: iso };
  const date = yearLast(values, order);
  if (date) return { type: date.time === '' ? 'DATE' : 'TIMESTAMP', date };
  return all(ZONED) ? { type: 'VARCHAR', note: 'times with a zone are kept as text' } : { type: 'VARCHAR' };
}

function numberType(values: readonly string[], integers: boolean): Guess {
  if (values.some((value) => LEADING_ZERO.test(value))) return { type: 'VARCHAR', note: LEADING_ZEROS };
  if (!integers) return { type: 'DOUBLE' };
  const long = values.some((value) => !Number.isSafeInteger(Number(value)));
  return long ? { type: 'VARCHAR', note: TOO_LONG } : { type: 'BIGINT' };
}

export const LEADING_ZEROS = 'kept as text, because values have leading zeros';
export const TOO_LONG = 'kept as text, because values have more digits than a number can hold exactly';

/** The decimal mark of a file: a comma where columns of numbers fit only with it. */
export function detectDecimal(columns: readonly (readonly string[])[], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  const written = (mark: RegExp): number =>
    columns.filter((values) => {
      const given = values.filter((value) => value !== '');
      return (
        given.some((value) => mark.test(value)) &&
        given.every((value) => mark.test(value) || INTEGER.test(value))
      );
    }).length;
  return written(/^[+-]?\d+,\d+$/) > written(/^[+-]?\d+\.\d+$/) ? ',' : '.';
}
