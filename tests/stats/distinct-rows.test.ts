import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { distinctRows, valuesAt } from '../../src/stats/distinct-rows';

describe('distinct rows', () => {
  test('every row equals the row that stands for it, and the counts add up to the rows', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, -0, 0.5, 1 / 7, 2 / 7)),
    );
    fc.assert(
      fc.property(rows, (pairs) => {
        const columns = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k] ?? 0));
        const { first, counts, groupOf } = distinctRows(columns);
        const keys = new Set(pairs.map(([x, y]) => `${x} ${y + 0}`));
        expect(first.length).toBe(keys.size);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
        for (const column of columns) {
          const values = valuesAt(column, first);
          // Adding 0 makes -0 and 0 one, as the grouping does.
          pairs.forEach((_, i) => expect((values[groupOf[i] ?? -1] ?? NaN) + 0).toBe((column[i] ?? NaN) + 0));
        }
      }),
    );
  });

  test('of nothing are nothing', () => {
    expect(distinctRows([new Float64Array()]).first.length).toBe(0);
  });
});
