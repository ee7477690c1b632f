import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jackknifeCovariance, jackknifeErrors } from '../../src/stats/jackknife';
import { drawJointNormals, quadrantProbabilities, rankProbabilities } from '../../src/stats/joint-draws';
import { expectClose } from '../close';

const value = fc.double({ min: -5, max: 5, noNaN: true });
/** Points with the replicates of a few quantities, and the groups' rows. */
const replicates = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 8 }))
  .chain(([quantities, groups]) =>
    fc.record({
      replicates: fc.array(
        fc
          .array(value, { minLength: quantities, maxLength: quantities })
          .map((one) => Float64Array.from(one)),
        {
          minLength: groups,
          maxLength: groups,
        },
      ),
      counts: fc
        .array(fc.integer({ min: 1, max: 50 }), { minLength: groups, maxLength: groups })
        .map((one) => Float64Array.from(one)),
    }),
  );
const draws = (point: number[], covariance: number[], count = 4000, seed = 1): Float64Array => {
  const drawn = drawJointNormals(Float64Array.from(point), Float64Array.from(covariance), count, seed);
  if (!drawn) throw new Error('nothing drawn');
  return drawn;
};

describe("the jackknife's covariance", () => {
  it('has the squared errors on its diagonal, is symmetric, and gives a contrast its own error', () => {
    fc.assert(
      fc.property(replicates, ({ replicates: all, counts }) => {
        const size = all[0]?.length ?? 0;
        const covariance = jackknifeCovariance(all, counts);
        const errors = jackknifeErrors(all, counts);
        for (let i = 0; i < size; i += 1)
          for (let j = 0; j < size; j += 1) {
            expect(covariance[i * size + j]).toBe(covariance[j * size + i]);
            const at = (row: number, column: number): number => covariance[row * size + column] as number;
            if (i === j)
              expectClose(at(i, i), (errors[i] as number) ** 2, { relative: 1e-9, absolute: 1e-12 });
            const contrast = all.map((one) => Float64Array.of((one[i] as number) - 2 * (one[j] as number)));
            const expected = (jackknifeErrors(contrast, counts)[0] as number) ** 2;
            expectClose(at(i, i) - 4 * at(i, j) + 4 * at(j, j), expected, { relative: 1e-8, absolute: 1e-9 });
          }
      }),
    );
  });

  it('knows nothing from one group, nor of a quantity that could not be computed once', () => {
    expect(jackknifeCovariance([Float64Array.of(1, 2)], Float64Array.of(3)).every(Number.isNaN)).toBe(true);
    expect(jackknifeCovariance([], Float64Array.of())).toHaveLength(0);
    const covariance = jackknifeCovariance(
      [Float64Array.of(1, NaN), Float64Array.of(2, 3)],
      Float64Array.of(3, 3),
    );
    expect([...covariance].map(Number.isNaN)).toEqual([false, true, true, true]);
  });
});

describe('joint draws', () => {
  it('have the mean and covariance asked for', () => {
    const covariance = [4, 1.2, -1, 1.2, 1, 0.1, -1, 0.1, 2];
    const drawn = draws([1, -2, 3], covariance, 40_000);
    const mean = (f: (row: Float64Array) => number): number => {
      let total = 0;
      for (let at = 0; at < drawn.length; at += 3) total += f(drawn.subarray(at, at + 3));
      return total / 40_000;
    };
    const centre = [0, 1, 2].map((i) => mean((row) => row[i] as number));
    // Within some 4.5 standard errors.
    expectClose(centre, [1, -2, 3], { relative: 0, absolute: 0.045 });
    for (let i = 0; i < 3; i += 1)
      for (let j = 0; j < 3; j += 1) {
        const found = mean(
          (row) =>
            ((row[i] as number) - (centre[i] as number)) * ((row[j] as number) - (centre[j] as number)),
        );
        expectClose(found, covariance[i * 3 + j] as number, { relative: 0, absolute: 0.13 });
      }
  });

  it('keep what a singular covariance fixes: a copy is a copy, a sum is a sum, no variance no change', () => {
    // Quantities a, b, a + b, a, and a constant.
    const covariance = [
      1, 0.5, 1.5, 1, 0, 0.5, 2, 2.5, 0.5, 0, 1.5, 2.5, 4, 1.5, 0, 1, 0.5, 1.5, 1, 0, 0, 0, 0, 0, 0,
    ];
    const drawn = draws([0, 0, 0, 0, 7], covariance, 200);
    for (let at = 0; at < drawn.length; at += 5) {
      const [a, b, sum, copy, constant] = drawn.subarray(at, at + 5) as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];
      expectClose(sum, a + b, { relative: 1e-9, absolute: 1e-9 });
      expectClose(copy, a, { relative: 1e-9, absolute: 1e-9 });
      expect(constant).toBe(7);
    }
  });

  it('are the same for the same seed, and none where something is not known', () => {
    expect(draws([1, 2], [1, 0, 0, 1], 10, 5)).toEqual(draws([1, 2], [1, 0, 0, 1], 10, 5));
    expect(draws([1, 2], [1, 0, 0, 1], 10, 6)).not.toEqual(draws([1, 2], [1, 0, 0, 1], 10, 5));
    expect(drawJointNormals(Float64Array.of(1), Float64Array.of(NaN), 10, 1)).toBeNull();
    expect(drawJointNormals(Float64Array.of(NaN), Float64Array.of(1), 10, 1)).toBeNull();
  });
});

