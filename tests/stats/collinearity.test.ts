import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commonDirection,
  conditionIndices,
  suppressors,
  varianceInflation,
} from '../../src/stats/collinearity';
import { singlePlayers } from '../../src/stats/shapley';
import { singularValues } from '../../src/stats/singular-values';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import mtcars from '../golden/drivers/mtcars.json';
import swiss from '../golden/drivers/swiss.json';
import { anyCovariance, covarianceOfColumns, goldenColumns, inOrder, meanOf } from './covariances';

const datasets = [swiss, attitude, mtcars].map((golden) => [golden.dataset, golden] as const);
const columnsOf = (golden: (typeof datasets)[number][1]): Float64Array[] =>
  goldenColumns(`${golden.dataset}.csv`, [golden.y, ...golden.predictors]);

describe('collinearity', () => {
  it.each(datasets)("is R's on %s: inflation factors and Belsley's condition indices", (_, golden) => {
    const columns = columnsOf(golden);
    const covariance = covarianceOfColumns(columns);
    const { factors } = varianceInflation(covariance, golden.p, singlePlayers(golden.p));
    expectClose(factors, inOrder(golden.VIF, golden.predictors), { relative: 1e-10 });
    const means = columns.slice(1).map(meanOf);
    expectClose(conditionIndices(means, covariance, golden.n), golden.belsley_condition_index, {
      relative: 1e-10,
    });
  });

  it('of a group follows from determinants, whichever side of the model it is seen from', () => {
    fc.assert(
      fc.property(anyCovariance(4, 7), ({ drivers, covariance }) => {
        const rest = Array.from({ length: drivers - 2 }, (_, i) => i + 2);
        const { factors, perColumn } = varianceInflation(covariance, drivers, [[0, 1], rest]);
        expectClose(factors[0], factors[1] as number, { relative: 1e-7 });
        expectClose(perColumn[0], Math.sqrt(factors[0] as number), { relative: 1e-14 });
      }),
    );
  });

  it('of two drivers is 1 / (1 - r²)', () => {
    const covariance = Float64Array.of(1, 0, 0, 0, 4, 3, 0, 3, 9);
    expectClose(varianceInflation(covariance, 2, [[0], [1]]).factors, [4 / 3, 4 / 3], { relative: 1e-14 });
  });

  it('is endless where others determine a driver, and undefined for one that is constant', () => {
    const copied = Float64Array.from(
      [
        [1, 0.5, 0.5, 0],
        [0.5, 1, 1, 0],
        [0.5, 1, 1, 0],
        [0, 0, 0, 0],
      ].flat(),
    );
    expect([...varianceInflation(copied, 3, singlePlayers(3)).factors]).toEqual([Infinity, Infinity, NaN]);
    expect(conditionIndices([3, 3, 5], copied, 20).filter((index) => index === Infinity)).toHaveLength(2);
    expectClose(commonDirection(copied, 3).firstShare, 1, { relative: 1e-14 });
    expect(commonDirection(copied, 3).conditionNumber).toBe(Infinity);
    expect(commonDirection(new Float64Array(4), 1).firstShare).toBeNaN();
  });

  it('keeps its digits with large means: 1e6 + noise of 1 is ill conditioned by twice 1e6', () => {
    // Column (1, 1e6 ± 1): unit vectors whose cosine is 1 / √(1 + 1e-12); index = √((1 + cos)/(1 - cos)).
    const rows = 1000;
    const spread = Float64Array.of(1, 0, 0, rows / (rows - 1));
    expectClose(conditionIndices([1e6], spread, rows)[1], 2e6, { relative: 1e-9 });
  });

  it('by one common direction is the first eigenvalue: (1 + (k - 1) r) / k for equal correlations', () => {
    const size = 5;
    const covariance = Float64Array.from({ length: size * size }, (_, at) =>
      at % (size + 1) === 0 ? 1 : 0.6,
    );
    const { firstShare, conditionNumber } = commonDirection(covariance, 4);
    expectClose(firstShare, (1 + 3 * 0.6) / 4, { relative: 1e-13 });
    expectClose(conditionNumber, Math.sqrt(2.8 / 0.4), { relative: 1e-13 });
  });

  it('finds suppressors: in swiss, Agriculture alone goes the other way beside the others', () => {
    const found = suppressors(covarianceOfColumns(columnsOf(swiss)), 5);
    expect(found.map(({ driver }) => swiss.predictors[driver])).toEqual(['Agriculture']);
    expectClose(found[0]?.slope, swiss.beta_std.Agriculture, { relative: 1e-10 });
    expectClose(found[0]?.correlation, swiss.zero_order_r.Agriculture, { relative: 1e-10 });
  });
});

describe('singular values', () => {
  it('have the matrix’s sum of squares, and its determinant as product', () => {
    const entry = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(entry, entry, entry, entry), ([a, b, c, d]) => {
        const [first, second] = singularValues(Float64Array.of(a, b, c, d), 2) as unknown as [number, number];
        expectClose(first ** 2 + second ** 2, a * a + b * b + c * c + d * d, {
          relative: 1e-13,
          absolute: 1e-300,
        });
        expectClose(first * second, Math.abs(a * d - b * c), { relative: 1e-9, absolute: 1e-14 });
      }),
    );
  });

  it('of the zero matrix are 0', () => {
    expect([...singularValues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
  });
});
