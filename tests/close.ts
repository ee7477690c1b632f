import { expect } from 'vitest';

/**
 * Holds a number to a reference within a relative tolerance (absolute below 1e-300 or when the reference is 0, where
 * `absolute` applies). Arrays are compared element by element.
 */
export function expectClose(
  actual: number | ArrayLike<number> | undefined,
  expected: number | readonly number[],
  tolerance: { relative: number; absolute?: number },
): void {
  if (typeof expected !== 'number') {
    expect(actual).toBeDefined();
    expect((actual as ArrayLike<number>).length).toBe(expected.length);
    expected.forEach((value, i) => expectClose((actual as ArrayLike<number>)[i], value, tolerance));
    return;
  }
  const value = actual as number;
  const allowed = Math.max(tolerance.relative * Math.abs(expected), tolerance.absolute ?? 0);
  if (!(Math.abs(value - expected) <= allowed))
    expect.fail(`${value} is not within ${allowed} of ${expected} (off by ${Math.abs(value - expected)})`);
}