describe('probabilities of ranks', () => {
  it('sum to 1 by driver and by rank, and agree with who outranks whom', () => {
    fc.assert(
      fc.property(replicates, ({ replicates: all }) => {
        const drivers = all[0]?.length ?? 0;
        const values = Float64Array.from(all.flatMap((one) => [99, ...one]));
        const { ranks, outranks } = rankProbabilities(values, drivers + 1, drivers, 1);
        for (let i = 0; i < drivers; i += 1) {
          const own = [...ranks.subarray(i * drivers, (i + 1) * drivers)];
          expectClose(
            own.reduce((a, b) => a + b, 0),
            1,
            { relative: 1e-12 },
          );
          const ofRank = Array.from(
            { length: drivers },
            (_, driver) => ranks[driver * drivers + i] as number,
          );
          expectClose(
            ofRank.reduce((a, b) => a + b, 0),
            1,
            { relative: 1e-12 },
          );
          // The expected rank is the number of others expected above.
          const above = Array.from({ length: drivers }, (_, j) =>
            j === i ? 0 : (outranks[j * drivers + i] as number),
          );
          expectClose(
            own.reduce((a, b, rank) => a + rank * b, 0),
            above.reduce((a, b) => a + b, 0),
            { relative: 1e-9, absolute: 1e-12 },
          );
        }
      }),
    );
  });

  it('are certain without error', () => {
    const { ranks, outranks } = rankProbabilities(
      draws([0.1, 0.5, 0.3], new Array<number>(9).fill(0), 50),
      3,
      3,
    );
    expectClose(ranks, [0, 0, 1, 1, 0, 0, 0, 1, 0], { relative: 1e-12 });
    expectClose(outranks, [0.5, 0, 0, 1, 0.5, 1, 1, 0, 0.5], { relative: 1e-12 });
  });

  it('share a tie equally', () => {
    const { ranks, outranks } = rankProbabilities(Float64Array.of(2, 1, 1), 3, 3);
    expectClose(ranks, [1, 0, 0, 0, 0.5, 0.5, 0, 0.5, 0.5], { relative: 1e-12 });
    expect(outranks[5]).toBe(0.5);
  });

  it('follow the normal: two drivers 1 apart, with errors of 1, change places with probability Φ(-1/√2)', () => {
    const { outranks } = rankProbabilities(draws([1, 0], [1, 0, 0, 1], 40_000), 2, 2);
    expectClose(outranks[2], 0.2397500610934768, { relative: 0, absolute: 0.01 });
  });

  it('need a draw', () => {
    expect(() => rankProbabilities(new Float64Array(0), 3, 3)).toThrow(RangeError);
  });
});

describe('probabilities of quadrants', () => {
  const places = { importances: 0, performances: 2 };

  it('are certain without error, against moving means or fixed targets', () => {
    const certain = draws([0.3, 0.1, 5, 8], new Array<number>(16).fill(0), 20);
    const byMeans = quadrantProbabilities(certain, 4, 2, places, { importance: 'mean', performance: 'mean' });
    const rounded = (values: Float64Array): number[] => [...values].map((one) => Math.round(one * 1e9) / 1e9);
    expect(Object.values(byMeans).map(rounded)).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    const byTargets = quadrantProbabilities(certain, 4, 2, places, { importance: 0.05, performance: [4, 9] });
    expect(Object.values(byTargets).map(rounded)).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('sum to 1, and half and half on the line', () => {
    const covariance = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const found = quadrantProbabilities(draws([3, 3, 6, 6], covariance), 4, 2, places, {
      importance: 'mean',
      performance: 6,
    });
    const sums = [0, 1].map((i) =>
      Object.values(found).reduce((total, one: Float64Array) => total + (one[i] as number), 0),
    );
    expectClose(sums, [1, 1], { relative: 1e-9 });
    expectClose(found.fix, [0.25, 0.25], { relative: 0, absolute: 0.035 });
  });

  it('know that the line moves with the driver', () => {
    // Two drivers with one common error: each stays on its side of their mean, however large it is.
    const common = [100, 100, 0, 0, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const found = quadrantProbabilities(draws([2, 1, 5, 5], common), 4, 2, places, {
      importance: 'mean',
      performance: 4,
    });
    expectClose(found.keep, [1, 0], { relative: 1e-9, absolute: 1e-9 });
  });
});
