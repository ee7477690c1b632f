import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { robustRegression } from '../../src/stats/robust-errors';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import mtcars from '../golden/drivers/mtcars.json';
import swiss from '../golden/drivers/swiss.json';
import { goldenColumns, inOrder } from './covariances';

const datasets = [swiss, attitude, mtcars].map((golden) => [golden.dataset, golden] as const);
const rating = fc.integer({ min: 0, max: 10 });
const anyRows = fc.array(fc.tuple(rating, rating, rating), { minLength: 8, maxLength: 25 });
const column = (rows: readonly (readonly number[])[], i: number): Float64Array =>
  Float64Array.from(rows, (row) => row[i] as number);

describe('regression from rows', () => {
  it.each(datasets)("has the errors of R's lm and sandwich on %s", (_, golden) => {
    const [outcome, ...columns] = goldenColumns(`${golden.dataset}.csv`, [golden.y, ...golden.predictors]);
    const result = robustRegression(columns, outcome as Float64Array);
    const expected = (values: object): number[] => inOrder(values, ['(Intercept)', ...golden.predictors]);
    expectClose(result.coefficients, expected(golden.coef), { relative: 1e-10 });
    expectClose(result.classical, expected(golden.se), { relative: 1e-10 });
    expectClose(result.hc1, expected(golden.se_HC1), { relative: 1e-10 });
    expectClose(result.hc3, expected(golden.se_HC3), { relative: 1e-10 });
    const shrink = Math.sqrt((golden.n - golden.p - 1) / golden.n);
    expectClose(
      result.hc0,
      expected(golden.se_HC1).map((error) => error * shrink),
      { relative: 1e-10 },
    );
    expectClose(
      result.leverages.reduce((sum, h) => sum + h, 0),
      golden.p + 1,
      { relative: 1e-10 },
    );
  });

  it('keeps the digits of swiss when 1e9 is added to every column', () => {
    const [outcome, ...columns] = goldenColumns('swiss.csv', [swiss.y, ...swiss.predictors]);
    const far = columns.map((values) => values.map((value) => value + 1e9));
    const result = robustRegression(
      far,
      (outcome as Float64Array).map((value) => value + 1e9),
    );
    // Adding 1e9 itself rounds the data to 1e-7.
    expectClose(result.hc3.subarray(1), inOrder(swiss.se_HC3, swiss.predictors), { relative: 1e-6 });
  });

  it('takes a weight of 0 for no row, and weights by their ratios alone', () => {
    fc.assert(
      fc.property(anyRows, fc.double({ min: 0.01, max: 50, noNaN: true }), (rows, scale) => {
        const [y, a, b] = [column(rows, 0), column(rows, 1), column(rows, 2)];
        const weights = a.map((_, row) => (row === 3 ? 0 : 1 + (row % 3)));
        const without = rows.filter((_, row) => row !== 3);
        const kept = weights.filter((_, row) => row !== 3).map((weight) => weight * scale);
        const all = robustRegression([a, b], y, weights);
        const fewer = robustRegression([column(without, 1), column(without, 2)], column(without, 0), kept);
        fc.pre(all.leverages.every((h) => h < 0.98) && all.classical.every(Number.isFinite));
        for (const kind of ['coefficients', 'classical', 'hc1', 'hc3'] as const)
          expectClose(all[kind], [...fewer[kind]], { relative: 1e-9, absolute: 1e-12 });
        expect(all.leverages[3]).toBe(0);
        expect(all.degreesOfFreedom).toBe(rows.length - 4);
      }),
    );
  });

  it('with weights is the regression on rows times the root of the weight (by hand, one driver)', () => {
    const x = Float64Array.of(1, 2, 4, 5);
    const y = Float64Array.of(1, 3, 2, 6);
    const w = Float64Array.of(1, 2, 2, 1);
    const { coefficients, leverages } = robustRegression([x], y, w);
    // Means 3 and 17/6; Sxy = 2(-11/6)(-1)·... = Σ w (x-3)(y-17/6) = 11/3 - 1/3 - 5/3 + 19/3 = 8; Sxx = 12.
    expectClose(coefficients, [17 / 6 - 2, 8 / 12], { relative: 1e-13 });
    // h = w (1/6 + (x - 3)²/12).
    expectClose(leverages, [1 / 2, 1 / 2, 1 / 2, 1 / 2], { relative: 1e-13 });
  });

  it('has no HC3 where a row alone determines a coefficient, and says how many', () => {
    const only = Float64Array.of(1, 0, 0, 0, 0, 0);
    const x = Float64Array.of(2, 1, 2, 3, 4, 5);
    const result = robustRegression([only, x], Float64Array.of(9, 1, 3, 2, 5, 4));
    expect(result.fullLeverage).toBe(1);
    expect(result.hc3.every(Number.isNaN)).toBe(true);
    expect(result.hc1.every(Number.isFinite)).toBe(true);
  });

  it('gives a constant driver and a copy no coefficient, and the others theirs', () => {
    const [outcome, ...columns] = goldenColumns('swiss.csv', [swiss.y, ...swiss.predictors]);
    const [first] = columns as [Float64Array];
    const constant = new Float64Array(47).fill(0.1);
    const result = robustRegression([constant, ...columns, first], outcome as Float64Array);
    expectClose(result.hc3.subarray(2, 7), inOrder(swiss.se_HC3, swiss.predictors), { relative: 1e-10 });
    expect([result.coefficients[1], result.coefficients[7], result.hc3[1]]).toEqual([NaN, NaN, NaN]);
    expect(result.degreesOfFreedom).toBe(41);
  });

  it('of as many rows as coefficients has no errors; of none, nothing', () => {
    const exact = robustRegression([Float64Array.of(1, 2)], Float64Array.of(3, 5));
    expectClose(exact.coefficients, [1, 2], { relative: 1e-13 });
    expect(exact.classical[1]).toBeNaN();
    expect(exact.hc1[1]).toBeNaN();
    expect(robustRegression([new Float64Array(0)], new Float64Array(0)).coefficients[1]).toBeNaN();
  });
});
