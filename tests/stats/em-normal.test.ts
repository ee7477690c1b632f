import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitNormal, fitsWithoutGroups, type NormalFit, type NoNormalFit } from '../../src/stats/em-normal';
import { jackknifeErrors } from '../../src/stats/jackknife';
import { cholesky, solveCholesky } from '../../src/stats/linear-algebra';
import { mergePatterns, rowsOfGroups, withoutGroup } from '../../src/stats/missing-patterns';
import { pairwise } from '../../src/stats/pairwise';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { correlatedRows, patternBlocksOf, withGaps, type Row } from './rows-with-gaps';

const fitOf = (
  rows: readonly Row[],
  variables: number,
  weights?: readonly number[],
): NormalFit | NoNormalFit => fitNormal(mergePatterns(patternBlocksOf(rows, variables, 1, weights)));

function converged(fit: NormalFit | NoNormalFit): NormalFit {
  if (!fit.converged) throw new Error(`no fit: ${fit.reason}`);
  return fit;
}

/** Row-by-row EM as in the textbook, from zero correlations, until nothing moves: slow, and written without patterns. */
function emByRows(rows: readonly Row[], size: number): { means: number[]; covariance: number[][] } {
  const indices = Array.from({ length: size }, (_, i) => i);
  const column = (i: number): number[] => rows.flatMap((row) => row[i] ?? []);
  let means = indices.map((i) => column(i).reduce((a, b) => a + b, 0) / column(i).length);
  let covariance = indices.map((i) =>
    indices.map((j) =>
      i === j ? column(i).reduce((a, b) => a + (b - (means[i] as number)) ** 2, 0) / column(i).length : 0,
    ),
  );
  const at = (i: number, j: number): number => (covariance[i] as number[])[j] as number;
  for (let step = 0; step < 5000; step += 1) {
    const sums = indices.map(() => 0);
    const products = indices.map(() => indices.map(() => 0));
    let used = 0;
    for (const row of rows) {
      const observed = indices.filter((i) => row[i] !== null);
      if (observed.length === 0) continue;
      used += 1;
      const factor = cholesky(
        Float64Array.from(observed.flatMap((i) => observed.map((j) => at(i, j)))),
        observed.length,
      );
      const slopes = indices.map((i) =>
        solveCholesky(
          factor as Float64Array,
          observed.length,
          observed.map((j) => at(i, j)),
        ),
      );
      const expected = indices.map(
        (i) =>
          row[i] ??
          observed.reduce(
            (sum, o, k) =>
              sum + ((slopes[i] as Float64Array)[k] as number) * ((row[o] as number) - (means[o] as number)),
            means[i] as number,
          ),
      );
      for (const i of indices) {
        sums[i] = (sums[i] as number) + (expected[i] as number);
        for (const j of indices) {
          const left =
            row[i] === null && row[j] === null
              ? at(i, j) -
                observed.reduce((sum, o, k) => sum + ((slopes[i] as Float64Array)[k] as number) * at(o, j), 0)
              : 0;
          const line = products[i] as number[];
          line[j] = (line[j] as number) + (expected[i] as number) * (expected[j] as number) + left;
        }
      }
    }
    const next = sums.map((sum) => sum / used);
    const after = products.map((line, i) =>
      line.map((value, j) => value / used - (next[i] as number) * (next[j] as number)),
    );
    const moved = Math.max(
      ...indices.flatMap((i) =>
        indices.map((j) => Math.abs(((after[i] as number[])[j] as number) - at(i, j))),
      ),
    );
    means = next;
    covariance = after;
    if (moved < 1e-14) break;
  }
  return { means, covariance };
}

/** The observed values' log density, row by row. */
function logDensity(rows: readonly Row[], { means, covariance }: NormalFit): number {
  const size = means.length;
  return rows.reduce((total, row) => {
    const observed = [...means.keys()].filter((i) => row[i] !== null);
    if (observed.length === 0) return total;
    const among = Float64Array.from(
      observed.flatMap((i) => observed.map((j) => covariance[i * size + j] as number)),
    );
    const factor = cholesky(among, observed.length) as Float64Array;
    const off = observed.map((i) => (row[i] as number) - (means[i] as number));
    const solved = solveCholesky(factor, observed.length, off);
    const determinant = observed.reduce(
      (sum, _, k) => sum + 2 * Math.log(factor[k * observed.length + k] as number),
      0,
    );
    const square = off.reduce((sum, value, k) => sum + value * (solved[k] as number), 0);
    return total - (observed.length * Math.log(2 * Math.PI) + determinant + square) / 2;
  }, 0);
}

const gappy = (seed: number, rows: number, variables: number, chance = 0.2): Row[] => {
  const random = createRandom(seed);
  return withGaps(random, correlatedRows(random, rows, variables, 0.5), chance);
};
const seeds = fc.integer({ min: 1, max: 1e6 });

