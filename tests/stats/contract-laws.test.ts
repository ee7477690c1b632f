import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaDiscreteWeibullSurvival, fitBetaDiscreteWeibull } from '../../src/stats/beta-discrete-weibull';
import {
  discountedLifetimes,
  fitConstantRetention,
  meanLifetime,
  retentionRates,
  survivalOf,
  type ContractModel,
} from '../../src/stats/contract-value';
import { lifeTableFromSurvivors, lifeTableOf, pooledLifeTable } from '../../src/stats/life-table';
import { constantRetentionMultiple, ratePerPeriod } from '../../src/stats/net-present-value';
import {
  fitShiftedBetaGeometric,
  shiftedBetaGeometricSurvival,
} from '../../src/stats/shifted-beta-geometric';
import { expectClose } from '../close';
import { calibration, fit, forever, simulate } from './made-contracts';

const shape = fc.double({ min: 0.05, max: 20, noNaN: true });
const power = fc.double({ min: 0.4, max: 2.5, noNaN: true });
const anyModel: fc.Arbitrary<ContractModel> = fc.oneof(
  fc.record({ kind: fc.constant('sbg' as const), alpha: shape, beta: shape }),
  fc.record({ kind: fc.constant('bdw' as const), alpha: shape, beta: shape, c: power }),
  fc.record({
    kind: fc.constant('constant' as const),
    retention: fc.double({ min: 0.1, max: 0.99, noNaN: true }),
  }),
);

