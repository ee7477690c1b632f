import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { BgNbdParameters } from '../../src/stats/bg-nbd';
import { expectedPurchasesIfActive, probabilityAlive } from '../../src/stats/bg-nbd-forecast';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-bg-nbd.json';
import special from '../golden/special/clv-functions.json';
import { cdnow } from './cdnow';

const expected = (parameters: BgNbdParameters, x: number, age: number, horizons: number[]): Float64Array => {
  const results = new Float64Array(horizons.length);
  expectedPurchasesIfActive(parameters, x, age, Float64Array.from(horizons), results);
  return results;
};
const at = (parameters: BgNbdParameters, x: number, age: number, t: number): number =>
  expected(parameters, x, age, [t])[0] ?? NaN;

describe('BG/NBD forecast', () => {
  test('gives BTYD’s P(alive) and conditional expectations for 16 customers of CDNOW', () => {
    for (const { x, recency, age, alive, expected39 } of golden.perCustomer) {
      const p = probabilityAlive(golden.params, x, recency, age);
      expectClose(p, alive, { relative: 1e-9 });
      expectClose(p * at(golden.params, x, age, 39), expected39, { relative: 1e-9 });
    }
  });

  test('expects 1,653 repeat purchases of CDNOW in weeks 40 to 78', () => {
    const total = cdnow.age.reduce((sum, age, i) => {
      const x = cdnow.frequency[i] ?? NaN;
      return (
        sum + probabilityAlive(golden.params, x, cdnow.recency[i] ?? NaN, age) * at(golden.params, x, age, 39)
      );
    }, 0);
    expectClose(total, golden.sumExpected39, { relative: 1e-9 });
  });

  test('of a new customer equals the model’s E[X(t)], all horizons at once', () => {
    const { t, EX } = golden.expectation;
    expectClose(expected(golden.params, 0, 0, t), EX, { relative: 1e-9 });
  });

  test('equals the published hypergeometric form with 2F1 by mpmath, up to 400 purchases', () => {
    expect(special.hypergeometric.length).toBe(33);
    for (const [, A, B, C, Z, , logValue] of special.hypergeometric) {
      const [shape, stay, c, z] = [A, B, C, Z].map(Number) as [number, number, number, number];
      const a = c - stay + 1;
      const bracket = -Math.expm1(shape * Math.log1p(-z) + Number(logValue));
      const actual = at({ r: shape, alpha: 1, a, b: stay }, 0, 0, z / (1 - z));
      expectClose(actual, (c / (a - 1)) * bracket, { relative: 1e-10 });
    }
  });

  test('is smooth through a = 1, where the published form is 0/0', () => {
    const near = [-2, -1, 1, 2].map((k) => at({ ...golden.params, a: 1 + k * 1e-3 }, 3, 30, 52));
    const [first = NaN, second = NaN, third = NaN, fourth = NaN] = near;
    const middle = (4 * (second + third) - (first + fourth)) / 6;
    expectClose(at({ ...golden.params, a: 1 }, 3, 30, 52), middle, { relative: 1e-9 });
  });

  test('without anyone leaving is the rate (r + x) / (alpha + T) times the time, heavy buyers too', () => {
    for (const x of [0, 4, 300, 5000])
      expectClose(at({ r: 0.5, alpha: 4, a: 1e-13, b: 3 }, x, 100, 52), ((0.5 + x) / 104) * 52, {
        relative: 1e-9,
      });
  });

  test('is 0 for no time, does not fall with the time, and is never more than the purchases without leaving', () => {
    const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ r: positive(5), alpha: positive(50), a: positive(5), b: positive(20) }),
        fc.integer({ min: 0, max: 60 }),
        positive(100),
        positive(100),
        (parameters, x, age, t) => {
          const [zero, some = NaN, more = NaN] = expected(parameters, x, age, [0, t, 2 * t]);
          expect(zero).toBe(0);
          expect(some).toBeGreaterThan(0);
          // Where nearly everyone has left before, both are the same but for rounding over a million terms.
          expect(more).toBeGreaterThan(some * (1 - 1e-11));
          const free = ((parameters.r + x) / (parameters.alpha + age)) * t;
          expect(some).toBeLessThanOrEqual(free * (1 + 1e-12));
        },
      ),
    );
  });

  test('rises with the time, and in the end to (a + b + x - 1) / (a - 1) where a is above 1', () => {
    const week = expected(golden.params, 2, 38, [1, 2, 10, 52, 520]);
    week.forEach((value, i) => expect(value).toBeGreaterThan(i === 0 ? 0 : (week[i - 1] ?? NaN)));
    expectClose(at({ r: 0.01, alpha: 0.01, a: 3.8, b: 0.01 }, 57, 0.01, 100), (3.8 + 0.01 + 57 - 1) / 2.8, {
      relative: 1e-9,
    });
  });

  test('P(alive) lies in [0, 1], falls with silence and is 1 without a repeat purchase', () => {
    const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ r: positive(5), alpha: positive(50), a: positive(5), b: positive(20) }),
        fc.integer({ min: 1, max: 1000 }),
        positive(100),
        positive(100),
        (parameters, x, recency, silence) => {
          const now = probabilityAlive(parameters, x, recency, recency + silence);
          const later = probabilityAlive(parameters, x, recency, recency + 2 * silence);
          expect(now).toBeLessThanOrEqual(1);
          expect(later).toBeGreaterThanOrEqual(0);
          expect(later).toBeLessThanOrEqual(now);
          expect(probabilityAlive(parameters, 0, 0, silence)).toBe(1);
        },
      ),
    );
    const silent = [0, 5, 20, 60].map((silence) => probabilityAlive(golden.params, 6, 30, 30 + silence));
    expect(silent).toEqual([...silent].sort((a, b) => b - a));
    expect(silent[3]).toBeLessThan(0.02);
  });
});
