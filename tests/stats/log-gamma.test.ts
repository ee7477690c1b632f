import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma } from '../../src/stats/log-gamma';
import { expectClose } from '../close';

/** mpmath at 60 digits, at the double nearest to the argument written here. */
const reference: [number, number][] = [
  [1e-10, 23.025850929882736],
  [0.001, 6.907178885383853],
  [0.24, 1.3311791434660618],
  [0.5, 0.5723649429247001],
  [0.9999999, 5.772157468444193e-8],
  [1, 0],
  [1.0000001, -5.772155829918507e-8],
  [1.5, -0.12078223763524522],
  [2, 0],
  [2.5, 0.2846828704729192],
  [3.14159, 0.8276919992014949],
  [10, 12.80182748008147],
  [11.17, 15.505578315740674],
  [100, 359.1342053695754],
  [171.5, 709.1431630309282],
  [1000.25, 5906.9472682711175],
  [1e6, 12815504.569147613],
  [1e10, 220258509288.81058],
];

describe('log-gamma', () => {
  it.each(reference)('agrees with mpmath at %d', (x, expected) => {
    expectClose(logGamma(x), expected, { relative: 1e-12 });
  });

  it('satisfies the recurrence ln Γ(x+1) = ln Γ(x) + ln x', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 200, noNaN: true }), (x) => {
        const left = logGamma(x + 1);
        expectClose(left - logGamma(x), Math.log(x), { relative: 1e-12, absolute: 1e-12 });
      }),
    );
  });

  it('is infinite at zero and undefined below', () => {
    expect(logGamma(0)).toBe(Infinity);
    expect(logGamma(Infinity)).toBe(Infinity);
    expect(logGamma(-0.5)).toBeNaN();
    expect(logGamma(NaN)).toBeNaN();
  });
});
