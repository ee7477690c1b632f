import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jackknifeErrors } from '../../src/stats/jackknife';
import { cholesky } from '../../src/stats/linear-algebra';
import { createRandom } from '../../src/stats/random';
import { regress } from '../../src/stats/regression';
import { relativeWeights } from '../../src/stats/relative-weights';
import {
  lmg,
  lmgByOrders,
  lmgOfPlayers,
  lmgOfPlayersByOrders,
  ordersWithReverses,
  singlePlayers,
} from '../../src/stats/shapley';
import { firstImportances, lastImportances } from '../../src/stats/simple-importance';
import { covarianceOf, momentsOfRows } from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import bruteForce from '../golden/drivers/lmg-brute-force.json';
import golden from '../golden/drivers/players-and-weights.json';
import swiss from '../golden/drivers/swiss.json';
import {
  anyCovariance,
  covarianceOfColumns,
  formulaMatrix,
  goldenColumns,
  inOrder,
  onlyColumns,
} from './covariances';

const exact = { relative: 1e-10 };
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** A covariance and a partition of its drivers into players, some of several columns. */
const anyPlayers = anyCovariance(2, 9).chain(({ drivers, covariance }) =>
  fc.array(fc.integer({ min: 0, max: 4 }), { minLength: drivers, maxLength: drivers }).map((owners) => ({
    drivers,
    covariance,
    players: [0, 1, 2, 3, 4]
      .map((owner) =>
        singlePlayers(drivers).flatMap(([i]) => (owners[i as number] === owner ? [i as number] : [])),
      )
      .filter((columns) => columns.length > 0),
  })),
);

/** The Shapley sum over all orders of the players, from regressions. */
function byRegressions(covariance: Float64Array, drivers: number, players: number[][]): Float64Array {
  const gains = new Float64Array(players.length);
  let orders = 0;
  const enter = (inside: number[], left: number[]): void => {
    if (left.length === 0) orders += 1;
    const explained = (members: number[]): number => {
      const columns = members.flatMap((player) => players[player] as number[]);
      return regress(onlyColumns(covariance, drivers, columns), columns.length, 1000).rSquared;
    };
    const ways = left.reduce((product, _, i) => product * Math.max(1, i), 1);
    for (const player of left) {
      const next = [...inside, player];
      gains[player] = (gains[player] as number) + ways * (explained(next) - explained(inside));
      enter(
        next,
        left.filter((other) => other !== player),
      );
    }
  };
  enter([], Array.from(players.keys()));
  return gains.map((gain) => gain / orders);
}

/** Covariances without each of so many groups of made rows on an 11-point scale, by the brute force's matrix. */
function withoutGroups(
  p: number,
  rows: number,
  groups: number,
): { covariances: Float64Array[]; counts: Float64Array } {
  const factor = cholesky(formulaMatrix(p), p + 1) as Float64Array;
  const random = createRandom(3);
  const columns = Array.from({ length: p + 1 }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row += 1) {
    const normals = columns.map(() => random.normal());
    columns.forEach((column, i) => {
      const value = normals.reduce((sum, z, k) => sum + z * (factor[i * (p + 1) + k] as number), 0);
      column[row] = Math.round(1.7 * value);
    });
  }
  const group = Array.from({ length: groups }, (_, g) => g);
  return {
    covariances: group.map((g) =>
      covarianceOf(
        momentsOfRows(
          columns,
          columns[0]?.map((_, row) => (row % groups === g ? 0 : 1)),
        ),
      ),
    ),
    counts: Float64Array.from(group, (g) => Math.ceil((rows - g) / groups)),
  };
}

