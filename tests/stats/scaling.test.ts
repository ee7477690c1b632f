import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardise, winsorise } from '../../src/stats/scaling';
import { expectClose } from '../close';

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });

describe('winsorise', () => {
  it('by hand: 0 .. 10 at 10 % is brought to 1 .. 9', () => {
    const found = winsorise(
      Float64Array.from({ length: 11 }, (_, i) => i),
      0.1,
    );
    expectClose(found, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9], { relative: 1e-14 });
  });

  it('keeps the order and leaves all as it is at 0', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const given = Float64Array.from(values);
        expect(winsorise(given, 0)).toEqual(given);
        const found = winsorise(given.toSorted(), 0.05);
        expect(found).toEqual(found.toSorted());
      }),
    );
    expect(winsorise(new Float64Array(), 0.1).length).toBe(0);
    expect(() => winsorise(Float64Array.of(1), 0.5)).toThrow(RangeError);
  });
});

describe('standardise', () => {
  it('forgets the unit and the origin, and counts a weight as so many', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const plain = standardise(Float64Array.from(values));
        fc.pre(plain !== null);
        const moved = standardise(Float64Array.from(values, (value) => 4 * value + 1e9));
        expectClose(moved?.values, [...plain.values], { relative: 1e-9, absolute: 1e-9 });
        const twice = standardise(Float64Array.from(values), new Float64Array(values.length).fill(2));
        expectClose(twice?.spread, standardise(Float64Array.from([...values, ...values]))?.spread ?? 0, {
          relative: 1e-12,
        });
      }),
    );
  });

  it('is null without spread', () => {
    expect(standardise(Float64Array.of(4, 4))).toBeNull();
    expect(standardise(Float64Array.of(4))).toBeNull();
    expect(standardise(new Float64Array())).toBeNull();
  });
});
