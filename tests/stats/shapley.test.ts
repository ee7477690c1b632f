import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeWeights } from '../../src/stats/relative-weights';
import { regress } from '../../src/stats/regression';
import { lmg, lmgByOrders } from '../../src/stats/shapley';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import bruteForce from '../golden/drivers/lmg-brute-force.json';
import mtcars from '../golden/drivers/mtcars.json';
import published from '../golden/drivers/published-checks-mtcars.json';
import swiss from '../golden/drivers/swiss.json';
import { anyCovariance, formulaMatrix, onlyColumns } from './covariances';

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

describe('importances', () => {
  const datasets = [swiss, attitude, mtcars].map((golden) => [golden.dataset, golden] as const);
  it.each(datasets)("are relaimpo's and Johnson's on %s, from its correlations", (_, golden) => {
    const correlation = Float64Array.from(golden.correlation.flat());
    const inOrder = (values: object): number[] =>
      golden.predictors.map((name) => (values as Record<string, number>)[name] as number);
    expectClose(lmg(correlation, golden.p), inOrder(golden.lmg), { relative: 1e-10 });
    expectClose(relativeWeights(correlation, golden.p), inOrder(golden.johnson_raw), { relative: 1e-10 });
    expectClose(regress(correlation, golden.p, golden.n).rSquared, golden.R2, { relative: 1e-10 });
    expectClose(regress(correlation, golden.p, golden.n).adjustedRSquared, golden.adjR2, { relative: 1e-10 });
  });

  it.each(bruteForce.map((golden) => [golden.p, golden] as const))(
    'are those of brute force over all models of %d drivers',
    (p, golden) => {
      expectClose(lmg(formulaMatrix(p), p), golden.lmg, { relative: 1e-12 });
      expectClose(relativeWeights(formulaMatrix(p), p), golden.johnson, { relative: 1e-12 });
    },
  );

  /** The correlations of mtcars for `mpg ~ names`. */
  const mtcarsOf = (formula: string): { names: string[]; correlation: Float64Array } => {
    const names = formula.replace('mpg~', '').split('+');
    const keep = [0, ...names.map((name) => mtcars.predictors.indexOf(name) + 1)];
    const entries = keep.flatMap((i) => keep.map((j) => mtcars.correlation[i]?.[j] as number));
    return { names, correlation: Float64Array.from(entries) };
  };

  it.each(Object.entries(published))('are those computed in R for %s', (_, check) => {
    const { names, correlation } = mtcarsOf(check.formula);
    expectClose(lmg(correlation, names.length), Object.values(check.computed.lmg), { relative: 1e-10 });
    const johnson = relativeWeights(correlation, names.length);
    expectClose(johnson, Object.values(check.computed.johnson), { relative: 1e-10 });
  });

  it('are those printed in the domir vignette and the rwa documentation', () => {
    const printed = { relative: 0, absolute: 1e-7 };
    const domir = mtcarsOf('mpg~am+cyl+carb').correlation;
    expectClose(lmg(domir, 3), [0.2156848, 0.4173094, 0.1783081], printed);
    const rwa = mtcarsOf('mpg~cyl+disp+hp+wt').correlation;
    expectClose(relativeWeights(rwa, 4), [0.2096904, 0.1883043, 0.179959, 0.2706812], printed);
  });

  it('sum to R², by either method', () => {
    fc.assert(
      fc.property(anyCovariance(1, 9), ({ drivers, covariance }) => {
        const { rSquared } = regress(covariance, drivers, 1000);
        expectClose(total(lmg(covariance, drivers)), rSquared, { relative: 1e-9, absolute: 1e-12 });
        expectClose(total(relativeWeights(covariance, drivers)), rSquared, {
          relative: 1e-8,
          absolute: 1e-10,
        });
      }),
    );
  });

  it('do not depend on the order of the drivers or on their units', () => {
    fc.assert(
      fc.property(anyCovariance(2, 8), fc.double({ min: 0.01, max: 100, noNaN: true }), (given, unit) => {
        const { drivers, covariance } = given;
        const backwards = Array.from({ length: drivers }, (_, i) => drivers - 1 - i);
        const expected = [...lmg(covariance, drivers)];
        const mirrored = lmg(onlyColumns(covariance, drivers, backwards), drivers);
        expectClose(mirrored, expected.toReversed(), { relative: 1e-9, absolute: 1e-12 });
        const size = drivers + 1;
        const rescaled = covariance.map(
          (value, at) => value * (Math.floor(at / size) === 1 ? unit : 1) * (at % size === 1 ? unit : 1),
        );
        expectClose(lmg(rescaled, drivers), expected, { relative: 1e-9, absolute: 1e-12 });
      }),
    );
  });

  it('are shared equally by a driver and its copy, which change nothing together', () => {
    fc.assert(
      fc.property(anyCovariance(2, 7), ({ drivers, covariance }) => {
        const doubled = onlyColumns(covariance, drivers, [
          ...Array.from({ length: drivers }, (_, i) => i),
          0,
        ]);
        const shared = lmg(doubled, drivers + 1);
        expectClose(shared[0], shared[drivers] as number, { relative: 1e-9, absolute: 1e-12 });
        expectClose(total(shared), total(lmg(covariance, drivers)), { relative: 1e-9, absolute: 1e-12 });
      }),
    );
  });

  it('are squared correlations where the drivers are uncorrelated', () => {
    const covariance = Float64Array.of(1, 0.6, 0.3, 0.6, 1, 0, 0.3, 0, 1);
    expectClose(lmg(covariance, 2), [0.36, 0.09], { relative: 1e-14 });
    expectClose(relativeWeights(covariance, 2), [0.36, 0.09], { relative: 1e-14 });
  });

  it('are nothing for a driver that does not vary, and for an outcome that does not', () => {
    expectClose(lmg(Float64Array.of(1, 0.5, 0, 0.5, 1, 0, 0, 0, 0), 2), [0.25, 0], { relative: 1e-14 });
    expectClose(lmg(Float64Array.of(0, 0, 0, 0, 1, 0.5, 0, 0.5, 1), 2), [0, 0], { relative: 0 });
  });

  it('refuse more drivers than can be walked', () => {
    expect(() => lmg(formulaMatrix(28), 28)).toThrow(RangeError);
  });

  it('by all orders are the exact ones, by a few they still sum to R²', () => {
    const covariance = formulaMatrix(3);
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ].map((order) => Uint8Array.from(order));
    expectClose(lmgByOrders(covariance, 3, orders), [...lmg(covariance, 3)], { relative: 1e-12 });
    const some = lmgByOrders(covariance, 3, orders.slice(0, 2));
    expectClose(total(some), total(lmg(covariance, 3)), { relative: 1e-12 });
  });
});
