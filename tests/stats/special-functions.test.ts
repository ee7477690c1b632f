import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaledExponentialIntegral, tricomi } from '../../src/stats/exponential-integral';
import { expectedRepeats, logHypergeometric } from '../../src/stats/hypergeometric';
import { regularisedIncompleteBeta } from '../../src/stats/incomplete-beta';
import { incompleteGamma } from '../../src/stats/incomplete-gamma';
import { logBeta } from '../../src/stats/log-beta';
import { logGamma } from '../../src/stats/log-gamma';
import { normalDistribution, normalQuantile } from '../../src/stats/normal';
import { chiSquareTail, fTail } from '../../src/stats/tail-probabilities';
import { studentTTail } from '../../src/stats/student-t';
import { expectClose } from '../close';
import golden from '../golden/special/special-functions.json';

type Row = (string | number)[];
const numbers = (row: Row): number[] => row.map(Number);
const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });

describe('special functions agree with mpmath within 1e-12', () => {
  const oneValued: [string, Row[], (...of: number[]) => number][] = [
    ['log beta', golden.logBeta, (a = NaN, b = NaN) => logBeta(a, b)],
    [
      'incomplete beta',
      golden.incompleteBeta,
      (x = NaN, a = NaN, b = NaN) => regularisedIncompleteBeta(x, a, b),
    ],
    ['normal distribution', golden.normalDistribution, (z = NaN) => normalDistribution(z)],
    ['chi-square tail', golden.chiSquareTail, (x = NaN, df = NaN) => chiSquareTail(x, df)],
    ['F tail', golden.fTail, (f = NaN, a = NaN, b = NaN) => fTail(f, a, b)],
    ['Tricomi U(a, a, z)', golden.tricomi, (a = NaN, z = NaN) => tricomi(a, z)],
    ['2F1(1, b; a + b; z)', golden.expectedRepeats, (a = NaN, b = NaN, z = NaN) => expectedRepeats(a, b, z)],
    [
      'scaled exponential integral',
      golden.scaledExponentialIntegral,
      (p = NaN, z = NaN) => scaledExponentialIntegral(p, z),
    ],
  ];
  test.each(oneValued)('%s', (_, rows, compute) => {
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const values = numbers(row);
      expectClose(compute(...values.slice(0, -1)), values.at(-1) ?? NaN, { relative: 1e-12 });
    }
  });

  test('both tails of the incomplete gamma function, in all regimes', () => {
    for (const [a = NaN, x = NaN, lower = NaN, upper = NaN] of golden.incompleteGamma) {
      const found = incompleteGamma(a, x);
      // The larger of the two is one less the smaller: its own relative error is what counts.
      expectClose(found.lower, lower, { relative: 1e-12, absolute: x >= a + 1 ? 1e-15 : 0 });
      expectClose(found.upper, upper, { relative: 1e-12, absolute: x < a + 1 ? 1e-15 : 0 });
    }
  });

  test('normal quantile (to the last digit of the reference)', () => {
    for (const [p = NaN, z = NaN] of golden.normalQuantile)
      expectClose(normalQuantile(p), z, { relative: 1e-14 });
  });

  test('the logarithm of 2F1 in the 75 cases of the likelihoods, up to e^2513', () => {
    expect(golden.logHypergeometric).toHaveLength(75);
    for (const row of golden.logHypergeometric) {
      const [, a = NaN, b = NaN, c = NaN, z = NaN, log = NaN] = numbers(row);
      expectClose(logHypergeometric(a, b, c, z), log, { relative: 1e-12 });
    }
  });
});

describe('special functions keep their laws', () => {
  test('normal quantile and distribution undo each other; the distribution is symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (p) => {
        const z = normalQuantile(p);
        expectClose(normalDistribution(z), p, { relative: 1e-11 });
        expectClose(normalQuantile(1 - p), -z, { relative: 1e-6, absolute: 1e-12 });
      }),
    );
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalDistribution(0)).toBe(0.5);
  });

  test('F with one numerator degree of freedom is t squared; chi-square with one is z squared', () => {
    fc.assert(
      fc.property(positive(12), positive(200), (t, df) => {
        expectClose(fTail(t * t, 1, df), 2 * studentTTail(t, df), { relative: 1e-11 });
        expectClose(chiSquareTail(t * t, 1), 2 * normalDistribution(-t), { relative: 1e-11 });
      }),
    );
  });

  test('P falls by x^a e^-x / Γ(a+1) from a to a + 1', () => {
    fc.assert(
      fc.property(positive(50), positive(80), (a, x) => {
        const step = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
        expectClose(incompleteGamma(a, x).lower - incompleteGamma(a + 1, x).lower, step, {
          relative: 1e-9,
          absolute: 1e-14,
        });
      }),
    );
  });

  test('tails are whole at 0, nothing at infinity and undefined for what is not a number', () => {
    expect(chiSquareTail(0, 3)).toBe(1);
    expect(chiSquareTail(Infinity, 3)).toBe(0);
    expect(chiSquareTail(NaN, 3)).toBeNaN();
    expect(fTail(0, 2, 3)).toBe(1);
    expect(fTail(Infinity, 2, 3)).toBe(0);
    expect(fTail(1, 0, 3)).toBeNaN();
    expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(incompleteGamma(-1, 2).lower).toBeNaN();
  });

  test('2F1 is symmetric in a and b and 1 at z = 0; the continued fraction agrees with the series', () => {
    fc.assert(
      fc.property(positive(5), positive(20), fc.double({ min: 0, max: 0.99, noNaN: true }), (a, b, z) => {
        expectClose(Math.log(expectedRepeats(a, b, z)), logHypergeometric(1, b, a + b, z), {
          relative: 1e-11,
          absolute: 1e-14,
        });
        expectClose(logHypergeometric(b, 1, a + b, z), logHypergeometric(1, b, a + b, z), {
          relative: 1e-13,
          absolute: 1e-15,
        });
      }),
    );
    expect(logHypergeometric(2, 3, 4, 0)).toBe(0);
    expect(logHypergeometric(2, 3, 4, 1)).toBeNaN();
    expect(expectedRepeats(2, 3, 1)).toBeNaN();
  });

  test('the exponential integral satisfies p E_{p+1} = 1 - z E_p, scaled', () => {
    fc.assert(
      fc.property(positive(20), positive(50), (p, z) => {
        expectClose(p * scaledExponentialIntegral(p + 1, z) + z * scaledExponentialIntegral(p, z), 1, {
          relative: 1e-12,
        });
      }),
    );
    expect(scaledExponentialIntegral(1, 0)).toBeNaN();
  });
});
