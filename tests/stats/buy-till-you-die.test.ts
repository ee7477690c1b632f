import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bgBbLikelihoodOf } from '../../src/stats/bg-bb-likelihood';
import { likelihoodOf } from '../../src/stats/bg-nbd-likelihood';
import { informationCriteria, type ModelFit, type ModelId } from '../../src/stats/buy-till-you-die';
import {
  discountedOverPeriods,
  discountedResidual,
  expectedCumulative,
  expectedFrequencies,
  expectedPurchases,
  parameterDraws,
} from '../../src/stats/buy-till-you-die-forecast';
import { forecastOf, purchaseModels } from '../../src/stats/buy-till-you-die-models';
import { gatherCustomers, type Histories } from '../../src/stats/customer-histories';
import type { LikelihoodOf } from '../../src/stats/likelihood-search';
import { fitWithRegularity } from '../../src/stats/mbg-cnbd-k';
import { mbgLikelihoodOf } from '../../src/stats/mbg-likelihood';
import { paretoLikelihoodOf } from '../../src/stats/pareto-nbd-likelihood';
import { createRandom, type Random } from '../../src/stats/random';
import { expectClose } from '../close';
import { gathered, simulate } from './simulate-customers';

interface Case {
  model: ModelId;
  estimates: number[];
  regularity: number;
  likelihood: LikelihoodOf;
  /** Which estimates are times: 0 where the model has none. */
  times: number[];
  ageOf: (random: Random) => number;
}
const halfYearAndMore = (random: Random): number => 26 + 26 * random.next();
const cases: Case[] = [
  {
    model: 'bg-nbd',
    estimates: [0.7, 6, 0.9, 3.5],
    regularity: 1,
    likelihood: likelihoodOf,
    times: [1],
    ageOf: halfYearAndMore,
  },
  {
    model: 'mbg-nbd',
    estimates: [0.8, 6, 0.8, 2.5],
    regularity: 1,
    likelihood: mbgLikelihoodOf(1),
    times: [1],
    ageOf: halfYearAndMore,
  },
  {
    model: 'pareto-nbd',
    estimates: [0.8, 6, 0.9, 15],
    regularity: 1,
    likelihood: paretoLikelihoodOf,
    times: [1, 3],
    ageOf: halfYearAndMore,
  },
  {
    model: 'mbg-cnbd-k',
    estimates: [0.9, 3, 0.7, 3],
    regularity: 3,
    likelihood: mbgLikelihoodOf(3),
    times: [1],
    ageOf: halfYearAndMore,
  },
  {
    model: 'bg-bb',
    estimates: [1.2, 0.9, 0.7, 2.8],
    regularity: 1,
    likelihood: bgBbLikelihoodOf,
    times: [],
    ageOf: () => 8,
  },
];
const fitted = ({ model }: Case, base: Parameters<typeof gathered>[0]): ModelFit => {
  const fit = purchaseModels[model].fit(gathered(base));
  if (!fit.converged) throw new Error(fit.reason);
  return fit;
};
const forecastFor = ({ model, estimates, regularity }: Case) => forecastOf({ model, estimates, regularity });
const continuous = cases.filter(({ model }) => model !== 'bg-bb');

