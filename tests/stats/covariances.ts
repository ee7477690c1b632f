import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { covarianceOf, momentsOfRows } from '../../src/stats/sufficient-statistics';

/** The matrix of `general_formula` in lmg-brute-force.json, before it is scaled to correlations. */
export function formulaMatrix(drivers: number): Float64Array {
  const size = drivers + 1;
  return Float64Array.from({ length: size * size }, (_, at) => {
    const a = Math.floor(at / size) + 1;
    const b = (at % size) + 1;
    const own = a === b ? 0.35 + 0.02 * a : 0;
    return 0.15 + 0.55 * Math.exp(-Math.abs(a - b) / 4) + 0.08 * Math.sin(a) * Math.sin(b) + own;
  });
}

/** A covariance matrix F Fᵀ + ridge from arbitrary numbers: positive definite, the outcome first. */
function covarianceFrom(numbers: readonly number[], drivers: number): Float64Array {
  const size = drivers + 1;
  const f = (i: number, k: number): number => numbers[i * size + k] as number;
  return Float64Array.from({ length: size * size }, (_, at) => {
    const i = Math.floor(at / size);
    const j = at % size;
    let total = i === j ? 0.2 : 0;
    for (let k = 0; k < size; k += 1) total += f(i, k) * f(j, k);
    return total;
  });
}
/** Some such matrix of so many drivers. */
export const anyCovariance = (fewest: number, most: number) =>
  fc.integer({ min: fewest, max: most }).chain((drivers) =>
    fc
      .array(fc.double({ min: -2, max: 2, noNaN: true }), {
        minLength: (drivers + 1) ** 2,
        maxLength: (drivers + 1) ** 2,
      })
      .map((numbers) => ({ drivers, covariance: covarianceFrom(numbers, drivers) })),
  );

/** The outcome and some of the drivers, in that order: a driver may come twice. */
export function onlyColumns(
  covariance: Float64Array,
  drivers: number,
  columns: readonly number[],
): Float64Array {
  const places = [0, ...columns.map((column) => column + 1)];
  return Float64Array.from(
    places.flatMap((i) => places.map((j) => covariance[i * (drivers + 1) + j] as number)),
  );
}

/** The named columns of a golden CSV file. */
export function goldenColumns(file: string, names: readonly string[]): Float64Array[] {
  const text = readFileSync(path.join(import.meta.dirname, '../golden/drivers', file), 'utf8');
  const [head, ...rows] = text.trim().replaceAll('"', '').split('\n');
  const places = names.map((name) => (head as string).split(',').indexOf(name));
  const cells = rows.map((row) => row.split(',').map(Number));
  return places.map((place) => Float64Array.from(cells, (row) => row[place] as number));
}

export const meanOf = (column: Float64Array): number =>
  column.reduce((total, value) => total + value, 0) / column.length;

/** The sample covariance of columns, centred first. */
export const covarianceOfColumns = (columns: readonly Float64Array[], weights?: Float64Array): Float64Array =>
  covarianceOf(
    momentsOfRows(
      columns.map((column) => column.map((value) => value - meanOf(column))),
      weights,
    ),
  );

/** A named list of numbers in the order of the names; a formula's backquotes do not count. */
export const inOrder = (values: object, names: readonly string[]): number[] =>
  names.map((name) => (values as Record<string, number>)[name] as number);
