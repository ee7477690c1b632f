import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaDiscreteWeibullSurvival, fitBetaDiscreteWeibull } from '../../src/stats/beta-discrete-weibull';
import {
  discountedLifetimes,
  fitConstantRetention,
  meanLifetime,
  periodsThatMatter,
  residualLifetimes,
  retentionRates,
  survivalOf,
  type ContractModel,
} from '../../src/stats/contract-value';
import { fitDiscreteWeibull } from '../../src/stats/discrete-weibull';
import lung from '../golden/survival/km-lung.json';
import { kaplanMeier } from '../../src/stats/kaplan-meier';
import { lifeTableFromSurvivors, lifeTableOf, pooledLifeTable } from '../../src/stats/life-table';
import { constantRetentionMultiple, ratePerPeriod } from '../../src/stats/net-present-value';
import { createRandom } from '../../src/stats/random';
import {
  fitShiftedBetaGeometric,
  shiftedBetaGeometricSurvival,
  type ContractFit,
  type NoContractFit,
} from '../../src/stats/shifted-beta-geometric';
import { expectClose } from '../close';
import golden from '../golden/contract-clv/fader-hardie-2007.json';
import finance from '../golden/finance/finance.json';

const series = { HighEnd: golden.HighEnd, Regular: golden.Regular };
const names = ['HighEnd', 'Regular'] as const;
/** Years 0 to 7 of 1,000 customers: what the paper calibrates on. */
const calibration = (name: (typeof names)[number]): number[] =>
  series[name].series_percent.slice(0, 8).map((percent) => percent * 10);

function fit<P>(found: ContractFit<P> | NoContractFit): ContractFit<P> {
  if (!found.converged) throw new Error(`no fit: ${found.reason}`);
  return found;
}
/** DEL for ever at tenures 0 to `last`. */
function forever(model: ContractModel, rate: number, last: number): Float64Array {
  const rates = retentionRates(model, last + periodsThatMatter(rate));
  return discountedLifetimes(rates, rate, Infinity, last);
}

describe.each(names)('the %s customers of Fader and Hardie (2007)', (name) => {
  const expected = series[name];
  const table = lifeTableFromSurvivors(calibration(name));

  test('shifted beta-geometric: estimates, errors, likelihood, survival and retention', () => {
    const { parameters, standardErrors, logLikelihood } = fit(fitShiftedBetaGeometric(table));
    expectClose([parameters.alpha, parameters.beta], [expected.alpha, expected.beta], { relative: 1e-7 });
    expectClose(standardErrors, [expected.se.alpha, expected.se.beta], { relative: 1e-7 });
    expectClose(logLikelihood, expected.LL, { relative: 1e-12 });
    const { alpha, beta } = expected;
    expectClose(shiftedBetaGeometricSurvival({ alpha, beta }, 12).subarray(1), expected.S_model_1_12, {
      relative: 1e-12,
    });
    expectClose(retentionRates({ kind: 'sbg', alpha, beta }, 12), expected.r_model_1_12, { relative: 1e-12 });
    expectClose(alpha / (alpha + beta), expected.mean_churn_prob, { relative: 1e-12 });
  });

  test('beta-discrete-Weibull: estimates, likelihood and survival', () => {
    const { parameters, logLikelihood } = fit(fitBetaDiscreteWeibull(table));
    const { alpha, beta, c, LL, S_model_1_12 } = expected.BdW;
    expectClose([parameters.alpha, parameters.beta, parameters.c], [alpha, beta, c], { relative: 1e-7 });
    expectClose(logLikelihood, LL, { relative: 1e-12 });
    expectClose(betaDiscreteWeibullSurvival({ alpha, beta, c }, 12).subarray(1), S_model_1_12, {
      relative: 1e-11,
    });
  });

  test('discounted lifetime and residual lifetime for ever at 10 %, to 1e-10', () => {
    const { alpha, beta } = expected;
    const model: ContractModel = { kind: 'sbg', alpha, beta };
    const lifetimes = forever(model, 0.1, 8);
    expectClose(lifetimes[0], expected.DEL_d10.closed_2F1, { relative: 1e-10 });
    const residual = residualLifetimes(lifetimes, retentionRates(model, 8));
    expectClose(residual, expected.DERL_d10_after_n_renewals_offered_n1_8, { relative: 1e-10 });
  });
});

describe('constant retention undervalues customers who differ', () => {
  const estimates = { HighEnd: [0.668, 3.806], Regular: [0.704, 1.182] } as const;
  test.each(names)('%s: residual lifetimes of finance.json, and at one rate for ever', (name) => {
    // finance.json was made from its own estimates: its first two retention rates give them back.
    const rows = finance[`DERL_${name}`].rows;
    const [first = 0, second = 0] = rows.map((row) => row.rate_n);
    // r1 = b/(a+b), r2 = (b+1)/(a+b+1).
    const sum = (1 - second) / (second - first);
    const model: ContractModel = { kind: 'sbg', alpha: (1 - first) * sum, beta: first * sum };
    expectClose([model.alpha, model.beta], estimates[name], { relative: 1e-3 });
    const rates = retentionRates(model, 8);
    const residual = residualLifetimes(forever(model, 0.1, 8), rates);
    rows.forEach((row, i) => {
      expectClose(rates[i], row.rate_n, { relative: 1e-10 });
      expectClose(residual[i], row.DERL, { relative: 1e-10 });
      const held = row.rate_n * constantRetentionMultiple(row.rate_n, 0.1, 'immediate');
      expectClose(held, row.constant_rate_value, { relative: 1e-10 });
      expect(held).toBeLessThan(residual[i] as number);
    });
  });

  test('5.41 discounted renewals against 3.75', () => {
    const [row] = finance.DERL_HighEnd.rows;
    expect(row?.DERL.toFixed(2)).toBe('5.41');
    expect(row?.constant_rate_value.toFixed(2)).toBe('3.75');
  });
});

