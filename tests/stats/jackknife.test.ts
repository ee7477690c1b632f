import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jackknifeErrors } from '../../src/stats/jackknife';
import {
  covarianceOf,
  meansOf,
  mergeBlocks,
  triangle,
  withoutBlock,
  type Blocks,
} from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';

/** The sums of rows, taken group by group. */
function blocksOf(
  rows: readonly (readonly number[])[],
  groups: readonly number[],
  variables: number,
): Blocks {
  const names = [...new Set(groups)];
  const blocks: Blocks = {
    variables,
    counts: new Float64Array(names.length),
    sums: new Float64Array(names.length * variables),
    products: new Float64Array(names.length * triangle(variables)),
  };
  const add = (to: Float64Array, at: number, value: number): void =>
    void (to[at] = (to[at] as number) + value);
  rows.forEach((row, r) => {
    const block = names.indexOf(groups[r] as number);
    add(blocks.counts, block, 1);
    let at = block * triangle(variables);
    for (let i = 0; i < variables; i += 1) {
      add(blocks.sums, block * variables + i, row[i] as number);
      for (let j = 0; j <= i; j += 1, at += 1)
        add(blocks.products, at, (row[i] as number) * (row[j] as number));
    }
  });
  return blocks;
}
/** Two passes: the textbook's covariance. */
function covarianceByHand(rows: readonly (readonly number[])[], i: number, j: number): number {
  const mean = (k: number): number => rows.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length;
  const [a, b] = [mean(i), mean(j)];
  return (
    rows.reduce((sum, row) => sum + ((row[i] as number) - a) * ((row[j] as number) - b), 0) /
    (rows.length - 1)
  );
}
const value = fc.double({ min: -50, max: 50, noNaN: true });
const grouped = fc.array(fc.tuple(fc.tuple(value, value, value), fc.integer({ min: 0, max: 4 })), {
  minLength: 6,
  maxLength: 40,
});

describe('sufficient statistics', () => {
  it('of blocks merged are those of all rows, whatever the grouping', () => {
    fc.assert(
      fc.property(grouped, (lines) => {
        const rows = lines.map(([row]) => row);
        const whole = mergeBlocks(
          blocksOf(
            rows,
            lines.map(([, group]) => group),
            3,
          ),
        );
        const covariance = covarianceOf(whole);
        expect(whole.count).toBe(rows.length);
        for (let i = 0; i < 3; i += 1)
          for (let j = 0; j < 3; j += 1)
            expectClose(covariance[i * 3 + j], covarianceByHand(rows, i, j), {
              relative: 1e-9,
              absolute: 1e-9,
            });
      }),
    );
  });

  it('without a block are those of the other rows', () => {
    const rows = [
      [1, 5],
      [2, 3],
      [4, 4],
      [7, 1],
      [8, 0],
    ];
    const blocks = blocksOf(rows, [0, 1, 0, 1, 1], 2);
    const rest = withoutBlock(mergeBlocks(blocks), blocks, 0);
    const others = [rows[1], rows[3], rows[4]] as number[][];
    expect(rest.count).toBe(3);
    expectClose(meansOf(rest), [17 / 3, 4 / 3], { relative: 1e-14 });
    expectClose(covarianceOf(rest)[1], covarianceByHand(others, 0, 1), { relative: 1e-13 });
  });

  it('give a constant variable no variance at all', () => {
    const rows = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1].map((constant, i) => [constant, i]);
    expect(covarianceOf(mergeBlocks(blocksOf(rows, [0, 1, 2, 0, 1, 2], 2)))[0]).toBe(0);
  });
});

describe('the jackknife', () => {
  it('of a mean, leaving out single rows, is s / √n', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), (values) => {
        const total = values.reduce((sum, one) => sum + one, 0);
        const replicates = values.map((one) => Float64Array.of((total - one) / (values.length - 1)));
        const errors = jackknifeErrors(replicates, new Float64Array(values.length).fill(1));
        const rows = values.map((one) => [one]);
        const expected = Math.sqrt(covarianceByHand(rows, 0, 0) / values.length);
        expectClose(errors[0], expected, { relative: 1e-9, absolute: 1e-9 });
      }),
    );
  });

  it('weighs groups of unlike size by their rows', () => {
    // Rows 1, 2, 3 | 6: replicates 6 and 2, centre (1·6 + 3·2)/4 = 3, variance mean of (1/3)·9 and 3·1.
    const errors = jackknifeErrors([Float64Array.of(6), Float64Array.of(2)], Float64Array.of(3, 1));
    expectClose(errors[0], Math.sqrt(3), { relative: 1e-14 });
  });

  it('says nothing where there is one group, or a replicate that could not be computed', () => {
    expect(jackknifeErrors([Float64Array.of(1)], Float64Array.of(5))[0]).toBeNaN();
    expect(jackknifeErrors([Float64Array.of(1), Float64Array.of(NaN)], Float64Array.of(5, 5))[0]).toBeNaN();
  });
});
