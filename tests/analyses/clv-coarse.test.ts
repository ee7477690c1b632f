import { expect, test } from 'vitest';
import type { DistinctCustomers } from '../../src/analyses/clv/customers';
import { coarseGrid, coarseLogs, coarseRatio, worthColumn } from '../../src/analyses/clv/value/coarse';
import { discountedUpTo, outlooksOf } from '../../src/analyses/clv/value/outlooks';
import type { Terms } from '../../src/analyses/clv/value/terms';
import { expectedPurchases } from '../../src/stats/buy-till-you-die-forecast';
import { mbgCnbdK } from '../../src/stats/mbg-cnbd-k';
import { discountFactors } from '../../src/stats/net-present-value';
import { expectClose } from '../close';

/** Customers of a weekly clock: frequencies 0 to 20, ages 5 to 80. */
const customers = Array.from({ length: 60 }, (_, i) => ({ x: i % 21, age: 5 + ((i * 37) % 76) }));
const base: DistinctCustomers = {
  frequency: Float64Array.from(customers, ({ x }) => x),
  recency: Float64Array.from(customers, ({ x, age }) => (x === 0 ? 0 : age * 0.8)),
  age: Float64Array.from(customers, ({ age }) => age),
  counts: new Float64Array(customers.length).fill(1),
  groupOf: Int32Array.from(customers.keys()),
  customers: customers.length,
  logIntervals: null,
};
const UNITS_PER_MONTH = 365.25 / 12 / 7;
const terms: Terms = {
  stepMonths: 1,
  horizons: Float64Array.from({ length: 36 }, (_, i) => (i + 1) * UNITS_PER_MONTH),
  factors: discountFactors(0.1, 12, 36, 'arrears'),
  forever: null,
};

test.each([1, 2, 5, 12])('worth at k = %i moves with each parameter as exact sums do', (k) => {
  const estimates = [1.1, 12 / k, 0.5, 1.9];
  const at = (values: readonly number[]) => mbgCnbdK.forecast(values, k);
  const before = outlooksOf(at(estimates), base, terms.horizons);
  const grid = coarseGrid(before);
  const logs = coarseLogs(at(estimates), grid, terms);
  const steps = terms.horizons.length;
  const worthBefore = discountedUpTo(before, terms.factors);
  // About two standard errors of the CDNOW customers.
  for (const moved of estimates.map((_, i) => estimates.map((value, j) => (i === j ? value * 1.3 : value)))) {
    const outlooks = outlooksOf(at(moved), base, terms.horizons);
    const worth = discountedUpTo(outlooks, terms.factors);
    const changed = coarseLogs(at(moved), grid, terms);
    for (let place = 0; place < worth.length / steps; place += 1) {
      const exact =
        (worth[(place + 1) * steps - 1] as number) / (worthBefore[(place + 1) * steps - 1] as number);
      const found = coarseRatio(grid, changed, logs, place, worthColumn(grid, terms));
      expectClose(found, exact, { relative: 1e-2 });
    }
  }
});

test('a new customer is in the first phase for certain, so that k phases cost what one does', () => {
  const forecast = mbgCnbdK.forecast([1.1, 1.4, 0.5, 1.9], 12);
  const asked: number[] = [];
  const watched = {
    ...forecast,
    expectedIfActive: (...[x, age, phase, ...rest]: Parameters<typeof forecast.expectedIfActive>) => {
      asked.push(phase);
      forecast.expectedIfActive(x, age, phase, ...rest);
    },
  };
  const start = { x: 0, recency: 0, age: 0 };
  const [expected = NaN] = expectedPurchases(watched, start, Float64Array.of(52));
  expect(asked).toEqual([0]);
  const alone = new Float64Array(1);
  forecast.expectedIfActive(0, 0, 0, Float64Array.of(52), alone);
  expectClose(expected, (alone[0] as number) * forecast.probabilityActive(0, 0, 0), { relative: 1e-12 });
});
