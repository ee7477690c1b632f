import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominance, MOST_DOMINANCE_PLAYERS, rSquaredOfAllSets } from '../../src/stats/dominance';
import { regress } from '../../src/stats/regression';
import { lmg, lmgOfPlayers, singlePlayers } from '../../src/stats/shapley';
import { expectClose } from '../close';
import domir from '../golden/drivers/domir-dominance.json';
import { anyCovariance, covarianceOfColumns, formulaMatrix, goldenColumns, onlyColumns } from './covariances';

const dominanceOf = (covariance: Float64Array, drivers: number) =>
  dominance(covariance, drivers, singlePlayers(drivers));

describe('dominance', () => {
  it.each(domir.models.map((model) => [model.drivers.join(' + '), model] as const))(
    'is as printed by domir for mpg ~ %s',
    (_, model) => {
      const columns = goldenColumns('mtcars.csv', [model.outcome, ...model.drivers]);
      const result = dominanceOf(covarianceOfColumns(columns), 3);
      const printed = { relative: 0, absolute: 1e-7 };
      expectClose(result.general, model.general, printed);
      expectClose(result.conditional, model.conditional.flat(), printed);
      expect([...result.beats]).toEqual(model.beats.flat());
      expect([...result.complete]).toEqual(model.beats.flat().map((share) => (share === 1 ? 1 : 0)));
    },
  );

  it('counts the R² of every set as a regression on it does', () => {
    fc.assert(
      fc.property(anyCovariance(1, 6), ({ drivers, covariance }) => {
        const all = rSquaredOfAllSets(covariance, drivers, singlePlayers(drivers));
        all.forEach((rSquared, set) => {
          const columns = singlePlayers(drivers)
            .flat()
            .filter((i) => (set >> i) & 1);
          const one = regress(onlyColumns(covariance, drivers, columns), columns.length, 100);
          expectClose(rSquared, one.rSquared, { relative: 1e-8, absolute: 1e-11 });
        });
      }),
      { numRuns: 30 },
    );
  });

  it('in general is LMG: the mean over sizes of the conditional values', () => {
    fc.assert(
      fc.property(anyCovariance(1, 8), ({ drivers, covariance }) => {
        const { general } = dominanceOf(covariance, drivers);
        expectClose(general, [...lmg(covariance, drivers)], { relative: 1e-9, absolute: 1e-12 });
      }),
    );
    const players = [[0, 3], [1], [2, 4]];
    const { general } = dominance(formulaMatrix(5), 5, players);
    expectClose(general, [...lmgOfPlayers(formulaMatrix(5), 5, players)], { relative: 1e-12 });
  });

  it('begins with R² alone and ends with what R² loses without', () => {
    const covariance = formulaMatrix(4);
    const { conditional } = dominanceOf(covariance, 4);
    const all = rSquaredOfAllSets(covariance, 4, singlePlayers(4));
    for (let i = 0; i < 4; i += 1) {
      expectClose(conditional[i * 4], all[1 << i] as number, { relative: 1e-14 });
      const last = (all[15] as number) - (all[15 - (1 << i)] as number);
      expectClose(conditional[i * 4 + 3], last, { relative: 1e-12 });
    }
  });

  it('complete implies conditional, conditional implies general', () => {
    fc.assert(
      fc.property(anyCovariance(2, 7), ({ drivers, covariance }) => {
        const { complete, conditional, general } = dominanceOf(covariance, drivers);
        for (let i = 0; i < drivers; i += 1)
          for (let j = 0; j < drivers; j += 1) {
            const atEverySize = Array.from(
              { length: drivers },
              (_, size) =>
                (conditional[i * drivers + size] as number) >=
                (conditional[j * drivers + size] as number) - 1e-10,
            ).every(Boolean);
            if (complete[i * drivers + j] === 1) expect(atEverySize).toBe(true);
            if (atEverySize)
              expect(general[i] as number).toBeGreaterThanOrEqual((general[j] as number) - 1e-10);
          }
      }),
    );
  });

  it('is undecided between a driver and its copy: neither ever adds more', () => {
    const doubled = onlyColumns(formulaMatrix(3), 3, [0, 1, 2, 0]);
    const { complete, beats } = dominanceOf(doubled, 4);
    expect([complete[3], complete[12], beats[3], beats[12]]).toEqual([0, 0, 0, 0]);
  });

  it('orders uncorrelated drivers by their correlations, completely', () => {
    const covariance = Float64Array.of(1, 0.6, 0.3, 0.6, 1, 0, 0.3, 0, 1);
    expect([...dominanceOf(covariance, 2).complete]).toEqual([0, 1, 0, 0]);
  });

  it('of one player is its R²; more than can be compared are refused', () => {
    expectClose(dominanceOf(Float64Array.of(1, 0.5, 0.5, 1), 1).general, [0.25], { relative: 1e-14 });
    const many = MOST_DOMINANCE_PLAYERS + 1;
    expect(() => dominanceOf(formulaMatrix(many), many)).toThrow(RangeError);
  });
});
