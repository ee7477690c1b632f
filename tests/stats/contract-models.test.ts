import { describe, expect, test } from 'vitest';
import { betaDiscreteWeibullSurvival, fitBetaDiscreteWeibull } from '../../src/stats/beta-discrete-weibull';
import {
  fitConstantRetention,
  periodsThatMatter,
  residualLifetimes,
  retentionRates,
  type ContractModel,
} from '../../src/stats/contract-value';
import { fitDiscreteWeibull } from '../../src/stats/discrete-weibull';
import { lifeTableFromSurvivors, lifeTableOf } from '../../src/stats/life-table';
import { constantRetentionMultiple } from '../../src/stats/net-present-value';
import { createRandom } from '../../src/stats/random';
import {
  fitShiftedBetaGeometric,
  shiftedBetaGeometricSurvival,
} from '../../src/stats/shifted-beta-geometric';
import { expectClose } from '../close';
import golden from '../golden/contract-clv/fader-hardie-2007.json';
import finance from '../golden/finance/finance.json';
import { series, names, calibration, fit, forever, simulate } from './made-contracts';

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
