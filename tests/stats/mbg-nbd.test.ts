import { describe, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { bgNbd } from '../../src/stats/bg-nbd';
import type { PurchaseModel } from '../../src/stats/buy-till-you-die';
import { discountedResidual, expectedPurchases } from '../../src/stats/buy-till-you-die-forecast';
import { gatherCustomers } from '../../src/stats/customer-histories';
import { incompleteGamma } from '../../src/stats/incomplete-gamma';
import { logBeta } from '../../src/stats/log-beta';
import { logGamma } from '../../src/stats/log-gamma';
import { fitWithRegularity, mbgCnbdK } from '../../src/stats/mbg-cnbd-k';
import { mbgLikelihoodOf } from '../../src/stats/mbg-likelihood';
import { mbgNbd } from '../../src/stats/mbg-nbd';
import { expectClose } from '../close';
import golden from '../golden/clv/cdnow-buy-till-you-die.json';
import bgGolden from '../golden/clv/cdnow-bg-nbd.json';
import { createRandom } from '../../src/stats/random';
import { cdnow } from './cdnow';
import { gathered, simulate } from './simulate-customers';

const listed = ({ r, alpha, a, b }: { r: number; alpha: number; a: number; b: number }): number[] => [
  r,
  alpha,
  a,
  b,
];
const published = listed(golden.mbg.params);
const base = gatherCustomers(cdnow.frequency, cdnow.recency, cdnow.age);

describe('MBG/NBD', () => {
  const forecast = mbgNbd.forecast(published);

  test('gives the published CDNOW estimates, their standard errors and likelihood', () => {
    const fit = mbgNbd.fit(base);
    if (!fit.converged) throw new Error(fit.reason);
    expectClose(fit.estimates, published, { relative: 1e-5 });
    expectClose(fit.standardErrors, golden.mbg.se, { relative: 1e-5 });
    fit.covarianceOfLogs.forEach((row, i) =>
      expectClose(row, golden.mbg.vcov_log[i] ?? [], { relative: 1e-5 }),
    );
    expectClose(fit.logLikelihood, golden.mbg.LL, { relative: 0, absolute: 1e-4 });
  });

  test('gives BTYDplus’ P(alive) and conditional expectations for 16 customers of CDNOW', () => {
    for (const { x, recency, age, mbgActive, mbg39 } of golden.perCustomer) {
      expectClose(forecast.probabilityActive(x, recency, age), mbgActive, { relative: 1e-6 });
      expectClose(expectedPurchases(forecast, { x, recency, age }, Float64Array.of(39)), [mbg39], {
        relative: 1e-6,
      });
    }
  });

  test('gives the closed form of a new customer’s expectation, and BTYDplus’ figures as far as its sum reaches', () => {
    const { t, EX, exact } = golden.mbgExpectation;
    const expected = expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, Float64Array.from(t));
    expectClose(expected, exact, { relative: 1e-11 });
    const upTo39 = t.filter((time) => time <= 39).length;
    expectClose(expected.subarray(0, upTo39), EX.slice(0, upTo39), { relative: 1e-6 });
  });
});

describe('BG/NBD in the common interface', () => {
  const forecast = bgNbd.forecast(listed(bgGolden.params));

  test('gives the published estimates and BTYD’s figures for CDNOW', () => {
    const fit = bgNbd.fit(base);
    if (!fit.converged) throw new Error(fit.reason);
    expectClose(fit.estimates, listed(bgGolden.params), { relative: 1e-5 });
    for (const { x, recency, age, bgActive, bg39 } of golden.perCustomer) {
      expectClose(forecast.probabilityActive(x, recency, age), bgActive, { relative: 1e-6 });
      expectClose(expectedPurchases(forecast, { x, recency, age }, Float64Array.of(39)), [bg39], {
        relative: 1e-6,
      });
    }
    const { t, EX } = golden.bgExpectation;
    expectClose(expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, Float64Array.from(t)), EX, {
      relative: 1e-6,
    });
    expectClose(forecast.frequencies(39, 7), golden.bgFrequencies39, { relative: 1e-6 });
  });
});