describe.each(cases)('$model', (item) => {
  const { model, estimates, regularity, likelihood, ageOf } = item;
  const forecast = forecastFor(item);
  const logs = estimates.map(Math.log);

  test('recovers planted parameters within three standard errors in at least 19 of 20 seeded data sets', () => {
    const good = Array.from({ length: 20 }, (_, seed) => {
      const fit = fitted(item, simulate(model, item, 1500, createRandom(seed + 1), ageOf));
      return (
        fit.regularity === regularity &&
        estimates.every(
          (value, i) => Math.abs((fit.estimates[i] ?? NaN) - value) <= 3 * (fit.standardErrors[i] ?? NaN),
        )
      );
    });
    expect(good.filter(Boolean).length).toBeGreaterThanOrEqual(19);
  });

  test('slope and curvature of the likelihood are its derivatives, by central differences', () => {
    const evaluate = likelihood(gathered(simulate(model, item, 300, createRandom(5), ageOf)));
    const point = logs.map((log, i) => log + 0.1 * (i - 1));
    const { gradient, hessian } = evaluate(point);
    const step = 1e-4;
    point.forEach((_, i) => {
      const at = (sign: number) => evaluate(point.map((log, j) => (i === j ? log + sign * step : log)));
      const [up, down] = [at(1), at(-1)];
      expectClose((up.value - down.value) / (2 * step), gradient[i] ?? NaN, {
        relative: 1e-6,
        absolute: 1e-4,
      });
      up.gradient.forEach((slope, j) =>
        expectClose((slope - (down.gradient[j] ?? NaN)) / (2 * step), hessian[i]?.[j] ?? NaN, {
          relative: 1e-6,
          absolute: 1e-4,
        }),
      );
    });
  });

  test('the likelihood of the whole is the sum of its parts, and a count stands for so many customers', () => {
    const all = simulate(model, item, 400, createRandom(6), ageOf);
    const at = (from: number, to: number, counts?: Float64Array): number => {
      const part = [all.frequency, all.recency, all.age].map((column) => column.slice(from, to));
      const [x, last, age] = part as [Float64Array, Float64Array, Float64Array];
      return likelihood(gatherCustomers(x, last, age, counts ? { counts } : {}))(logs).value;
    };
    const whole = at(0, 400);
    expectClose(at(0, 150) + at(150, 400), whole, { relative: 1e-12 });
    expectClose(at(0, 400, new Float64Array(400).fill(3)), 3 * whole, { relative: 1e-12 });
  });

  test('forecasts what simulated customers go on to do, by how much they bought and how long they were silent', () => {
    const ahead = model === 'bg-bb' ? 5 : 26;
    const all = simulate(model, item, 20_000, createRandom(7), ageOf, ahead);
    const groups = new Map<string, { expected: number; actual: number; square: number }>();
    const { age } = all;
    // Ages in steps, so that the sums are few; a forecast at the true age would be as good.
    all.frequency.forEach((x, i) => {
      if (i >= 6_000 && regularity > 1) return;
      const silent = (all.recency[i] ?? NaN) < 0.5 * (age[i] ?? NaN);
      const key = `${Math.min(x, 3)} ${silent}`;
      const group = groups.get(key) ?? { expected: 0, actual: 0, square: 0 };
      const customer = { x, recency: all.recency[i] ?? NaN, age: age[i] ?? NaN };
      const [expected = NaN] = expectedPurchases(forecast, customer, Float64Array.of(ahead));
      const off = (all.later[i] ?? NaN) - expected;
      group.expected += expected;
      group.actual += all.later[i] ?? NaN;
      group.square += off * off;
      groups.set(key, group);
    });
    expect(groups.size).toBeGreaterThanOrEqual(6);
    for (const { expected, actual, square } of groups.values())
      expectClose(expected, actual, { relative: 0, absolute: 4 * Math.sqrt(square) + 0.1 });
  });

  test('the frequencies of new customers sum to 1 and have the expected purchases as their mean', () => {
    const t = model === 'bg-bb' ? 6 : 12;
    const frequencies = forecast.frequencies(t, 3000);
    const total = frequencies.reduce((sum, p) => sum + p, 0);
    const mean = frequencies.reduce((sum, p, x) => sum + x * p, 0);
    expect(Math.min(...frequencies)).toBeGreaterThanOrEqual(0);
    expectClose(total, 1, { relative: 1e-9 });
    const [expected = NaN] = expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, Float64Array.of(t));
    expectClose(mean, expected, { relative: 1e-7 });
  });

  test('P(active) lies in [0, 1], is shared among the phases and falls with silence', () => {
    const whole = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(
        whole,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 50 }),
        (x, more, silence) => {
          const recency = x + more;
          const byPhase = new Float64Array(forecast.phases);
          const now = forecast.probabilityActive(x, recency, recency + silence, byPhase);
          const later = forecast.probabilityActive(x, recency, recency + silence + 1);
          expect(now).toBeGreaterThanOrEqual(0);
          expect(now).toBeLessThanOrEqual(1);
          expect(later).toBeLessThanOrEqual(now * (1 + 1e-12));
          expectClose(
            byPhase.reduce((sum, share) => sum + share, 0),
            now,
            { relative: 1e-12, absolute: 1e-300 },
          );
        },
      ),
    );
  });

  test('the expectation is 0 for no time and grows with it', () => {
    const horizons = Float64Array.of(0, 1, 2, 10, 52, 300);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 }), (x, more) => {
        const expected = expectedPurchases(forecast, { x, recency: x, age: x + more }, horizons);
        expect(expected[0]).toBe(0);
        expected.forEach((value, i) => {
          if (i > 0) expect(value).toBeGreaterThan(expected[i - 1] ?? NaN);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('what is expected for ever, discounted, is the limit of the discounted periods and falls with the rate', () => {
    const customer = { x: 3, recency: 5, age: 7 };
    const rate = 0.1;
    // Periods ever shorter: paid in the middle of each, the error falls with the square of their length.
    const perUnit = model === 'bg-bb' ? 1 : 16;
    const ends = Float64Array.from({ length: 400 * perUnit }, (_, i) => (i + 1) / perUnit);
    const sum = discountedOverPeriods(expectedPurchases(forecast, customer, ends), Math.exp(-rate / perUnit));
    const paid = model === 'bg-bb' ? sum : sum * Math.exp(rate / perUnit / 2);
    expectClose(discountedResidual(forecast, customer, rate), paid, { relative: 1e-4 });
    expect(discountedResidual(forecast, customer, 0.2)).toBeLessThan(
      discountedResidual(forecast, customer, 0.1),
    );
  });

  test('draws of the parameters have the fit’s mean and covariance in logarithms', () => {
    const fit = fitted(item, simulate(model, item, 1500, createRandom(9), ageOf));
    const draws = parameterDraws(fit, 4000, createRandom(1));
    expect(draws[17]).toEqual(parameterDraws(fit, 18, createRandom(1))[17]);
    fit.estimates.forEach((estimate, i) => {
      const off = draws.map((draw) => Math.log((draw[i] ?? NaN) / estimate));
      const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
      const variance = off.reduce((sum, value) => sum + (value - mean) ** 2, 0) / off.length;
      const planned = fit.covarianceOfLogs[i]?.[i] ?? NaN;
      expectClose(mean, 0, { relative: 0, absolute: 4 * Math.sqrt(planned / 4000) });
      expectClose(variance, planned, { relative: 0.1 });
    });
  });
});

describe.each(continuous)('$model in continuous time', (item) => {
  const { model, estimates, times, ageOf } = item;

  test('time in other units scales the parameters that are times, and nothing else', () => {
    const all = simulate(model, item, 1200, createRandom(3), ageOf);
    const here = fitted(item, all);
    const inDays = (column: Float64Array): Float64Array => column.map((t) => t * 7);
    const days = fitted(item, {
      ...all,
      recency: inDays(all.recency),
      age: inDays(all.age),
      logIntervals: all.logIntervals.map((sum, i) => sum + (all.frequency[i] ?? NaN) * Math.log(7)),
    });
    const scaled = here.estimates.map((value, i) => (times.includes(i) ? value * 7 : value));
    expectClose(days.estimates, scaled, { relative: 1e-6 });
    const rates = estimates.map((value, i) => (times.includes(i) ? value * 7 : value));
    const week = forecastFor(item);
    const day = forecastFor({ ...item, estimates: rates });
    expectClose(day.probabilityActive(3, 70, 210), week.probabilityActive(3, 10, 30), { relative: 1e-11 });
    expectClose(
      expectedPurchases(day, { x: 3, recency: 70, age: 210 }, Float64Array.of(364)),
      [...expectedPurchases(week, { x: 3, recency: 10, age: 30 }, Float64Array.of(52))],
      { relative: 1e-11 },
    );
  });

  test('nothing is returned where nobody buys again or there is one customer', () => {
    for (const x of [new Float64Array(50), Float64Array.of(3)]) {
      const age = x.map((_, i) => 20 + i);
      const recency = x.map((count) => count * 5);
      const base = gatherCustomers(x, recency, age, { logIntervals: x.map((count) => count) });
      expect(purchaseModels[model].fit(base).converged).toBe(false);
    }
  });
});

describe('whole bases', () => {
  const item = cases[0] as Case;
  const forecast = forecastFor(item);

  test('cumulative expectations count each customer from its start', () => {
    const starts = Float64Array.of(0, 5, 5, 11);
    const times = Float64Array.of(1, 5, 6, 20);
    const one = (t: number): number =>
      t <= 0 ? 0 : (expectedPurchases(forecast, { x: 0, recency: 0, age: 0 }, Float64Array.of(t))[0] ?? NaN);
    const expected = [...times].map((time) => [...starts].reduce((sum, start) => sum + one(time - start), 0));
    expectClose(expectedCumulative(forecast, starts, times), expected, { relative: 1e-12 });
    expectClose(
      expectedCumulative(forecast, Float64Array.of(0, 5, 11), times, Float64Array.of(1, 2, 1)),
      expected,
      { relative: 1e-12 },
    );
  });

  test('expected frequencies add up over the ages', () => {
    const [six, nine] = [forecast.frequencies(6, 4), forecast.frequencies(9, 4)];
    const sum = expectedFrequencies(forecast, Float64Array.of(6, 9, 6), 4);
    sum.forEach((value, x) =>
      expectClose(value, 2 * (six[x] ?? NaN) + (nine[x] ?? NaN), { relative: 1e-12 }),
    );
    expectClose(expectedFrequencies(forecast, Float64Array.of(6, 9), 4, Float64Array.of(2, 1)), [...sum], {
      relative: 1e-12,
    });
  });

  test('information criteria are those of Akaike and Schwarz', () => {
    const { aic, bic } = informationCriteria({ logLikelihood: -100, parameterCount: 4, customers: 1000 });
    expect(aic).toBe(208);
    expectClose(bic, 200 + 4 * Math.log(1000), { relative: 1e-15 });
  });

  test('k is not chosen without the times between purchases, but can be given', () => {
    const { frequency, recency, age } = simulate(
      'mbg-nbd',
      cases[1] as Case,
      500,
      createRandom(2),
      halfYearAndMore,
    );
    const base = gatherCustomers(frequency, recency, age);
    expect(purchaseModels['mbg-cnbd-k'].fit(base)).toEqual({ converged: false, reason: 'no-intervals' });
    const [given, mbg] = [fitWithRegularity(base, 1), purchaseModels['mbg-nbd'].fit(base)];
    if (!given.converged || !mbg.converged) throw new Error('a fit was expected');
    expectClose(given.estimates, mbg.estimates, { relative: 1e-9 });
    expectClose(given.logLikelihood, mbg.logLikelihood, { relative: 1e-12 });
  });

  test('a base with counts is the base with its rows repeated; sums of logarithms that are not finite are not known', () => {
    const base = gatherCustomers(Float64Array.of(2, 1), Float64Array.of(5, 4), Float64Array.of(9, 9), {
      counts: Float64Array.of(3, 2),
      logIntervals: Float64Array.of(1.5, 1.4),
    });
    expect(base.customers).toBe(5);
    expectClose(base.logIntervals ?? NaN, 3 * 1.5 + 2 * 1.4, { relative: 1e-15 });
    const none: Histories & { logIntervals: number | null } = gatherCustomers(
      Float64Array.of(2),
      Float64Array.of(5),
      Float64Array.of(9),
      { logIntervals: Float64Array.of(-Infinity) },
    );
    expect(none.logIntervals).toBeNull();
  });
});
