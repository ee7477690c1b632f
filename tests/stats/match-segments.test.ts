import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestAssignment } from '../../src/stats/assignment';
import { matchByCentres, matchByOverlap } from '../../src/stats/match-segments';

const permutations = (items: number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) =>
        permutations(items.filter((one) => one !== first)).map((rest) => [first, ...rest]),
      );

describe('cheapestAssignment', () => {
  it('costs no more than any pairing there is', () => {
    const square = fc.integer({ min: 1, max: 5 }).chain((n) =>
      fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
    );
    fc.assert(
      fc.property(square, (costs) => {
        const total = (columns: ArrayLike<number>): number =>
          costs.reduce((sum, row, i) => sum + (row[columns[i] as number] as number), 0);
        const found = cheapestAssignment(costs);
        expect(new Set(found).size).toBe(costs.length);
        expect(total(found)).toBe(Math.min(...permutations([...costs.keys()]).map(total)));
      }),
    );
  });

  it('leaves over the rows that have no column', () => {
    expect([...cheapestAssignment([[5], [1], [3]])]).toEqual([-1, 0, -1]);
    expect([...cheapestAssignment([[5, 1, 3]])]).toEqual([1]);
    expect([...cheapestAssignment([])]).toEqual([]);
  });
});

describe('matching segments', () => {
  it('undoes any renumbering', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        const reference = Int32Array.from({ length: 40 }, (_, i) => i % 4);
        const labels = reference.map((label) => order.indexOf(label));
        expect([...matchByOverlap(labels, reference)]).toEqual(order);
        const old = Float64Array.of(0, 0, 5, 1, 9, 9, -3, 4);
        const moved = Float64Array.from(
          order.flatMap((c) => [(old[2 * c] as number) + 0.4, (old[2 * c + 1] as number) - 0.3]),
        );
        expect([...matchByCentres(moved, old, 2)]).toEqual(order);
      }),
    );
  });

  it('gives a segment that is new -1', () => {
    const found = matchByOverlap(Int32Array.of(0, 0, 0, 1, 2, 2), Int32Array.of(1, 1, 1, 1, 0, 0));
    expect([...found]).toEqual([1, -1, 0]);
  });
});
