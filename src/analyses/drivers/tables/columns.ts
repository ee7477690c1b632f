import { numberColumn, textColumn, type Column } from '../../../values/table';
import type { Estimate } from '../result';

/** Columns from a list of rows: one line per column where a table is made. */
export interface ColumnMaker<T> {
  text(name: string, value: (row: T) => string | null): Column;
  number(name: string, value: (row: T) => number): Column;
  /** `name`, `name`_low and `name`_high. */
  estimate(name: string, value: (row: T) => Estimate | null): Column[];
}

export function columnsOf<T>(rows: readonly T[]): ColumnMaker<T> {
  const number = (name: string, value: (row: T) => number): Column =>
    numberColumn(name, Float64Array.from(rows, value));
  return {
    text: (name, value) => textColumn(name, rows.map(value)),
    number,
    estimate: (name, value) => [
      number(name, (row) => value(row)?.value ?? NaN),
      number(`${name}_low`, (row) => value(row)?.low ?? NaN),
      number(`${name}_high`, (row) => value(row)?.high ?? NaN),
    ],
  };
}
