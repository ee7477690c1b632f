import { describe, expect, test } from 'vitest';
import { bgNbdLogLikelihood, fitBgNbd, type BgNbdFit, type BgNbdParameters } from '../../src/stats/bg-nbd';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-bg-nbd.json';
import { cdnow } from './cdnow';

const fitted = (...columns: Parameters<typeof fitBgNbd>): BgNbdFit => {
  const fit = fitBgNbd(...columns);
  if (!fit.converged) throw new Error(fit.reason);
  return fit;
};
const listed = ({ r, alpha, a, b }: BgNbdParameters): number[] => [r, alpha, a, b];
const { frequency, recency, age } = cdnow;

/** Customers who buy and leave as the model says, observed for 26 to 52 weeks. */
function simulate({ r, alpha, a, b }: BgNbdParameters, customers: number, seed: number) {
  const random = createRandom(seed);
  const columns = [0, 1, 2].map(() => new Float64Array(customers));
  for (let i = 0; i < customers; i += 1) {
    const rate = random.gamma(r) / alpha;
    const leaving = random.beta(a, b);
    const age = 26 + 26 * random.next();
    let [x, last, time] = [0, 0, 0];
    for (;;) {
      time -= Math.log(1 - random.next()) / rate;
      if (time > age) break;
      x += 1;
      last = time;
      if (random.next() < leaving) break;
    }
    [x, last, age].forEach((value, k) => columns[k]?.fill(value, i, i + 1));
  }
  return columns as [Float64Array, Float64Array, Float64Array];
}

describe('BG/NBD fit', () => {
  test('gives the published CDNOW estimates, their standard errors and likelihood', () => {
    const fit = fitted(frequency, recency, age);
    expectClose(listed(fit.parameters), listed(golden.params), { relative: 1e-5 });
    expectClose(fit.standardErrors, golden.se, { relative: 1e-5 });
    fit.covarianceOfLogs.forEach((row, i) =>
      expectClose(row, golden.vcov_log[i] ?? [], { relative: 1e-4, absolute: 1e-8 }),
    );
    expectClose(fit.logLikelihood, golden.LL, { relative: 0, absolute: 1e-4 });
    expect(fit.customers).toBe(2357);
  });

  test('the estimates are where the slope of the likelihood is zero, by central differences', () => {
    const { parameters, logLikelihood } = fitted(frequency, recency, age);
    for (const key of ['r', 'alpha', 'a', 'b'] as const) {
      const at = (factor: number): number =>
        bgNbdLogLikelihood({ ...parameters, [key]: parameters[key] * factor }, frequency, recency, age);
      expectClose((at(1 + 1e-4) - at(1 - 1e-4)) / 2e-4, 0, { relative: 0, absolute: 1e-3 });
      expect(at(1.01)).toBeLessThan(logLikelihood);
      expect(at(0.99)).toBeLessThan(logLikelihood);
    }
  });

  test('time in other units scales alpha alone', () => {
    const weeks = fitted(frequency, recency, age);
    for (const scale of [7, 1 / 52, 1e6]) {
      const other = fitted(
        frequency,
        recency.map((t) => t * scale),
        age.map((t) => t * scale),
      );
      const { r, alpha, a, b } = other.parameters;
      expectClose([r, alpha / scale, a, b], listed(weeks.parameters), { relative: 1e-6 });
    }
  });

  test('the likelihood of the whole is the sum of its parts, and a count stands for so many customers', () => {
    const cut = 1000;
    const whole = bgNbdLogLikelihood(golden.params, frequency, recency, age);
    const part = (from: number, to: number): number =>
      bgNbdLogLikelihood(
        golden.params,
        frequency.slice(from, to),
        recency.slice(from, to),
        age.slice(from, to),
      );
    expectClose(part(0, cut) + part(cut, 2357), whole, { relative: 1e-12 });
    const twice = new Float64Array(2357).fill(2);
    expectClose(bgNbdLogLikelihood(golden.params, frequency, recency, age, twice), 2 * whole, {
      relative: 1e-12,
    });
  });

  test('the order of customers does not matter', () => {
    const order = createRandom(4).shuffle(Int32Array.from(age, (_, i) => i));
    const shuffled = [frequency, recency, age].map((column) =>
      Float64Array.from(order, (i) => column[i] ?? NaN),
    );
    const [x, tx, t] = shuffled as [Float64Array, Float64Array, Float64Array];
    expectClose(listed(fitted(x, tx, t).parameters), listed(golden.params), { relative: 1e-5 });
  });

  test('recovers planted parameters within three standard errors in at least 19 of 20 seeded data sets', () => {
    const truth = { r: 0.7, alpha: 6, a: 0.9, b: 3.5 };
    const good = Array.from({ length: 20 }, (_, seed) => {
      const fit = fitted(...simulate(truth, 1500, seed + 1));
      const estimates = listed(fit.parameters);
      return listed(truth).every(
        (value, i) => Math.abs((estimates[i] ?? NaN) - value) <= 3 * (fit.standardErrors[i] ?? NaN),
      );
    });
    expect(good.filter(Boolean).length).toBeGreaterThanOrEqual(19);
  });

  test('tried on a selection first, many distinct customers get the same fit as from all starts', () => {
    const columns = simulate({ r: 0.7, alpha: 6, a: 0.9, b: 3.5 }, 60_000, 11);
    const fit = fitted(...columns);
    const at = bgNbdLogLikelihood(fit.parameters, ...columns);
    expectClose(at, fit.logLikelihood, { relative: 1e-12 });
    expectClose(listed(fit.parameters), [0.7, 6, 0.9, 3.5], { relative: 0.08 });
  });

  test('a heavy buyer long silent does not overflow', () => {
    const x = Float64Array.of(900, ...frequency);
    const tx = Float64Array.of(1, ...recency);
    const t = Float64Array.of(38, ...age);
    expect(fitBgNbd(x, tx, t).converged).toBe(true);
    expect(bgNbdLogLikelihood({ ...golden.params, alpha: 1e-3 }, x, tx, t)).toBeGreaterThan(-Infinity);
  });

  test('gives no estimate, but the edge it ran to, where nobody leaves', () => {
    const [x, , t] = simulate({ r: 0.7, alpha: 6, a: 1e-9, b: 5 }, 2000, 3);
    const upToTheEnd = x.map((count, i) => (count > 0 ? (t[i] ?? 0) * 0.999 : 0));
    const fit = fitBgNbd(x, upToTheEnd, t);
    if (fit.converged || fit.reason !== 'edge') throw new Error('an edge was expected');
    const [, , a = NaN, b = NaN] = fit.at;
    expect(a / (a + b)).toBeLessThan(1e-4);
  });

  test('one customer has no fit', () => {
    expect(fitBgNbd(Float64Array.of(3), Float64Array.of(20), Float64Array.of(30)).converged).toBe(false);
  });
});
