import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeBlocks } from '../../src/stats/missing-patterns';
import { createRandom } from '../../src/stats/random';
import { regress } from '../../src/stats/regression';
import { relativeWeights } from '../../src/stats/relative-weights';
import { correlationOf, lmg } from '../../src/stats/shapley';
import { covarianceOf, meansOf, mergeBlocks, withoutBlock } from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import { attitudeWeighted as golden } from '../golden/drivers/players-and-weights.json';
import { correlatedRows, patternBlocksOf } from './rows-with-gaps';

const exact = { relative: 1e-10 };
const lines = readFileSync(new URL('../golden/drivers/attitude-weighted.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const attitude = lines.slice(1).map((line) => line.split(',').map(Number));
const seeds = fc.integer({ min: 1, max: 1e6 });
const blocksOf = (rows: readonly number[][], weights: readonly number[], groups: number) =>
  completeBlocks(patternBlocksOf(rows, rows[0]?.length ?? 0, groups, weights));

describe('weighted blocks', () => {
  // Values less 60, near all means, as the scan takes them.
  const blocks = blocksOf(
    attitude.map((row) => row.slice(0, 7).map((value) => value - 60)),
    attitude.map((row) => row[7] as number),
    4,
  );

  it("give R's weighted correlations, and with them relaimpo's importances", () => {
    const covariance = covarianceOf(mergeBlocks(blocks));
    expectClose(correlationOf(covariance, 7), golden.weighted_cor.flat(), {
      relative: 1e-10,
      absolute: 1e-12,
    });
    expectClose(lmg(covariance, 6), Object.values(golden.lmg), exact);
    expectClose(relativeWeights(covariance, 6), Object.values(golden.johnson_genizi), exact);
    expectClose(regress(covariance, 6, 30).rSquared, golden.R2, exact);
    // Each driver alone, and what R² loses without it.
    const correlation = correlationOf(covariance, 7);
    expectClose(
      correlation.slice(1, 7).map((r) => r * r),
      Object.values(golden.first),
      exact,
    );
    const without = (driver: number): number => {
      const keep = [0, 1, 2, 3, 4, 5, 6].filter((i) => i !== driver + 1);
      const rest = Float64Array.from(keep.flatMap((i) => keep.map((j) => correlation[i * 7 + j] as number)));
      return regress(rest, 5, 30).rSquared;
    };
    // As differences of two R² these hold to the rounding of R² itself.
    expectClose(
      [0, 1, 2, 3, 4, 5].map((driver) => golden.R2 - without(driver)),
      Object.values(golden.last),
      { relative: 1e-10, absolute: 1e-14 },
    );
  });

  it('count by the ratios of the weights alone', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.001, max: 1000, noNaN: true }), (seed, factor) => {
        const random = createRandom(seed);
        const rows = correlatedRows(random, 20, 3, 0.3);
        const weights = rows.map(() => 0.2 + random.next());
        const plain = mergeBlocks(blocksOf(rows, weights, 3));
        const scaled = mergeBlocks(
          blocksOf(
            rows,
            weights.map((weight) => weight * factor),
            3,
          ),
        );
        expectClose(covarianceOf(scaled), [...covarianceOf(plain)], { relative: 1e-9, absolute: 1e-12 });
        expectClose(meansOf(scaled), [...meansOf(plain)], { relative: 1e-9, absolute: 1e-12 });
      }),
    );
  });

  it('with equal weights are blocks without, and less a block are the other rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const rows = correlatedRows(random, 24, 2, 0.3);
        const equal = blocksOf(
          rows,
          rows.map(() => 1),
          4,
        );
        const plain = completeBlocks(patternBlocksOf(rows, 2, 4));
        expectClose(covarianceOf(mergeBlocks(equal)), [...covarianceOf(mergeBlocks(plain))], {
          relative: 1e-12,
        });
        const weights = rows.map(() => 0.2 + random.next());
        const weighted = blocksOf(rows, weights, 4);
        const rest = withoutBlock(mergeBlocks(weighted), weighted, 2);
        const kept = rows.filter((_, r) => r % 4 !== 2);
        const others = mergeBlocks(
          blocksOf(
            kept,
            weights.filter((_, r) => r % 4 !== 2),
            1,
          ),
        );
        expect(rest.count).toBe(18);
        expectClose(rest.weight, others.weight as number, { relative: 1e-12 });
        expectClose(covarianceOf(rest), [...covarianceOf(others)], { relative: 1e-10, absolute: 1e-12 });
      }),
    );
  });
});
