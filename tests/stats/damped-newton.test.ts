import { describe, expect, test } from 'vitest';
import { maximise, maximiseFromStarts, type Evaluation } from '../../src/stats/damped-newton';
import { expectClose } from '../close';

const wide = { lower: [-50, -50], upper: [50, 50] };

/** Minus Rosenbrock's valley: its top is at (1, 1), at the end of a long bend. */
const valley = ([x = 0, y = 0]: readonly number[]): Evaluation => ({
  value: -((1 - x) ** 2) - 100 * (y - x * x) ** 2,
  gradient: [2 * (1 - x) + 400 * x * (y - x * x), -200 * (y - x * x)],
  hessian: [
    [-2 + 400 * y - 1200 * x * x, 400 * x],
    [400 * x, -200],
  ],
});
/** Two hills, the higher at +2: sin-like in one dimension. */
const hills = ([x = 0]: readonly number[]): Evaluation => ({
  value: -((x * x - 4) ** 2) + x,
  gradient: [-4 * x * (x * x - 4) + 1],
  hessian: [[-12 * x * x + 16]],
});

describe('damped Newton', () => {
  test('climbs a bent valley to its top and gives the inverse Hessian there', () => {
    const found = maximise(valley, [-1.2, 1], wide);
    if (found.status !== 'converged') throw new Error(found.status);
    expectClose(found.point, [1, 1], { relative: 1e-9 });
    expectClose(found.covariance[0], [0.5, 1], { relative: 1e-6 });
    expect(found.decrement).toBeLessThanOrEqual(1e-13);
  });

  test('takes the higher of two hills, whichever start comes first', () => {
    for (const starts of [
      [[-3], [3]],
      [[3], [-3]],
    ]) {
      const found = maximiseFromStarts(hills, starts, { lower: [-9], upper: [9] });
      if (found.status !== 'converged') throw new Error(found.status);
      expect(found.point[0]).toBeGreaterThan(2);
    }
  });

  test('calls a function that rises for ever an edge, not a maximum', () => {
    const rising = ([x = 0]: readonly number[]): Evaluation => ({
      value: -Math.exp(-x),
      gradient: [Math.exp(-x)],
      hessian: [[-Math.exp(-x)]],
    });
    expect(maximise(rising, [0], { lower: [-9], upper: [9] })).toMatchObject({
      status: 'edge',
      parameter: 0,
    });
  });

  test('calls a ridge stuck, since it has no one top', () => {
    const ridge = ([x = 0, y = 0]: readonly number[]): Evaluation => ({
      value: -((x - y) ** 2),
      gradient: [-2 * (x - y), 2 * (x - y)],
      hessian: [
        [-2, 2],
        [2, -2],
      ],
    });
    expect(maximise(ridge, [3, -1], wide).status).toBe('stuck');
  });

  test('is stuck where the function has no value', () => {
    const nowhere = (): Evaluation => ({ value: NaN, gradient: [NaN], hessian: [[NaN]] });
    expect(maximiseFromStarts(nowhere, [[0], [1]], { lower: [-9], upper: [9] })).toEqual({ status: 'stuck' });
  });

  test('runs along a ridge to its end in a few steps, and says where it was before', () => {
    let evaluations = 0;
    // y = x + 1 is the ridge, steep on both sides; along it the value rises for ever, ever less.
    const ridge = ([x = 0, y = 0]: readonly number[]): Evaluation => {
      evaluations += 1;
      const off = 1e4 * (y - x - 1);
      const rest = Math.exp(-x);
      return {
        value: -0.5e4 * (y - x - 1) ** 2 - rest,
        gradient: [off + rest, -off],
        hessian: [
          [-1e4 - rest, 1e4],
          [1e4, -1e4],
        ],
      };
    };
    const found = maximise(ridge, [-1, 0], { lower: [-10, -10], upper: [10, 8] });
    if (found.status !== 'edge') throw new Error(found.status);
    expect(found.parameter).toBe(1);
    expectClose(found.point, [7, 8], { relative: 1e-6 });
    expectClose((found.before[1] ?? NaN) - (found.before[0] ?? NaN), 1, { relative: 1e-6 });
    expect(evaluations).toBeLessThan(15);
  });
});
