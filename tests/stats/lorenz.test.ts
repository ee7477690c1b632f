import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abcTiers, equalTiers, lorenzCurve } from '../../src/stats/lorenz';
import { expectClose } from '../close';

const amounts = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 })
  .filter((values) => values.some((value) => value > 0));

describe('lorenzCurve', () => {
  it('by hand: 1, 2, 3, 4 has a Gini of 1/4 and the shares 0.1, 0.3, 0.6, 1', () => {
    const found = lorenzCurve(Float64Array.of(3, 1, 4, 2));
    expectClose(found?.gini, 0.25, { relative: 1e-14 });
    expectClose(found?.value, [0, 0.1, 0.3, 0.6, 1], { relative: 1e-14, absolute: 1e-15 });
    expectClose(found?.members, [0, 0.25, 0.5, 0.75, 1], { relative: 1e-14, absolute: 1e-15 });
  });

  it('has a Gini of 0 for equals, 1 - 1/n where one has all, (n - 1)/(3n) for 1 .. n', () => {
    expectClose(lorenzCurve(new Float64Array(7).fill(3))?.gini, 0, { relative: 0, absolute: 1e-15 });
    expectClose(lorenzCurve(Float64Array.of(0, 0, 0, 0, 9))?.gini, 0.8, { relative: 1e-14 });
    const counting = Float64Array.from({ length: 1000 }, (_, i) => i + 1);
    expectClose(lorenzCurve(counting)?.gini, 999 / 3000, { relative: 1e-12 });
  });

  it('does not mind order or unit, counts a weight as so many, and never rises above the diagonal', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const found = lorenzCurve(Float64Array.from(values));
        const other = lorenzCurve(Float64Array.from(values, (value) => value * 7).reverse());
        expectClose(other?.gini, found?.gini ?? 0, { relative: 1e-9, absolute: 1e-12 });
        const weighted = lorenzCurve(Float64Array.from(values), new Float64Array(values.length).fill(3));
        const repeated = lorenzCurve(Float64Array.from([...values, ...values, ...values]));
        expectClose(weighted?.gini, repeated?.gini ?? 0, { relative: 1e-9, absolute: 1e-12 });
        found?.value.forEach((share, i) => {
          expect(share).toBeLessThanOrEqual((found.members[i] as number) + 1e-12);
        });
      }),
    );
  });

  it('is null for nothing and for zeros only, and refuses what is below 0', () => {
    expect(lorenzCurve(new Float64Array())).toBeNull();
    expect(lorenzCurve(new Float64Array(3))).toBeNull();
    expect(() => lorenzCurve(Float64Array.of(-1, 2))).toThrow(RangeError);
  });
});

describe('tiers', () => {
  it('by hand: ABC of 50, 30, 10, 5, 3, 2', () => {
    const found = abcTiers(Float64Array.of(2, 50, 5, 30, 10, 3));
    expect([...(found?.tierOf ?? [])]).toEqual([2, 0, 1, 0, 1, 2]);
    expectClose(
      found?.tiers.map(({ cumulativeShare }) => cumulativeShare),
      [0.8, 0.95, 1],
      { relative: 1e-12 },
    );
    expectClose(found?.cumulativeShare, [1, 0.5, 0.95, 0.8, 0.9, 0.98], { relative: 1e-12 });
  });

  it('cut equally many members, the most valuable first, and share out all the value', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10 }), (values, count) => {
        const found = equalTiers(Float64Array.from(values), count);
        const sizes = found?.tiers.map(({ members }) => members) ?? [];
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expectClose(
          found?.tiers.reduce((sum, { share }) => sum + share, 0),
          1,
          { relative: 1e-12 },
        );
        values.forEach((value, i) =>
          values.forEach((other, j) => {
            if (value > other) expect(found?.tierOf[i]).toBeLessThanOrEqual(found?.tierOf[j] ?? -1);
          }),
        );
      }),
    );
  });

  it('are null where there is no value', () => {
    expect(equalTiers(new Float64Array(4), 2)).toBeNull();
    expect(abcTiers(new Float64Array())).toBeNull();
  });
});