describe('laws of the models', () => {
  test('survival falls from 1 and stays in 0..1; at c = 1 the two models are one', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const survival = survivalOf(retentionRates(model, 40));
        survival.forEach((share, t) => {
          expect(share).toBeLessThanOrEqual(t === 0 ? 1 : (survival[t - 1] as number));
          expect(share).toBeGreaterThanOrEqual(0);
        });
      }),
    );
    fc.assert(
      fc.property(shape, shape, (alpha, beta) => {
        const geometric = shiftedBetaGeometricSurvival({ alpha, beta }, 30);
        expectClose(betaDiscreteWeibullSurvival({ alpha, beta, c: 1 }, 30), [...geometric], {
          relative: 1e-11,
        });
      }),
    );
  });

  test('retention rises from renewal to renewal under the shifted beta-geometric', () => {
    fc.assert(
      fc.property(shape, shape, (alpha, beta) => {
        const rates = retentionRates({ kind: 'sbg', alpha, beta }, 50);
        rates.forEach((rate, i) => expect(rate).toBeGreaterThan(i === 0 ? 0 : (rates[i - 1] as number)));
      }),
    );
  });

  test('lifetimes fall with the discount rate, and a long horizon reaches for ever from below', () => {
    fc.assert(
      fc.property(anyModel, fc.double({ min: 0.02, max: 0.5, noNaN: true }), (model, rate) => {
        const [now = 0] = forever(model, rate, 0);
        const [later = 0] = forever(model, rate * 1.1, 0);
        expect(later).toBeLessThan(now);
        const rates = retentionRates(model, 2000);
        const [short = 0, long = 0] = [20, 2000].map((n) => discountedLifetimes(rates, rate, n, 0)[0]);
        expect(short).toBeLessThanOrEqual(now * (1 + 1e-14));
        expectClose(long, now, { relative: 1e-12 });
      }),
    );
  });

  test('one rate for all is Gupta and Lehmann’s multiple, whatever the tenure', () => {
    const retention = 0.8;
    const lifetimes = forever({ kind: 'constant', retention }, 0.1, 5);
    const multiple = constantRetentionMultiple(retention, 0.1, 'immediate');
    expectClose(lifetimes, new Array<number>(6).fill(multiple), { relative: 1e-14 });
  });

  test('yearly payments are worth the same counted in months', () => {
    const years = retentionRates({ kind: 'sbg', alpha: 0.7, beta: 3 }, 9);
    const [yearly = 0] = discountedLifetimes(years, 0.1, 10, 0);
    // Nobody leaves within a year; only each twelfth month is paid.
    const months = Float64Array.from({ length: 119 }, (_, i) =>
      (i + 1) % 12 === 0 ? (years[(i + 1) / 12 - 1] as number) : 1,
    );
    const survival = survivalOf(months);
    const monthly = ratePerPeriod(0.1, 12);
    let sum = 0;
    for (let t = 0; t < 120; t += 12) sum += (survival[t] as number) / (1 + monthly) ** t;
    expectClose(sum, yearly, { relative: 1e-13 });
  });

  test('undiscounted, the mean lifetime is the sum of survival, or has no end', () => {
    const model: ContractModel = { kind: 'sbg', alpha: 3.5, beta: 2 };
    const rates = retentionRates(model, 1_000_002);
    expectClose(
      discountedLifetimes(rates, 0, 1_000_000, 2),
      [0, 1, 2].map((n) => meanLifetime(model, n) ?? NaN),
      {
        relative: 1e-10,
      },
    );
    expect(meanLifetime({ kind: 'sbg', alpha: 0.9, beta: 2 }, 0)).toBe(Infinity);
    expect(meanLifetime({ kind: 'bdw', alpha: 0.5, beta: 2, c: 1.5 }, 0)).toBe(Infinity);
    expect(meanLifetime({ kind: 'bdw', alpha: 2, beta: 2, c: 1.5 }, 0)).toBeNull();
    expectClose(meanLifetime({ kind: 'constant', retention: 0.8 }, 7) ?? NaN, 5, { relative: 1e-14 });
  });

  test('counting everyone ten times changes nothing but the errors', () => {
    for (const search of [fitShiftedBetaGeometric, fitBetaDiscreteWeibull]) {
      const once = fit<object>(search(lifeTableFromSurvivors(calibration('HighEnd'))));
      const often = fit<object>(search(lifeTableFromSurvivors(calibration('HighEnd').map((n) => n * 10))));
      expectClose(Object.values(often.parameters), Object.values(once.parameters), { relative: 1e-6 });
      expectClose(often.logLikelihood, 10 * once.logLikelihood, { relative: 1e-12 });
      expectClose(
        often.standardErrors.map((e) => e * Math.sqrt(10)),
        once.standardErrors,
        { relative: 1e-6 },
      );
    }
  });

  test('two halves of a table, their likelihoods added, are the whole', () => {
    const { left, censored } = simulate({ kind: 'sbg', alpha: 0.8, beta: 3 }, 9);
    const part = (counts: number[], odd: boolean): number[] =>
      counts.map((n) => (odd ? Math.ceil(n / 3) : n - Math.ceil(n / 3)));
    const whole = lifeTableOf(left, censored);
    const halves = [true, false].map((odd) => lifeTableOf(part(left, odd), part(censored, odd)));
    expect(pooledLifeTable(halves)).toEqual(whole);
    const sum = halves.reduce((total, half) => total + (fitConstantRetention(half)?.logLikelihood ?? NaN), 0);
    expect(sum).toBeGreaterThanOrEqual(fitConstantRetention(whole)?.logLikelihood ?? NaN);
    expect(fit(fitShiftedBetaGeometric(pooledLifeTable(halves)))).toEqual(
      fit(fitShiftedBetaGeometric(whole)),
    );
  });

  test('a retention table and its tenures are the same life table; older and younger cohorts pool', () => {
    const survivors = [100, 80, 70, 65];
    const tenures = lifeTableOf([0, 20, 10, 5], [0, 0, 0, 65]);
    expect(lifeTableFromSurvivors(survivors)).toEqual(tenures);
    const pooled = pooledLifeTable([tenures, lifeTableFromSurvivors([50, 35])]);
    expect([...pooled.atRisk]).toEqual([150, 80, 70]);
    expect([...pooled.left]).toEqual([35, 10, 5]);
  });
});
