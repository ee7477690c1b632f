import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg';
import {
  pooledSums,
  profileMeans,
  profileShares,
  segmentsByLevelsP,
  withAdjustedP,
  type NumericSums,
} from '../../src/stats/segment-profile';
import { expectClose } from '../close';

const sumsOf = (values: readonly number[]): NumericSums => {
  const sum = values.reduce((a, b) => a + b, 0);
  const mean = sum / Math.max(1, values.length);
  return { count: values.length, sum, squaredDeviations: values.reduce((to, x) => to + (x - mean) ** 2, 0) };
};

describe('benjaminiHochberg', () => {
  // Benjamini & Hochberg (1995), section 4: 15 tests of a trial; at 5 % the first four are found.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];

  it('finds the four of the example of 1995', () => {
    const adjusted = benjaminiHochberg(published);
    expect(adjusted.filter((p) => p !== null && p <= 0.05).length).toBe(4);
    expectClose(
      adjusted.slice(0, 8) as number[],
      [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.447 / 7, 0.447 / 7, 0.0645],
      {
        relative: 1e-12,
      },
    );
  });

  it('does not mind the order, leaves out what was not tested and keeps within p and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }))), (values) => {
        const adjusted = benjaminiHochberg(values);
        expect(benjaminiHochberg([...values].reverse())).toEqual([...adjusted].reverse());
        values.forEach((p, i) => {
          if (p === null) expect(adjusted[i]).toBeNull();
          else {
            expect(adjusted[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
            expect(adjusted[i]).toBeLessThanOrEqual(1);
          }
        });
        expect(benjaminiHochberg(values.filter((p) => p !== null))).toEqual(
          adjusted.filter((p) => p !== null),
        );
      }),
    );
  });

  it('goes with its rows', () => {
    const rows = withAdjustedP([
      { name: 'a', p: 0.02 },
      { name: 'b', p: null },
      { name: 'c', p: 0.01 },
    ]);
    expect(rows).toEqual([
      { name: 'a', p: 0.02, pAdjusted: 0.02 },
      { name: 'b', p: null, pAdjusted: null },
      { name: 'c', p: 0.01, pAdjusted: 0.02 },
    ]);
  });
});

describe('profileMeans', () => {
  // Student's sleep data, as in R's t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939.
  const drugs = [
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
  ];

  it("is Welch's test on the sleep data", () => {
    const [one, other] = profileMeans(drugs.map(sumsOf));
    expectClose([one?.p ?? 0, other?.p ?? 0], [0.07939, 0.07939], { relative: 1e-4 });
    expectClose([one?.mean ?? 0, one?.overall ?? 0, one?.lift ?? 0], [0.75, 1.54, 0.75 / 1.54], {
      relative: 1e-12,
    });
  });

  it('sets a segment against all the others together, however they are cut', () => {
    const number = fc.integer({ min: -50, max: 50 });
    const some = fc.array(number, { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const three = profileMeans([a, b, c].map(sumsOf))[0];
        const two = profileMeans([a, [...b, ...c]].map(sumsOf))[0];
        expect(three?.p === null).toBe(two?.p === null);
        expectClose(three?.p ?? 0, two?.p ?? 0, { relative: 1e-8, absolute: 1e-12 });
        expectClose(three?.effect ?? 0, two?.effect ?? 0, { relative: 1e-8, absolute: 1e-12 });
        const all = pooledSums(pooledSums(sumsOf(a), sumsOf(b)), sumsOf(c));
        const direct = sumsOf([...a, ...b, ...c]);
        expectClose(all.squaredDeviations, direct.squaredDeviations, { relative: 1e-10, absolute: 1e-9 });
      }),
    );
  });

  it('says null where there is nothing to say', () => {
    const empty = sumsOf([]);
    expect(profileMeans([empty, sumsOf([1, 2])])[0]).toEqual({
      count: 0,
      mean: null,
      overall: 1.5,
      lift: null,
      effect: null,
      p: null,
    });
    expect(profileMeans([empty])[0]).toMatchObject({ mean: null, overall: null, p: null });
    expect(profileMeans([sumsOf([3, 3]), sumsOf([3, 3])])[0]).toMatchObject({
      lift: 1,
      effect: null,
      p: null,
    });
    expect(profileMeans([sumsOf([-1, -2]), sumsOf([0, 1])])[0]?.lift).toBeNull();
  });

  it('keeps its digits at a billion', () => {
    const far = profileMeans(drugs.map((values) => sumsOf(values.map((x) => x + 1e9))));
    expectClose(far[0]?.p ?? 0, 0.07939, { relative: 1e-4 });
  });
});

describe('profileShares', () => {
  it('is the chi-square of two proportions: 10 of 30 against 20 of 30', () => {
    const found = profileShares([
      [10, 20],
      [20, 10],
    ]);
    expectClose(found[0]?.[0]?.p ?? 0, 0.009823274507519235, { relative: 1e-9 });
    expect(found[0]?.[0]).toMatchObject({ count: 10, share: 1 / 3, overall: 0.5, lift: 1 / 3 / 0.5 });
    expectClose(
      segmentsByLevelsP([
        [10, 20],
        [20, 10],
      ]) ?? 0,
      0.009823274507519235,
      { relative: 1e-9 },
    );
  });

  it('says null of an empty segment and of a level that all or nobody has', () => {
    const found = profileShares([
      [0, 0, 0],
      [5, 0, 0],
      [4, 0, 0],
    ]);
    expect(found[0]?.[0]).toEqual({ count: 0, share: null, overall: 1, lift: null, p: null });
    expect(found[1]?.[1]).toEqual({ count: 0, share: 0, overall: 0, lift: null, p: null });
    expect(found[1]?.[0]?.p).toBeNull();
    expect(
      segmentsByLevelsP([
        [0, 0],
        [5, 0],
      ]),
    ).toBeNull();
    expect(segmentsByLevelsP([])).toBeNull();
  });
});
