import { describe, expect, test } from 'vitest';
import { fitGammaGamma } from '../../src/stats/gamma-gamma';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';

const random = createRandom(8);
const purchases = Float64Array.from({ length: 60_000 }, () => 1 + random.integer(8));

describe('Gamma-Gamma over many customers', () => {
  test.each<[string, Float64Array]>([
    ['everyone’s spend is nearly the same', purchases.map(() => 50 + random.next())],
    ['there are two prices and nothing else', purchases.map(() => (random.next() < 0.5 ? 20 : 30))],
    ['customers do not differ but by chance', purchases.map((x) => random.gamma(5 * x) / x)],
  ])('where %s, an estimate that exists or none comes within a second', (_, spend) => {
    const start = performance.now();
    const fit = fitGammaGamma(purchases, spend);
    expect(performance.now() - start).toBeLessThan(1000);
    if (fit.converged)
      expect(Math.max(...fit.covarianceOfLogs.map((row, i) => row[i] ?? NaN))).toBeLessThan(1e4);
    else expect(['edge', 'stuck']).toContain(fit.reason);
  });

  test('a count stands for so many customers', () => {
    const x = purchases.slice(0, 800);
    const spend = x.map((count) => random.gamma(5 * count) / (random.gamma(4) / 30) / count);
    const counts = x.map(() => 1 + random.integer(3));
    const repeated = (column: Float64Array): Float64Array =>
      Float64Array.from([...column].flatMap((value, i) => Array<number>(counts[i] ?? 0).fill(value)));
    const [short, long] = [fitGammaGamma(x, spend, counts), fitGammaGamma(repeated(x), repeated(spend))];
    if (!short.converged || !long.converged) throw new Error('a fit was expected');
    expect(short.customers).toBe(long.customers);
    const { p, q, gamma } = long.parameters;
    expectClose([short.parameters.p, short.parameters.q, short.parameters.gamma], [p, q, gamma], {
      relative: 1e-7,
    });
    expectClose(short.standardErrors, long.standardErrors, { relative: 1e-6 });
    expectClose(short.logLikelihood, long.logLikelihood, { relative: 1e-11 });
  });
});
