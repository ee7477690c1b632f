import { describe, expect, test } from 'vitest';
import { bgBb } from '../../src/stats/bg-bb';
import { bgBbLikelihoodOf } from '../../src/stats/bg-bb-likelihood';
import {
  discountedOverPeriods,
  discountedResidual,
  expectedPurchases,
} from '../../src/stats/buy-till-you-die-forecast';
import { gatherCustomers } from '../../src/stats/customer-histories';
import { logHypergeometric } from '../../src/stats/hypergeometric';
import { logBeta } from '../../src/stats/log-beta';
import { expectClose } from '../close';
import golden from '../golden/clv/donations-bg-bb.json';

const column = (i: number): Float64Array => Float64Array.from(golden.rows, (row) => row[i] ?? NaN);
const donors = gatherCustomers(column(0), column(1), column(2), { counts: column(3) });
const { parameters, logLikelihood } = golden.published;
const [alpha = NaN, beta = NaN, gamma = NaN, delta = NaN] = parameters;

/** The likelihood in its published form, of beta functions. */
function published(x: number, recency: number, n: number): number {
  const buying = (trials: number): number => logBeta(alpha + x, beta + trials - x) - logBeta(alpha, beta);
  let sum = Math.exp(buying(n) + logBeta(gamma, delta + n) - logBeta(gamma, delta));
  for (let m = recency; m < n; m += 1)
    sum += Math.exp(buying(m) + logBeta(gamma + 1, delta + m) - logBeta(gamma, delta));
  return sum;
}

describe('BG/BB', () => {
  const forecast = bgBb.forecast(parameters);

  test('gives the published estimates and likelihood for the donors of the 1995 cohort', () => {
    const fit = bgBb.fit(donors);
    if (!fit.converged) throw new Error(fit.reason);
    expect(fit.customers).toBe(11104);
    // Three decimals and one are what the paper prints.
    expectClose(fit.estimates, parameters, { relative: 0, absolute: 5e-4 });
    expectClose(fit.logLikelihood, logLikelihood, { relative: 0, absolute: 0.05 });
    expect(Math.min(...fit.standardErrors)).toBeGreaterThan(0);
  });

  test('the likelihood is the published sum of beta functions', () => {
    for (const [x = NaN, recency = NaN, n = NaN] of golden.rows) {
      const one = gatherCustomers(Float64Array.of(x), Float64Array.of(recency), Float64Array.of(n));
      expectClose(bgBbLikelihoodOf(one)(parameters.map(Math.log)).value, Math.log(published(x, recency, n)), {
        relative: 1e-12,
      });
    }
  });

  test('P(active at n + 1), the expectation and DERT are the published formulas', () => {
    for (const [x = NaN, recency = NaN, n = NaN] of golden.rows) {
      const customer = { x, recency, age: n };
      const whole = published(x, recency, n);
      const common = Math.exp(logBeta(alpha + x, beta + n - x) - logBeta(alpha, beta)) / whole;
      const active = common * Math.exp(logBeta(gamma, delta + n + 1) - logBeta(gamma, delta));
      expectClose(forecast.probabilityActive(x, recency, n), active, { relative: 1e-12 });
      const taking = Math.exp(logBeta(alpha + x + 1, beta + n - x) - logBeta(alpha, beta)) / whole;
      let expected = 0;
      for (let ahead = 1; ahead <= 5; ahead += 1)
        expected += taking * Math.exp(logBeta(gamma, delta + n + ahead) - logBeta(gamma, delta));
      expectClose(expectedPurchases(forecast, customer, Float64Array.of(5)), [expected], { relative: 1e-12 });
      const repeats = Math.exp(logHypergeometric(1, delta + n + 1, gamma + delta + n + 1, 1 / 1.1));
      const dert = (taking * Math.exp(logBeta(gamma, delta + n + 1) - logBeta(gamma, delta)) * repeats) / 1.1;
      expectClose(discountedResidual(forecast, customer, Math.log(1.1)), dert, { relative: 1e-12 });
    }
  });

  test('gives the paper’s figures for the best and the worst donors', () => {
    const at = (x: number, recency: number): number =>
      expectedPurchases(forecast, { x, recency, age: 6 }, Float64Array.of(5))[0] ?? NaN;
    // Table of expected transactions 2002-2006 as a function of recency and frequency.
    expectClose(at(6, 6), 3.75, { relative: 0, absolute: 0.005 });
    expectClose(at(0, 0), 0.07, { relative: 0, absolute: 0.005 });
  });

  test('DERT is the sum over all later opportunities', () => {
    const ends = Float64Array.from({ length: 600 }, (_, i) => i + 1);
    const customer = { x: 3, recency: 5, age: 6 };
    expectClose(
      discountedOverPeriods(expectedPurchases(forecast, customer, ends), 1 / 1.1),
      discountedResidual(forecast, customer, Math.log(1.1)),
      { relative: 1e-12 },
    );
  });
});
