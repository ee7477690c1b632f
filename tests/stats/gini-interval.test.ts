import { describe, expect, it } from 'vitest';
import { giniInterval } from '../../src/stats/gini-interval';
import { lorenzCurve } from '../../src/stats/lorenz';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import golden from '../golden/value-tiers/closed-forms.json';

/** The formula of the method notes, as plainly as can be. */
function influences(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const total = sorted.reduce((a, b) => a + b, 0);
  const gini = lorenzCurve(Float64Array.from(sorted))?.gini ?? NaN;
  let upTo = 0;
  return sorted.map((x, at) => {
    upTo += x;
    return (((2 * (at + 1)) / n - 1 - gini) * x) / total - (2 * upTo) / (n * total) + (1 - gini) / n;
  });
}
const squared = (values: readonly number[]): number => influences(values).reduce((sum, d) => sum + d * d, 0);

describe('giniInterval', () => {
  it('is what the worked example gives', () => {
    const { values, gini, influence, error } = golden.example;
    expectClose(influences(values), influence, { relative: 1e-12, absolute: 1e-16 });
    expectClose(giniInterval(gini, squared(values), 5)?.error, error, { relative: 1e-12 });
  });

  it('rests on the derivative of the Gini coefficient by each weight, ties or not', () => {
    for (const values of [
      [1, 2, 5, 9, 40],
      [0, 0, 3, 3, 3, 8],
      [4, 4.5, 1000],
    ]) {
      const step = 1e-5;
      const numeric = values.map((_, i) => {
        const at = (weight: number): number =>
          lorenzCurve(
            Float64Array.from(values),
            Float64Array.from(values, (_one, j) => (j === i ? weight : 1)),
          )?.gini ?? NaN;
        return (at(1 + step) - at(1 - step)) / (2 * step);
      });
      expectClose(influences(values), numeric, { relative: 1e-7, absolute: 1e-9 });
    }
  });

  it('agrees with the delete-one jackknife on many members', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 400 }, () => -Math.log(1 - random.next()));
    const without = values.map(
      (_, i) => lorenzCurve(Float64Array.from(values.filter((_one, j) => j !== i)))?.gini ?? NaN,
    );
    const mean = without.reduce((a, b) => a + b, 0) / without.length;
    const jackknife = Math.sqrt(((400 - 1) / 400) * without.reduce((sum, one) => sum + (one - mean) ** 2, 0));
    const gini = lorenzCurve(Float64Array.from(values))?.gini ?? NaN;
    expectClose(giniInterval(gini, squared(values), 400)?.error, jackknife, { relative: 0.01 });
  });

  it('holds the true 0.5 of exponential values in about 95 of 100 samples', () => {
    const random = createRandom(11);
    let held = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const values = Array.from({ length: 100 }, () => -Math.log(1 - random.next()));
      const gini = lorenzCurve(Float64Array.from(values))?.gini ?? NaN;
      const interval = giniInterval(gini, squared(values), 100);
      if (interval && interval.low <= 0.5 && interval.high >= 0.5) held += 1;
    }
    expect(held).toBeGreaterThan(915);
    expect(held).toBeLessThan(970);
  });

  it('stays within 0 and 1, and is null for one member or none', () => {
    expect(giniInterval(0.01, 1, 5)).toMatchObject({ low: 0, high: 1 });
    expect(giniInterval(0, 0, 1)).toBeNull();
    expect(giniInterval(NaN, NaN, 0)).toBeNull();
  });
});
