import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discountedResidual, expectedPurchases } from '../../src/stats/buy-till-you-die-forecast';
import { gatherCustomers } from '../../src/stats/customer-histories';
import { tricomi } from '../../src/stats/exponential-integral';
import { logHypergeometric } from '../../src/stats/hypergeometric';
import { logGamma } from '../../src/stats/log-gamma';
import { paretoNbd } from '../../src/stats/pareto-nbd';
import { paretoLikelihoodOf } from '../../src/stats/pareto-nbd-likelihood';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-buy-till-you-die.json';
import likelihoods from '../golden/clv/pareto-likelihood.json';
import { cdnow } from './cdnow';

const { r, alpha, s, beta } = golden.pareto.params;
const published = [r, alpha, s, beta];
const forecast = paretoNbd.forecast(published);
const base = gatherCustomers(cdnow.frequency, cdnow.recency, cdnow.age);
const likelihoodAt = (estimates: readonly number[], x: number, recency: number, age: number): number => {
  const one = gatherCustomers(Float64Array.of(x), Float64Array.of(recency), Float64Array.of(age));
  return paretoLikelihoodOf(one)(estimates.map(Math.log)).value;
};

describe('Pareto/NBD', () => {
  test('gives the published CDNOW estimates, their standard errors and likelihood', () => {
    const fit = paretoNbd.fit(base);
    if (!fit.converged) throw new Error(fit.reason);
    expectClose(fit.estimates, published, { relative: 1e-5 });
    expectClose(fit.standardErrors, golden.pareto.se, { relative: 1e-5 });
    fit.covarianceOfLogs.forEach((row, i) =>
      expectClose(row, golden.pareto.vcov_log[i] ?? [], { relative: 1e-5 }),
    );
    expectClose(fit.logLikelihood, golden.pareto.LL, { relative: 0, absolute: 1e-4 });
    expect(fit.customers).toBe(2357);
  });

  test('likelihood and P(active) equal the published form with 2F1 by mpmath, whatever the parameters', () => {
    for (const row of likelihoods.cases) {
      const [x = NaN, recency = NaN, age = NaN, log = NaN, active = NaN] = row.slice(4);
      const estimates = row.slice(0, 4);
      expectClose(likelihoodAt(estimates, x, recency, age), log, { relative: 1e-11 });
      expectClose(paretoNbd.forecast(estimates).probabilityActive(x, recency, age), active, {
        relative: 1e-10,
      });
    }
  });

  test('equals the difference of two 2F1 in logarithms, branch on alpha >= beta, where that does not cancel', () => {
    const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(positive(0.1, 3), positive(1, 20), positive(0.1, 3), positive(1, 20)),
        fc.integer({ min: 1, max: 20 }),
        positive(0.05, 0.8),
        (estimates, x, part) => {
          const [r, alpha, s, beta] = estimates;
          const [last, age] = [40 * part, 40];
          const n = r + x;
          const [large, small, power] = alpha >= beta ? [alpha, beta, s + 1] : [beta, alpha, n];
          const logF = (t: number): number =>
            logHypergeometric(n + s, power, n + s + 1, (large - small) / (large + t)) -
            (n + s) * Math.log(large + t);
          const left = Math.log(s / (n + s)) + logF(last) + Math.log1p(-Math.exp(logF(age) - logF(last)));
          const active = -n * Math.log(alpha + age) - s * Math.log(beta + age);
          const factor = logGamma(n) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
          const top = Math.max(left, active);
          const log = factor + top + Math.log(Math.exp(left - top) + Math.exp(active - top));
          expectClose(likelihoodAt(estimates, x, last, age), log, { relative: 1e-10, absolute: 1e-10 });
        },
      ),
    );
  });

  test('is smooth through alpha = beta, where the branches meet, and through s = 1', () => {
    const near = [-2, -1, 1, 2].map((k) => likelihoodAt([0.6, 11 * (1 + k * 1e-3), 0.7, 11], 4, 12, 39));
    const [a = NaN, b = NaN, c = NaN, d = NaN] = near;
    expectClose(likelihoodAt([0.6, 11, 0.7, 11], 4, 12, 39), (4 * (b + c) - (a + d)) / 6, {
      relative: 1e-10,
    });
    const at = (shape: number): number =>
      expectedPurchases(
        paretoNbd.forecast([r, alpha, shape, beta]),
        { x: 3, recency: 20, age: 39 },
        Float64Array.of(52),
      )[0] ?? NaN;
    const [e = NaN, f = NaN, g = NaN, h = NaN] = [-2, -1, 1, 2].map((k) => at(1 + k * 1e-3));
    expectClose(at(1), (4 * (f + g) - (e + h)) / 6, { relative: 1e-10 });
  });

  test('gives BTYD’s P(alive), conditional expectations and DERT for 16 customers of CDNOW', () => {
    for (const { x, recency, age, paretoActive, pareto39, paretoDert } of golden.perCustomer) {
      const customer = { x, recency, age };
      expectClose(forecast.probabilityActive(x, recency, age), paretoActive, { relative: 1e-6 });
      expectClose(expectedPurchases(forecast, customer, Float64Array.of(39)), [pareto39], { relative: 1e-6 });
      expectClose(discountedResidual(forecast, customer, 0.0027), paretoDert, { relative: 1e-6 });
    }
  });

  test('DERT is the closed form with Tricomi’s U', () => {
    const [x, recency, age, rate] = [5, 12, 39, 0.0027];
    const active = forecast.probabilityActive(x, recency, age);
    const closed =
      active *
      ((r + x) / (alpha + age)) *
      (beta + age) ** s *
      rate ** (s - 1) *
      tricomi(s, rate * (beta + age));
    expectClose(discountedResidual(forecast, { x, recency, age }, rate), closed, { relative: 1e-12 });
  });

  test('gives BTYD’s expectations of a new customer, and 1,666 repeat purchases of CDNOW in weeks 40 to 78', () => {
    const { t, EX } = golden.paretoExpectation;
    expectClose(expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, Float64Array.from(t)), EX, {
      relative: 1e-9,
    });
    const horizon = Float64Array.of(39);
    const total = base.age.reduce((sum, age, i) => {
      const customer = { x: base.frequency[i] ?? NaN, recency: base.recency[i] ?? NaN, age };
      return sum + (base.counts[i] ?? NaN) * (expectedPurchases(forecast, customer, horizon)[0] ?? NaN);
    }, 0);
    expectClose(total, golden.paretoSum39, { relative: 1e-8 });
  });

  test('gives BTYD’s probabilities of 0 to 7 purchases in 39 weeks', () => {
    expectClose(forecast.frequencies(39, 7), golden.paretoFrequencies39, { relative: 1e-6 });
  });

  test('gives no estimate, but the edge it ran to, where nobody leaves', () => {
    const recency = cdnow.age.map((age, i) => ((cdnow.frequency[i] ?? 0) > 0 ? age * 0.999 : 0));
    const fit = paretoNbd.fit(gatherCustomers(cdnow.frequency, recency, cdnow.age));
    if (fit.converged || fit.reason !== 'edge') throw new Error('an edge was expected');
    const [, , shape = NaN, rate = NaN] = fit.at;
    expect(shape / rate).toBeLessThan(1e-6);
  });
});
