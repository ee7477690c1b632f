import { describe, expect, test } from 'vitest';
import { expectedSpend, fitGammaGamma, type GammaGammaFit } from '../../src/stats/gamma-gamma';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-gamma-gamma.json';
import { cdnow } from './cdnow';

const used = cdnow.frequency.map((x, i) => (x > 0 && (cdnow.spend[i] ?? 0) > 0 ? 1 : 0));
const purchases = cdnow.frequency.filter((_, i) => used[i] === 1);
const spend = cdnow.spend.filter((_, i) => used[i] === 1);
const fitted = (x: Float64Array, z: Float64Array): GammaGammaFit => {
  const fit = fitGammaGamma(x, z);
  if (!fit.converged) throw new Error(fit.reason);
  return fit;
};

describe('Gamma-Gamma fit', () => {
  test('gives the published CDNOW estimates, their standard errors and likelihood', () => {
    const { parameters, standardErrors, logLikelihood, customers } = fitted(purchases, spend);
    const { p, q, gamma } = golden.params;
    expectClose([parameters.p, parameters.q, parameters.gamma], [p, q, gamma], { relative: 1e-5 });
    expectClose(standardErrors, golden.se, { relative: 1e-5 });
    expectClose(logLikelihood, golden.LL, { relative: 0, absolute: 1e-4 });
    expect(customers).toBe(golden.n_repeat);
  });

  test('gives the published expected spend of the first ten customers', () => {
    for (const { x, zbar, EM } of golden.cond_first10)
      expectClose(expectedSpend(golden.params, x, zbar), EM, { relative: 1e-10 });
  });

  test('spend in another currency scales gamma alone', () => {
    const { parameters } = fitted(
      purchases,
      spend.map((z) => z * 1000),
    );
    const { p, q, gamma } = golden.params;
    expectClose([parameters.p, parameters.q, parameters.gamma / 1000], [p, q, gamma], { relative: 1e-5 });
  });

  test('expected spend lies between the customer’s own mean and that of all, nearer the own the more purchases', () => {
    const [one, ten, many] = [1, 10, 1000].map((x) => expectedSpend(golden.params, x, 100)) as [
      number,
      number,
      number,
    ];
    expect(golden.mean_population).toBeLessThan(one);
    expect(one).toBeLessThan(ten);
    expect(ten).toBeLessThan(many);
    expect(many).toBeLessThan(100.1);
  });

  test('has no mean where q is at most 1', () => {
    expect(expectedSpend({ p: 2, q: 0.9, gamma: 10 }, 0, 0)).toBeNaN();
    expect(expectedSpend({ p: 2, q: 0.9, gamma: 10 }, 1, 20)).toBeGreaterThan(0);
  });

  test('recovers planted parameters within three standard errors in at least 19 of 20 seeded data sets', () => {
    const truth = [5, 4, 30];
    const good = Array.from({ length: 20 }, (_, seed) => {
      const random = createRandom(100 + seed);
      const x = Float64Array.from({ length: 1500 }, () => 1 + random.integer(8));
      const z = x.map((count) => {
        const rate = random.gamma(4) / 30;
        return random.gamma(5 * count) / rate / count;
      });
      const { parameters, standardErrors } = fitted(x, z);
      return [parameters.p, parameters.q, parameters.gamma].every(
        (value, i) => Math.abs(value - (truth[i] ?? NaN)) <= 3 * (standardErrors[i] ?? NaN),
      );
    });
    expect(good.filter(Boolean).length).toBeGreaterThanOrEqual(19);
  });

  test('equal spends have no fit', () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => 1 + (i % 4));
    expect(
      fitGammaGamma(
        x,
        x.map(() => 20),
      ).converged,
    ).toBe(false);
  });
});