/** Survivors of `customers` who each leave by their own coin, followed for up to `periods` renewals. */
function simulate(
  model: ContractModel & { kind: 'sbg' | 'bdw' },
  seed: number,
): { left: number[]; censored: number[] } {
  const random = createRandom(seed);
  const [left, censored] = [new Array<number>(16).fill(0), new Array<number>(16).fill(0)];
  const c = model.kind === 'bdw' ? model.c : 1;
  for (let customer = 0; customer < 4000; customer += 1) {
    const stays = 1 - random.beta(model.alpha, model.beta);
    const seen = 5 + random.integer(10);
    // P(T > t) = stays^(t^c), so T is the first t whose power is below a uniform draw.
    const lifetime = Math.max(1, Math.ceil((Math.log(1 - random.next()) / Math.log(stays)) ** (1 / c)));
    const counts = lifetime <= seen ? left : censored;
    counts[Math.min(lifetime, seen)] = (counts[Math.min(lifetime, seen)] as number) + 1;
  }
  return { left, censored };
}

describe('recovery: true parameters within three standard errors in 19 of 20 data sets at least', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  test('shifted beta-geometric', () => {
    const model = { kind: 'sbg', alpha: 0.8, beta: 3 } as const;
    const near = seeds.filter((seed) => {
      const { left, censored } = simulate(model, seed);
      const { parameters, standardErrors } = fit(fitShiftedBetaGeometric(lifeTableOf(left, censored)));
      return [parameters.alpha - model.alpha, parameters.beta - model.beta].every(
        (off, i) => Math.abs(off) <= 3 * (standardErrors[i] as number),
      );
    });
    expect(near.length).toBeGreaterThanOrEqual(19);
  });

  test.each([0.7, 1, 1.6])('beta-discrete-Weibull with c %d', (c) => {
    const model = { kind: 'bdw', alpha: 0.8, beta: 3, c } as const;
    const near = seeds.filter((seed) => {
      const { left, censored } = simulate(model, seed);
      const { parameters, standardErrors } = fit(fitBetaDiscreteWeibull(lifeTableOf(left, censored)));
      return [parameters.alpha - model.alpha, parameters.beta - model.beta, parameters.c - c].every(
        (off, i) => Math.abs(off) <= 3 * (standardErrors[i] as number),
      );
    });
    expect(near.length).toBeGreaterThanOrEqual(19);
  });
});

describe('the discrete Weibull, where customers do not differ', () => {
  test('recovers its parameters within three standard errors in 19 of 20 data sets at least', () => {
    const [lambda, c] = [0.05, 1.4];
    const near = Array.from({ length: 20 }, (_, i) => i + 1).filter((seed) => {
      const random = createRandom(seed);
      const [left, censored] = [new Array<number>(16).fill(0), new Array<number>(16).fill(0)];
      for (let customer = 0; customer < 2000; customer += 1) {
        const lifetime = Math.max(1, Math.ceil((-Math.log(1 - random.next()) / lambda) ** (1 / c)));
        const seen = 5 + random.integer(10);
        const counts = lifetime <= seen ? left : censored;
        counts[Math.min(lifetime, seen)] = (counts[Math.min(lifetime, seen)] as number) + 1;
      }
      const { parameters, standardErrors } = fit(fitDiscreteWeibull(lifeTableOf(left, censored)));
      return [parameters.lambda - lambda, parameters.c - c].every(
        (off, i) => Math.abs(off) <= 3 * (standardErrors[i] as number),
      );
    });
    expect(near.length).toBeGreaterThanOrEqual(19);
  });

  test('is the limit of the beta-discrete-Weibull, and at c = 1 one retention rate', () => {
    const limit = retentionRates({ kind: 'weibull', lambda: 0.1, c: 1.3 }, 12);
    const near = retentionRates({ kind: 'bdw', alpha: 1e6, beta: 1e6 / Math.expm1(0.1), c: 1.3 }, 12);
    expectClose(near, [...limit], { relative: 1e-5 });
    const even = fit(fitDiscreteWeibull(lifeTableFromSurvivors([1024, 512, 256, 128])));
    expectClose([even.parameters.lambda, even.parameters.c], [Math.LN2, 1], { relative: 1e-7 });
    expectClose(
      even.logLikelihood,
      fitConstantRetention(lifeTableFromSurvivors([1024, 512, 256, 128]))?.logLikelihood ?? NaN,
      {
        relative: 1e-13,
      },
    );
    expect(fitDiscreteWeibull(lifeTableFromSurvivors([100, 80])).converged).toBe(false);
  });
});

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

