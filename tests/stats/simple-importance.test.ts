import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regress, testCoefficients } from '../../src/stats/regression';
import { lmg, singlePlayers } from '../../src/stats/shapley';
import {
  firstImportances,
  lastImportances,
  prattImportances,
  squaredSlopes,
  standardisedSlopes,
} from '../../src/stats/simple-importance';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import mtcars from '../golden/drivers/mtcars.json';
import swiss from '../golden/drivers/swiss.json';
import { anyCovariance, covarianceOfColumns, goldenColumns, inOrder } from './covariances';

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const datasets = [swiss, attitude, mtcars].map((golden) => [golden.dataset, golden] as const);
const covarianceOfGolden = (golden: (typeof datasets)[number][1]): Float64Array =>
  covarianceOfColumns(goldenColumns(`${golden.dataset}.csv`, [golden.y, ...golden.predictors]));

describe('simple importances', () => {
  it.each(datasets)("are relaimpo's on %s, from its rows", (_, golden) => {
    const covariance = covarianceOfGolden(golden);
    const players = singlePlayers(golden.p);
    const expected = (values: object): number[] => inOrder(values, golden.predictors);
    const exact = { relative: 1e-10 };
    expectClose(firstImportances(covariance, golden.p, players), expected(golden.first), exact);
    // What is left of R² is a difference: its error is relative to R².
    expectClose(lastImportances(covariance, golden.p, players), expected(golden.last), {
      relative: 1e-10,
      absolute: 1e-13,
    });
    expectClose(prattImportances(covariance, golden.p, players), expected(golden.pratt), exact);
    expectClose(squaredSlopes(covariance, golden.p), expected(golden.betasq), exact);
    expectClose(standardisedSlopes(covariance, golden.p), expected(golden.beta_std), exact);
    expectClose(lmg(covariance, golden.p), expected(golden.lmg), exact);
  });

  it('by Pratt sum to R², for players as for drivers', () => {
    fc.assert(
      fc.property(anyCovariance(3, 8), ({ drivers, covariance }) => {
        const { rSquared } = regress(covariance, drivers, 1000);
        const close = { relative: 1e-8, absolute: 1e-10 };
        const single = prattImportances(covariance, drivers, singlePlayers(drivers));
        expectClose(total(single), rSquared, close);
        const grouped = prattImportances(covariance, drivers, [[0, 1], ...singlePlayers(drivers).slice(2)]);
        expectClose(grouped[0], (single[0] as number) + (single[1] as number), close);
      }),
    );
  });

  it('of one driver alone are all its squared correlation', () => {
    const covariance = Float64Array.of(4, 3, 3, 9);
    for (const importances of [firstImportances, lastImportances, prattImportances])
      expectClose(importances(covariance, 1, [[0]]), [0.25], { relative: 1e-14 });
    expectClose(squaredSlopes(covariance, 1), [0.25], { relative: 1e-14 });
  });

  it('of a driver and its copy: first counts both whole, last neither, a slope only the earlier', () => {
    const covariance = Float64Array.of(1, 0.5, 0.5, 0.5, 1, 1, 0.5, 1, 1);
    const players = singlePlayers(2);
    expectClose(firstImportances(covariance, 2, players), [0.25, 0.25], { relative: 1e-14 });
    expectClose(lastImportances(covariance, 2, players), [0, 0], { relative: 0, absolute: 1e-15 });
    expectClose(prattImportances(covariance, 2, players), [0.25, 0], { relative: 1e-14 });
    expect(squaredSlopes(covariance, 2)[1]).toBeNaN();
  });
});

describe('tests of coefficients', () => {
  it.each(datasets)("are those of R's lm on %s", (_, golden) => {
    const tests = testCoefficients(covarianceOfGolden(golden), golden.p, golden.n);
    const expected = (values: object): number[] => inOrder(values, golden.predictors);
    expectClose(tests.standardErrors, expected(golden.se), { relative: 1e-10 });
    expectClose(tests.t, expected(golden.t), { relative: 1e-10 });
    expectClose(tests.p, expected(golden.p_value), { relative: 1e-9 });
    expectClose(tests.sigma, golden.sigma, { relative: 1e-10 });
    expect(tests.degreesOfFreedom).toBe(golden.n - golden.p - 1);
  });

  it('say nothing of an aliased or constant driver, or without degrees of freedom', () => {
    const copied = Float64Array.from(
      [
        [1, 0.5, 0.5, 0],
        [0.5, 1, 1, 0],
        [0.5, 1, 1, 0],
        [0, 0, 0, 0],
      ].flat(),
    );
    const tests = testCoefficients(copied, 3, 12);
    expectClose(tests.standardErrors[0], Math.sqrt(0.75 / 10), { relative: 1e-13 });
    expect(tests.standardErrors[1]).toBeNaN();
    expect(tests.p[2]).toBeNaN();
    expect(tests.degreesOfFreedom).toBe(10);
    expect(testCoefficients(copied, 3, 2).standardErrors[0]).toBeNaN();
  });

  it('of a perfect fit have no error at all', () => {
    const tests = testCoefficients(Float64Array.of(4, 2, 2, 1), 1, 10);
    expectClose(tests.standardErrors[0], 0, { relative: 0, absolute: 1e-7 });
  });
});