describe('importances of players', () => {
  it("are relaimpo's for groups of items, and for first and last", () => {
    const reference = golden.swissGroups;
    const correlation = Float64Array.from(swiss.correlation.flat());
    const players = [[2, 1], [3, 0], [4]];
    const expected = (values: object): number[] => inOrder(values, reference.names);
    expectClose(lmgOfPlayers(correlation, 5, players), expected(reference.lmg), exact);
    expectClose(firstImportances(correlation, 5, players), expected(reference.first), exact);
    expectClose(lastImportances(correlation, 5, players), expected(reference.last), exact);
  });

  it("are relaimpo's for a factor, whose dummies are one player", () => {
    const reference = golden.mtcarsFactor.lmg;
    const [mpg, gear, wt, hp] = goldenColumns('mtcars.csv', ['mpg', 'gear', 'wt', 'hp']) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const level = (value: number): Float64Array => gear.map((one) => (one === value ? 1 : 0));
    const covariance = covarianceOfColumns([mpg, level(4), level(5), wt, hp]);
    expectClose(
      lmgOfPlayers(covariance, 4, [[0, 1], [2], [3]]),
      inOrder(reference, ['gear', 'wt', 'hp']),
      exact,
    );
    const otherReference = covarianceOfColumns([mpg, level(3), level(4), wt, hp]);
    expectClose(
      lmgOfPlayers(otherReference, 4, [[0, 1], [2], [3]]),
      inOrder(reference, ['gear', 'wt', 'hp']),
      exact,
    );
  });

  it("are relaimpo's with weights, from the weighted covariance", () => {
    const reference = golden.attitudeWeighted;
    const names = Object.keys(reference.lmg);
    const columns = goldenColumns('attitude-weighted.csv', ['rating', ...names, 'w']);
    const weights = columns.pop();
    const covariance = covarianceOfColumns(columns, weights);
    const players = singlePlayers(6);
    expectClose(lmg(covariance, 6), inOrder(reference.lmg, names), exact);
    expectClose(relativeWeights(covariance, 6), inOrder(reference.johnson_genizi, names), exact);
    expectClose(firstImportances(covariance, 6, players), inOrder(reference.first, names), exact);
    expectClose(lastImportances(covariance, 6, players), inOrder(reference.last, names), {
      relative: 1e-10,
      absolute: 1e-15,
    });
    expectClose(regress(covariance, 6, 30).rSquared, reference.R2, exact);
  });

  it('are the mean over all orders of what regressions gain by them', () => {
    fc.assert(
      fc.property(anyPlayers, ({ drivers, covariance, players }) => {
        const expected = [...byRegressions(covariance, drivers, players)];
        const actual = lmgOfPlayers(covariance, drivers, players);
        expectClose(actual, expected, { relative: 1e-8, absolute: 1e-11 });
        expect(Math.min(...actual)).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it("depend neither on the order of the players nor on that of a player's columns", () => {
    fc.assert(
      fc.property(anyPlayers, ({ drivers, covariance, players }) => {
        const turned = players.toReversed().map((columns) => columns.toReversed());
        const expected = [...lmgOfPlayers(covariance, drivers, players)].toReversed();
        expectClose(lmgOfPlayers(covariance, drivers, turned), expected, { relative: 1e-9, absolute: 1e-12 });
      }),
    );
  });

  it('are all of R² for one player who holds every column, and nothing where there is no player', () => {
    const covariance = formulaMatrix(8);
    const everything = Array.from({ length: 8 }, (_, i) => i);
    expectClose(lmgOfPlayers(covariance, 8, [everything]), [bruteForce[0]?.R2 as number], {
      relative: 1e-12,
    });
    expectClose(lmgOfPlayers(covariance, 8, []), [], exact);
    const withNobody = lmgOfPlayers(covariance, 8, [[0], [], [1], [2, 3]]);
    const [a, b, c] = lmgOfPlayers(covariance, 8, [[0], [1], [2, 3]]) as unknown as [number, number, number];
    expectClose(withNobody, [a, 0, b, c], { relative: 1e-12 });
  });

  it('are nothing for a player whose columns the others determine or who does not vary', () => {
    // Drivers 0 and 1 uncorrelated, 2 their sum; 3 constant.
    const covariance = Float64Array.from(
      [
        [1, 0.6, 0.3, 0.9, 0],
        [0.6, 1, 0, 1, 0],
        [0.3, 0, 1, 1, 0],
        [0.9, 1, 1, 2, 0],
        [0, 0, 0, 0, 0],
      ].flat(),
    );
    // The sum alone explains 0.81 / 2; with it either other driver brings R² to 0.45.
    const [pair, sum, constant] = lmgOfPlayers(covariance, 4, [[0, 1], [2], [3]]);
    expectClose(pair, 0.45 / 2 + (0.45 - 0.405) / 2, { relative: 1e-12 });
    expectClose(sum, 0.405 / 2, { relative: 1e-12 });
    expectClose(constant, 0, { relative: 0, absolute: 1e-15 });
  });

  it('give pure noise about nothing, and no driver less than nothing', () => {
    const random = createRandom(5);
    const draw = (): Float64Array => Float64Array.from({ length: 2000 }, () => random.normal());
    const [common, one, two, three, noise, error] = [draw(), draw(), draw(), draw(), draw(), draw()];
    const drivers = [one, two, three].map((own) => own.map((value, row) => value + (common[row] as number)));
    const outcome = common.map((value, row) => value + (error[row] as number));
    const importances = lmg(covarianceOfColumns([outcome, ...drivers, noise]), 4);
    // The expected R² of one column of noise is about 1 / rows.
    expect(importances[3]).toBeLessThan(0.003);
    expect(Math.min(...importances)).toBeGreaterThan(0);
    expect(Math.min(...importances.subarray(0, 3))).toBeGreaterThan(0.08);
  });

  it('refuse more players than can be walked, however many columns', () => {
    const covariance = new Float64Array(61 * 61);
    expect(() => lmgOfPlayers(covariance, 60, singlePlayers(28))).toThrow(RangeError);
    expect(lmgOfPlayers(covariance, 60, [Array.from({ length: 60 }, (_, i) => i)])[0]).toBe(0);
  });
});

describe('importances by common orders', () => {
  it('of players are exact once every order is in', () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ].map((order) => Uint8Array.from(order));
    const players = [[0, 4], [1], [2, 3]];
    const covariance = formulaMatrix(5);
    const expected = [...lmgOfPlayers(covariance, 5, players)];
    expectClose(lmgOfPlayersByOrders(covariance, 5, players, orders), expected, { relative: 1e-12 });
  });

  it('are Latin squares and their reverses, the same for the same seed', () => {
    const orders = ordersWithReverses(7, 8, 11);
    expect(orders).toHaveLength(28);
    expect(orders).toEqual(ordersWithReverses(7, 8, 11));
    expect(orders).not.toEqual(ordersWithReverses(7, 8, 12));
    for (let i = 0; i < 28; i += 2) expect(orders[i + 1]).toEqual((orders[i] as Uint8Array).toReversed());
    for (let place = 0; place < 7; place += 1) {
      const square = orders.slice(0, 14).filter((_, i) => i % 2 === 0);
      const there = square.map((order) => order[place] as number).sort((a, b) => a - b);
      expect(there).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
    expect(ordersWithReverses(0, 10, 1)).toEqual([]);
  });

  it('give the jackknife errors of the exact importances within 8 %, from 1,024 at p = 9 and 16', () => {
    for (const [p, rows] of [
      [9, 1811],
      [16, 2000],
    ] as const) {
      const { covariances, counts } = withoutGroups(p, rows, 50);
      const orders = ordersWithReverses(p, 512, 1);
      const exactly = jackknifeErrors(
        covariances.map((covariance) => lmg(covariance, p)),
        counts,
      );
      const byOrders = covariances.map((covariance) => lmgByOrders(covariance, p, orders));
      expectClose(jackknifeErrors(byOrders, counts), [...exactly], { relative: 0.08 });
    }
  });

  it('sum to R², and 512 are within a hundredth of R² of the exact ones', () => {
    const covariance = formulaMatrix(14);
    const some = lmgByOrders(covariance, 14, ordersWithReverses(14, 256, 1));
    const all = lmg(covariance, 14);
    expectClose(total(some), total(all), { relative: 1e-12 });
    expectClose(some, [...all], { relative: 0, absolute: 0.01 * total(all) });
  });
});