describe('EM under normality', () => {
  it('with nothing missing gives the plain means and covariance with divisor n', () => {
    const rows = [
      [1, 5, 2],
      [2, 3, 9],
      [4, 4, 1],
      [7, 1, 3],
      [8, 0, 5],
    ];
    const fit = converged(fitOf(rows, 3));
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const column = (i: number): number[] => rows.map((row) => row[i] as number);
    expectClose(
      fit.means,
      [0, 1, 2].map((i) => mean(column(i))),
      { relative: 1e-13 },
    );
    expectClose(
      fit.covariance,
      [0, 1, 2].flatMap((i) =>
        [0, 1, 2].map(
          (j) =>
            mean(rows.map((row) => (row[i] as number) * (row[j] as number))) -
            mean(column(i)) * mean(column(j)),
        ),
      ),
      { relative: 1e-12 },
    );
    expect(fit.count).toBe(5);
  });

  it('agrees with EM written row by row', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = gappy(seed, 60, 4, 0.25);
        const fit = converged(fitOf(rows, 4));
        const slow = emByRows(rows, 4);
        expectClose(fit.means, slow.means, { relative: 1e-8, absolute: 1e-8 });
        expectClose(fit.covariance, slow.covariance.flat(), { relative: 1e-8, absolute: 1e-8 });
      }),
      { numRuns: 5 },
    );
  });

  it("meets Anderson's (1957) closed form where the second of two variables stops early", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 5, max: 30 }), (seed, complete) => {
        const all = correlatedRows(createRandom(seed), 40, 2, 0.6) as [number, number][];
        const rows = all.map(([x, y], r): Row => [x, r < complete ? y : null]);
        const moments = (
          pairs: [number, number][],
        ): { x: number; y: number; xx: number; xy: number; yy: number } => {
          const mean = (f: (x: number, y: number) => number): number =>
            pairs.reduce((sum, [x, y]) => sum + f(x, y), 0) / pairs.length;
          const [x, y] = [mean((a) => a), mean((_, b) => b)];
          return {
            x,
            y,
            xx: mean((a) => (a - x) ** 2),
            xy: mean((a, b) => (a - x) * (b - y)),
            yy: mean((_, b) => (b - y) ** 2),
          };
        };
        const [whole, part] = [moments(all), moments(all.slice(0, complete))];
        const slope = part.xy / part.xx;
        const fit = converged(fitOf(rows, 2));
        expectClose(fit.means, [whole.x, part.y + slope * (whole.x - part.x)], {
          relative: 1e-8,
          absolute: 1e-9,
        });
        const covariance = slope * whole.xx;
        const variance = part.yy + slope ** 2 * (whole.xx - part.xx);
        expectClose(fit.covariance, [whole.xx, covariance, covariance, variance], {
          relative: 1e-8,
          absolute: 1e-9,
        });
      }),
      { numRuns: 30 },
    );
  });

  it("finds a maximum of Murray's (1977) twelve observations: variances 8/3, correlation 1/2", () => {
    // In print the four pairs are (±1, ±1) and the likelihood has maxima at ±1/2 with a saddle between, where EM from 0
    // would stay. A hair more on one pair decides which of the two it climbs.
    const half = (values: number[], first: boolean): Row[] =>
      values.map((value) => (first ? [value, null] : [null, value]));
    const rows: Row[] = [
      [1.0001, 1.0001],
      [1, -1],
      [-1, 1],
      [-1, -1],
      ...half([2, 2, -2, -2], true),
      ...half([2, 2, -2, -2], false),
    ];
    const { means, covariance } = converged(fitOf(rows, 2));
    expectClose(means, [0, 0], { relative: 0, absolute: 1e-3 });
    expectClose(covariance, [8 / 3, 4 / 3, 4 / 3, 8 / 3], { relative: 1e-3 });
  });

  it('never lets the log-likelihood fall, and reports the one of the observed values', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.05, max: 0.5, noNaN: true }), (seed, chance) => {
        const rows = gappy(seed, 80, 5, chance);
        const fit = fitOf(rows, 5);
        if (!fit.converged) return;
        fit.path
          .slice(1)
          .forEach((value, k) =>
            expect(value).toBeGreaterThanOrEqual((fit.path[k] as number) - 1e-10 * Math.abs(value)),
          );
        expectClose(fit.logLikelihood, logDensity(rows, fit), { relative: 1e-9 });
      }),
      { numRuns: 30 },
    );
  });

  it('follows a change of units', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, factor) => {
        const rows = gappy(seed, 50, 3);
        const plain = converged(fitOf(rows, 3));
        const scaled = converged(
          fitOf(
            rows.map(([x, ...rest]) => [x == null ? null : 5 + factor * x, ...(rest as number[])]),
            3,
          ),
        );
        expectClose(scaled.means[0], 5 + factor * (plain.means[0] as number), { relative: 1e-8 });
        expectClose(scaled.covariance[1], factor * (plain.covariance[1] as number), {
          relative: 1e-7,
          absolute: 1e-9,
        });
        expectClose(scaled.covariance[5], plain.covariance[5] as number, { relative: 1e-8, absolute: 1e-9 });
      }),
      { numRuns: 15 },
    );
  });

  it('takes a weight of 2 for a row said twice, and rows with nothing observed for none', () => {
    const rows = gappy(3, 30, 3);
    const twice = converged(fitOf([...rows, ...rows.slice(0, 10), [null, null, null]], 3));
    const weighted = converged(
      fitOf(
        rows,
        3,
        rows.map((_, r) => (r < 10 ? 2 : 1)),
      ),
    );
    expectClose(weighted.means, [...twice.means], { relative: 1e-8, absolute: 1e-9 });
    expectClose(weighted.covariance, [...twice.covariance], { relative: 1e-8, absolute: 1e-9 });
    expectClose(weighted.logLikelihood, twice.logLikelihood, { relative: 1e-10 });
    expect(twice.count).toBe(
      [...rows, ...rows.slice(0, 10)].filter((row) => row.some((value) => value !== null)).length,
    );
  });

  it('gives a constant its value and no variance, and a copy with gaps all that its original has', () => {
    const rows = gappy(5, 200, 2).map(([x, y], r): Row => [
      x ?? null,
      y ?? null,
      r % 3 ? 4 : null,
      r % 4 ? (x ?? null) : null,
    ]);
    const { means, covariance } = converged(fitOf(rows, 4));
    expectClose(means[2], 4, { relative: 1e-14 });
    expect([...covariance.slice(8, 12)]).toEqual([0, 0, 0, 0]);
    const without = converged(
      fitOf(
        rows.map(([x, y]) => [x ?? null, y ?? null]),
        2,
      ),
    );
    expectClose(
      [means[3] as number, covariance[3] as number, covariance[15] as number, covariance[7] as number],
      [
        without.means[0] as number,
        without.covariance[0] as number,
        without.covariance[0] as number,
        without.covariance[1] as number,
      ],
      { relative: 1e-5, absolute: 1e-6 },
    );
  });

  it('says which variables were never seen, or never seen together', () => {
    expect(
      fitOf(
        [
          [1, null],
          [2, null],
        ],
        2,
      ),
    ).toEqual({ converged: false, reason: 'never observed', variables: [1] });
    expect(fitOf([], 2)).toEqual({ converged: false, reason: 'never observed', variables: [0, 1] });
    expect(
      fitOf(
        [
          [1, 2, null],
          [2, 1, null],
          [null, 3, 1],
          [null, 4, 2],
        ],
        3,
      ),
    ).toEqual({ converged: false, reason: 'never together', variables: [0, 2] });
  });

  it('refuses a maximum where a variable follows from others that no rows have together with it', () => {
    // y = x in two rows, z = x in two others, z = -y in two: two rows each are no ground for so exact a relation.
    const rows: Row[] = [
      [1, 1, null],
      [2, 2, null],
      [-1, null, -1],
      [-2, null, -2],
      [null, 1, -1],
      [null, 2, -2],
    ];
    const fit = fitOf(rows, 3);
    expect(fit.converged ? 'converged' : fit.reason).toMatch(/degenerate|stuck/);
  });

  it('comes nearer to the covariance than pairwise deletion where values are missing at random', () => {
    let [em, pairs] = [0, 0];
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createRandom(seed);
      const sums = mergePatterns(
        patternBlocksOf(withGaps(random, correlatedRows(random, 150, 5, 0.7), 0.3), 5),
      );
      const miss = (covariance: Float64Array): number =>
        covariance.reduce((total, value, at) => total + (value - (at % 6 === 0 ? 1 : 0.7)) ** 2, 0);
      em += miss(converged(fitNormal(sums)).covariance);
      pairs += miss(pairwise(sums).covariance);
    }
    expect(em).toBeLessThan(0.9 * pairs);
  });
});

describe('fits without one group each', () => {
  it('give the errors of full fits to the rows that are left', () => {
    const blocks = patternBlocksOf(gappy(11, 800, 5, 0.25), 5, 20);
    const whole = mergePatterns(blocks);
    const quantities = (fit: NormalFit | NoNormalFit): Float64Array =>
      Float64Array.of(...converged(fit).means, ...converged(fit).covariance);
    const quick = [...fitsWithoutGroups(whole, blocks, converged(fitNormal(whole)))].map(quantities);
    const full = Array.from({ length: 20 }, (_, group) =>
      quantities(fitNormal(withoutGroup(whole, blocks, group))),
    );
    const counts = rowsOfGroups(blocks);
    expectClose(jackknifeErrors(quick, counts), [...jackknifeErrors(full, counts)], { relative: 0.01 });
  });
});