describe('what has no estimate says why', () => {
  const reason = (
    survivors: number[],
    search: typeof fitShiftedBetaGeometric | typeof fitBetaDiscreteWeibull,
  ) => {
    const found = search(lifeTableFromSurvivors(survivors));
    return found.converged ? 'fitted' : found.reason;
  };
  test('customers who do not differ, nobody or everybody left, one period, no table', () => {
    const even = [1024, 512, 256, 128, 64, 32];
    for (const survivors of [even, [100, 100, 100], [100, 0], [100, 80], [100], []])
      for (const search of [fitShiftedBetaGeometric, fitBetaDiscreteWeibull])
        expect(reason(survivors, search)).not.toBe('fitted');
    expect(reason(even, fitShiftedBetaGeometric)).toBe('edge');
  });

  test('one rate fits what is even, and nothing where nobody was asked', () => {
    const found = fitConstantRetention(lifeTableFromSurvivors([1024, 512, 256]));
    expect(found?.retention).toBe(0.5);
    expectClose(found?.logLikelihood, 1536 * Math.log(0.5), { relative: 1e-14 });
    expect(fitConstantRetention(lifeTableFromSurvivors([5]))).toBeNull();
    expect(fitConstantRetention(lifeTableFromSurvivors([5, 5]))).toMatchObject({
      retention: 1,
      logLikelihood: 0,
    });
  });

  test('a huge table beside a small one: no count is too large', () => {
    const big = fit(
      fitShiftedBetaGeometric(lifeTableFromSurvivors(calibration('Regular').map((n) => n * 1e9))),
    );
    expectClose(big.parameters.alpha, golden.Regular.alpha, { relative: 1e-6 });
  });

  test('a sum for ever without discount is refused', () => {
    expect(() => periodsThatMatter(0)).toThrow(RangeError);
    expect(() => periodsThatMatter(1e-7)).toThrow(RangeError);
  });
});

describe('observed survival (Kaplan-Meier)', () => {
  // Freireich et al. (1963), remission of 21 patients on 6-MP: weeks 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+.
  const left = Array.from(
    { length: 36 },
    (_, t) => ({ 6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1 })[t] ?? 0,
  );
  const censored = Array.from(
    { length: 36 },
    (_, t) => ({ 6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1 })[t] ?? 0,
  );

  test('gives the published remission curve and its errors', () => {
    const { survival, standardError, low, high } = kaplanMeier(
      lifeTableOf(left, censored),
      1.959963984540054,
    );
    const at = (values: Float64Array): string[] =>
      [6, 7, 10, 13, 16, 22, 23].map((t) => (values[t] as number).toFixed(3));
    expect(at(survival)).toEqual(['0.857', '0.807', '0.753', '0.690', '0.627', '0.538', '0.448']);
    expect(at(standardError)).toEqual(['0.076', '0.087', '0.096', '0.107', '0.114', '0.128', '0.135']);
    expect(at(low).slice(0, 2)).toEqual(['0.620', '0.563']);
    expect(at(high).slice(0, 2)).toEqual(['0.952', '0.923']);
    expect(low[5]).toBeNaN();
    expect(survival[5]).toBe(1);
  });

  test('gives what R’s survival gives for the lung patients, log-log limits too', () => {
    const byDay = (pairs: number[][]): Float64Array => {
      const days = new Float64Array(1023);
      for (const [day = 0, count = 0] of pairs) days[day] = count;
      return days;
    };
    // A day is a period: nobody is lost on day 0.
    const [died, lost] = [byDay(lung.died), byDay(lung.censored)];
    const table = lifeTableOf(died, lost);
    const found = kaplanMeier(table, 1.959963984540054);
    const at = (values: Float64Array, time: number): number => values[time] as number;
    for (const { time, n_risk, surv, se } of lung.estimates) {
      expect(table.atRisk[time - 1]).toBe(n_risk);
      expectClose(at(found.survival, time), surv, { relative: 1e-12 });
      expectClose(at(found.standardError, time), se, { relative: 1e-12 });
    }
    for (const { time, lower, upper } of lung.logLog) {
      expectClose(at(found.low, time), lower, { relative: 1e-12 });
      expectClose(at(found.high, time), upper, { relative: 1e-12 });
    }
  });

  test('limits enclose the estimate; when all have left it is 0 and has none', () => {
    const all = kaplanMeier(lifeTableFromSurvivors([10, 4, 0]), 2);
    expect([...all.survival]).toEqual([1, 0.4, 0]);
    expect(all.low[1]).toBeLessThan(0.4);
    expect(all.high[1]).toBeGreaterThan(0.4);
    expect(all.low[2]).toBeNaN();
    expect(kaplanMeier(lifeTableFromSurvivors([10]), 2).survival).toHaveLength(1);
    expect(kaplanMeier(lifeTableFromSurvivors([10, 0, 0]), 2).survival[2]).toBeNaN();
  });
});
