import { numberColumn, textColumn, type Column } from '../../../values/table';

export const numbers = <R>(
  name: string,
  rows: readonly R[],
  pick: (row: R) => number,
  type?: string,
): Column => numberColumn(name, Float64Array.from(rows, pick), type);
export const texts = <R>(name: string, rows: readonly R[], pick: (row: R) => string): Column =>
  textColumn(name, rows.map(pick));
export const flags = <R>(name: string, rows: readonly R[], pick: (row: R) => boolean): Column => ({
  name,
  type: 'BOOLEAN',
  kind: 'boolean',
  values: rows.map(pick),
});
