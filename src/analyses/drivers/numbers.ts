import type { Rows } from '../analysis';

/** Columns of numbers by made-up names: mean0, mean1, ... */
export type NumbersShape = Record<string, 'number'>;
export type Numbers = Rows<NumbersShape>;

/** One number of a one-row query; NaN where it is null. */
export const single = (rows: Numbers, column: string): number => rows[column]?.[0] ?? NaN;

export const numbersShape = (names: readonly string[]): NumbersShape =>
  Object.fromEntries(names.map((name) => [name, 'number' as const]));