describe('MBG/CNBD-k', () => {
  const estimates = [0.9, 3, 0.7, 3];
  const [r = NaN, alpha = NaN, a = NaN, b = NaN] = estimates;
  const customers = [
    { x: 0, recency: 0, age: 30 },
    { x: 2, recency: 9, age: 30 },
    { x: 7, recency: 28, age: 30 },
    { x: 40, recency: 50, age: 52 },
  ];

  test('with k = 1 is MBG/NBD', () => {
    const [one, mbg]: [PurchaseModel, PurchaseModel] = [mbgCnbdK, mbgNbd];
    for (const customer of customers) {
      const [left, right] = [one.forecast(estimates, 1), mbg.forecast(estimates)];
      const horizons = Float64Array.of(5, 52);
      expectClose(
        expectedPurchases(left, customer, horizons),
        [...expectedPurchases(right, customer, horizons)],
        {
          relative: 1e-14,
        },
      );
      expectClose(discountedResidual(left, customer, 0.01), discountedResidual(right, customer, 0.01), {
        relative: 1e-14,
      });
    }
  });

  /** The mean over rates λ and chances p of leaving, by the trapezoidal rule in ln λ and in the logit of p. */
  function mixture(ofLambda: (lambda: number) => number, ofChance: (p: number) => number): number {
    const step = 1 / 32;
    let [rates, chances] = [0, 0];
    for (let y = -60; y < 8; y += step) {
      const lambda = Math.exp(y);
      rates += step * Math.exp(r * Math.log(alpha) + r * y - alpha * lambda - logGamma(r)) * ofLambda(lambda);
      const p = 1 / (1 + Math.exp(-(y + 26)));
      const other = 1 / (1 + Math.exp(y + 26));
      chances += step * Math.exp(a * Math.log(p) + b * Math.log(other) - logBeta(a, b)) * ofChance(p);
    }
    return rates * chances;
  }

  test.each([1, 2, 3, 12])(
    'k = %d: likelihood and P(active) are the mixture over customers, integrated',
    (k) => {
      for (const { x, recency, age } of customers) {
        const density = (lambda: number): number => Math.exp(k * x * Math.log(lambda) - lambda * recency);
        const silent = (lambda: number): number =>
          recency < age ? incompleteGamma(k, lambda * (age - recency)).upper : 1;
        const active = mixture(
          (lambda) => density(lambda) * silent(lambda),
          (p) => (1 - p) ** (x + 1),
        );
        const gone = mixture(density, (p) => p * (1 - p) ** x);
        const one = gatherCustomers(Float64Array.of(x), Float64Array.of(recency), Float64Array.of(age));
        const log = mbgLikelihoodOf(k)(one)(estimates.map(Math.log)).value;
        expectClose(log, Math.log(active + gone), { relative: 1e-9, absolute: 1e-9 });
        const forecast = mbgCnbdK.forecast(estimates, k);
        expectClose(forecast.probabilityActive(x, recency, age), active / (active + gone), {
          relative: 1e-9,
        });
      }
    },
  );

  test('regular buyers fall silent sooner: the greater k, the smaller P(active) after a long silence', () => {
    const silent = [1, 2, 4, 8].map((k) =>
      mbgCnbdK.forecast([0.9, 3 / k, 0.7, 3], k).probabilityActive(10, 20, 35),
    );
    silent.forEach((p, i) => {
      if (i > 0) expect(p).toBeLessThan(silent[i - 1] ?? NaN);
    });
  });

  test('no k is chosen where the likeliest one has no estimate: the others are only worse', () => {
    const truth = { estimates: [0.7, 6, 1e-9, 5] };
    const all = simulate('mbg-nbd', truth, 3000, createRandom(5), (random) => 26 + 26 * random.next());
    const buyers = gathered(all);
    expect(fitWithRegularity(buyers, 2).converged).toBe(true);
    const fit = mbgCnbdK.fit(buyers);
    if (fit.converged || fit.reason !== 'edge') throw new Error('an edge was expected');
    expect(fit.parameter).toBe(2);
  });

  const grocery = new URL('../../../shared/data/prepared/grocery_cbs_2006.csv', import.meta.url);
  test.skipIf(!existsSync(grocery))('finds k = 2 for the grocery buyers, as BTYDplus’ vignette does', () => {
    const rows = readFileSync(grocery, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const column = (i: number): Float64Array => Float64Array.from(rows, (row) => row[i] ?? NaN);
    const buyers = gatherCustomers(column(1), column(2), column(4), { logIntervals: column(3) });
    const [regular, random] = [mbgCnbdK.fit(buyers), mbgNbd.fit(buyers)];
    if (!regular.converged || !random.converged) throw new Error('a fit was expected');
    expect(regular.regularity).toBe(2);
    expect(regular.logLikelihood).toBeGreaterThan(random.logLikelihood);
  });
});
