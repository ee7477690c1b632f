import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { digamma, trigamma } from '../../src/stats/digamma';
import { expectClose } from '../close';
import golden from '../golden/special/clv-functions.json';

describe('digamma and trigamma', () => {
  test('equal mpmath at 60 digits', () => {
    for (const [x, value] of golden.digamma)
      expectClose(digamma(Number(x)), Number(value), { relative: 1e-12, absolute: 1e-13 });
    for (const [x, value] of golden.trigamma)
      expectClose(trigamma(Number(x)), Number(value), { relative: 1e-12 });
  });

  test('obey the recurrences psi(x+1) = psi(x) + 1/x and psi1(x+1) = psi1(x) - 1/x²', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
        expectClose(digamma(x + 1), digamma(x) + 1 / x, { relative: 1e-12, absolute: 1e-12 });
        expectClose(trigamma(x + 1) + 1 / (x * x), trigamma(x), { relative: 1e-12 });
      }),
    );
  });

  test('have their poles at 0 and no value below', () => {
    expect(digamma(0)).toBe(-Infinity);
    expect(trigamma(0)).toBe(Infinity);
    expect(digamma(-1)).toBeNaN();
    expect(trigamma(NaN)).toBeNaN();
  });
});
