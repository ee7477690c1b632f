import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regularisedIncompleteBeta } from '../../src/stats/incomplete-beta';
import { studentTQuantile, studentTTail } from '../../src/stats/student-t';
import { expectClose } from '../close';

describe('incomplete beta', () => {
  // mpmath at 60 digits; the last three at the doubles as written.
  it.each([
    [0.5, 0.5, 0.5, 0.5],
    [0.1, 2, 3, 0.0523],
    [0.9, 20, 30, 1],
    [0.3, 0.01, 5, 0.9991442234826966],
    [0.999, 500, 1, 0.606378944861185],
    [0.02, 1, 500, 0.9999589760148545],
    [0.51, 1e4, 1e4, 0.9976629406698898],
    [1e-6, 0.3, 1.7, 0.0194351728297148],
    [0.5, 200, 300, 0.9999964565197356],
    [0.39, 200, 300, 0.3258373064736227],
    [0.2, 0.5, 60, 0.9999997584055501],
  ])('agrees with mpmath at x = %d, a = %d, b = %d', (x, a, b, expected) => {
    expectClose(regularisedIncompleteBeta(x, a, b), expected, { relative: 1e-12 });
  });

  it('mirrors: I_x(a, b) + I_{1-x}(b, a) = 1', () => {
    const positive = fc.double({ min: 0.05, max: 300, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1023 }), positive, positive, (k, a, b) => {
        const x = k / 1024;
        const total = regularisedIncompleteBeta(x, a, b) + regularisedIncompleteBeta(1 - x, b, a);
        expectClose(total, 1, { relative: 1e-12 });
      }),
    );
  });

  it('is 0 and 1 at the ends and undefined outside', () => {
    expect(regularisedIncompleteBeta(0, 2, 3)).toBe(0);
    expect(regularisedIncompleteBeta(1, 2, 3)).toBe(1);
    expect(regularisedIncompleteBeta(1.1, 2, 3)).toBeNaN();
    expect(regularisedIncompleteBeta(0.5, 0, 3)).toBeNaN();
  });
});

describe("Student's t", () => {
  it.each([
    [2, 10, 0.03669401738537018],
    [0.5, 1, 0.35241638234956674],
    [12, 3, 0.0006225079003946683],
    [1.96, 99, 0.02640355687548536],
    [40, 5, 9.205981085886477e-8],
    [0.001, 7, 0.4996150086224994],
  ])('has the tail of mpmath above %d with %d degrees of freedom', (t, df, expected) => {
    expectClose(studentTTail(t, df), expected, { relative: 1e-12 });
  });

  it.each([
    [0.975, 10, 2.2281388519862744],
    [0.975, 99, 1.9842169515864172],
    [0.75, 1, 1],
    [0.9995, 29, 3.6594050194663743],
    [0.95, 2, 2.9199855803537242],
    [0.975, 1e6, 1.9599663568141066],
  ])('has the quantile of mpmath at %d with %d degrees of freedom', (probability, df, expected) => {
    expectClose(studentTQuantile(probability, df), expected, { relative: 1e-10 });
  });

  it('has quantiles that undo the tail', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0005, max: 0.4999, noNaN: true }),
        fc.double({ min: 0.6, max: 500, noNaN: true }),
        (tail, df) => {
          const t = studentTQuantile(tail, df);
          expectClose(studentTTail(-t, df), tail, { relative: 1e-10 });
          expectClose(studentTQuantile(1 - tail, df), -t, { relative: 1e-9, absolute: 1e-12 });
        },
      ),
    );
  });

  it('is half at zero, nothing at infinity, undefined without degrees of freedom', () => {
    expect(studentTTail(0, 5)).toBe(0.5);
    expect(studentTTail(Infinity, 5)).toBe(0);
    expect(studentTTail(-Infinity, 5)).toBe(1);
    expect(studentTTail(1, 0)).toBeNaN();
    expect(studentTQuantile(1, 5)).toBeNaN();
  });
});
