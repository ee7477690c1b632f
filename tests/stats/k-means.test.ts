import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kMeans, lloyd, nearestCentres, plusPlusStarts, type Points } from '../../src/stats/k-means';
import { boundedLloyd } from '../../src/stats/k-means-bounds';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import golden from '../golden/k-means/iris.json';
import { adjustedRand } from './adjusted-rand';

const pointsOf = (rows: readonly (readonly number[])[]): Points => ({
  values: Float64Array.from(rows.flat()),
  dimensions: rows[0]?.length ?? 1,
});
const iris = pointsOf(golden.millimetres.map((row) => row.map((value) => value / 10)));

const rowsOf = fc.integer({ min: 1, max: 3 }).chain((dimensions) =>
  fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: dimensions, maxLength: dimensions }), {
    minLength: 8,
    maxLength: 40,
  }),
);

/** The sum of squares of a partition about its own means. */
const sumWithin = (rows: readonly (readonly number[])[], labels: Int32Array, k: number): number => {
  let sum = 0;
  for (let c = 0; c < k; c++) {
    const own = rows.filter((_, i) => labels[i] === c);
    const means = (own[0] ?? []).map(
      (_, d) => own.reduce((total, row) => total + (row[d] ?? 0), 0) / own.length,
    );
    for (const row of own) row.forEach((value, d) => (sum += (value - (means[d] ?? 0)) ** 2));
  }
  return sum;
};

describe('kMeans', () => {
  it('reaches the optimum of base R on iris from any seed', () => {
    for (const seed of [1, 2, 3]) {
      const found = kMeans(iris, { k: 3, random: createRandom(seed) });
      expectClose(found.withinSumOfSquares, golden.withinSumOfSquares, { relative: 1e-12 });
      expect([...found.sizes].sort((one, two) => two - one)).toEqual(golden.sizes);
      const species = Array.from({ length: 150 }, (_, i) => Math.floor(i / 50));
      expectClose(adjustedRand([...found.labels], species), golden.adjustedRand, { relative: 1e-10 });
    }
  });

  it('reaches the least sum of squares that scikit-learn finds on iris for 2 to 5 segments', () => {
    // scikit-learn 1.2 KMeans(n_init=100), iris as R has it.
    const least = [152.34795176035797, 78.85144142614602, 57.228473214285714, 46.44618205128205];
    least.forEach((reference, i) => {
      const found = kMeans(iris, { k: i + 2, random: createRandom(1) });
      expectClose(found.withinSumOfSquares, reference, { relative: 1e-12 });
    });
  });

  it('rests where no single point moved to another segment would lower the sum of squares', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 2, max: 4 }), (rows, k) => {
        fc.pre(new Set(rows.map(String)).size >= k);
        const points = pointsOf(rows);
        const { labels, withinSumOfSquares } = kMeans(points, { k, random: createRandom(1), restarts: 1 });
        labels.forEach((label, i) => {
          for (let to = 0; to < k; to++) {
            if (to === label) continue;
            const moved = sumWithin(rows, labels.with(i, to), k);
            expect(moved).toBeGreaterThanOrEqual(withinSumOfSquares * (1 - 1e-9) - 1e-9);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same for the same seed', () => {
    const run = () => kMeans(iris, { k: 5, random: createRandom(9) });
    expect(run()).toEqual(run());
  });

  it('comes to rest where every point is nearest its centre and every centre is the mean of its points', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 2, max: 4 }), (rows, k) => {
        const points = pointsOf(rows);
        fc.pre(new Set(rows.map(String)).size >= k);
        const found = kMeans(points, { k, random: createRandom(1), restarts: 3 });
        expect(found.converged).toBe(true);
        expect([...found.sizes].every((size) => size > 0)).toBe(true);
        const again = lloyd(points, found.centres);
        expect(again.labels).toEqual(found.labels);
        expectClose(again.centres, [...found.centres], { relative: 1e-12, absolute: 1e-12 });
      }),
    );
  });

  it('tries restarts on a sample of a large set and finishes on all of it', () => {
    const random = createRandom(4);
    const truth = Array.from({ length: 30_000 }, () => random.integer(3));
    const rows = truth.map((group) => [10 * group + random.normal(), -7 * group + random.normal()]);
    const points = pointsOf(rows);
    const found = kMeans(points, { k: 3, random: createRandom(1), mostPointsForRestarts: 1000 });
    expect(found.labels.length).toBe(30_000);
    expect(adjustedRand([...found.labels], truth)).toBeGreaterThan(0.99);
    expect(lloyd(points, found.centres).labels).toEqual(found.labels);
  });

  it('gives one centre the mean and k = number of distinct points a sum of squares of 0', () => {
    const points = pointsOf([[1], [2], [6], [6]]);
    expect([...kMeans(points, { k: 1, random: createRandom(1) }).centres]).toEqual([3.75]);
    expect(kMeans(points, { k: 3, random: createRandom(1) }).withinSumOfSquares).toBe(0);
    expect(() => kMeans(points, { k: 4, random: createRandom(1) })).toThrow('fewer than 4 distinct points');
    expect(() => plusPlusStarts(pointsOf([]), 1, createRandom(1))).toThrow(RangeError);
  });

  it('is not shaken by a large common offset', () => {
    const near = kMeans(iris, { k: 3, random: createRandom(1) });
    const far = kMeans(
      { ...iris, values: iris.values.map((value) => value + 1e6) },
      { k: 3, random: createRandom(1) },
    );
    expect([...far.sizes].sort()).toEqual([...near.sizes].sort());
    expectClose(far.withinSumOfSquares, near.withinSumOfSquares, { relative: 1e-7 });
  });
});

