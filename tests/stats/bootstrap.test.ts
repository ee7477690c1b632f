import { describe, expect, it } from 'vitest';
import { bootstrapReplicates, percentileIntervals } from '../../src/stats/bootstrap';
import { relativeWeights } from '../../src/stats/relative-weights';
import { lmg } from '../../src/stats/shapley';
import { covarianceOf, momentsOfRows } from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import swiss from '../golden/drivers/swiss.json';
import { goldenColumns, inOrder, meanOf } from './covariances';

describe('the bootstrap of rows', () => {
  it.each([swiss, attitude].map((golden) => [golden.dataset, golden] as const))(
    "gives R's percentile intervals of importances on %s, within a tenth of their width",
    (_, golden) => {
      const columns = goldenColumns(`${golden.dataset}.csv`, [golden.y, ...golden.predictors]);
      const centred = columns.map((column) => column.map((value) => value - meanOf(column)));
      const replicates = bootstrapReplicates(golden.n, 2000, 7, (counts) => {
        const covariance = covarianceOf(momentsOfRows(centred, counts));
        return Float64Array.of(...lmg(covariance, golden.p), ...relativeWeights(covariance, golden.p));
      });
      const { low, high, errors, used } = percentileIntervals(replicates, 0.95);
      [golden.boot.lmg, golden.boot.johnson].forEach((expected, kind) => {
        const [lo, hi, sd] = [expected.lo, expected.hi, expected.sd].map((of) =>
          inOrder(of, golden.predictors),
        ) as [number[], number[], number[]];
        for (let i = 0; i < golden.p; i += 1) {
          const at = kind * golden.p + i;
          const close = { relative: 0, absolute: 0.1 * ((hi[i] as number) - (lo[i] as number)) };
          expectClose(low[at], lo[i] as number, close);
          expectClose(high[at], hi[i] as number, close);
          expectClose(errors[at], sd[i] as number, { relative: 0.1 });
          expect(used[at]).toBe(2000);
        }
      });
    },
  );

  it('draws as many units as there are, the same for the same seed', () => {
    const drawn = (seed: number): number[][] =>
      bootstrapReplicates(9, 20, seed, (counts) => counts).map((counts) => [...counts]);
    for (const counts of drawn(1)) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(9);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it('takes quantiles of type 7 and the sample standard deviation', () => {
    const replicates = [4, 1, 3, 2, 10].map((value) => Float64Array.of(value));
    const { low, high, errors } = percentileIntervals(replicates, 0.8);
    // R: quantile(c(1,2,3,4,10), c(.1,.9)) = 1.4, 7.6; sd = sqrt(12.5).
    expectClose(low, [1.4], { relative: 1e-14 });
    expectClose(high, [7.6], { relative: 1e-14 });
    expectClose(errors, [Math.sqrt(12.5)], { relative: 1e-14 });
  });

  it('leaves out draws in which a quantity does not exist, and counts the others', () => {
    const replicates = [NaN, 1, 3].map((value) => Float64Array.of(value, NaN));
    const { low, used } = percentileIntervals(replicates, 0.5);
    expect([...used]).toEqual([2, 0]);
    expectClose(low[0], 1.5, { relative: 1e-14 });
    expect(low[1]).toBeNaN();
  });

  it('of nothing is nothing', () => {
    expect(bootstrapReplicates(0, 10, 1, (counts) => counts)).toEqual([]);
    expect(percentileIntervals([], 0.95).low).toHaveLength(0);
  });
});
