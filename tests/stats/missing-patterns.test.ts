import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeBlocks, mergePatterns, rowsOfGroups, withoutGroup } from '../../src/stats/missing-patterns';
import { pairwise } from '../../src/stats/pairwise';
import { createRandom } from '../../src/stats/random';
import { covarianceOf, meansOf, mergeBlocks, withoutBlock } from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import { correlatedRows, patternBlocksOf, withGaps, type Row } from './rows-with-gaps';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const covarianceByHand = (pairs: readonly (readonly [number, number])[]): number => {
  const [a, b] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  return pairs.reduce((sum, [x, y]) => sum + (x - a) * (y - b), 0) / (pairs.length - 1);
};
const seeds = fc.integer({ min: 1, max: 1e6 });
const gappy = (seed: number, rows = 40): Row[] => {
  const random = createRandom(seed);
  return withGaps(random, correlatedRows(random, rows, 3, 0.4), 0.25);
};

describe('patterns of missingness', () => {
  it('give the complete rows the moments they have by themselves, group by group', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = gappy(seed);
        const complete = rows.filter((row) => !row.includes(null)) as number[][];
        const blocks = completeBlocks(patternBlocksOf(rows, 3, 4));
        const whole = mergeBlocks(blocks);
        expect(whole.count).toBe(complete.length);
        expectClose(meansOf(whole)[1], mean(complete.map((row) => row[1] as number)), {
          relative: 1e-10,
          absolute: 1e-12,
        });
        const by = (rest: number[][]): number =>
          covarianceByHand(rest.map((row) => [row[0] as number, row[2] as number]));
        expectClose(covarianceOf(whole)[2], by(complete), { relative: 1e-9, absolute: 1e-12 });
        const first = rows.findIndex((row) => !row.includes(null)) % 4;
        const rest = rows.filter((row, r) => r % 4 !== first && !row.includes(null)) as number[][];
        expectClose(covarianceOf(withoutBlock(whole, blocks, 0))[2], by(rest), {
          relative: 1e-8,
          absolute: 1e-11,
        });
      }),
    );
  });

  it('without a group are those of the other rows', () => {
    const rows = gappy(2);
    const blocks = patternBlocksOf(rows, 3, 4);
    const rest = pairwise(withoutGroup(mergePatterns(blocks), blocks, 1));
    const others = pairwise(
      mergePatterns(
        patternBlocksOf(
          rows.filter((_, r) => r % 4 !== 1),
          3,
        ),
      ),
    );
    expect(rest.counts).toEqual(others.counts);
    expectClose(rest.covariance, [...others.covariance], { relative: 1e-10, absolute: 1e-12 });
  });

  it('count rows with nothing observed nowhere', () => {
    const blocks = patternBlocksOf(
      [
        [1, 2],
        [null, null],
        [3, null],
        [null, null],
      ],
      2,
      2,
    );
    expect([...rowsOfGroups(blocks)]).toEqual([2, 0]);
    expect(mergePatterns(blocks).counts.reduce((a, b) => a + b, 0)).toBe(2);
    expect([...pairwise(mergePatterns(blocks)).counts]).toEqual([2, 1, 1, 1]);
  });

  it('are at most 53 variables wide', () => {
    expect(() => mergePatterns(patternBlocksOf([], 54))).toThrow(RangeError);
    const row = Array.from({ length: 53 }, (_, i): number | null => (i % 2 ? null : i));
    expect([...(mergePatterns(patternBlocksOf([row], 53)).observed[0] as Uint8Array)]).toEqual(
      Array.from({ length: 27 }, (_, i) => 2 * i),
    );
  });
});

describe('pairwise deletion', () => {
  it("gives means and variances of all there is, and Pearson's correlation of the rows with both", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = gappy(seed);
        const found = pairwise(mergePatterns(patternBlocksOf(rows, 3, 5)));
        const both = (i: number, j: number): [number, number][] =>
          rows.flatMap((row): [number, number][] =>
            row[i] == null || row[j] == null ? [] : [[row[i], row[j]]],
          );
        for (let i = 0; i < 3; i += 1) {
          expectClose(found.means[i], mean(both(i, i).map(([x]) => x)), { relative: 1e-9, absolute: 1e-12 });
          for (let j = 0; j < 3; j += 1) {
            const pairs = both(i, j);
            const variance = (of: 0 | 1): number =>
              covarianceByHand(pairs.map((pair) => [pair[of], pair[of]]));
            const r = covarianceByHand(pairs) / Math.sqrt(variance(0) * variance(1));
            const scale = Math.sqrt(covarianceByHand(both(i, i)) * covarianceByHand(both(j, j)));
            if (!found.repaired)
              expectClose(found.covariance[i * 3 + j], r * scale, { relative: 1e-8, absolute: 1e-11 });
            expect(found.counts[i * 3 + j]).toBe(pairs.length);
          }
        }
      }),
    );
  });

  it('of complete rows is their covariance, weights or none', () => {
    const rows = correlatedRows(createRandom(4), 30, 3, 0.5);
    const weights = rows.map((_, r) => 0.5 + (r % 4));
    for (const weight of [undefined, weights]) {
      const blocks = patternBlocksOf(rows, 3, 3, weight);
      const found = pairwise(mergePatterns(blocks));
      const whole = mergeBlocks(completeBlocks(blocks));
      expectClose(found.covariance, [...covarianceOf(whole)], { relative: 1e-12 });
      expectClose(found.means, [...meansOf(whole)], { relative: 1e-12 });
    }
  });

  it('sees correlations that contradict each other, and says what repairing them changed', () => {
    // x and y agree, x and z agree, y and z are opposed: each pair in rows of its own.
    const rows: Row[] = [1, 2, 3, 4].flatMap((v): Row[] => [
      [v, v, null],
      [v, null, v],
      [null, v, -v],
    ]);
    const { smallestEigenvalue, repaired, largestChange, covariance } = pairwise(
      mergePatterns(patternBlocksOf(rows, 3)),
    );
    // Correlations 1, 1, -1: eigenvalues 2, 2, -1; with -1 cut to 0 the diagonal 4/3 and off it 2/3 become 1 and 1/2.
    expectClose(smallestEigenvalue, -1, { relative: 1e-12 });
    expect(repaired).toBe(true);
    expectClose(largestChange, 0.5, { relative: 1e-12 });
    expectClose(
      (covariance[1] as number) / Math.sqrt((covariance[0] as number) * (covariance[4] as number)),
      0.5,
      { relative: 1e-12 },
    );
  });

  it('leaves exact copies and constants as they are', () => {
    const rows: Row[] = [1, 2, 4, 8, 9].map((v, r) => [v, v, 3, r % 2 ? null : v]);
    const { repaired, covariance } = pairwise(mergePatterns(patternBlocksOf(rows, 4)));
    expect(repaired).toBe(false);
    expectClose(covariance[1], covariance[0] as number, { relative: 1e-14 });
    expect([...covariance.slice(8, 12)]).toEqual([0, 0, 0, 0]);
  });

  it('knows nothing of two variables that were never seen together', () => {
    const { covariance, counts, smallestEigenvalue } = pairwise(
      mergePatterns(
        patternBlocksOf(
          [
            [1, null],
            [2, null],
            [null, 1],
            [null, 5],
          ],
          2,
        ),
      ),
    );
    expect(covariance[1]).toBeNaN();
    expect(smallestEigenvalue).toBeNaN();
    expect([...counts]).toEqual([2, 0, 0, 2]);
  });
});