describe('lloyd', () => {
  it('follows given starts: iris from flowers 1, 51 and 101', () => {
    const starts = Float64Array.from(
      [0, 50, 100].flatMap((row) => [...iris.values.subarray(row * 4, row * 4 + 4)]),
    );
    const found = lloyd(iris, starts);
    expectClose(found.withinSumOfSquares, golden.withinSumOfSquares, { relative: 1e-8 });
    expect([...found.sizes]).toEqual([50, 62, 38]);
  });

  it('leaves no centre without points', () => {
    const found = lloyd(pointsOf([[0], [1], [2], [10]]), Float64Array.of(0, 100, 200));
    expect([...found.sizes].every((size) => size > 0)).toBe(true);
  });
});

describe('weights', () => {
  const weighted = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 6,
    maxLength: 30,
  });

  it('count a point as that many equal points', () => {
    fc.assert(
      fc.property(weighted, (pairs) => {
        const repeated = pointsOf(pairs.flatMap(([x, w]) => Array.from({ length: w }, () => [x])));
        fc.pre(new Set(repeated.values).size >= 3);
        const points = {
          ...pointsOf(pairs.map(([x]) => [x])),
          weights: Float64Array.from(pairs, ([, w]) => w),
        };
        const best = kMeans(points, { k: 3, random: createRandom(1), restarts: 40 });
        const other = kMeans(repeated, { k: 3, random: createRandom(1), restarts: 40 });
        expectClose(best.withinSumOfSquares, other.withinSumOfSquares, { relative: 1e-9, absolute: 1e-9 });
        const starts = plusPlusStarts(repeated, 3, createRandom(2));
        expectClose(lloyd(points, starts).withinSumOfSquares, lloyd(repeated, starts).withinSumOfSquares, {
          relative: 1e-9,
          absolute: 1e-9,
        });
      }),
    );
  });

  it('of 0 leave a point without a say, but with a label', () => {
    const points = { ...pointsOf([[0], [1], [10], [11], [500]]), weights: Float64Array.of(1, 1, 1, 1, 0) };
    const found = kMeans(points, { k: 2, random: createRandom(1) });
    expect([...found.centres].sort((a, b) => a - b)).toEqual([0.5, 10.5]);
    expect(found.labels[4]).toBe(found.labels[3]);
    expect(found.withinSumOfSquares).toBe(1);
  });
});

describe('boundedLloyd', () => {
  it('rests where plain Lloyd rests, from any starts', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 6 }), (seed, k) => {
        const random = createRandom(seed);
        const points = {
          ...pointsOf(Array.from({ length: 300 }, () => [random.normal(), random.normal(), random.next()])),
          weights: Float64Array.from({ length: 300 }, () => 1 + random.integer(3)),
        };
        const starts = plusPlusStarts(points, k, random);
        const bounded = boundedLloyd(points, starts);
        const plain = lloyd(points, starts);
        expect(bounded.converged).toBe(true);
        expect(bounded.labels).toEqual(plain.labels);
        expectClose(bounded.centres, [...plain.centres], { relative: 1e-9, absolute: 1e-9 });
      }),
      { numRuns: 40 },
    );
  });

  it('with a least gain rests a little earlier, every point at its nearest centre', () => {
    const random = createRandom(1);
    const points = pointsOf(Array.from({ length: 4000 }, () => [random.normal(), random.normal()]));
    const starts = plusPlusStarts(points, 5, random);
    const exact = boundedLloyd(points, starts);
    const early = boundedLloyd(points, starts, 1e-6);
    expect(early.iterations).toBeLessThan(exact.iterations);
    expect(nearestCentres(points, early.centres).labels).toEqual(early.labels);
    expectClose(early.withinSumOfSquares, exact.withinSumOfSquares, { relative: 1e-3 });
  });

  it('leaves no centre without points', () => {
    const found = boundedLloyd(pointsOf([[0], [1], [2], [10]]), Float64Array.of(0, 100, 200));
    expect([...found.sizes].every((size) => size > 0)).toBe(true);
  });
});
