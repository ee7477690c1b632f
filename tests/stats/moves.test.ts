import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedyMoves, singleMoves, type Movable } from '../../src/stats/moves';
import { expectClose } from '../close';

const made = (over: Partial<Movable>): Movable => ({
  coefficients: Float64Array.of(0.5, 0.3, -0.2),
  covariance: Float64Array.of(0.01, 0.002, 0, 0.002, 0.04, 0, 0, 0, 0.01),
  means: [6, 8.5, 5],
  steps: [1, 1, 1],
  caps: [8, 10, 10],
  multiplier: 2,
  ...over,
});
const drivers = fc.integer({ min: 1, max: 5 }).chain((count) => {
  const many = (low: number, high: number) =>
    fc.array(fc.double({ min: low, max: high, noNaN: true }), { minLength: count, maxLength: count });
  return fc.record({
    coefficients: many(-1, 2),
    means: many(1, 9),
    steps: many(0.3, 2),
    factor: many(-1, 1),
    caps: many(5, 10),
  });
});
/** A covariance of rank one and a diagonal. */
const covarianceFrom = (factor: number[], scale = 1): Float64Array =>
  Float64Array.from(factor.flatMap((a, i) => factor.map((b, j) => scale * (a * b + (i === j ? 0.01 : 0)))));

describe('moves', () => {
  it('of one driver are its coefficient times the step, less where the scale ends', () => {
    const [first, second, third] = singleMoves(made({ caps: [8, 9, 10] }));
    expect(first).toMatchObject({ driver: 0, from: 6, to: 7, effect: 0.5 });
    expectClose([first?.effectLow as number, first?.effectHigh as number], [0.3, 0.7], { relative: 1e-12 });
    expect(second).toMatchObject({ from: 8.5, to: 9 });
    expectClose([second?.effect as number, second?.effectLow as number], [0.15, 0.15 - 2 * 0.2 * 0.5], {
      relative: 1e-12,
    });
    expectClose(third?.effect, -0.2, { relative: 1e-12 });
  });

  it('come in the order of most change, leave out what would harm, and end at the caps', () => {
    const moves = greedyMoves(made({}), 100);
    expect(moves.map(({ driver, from, to }) => [driver, from, to])).toEqual([
      [0, 6, 7],
      [0, 7, 8],
      [1, 8.5, 9.5],
      [1, 9.5, 10],
    ]);
    expectClose(
      moves.map(({ cumulative }) => cumulative),
      [0.5, 1, 1.3, 1.45],
      { relative: 1e-12 },
    );
    // d = (2, 1.5): variance 4·0.01 + 2·2·1.5·0.002 + 2.25·0.04 = 0.142.
    expectClose(moves[3]?.cumulativeHigh, 1.45 + 2 * Math.sqrt(0.142), { relative: 1e-12 });
    expect(greedyMoves(made({}), 2)).toHaveLength(2);
  });

  it('go down where lower is better', () => {
    const moves = greedyMoves(made({ steps: [1, 1, -2], caps: [8, 10, 1] }), 100);
    expect(moves[1]).toMatchObject({ driver: 0, to: 8 });
    expect(moves[2]).toMatchObject({ driver: 2, from: 5, to: 3 });
    expectClose(moves[2]?.effect, 0.4, { relative: 1e-12 });
  });

  it('cannot be made with an unknown coefficient, a step of 0, or at the end of the scale', () => {
    const movable = made({ coefficients: Float64Array.of(NaN, 0.3, 1), steps: [1, 0, 1], means: [6, 8, 10] });
    expect(singleMoves(movable)).toEqual([null, null, null]);
    expect(greedyMoves(movable, 10)).toEqual([]);
  });

  it('never gain more than the one before, and add up to β times the whole change', () => {
    fc.assert(
      fc.property(drivers, ({ coefficients, means, steps, factor, caps }) => {
        const movable = made({
          coefficients: Float64Array.from(coefficients),
          covariance: covarianceFrom(factor),
          means,
          steps,
          caps,
        });
        const moves = greedyMoves(movable, 60);
        const change = coefficients.map(() => 0);
        moves.forEach((move, k) => {
          if (k > 0) expect(move.effect).toBeLessThanOrEqual((moves[k - 1]?.effect as number) * (1 + 1e-12));
          expect(move.to).toBeLessThanOrEqual(caps[move.driver] as number);
          change[move.driver] = (change[move.driver] as number) + move.to - move.from;
          const expected = change.reduce((sum, one, i) => sum + one * (coefficients[i] as number), 0);
          expectClose(move.cumulative, expected, { relative: 1e-9, absolute: 1e-12 });
          expect(move.step).toBe(k + 1);
        });
      }),
    );
  });

  it('have intervals half as wide for a quarter of the variance', () => {
    fc.assert(
      fc.property(drivers, ({ coefficients, means, steps, factor, caps }) => {
        const by = (scale: number) =>
          greedyMoves(
            made({
              coefficients: Float64Array.from(coefficients),
              covariance: covarianceFrom(factor, scale),
              means,
              steps,
              caps,
            }),
            20,
          );
        const narrow = by(0.25);
        by(1).forEach(({ cumulativeHigh, cumulativeLow }, k) => {
          const other = narrow[k] as (typeof narrow)[number];
          expectClose(2 * (other.cumulativeHigh - other.cumulativeLow), cumulativeHigh - cumulativeLow, {
            relative: 1e-9,
            absolute: 1e-12,
          });
        });
      }),
    );
  });

  it('go on without a cap until the number asked for', () => {
    expect(greedyMoves(made({ caps: [Infinity, 10, 10] }), 7).map(({ driver }) => driver)).toEqual([
      0, 0, 0, 0, 0, 0, 0,
    ]);
  });
});
