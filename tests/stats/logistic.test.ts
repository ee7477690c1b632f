import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageMarginalEffects, type MarginalColumn } from '../../src/stats/average-marginal-effects';
import { firthLogistic } from '../../src/stats/firth-logistic';
import { fittedChances, logistic } from '../../src/stats/logistic';
import { logisticRelativeWeights } from '../../src/stats/logistic-relative-weights';
import { expectClose } from '../close';
import customerGolden from '../golden/drivers/customer-satisfaction-logit.json';
import birthwtGolden from '../golden/logit/birthwt.json';
import firthGolden from '../golden/logit/firth-separation.json';
import {
  anyBinary,
  birthwt,
  customerSatisfaction,
  fitted,
  hasCustomerSatisfaction,
  separated,
} from './logit-data';

const R = { relative: 1e-7 };
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

describe('logistic regression', () => {
  it("is R's glm on birthwt", () => {
    const fit = fitted(birthwt());
    expectClose(fit.coefficients, Object.values(birthwtGolden.coef), R);
    expectClose(fit.standardErrors, Object.values(birthwtGolden.se), R);
    expectClose(fit.logLikelihood, birthwtGolden.logLik, R);
    expectClose(-2 * fit.nullLogLikelihood, birthwtGolden['null.deviance'], R);
  });

  it.skipIf(!hasCustomerSatisfaction)("is R's glm on customer satisfaction, with its four R²", () => {
    const fit = fitted(customerSatisfaction());
    expectClose(fit.coefficients, Object.values(customerGolden.coef), R);
    // glm takes its errors from the weights of the iteration before its last: they are 4e-7 to 1.1e-6 off the maximum's.
    expectClose(fit.standardErrors, Object.values(customerGolden.se), { relative: 1.1e-6 });
    expectClose(fit.logLikelihood, customerGolden.logLik, R);
    expectClose(fit.nullLogLikelihood, customerGolden.logLik0, R);
    expectClose(fit.rSquared.mcFadden, customerGolden.McFadden, R);
    expectClose(fit.rSquared.coxSnell, customerGolden.CoxSnell, R);
    expectClose(fit.rSquared.nagelkerke, customerGolden.Nagelkerke, R);
    expectClose(fit.rSquared.tjur, customerGolden.Tjur, R);
  });

  it('has slope 0 of the log-likelihood at its coefficients: residuals are uncorrelated with every column', () => {
    fc.assert(
      fc.property(anyBinary(), (patterns) => {
        const fit = logistic(patterns);
        fc.pre(fit.status === 'converged');
        if (fit.status !== 'converged') return;
        const chances = fittedChances(patterns.columns, fit.coefficients);
        const residuals = chances.map(
          (p, i) => (patterns.events[i] as number) - (patterns.trials[i] as number) * p,
        );
        for (const column of [residuals.map(() => 1), ...patterns.columns])
          expectClose(total(residuals.map((value, i) => value * (column[i] as number))), 0, {
            relative: 0,
            absolute: 1e-7,
          });
      }),
    );
  });

  it('does not mind units or a far-off zero', () => {
    const patterns = birthwt();
    const fit = fitted(patterns);
    const [age, ...others] = patterns.columns as [Float64Array, ...Float64Array[]];
    const moved = fitted({ ...patterns, columns: [age.map((value) => 1e9 + value / 1024), ...others] });
    expectClose(moved.logLikelihood, fit.logLikelihood, { relative: 1e-10 });
    expectClose(moved.coefficients[1], 1024 * (fit.coefficients[1] as number), { relative: 1e-6 });
    expectClose(moved.coefficients.slice(2), [...fit.coefficients.slice(2)], { relative: 1e-7 });
  });

  it('takes a weight as so many equal rows', () => {
    const { columns, events } = birthwt();
    const weights = events.map((_, i) => (i % 3) + 1);
    const rows = [...weights].flatMap((weight, i) => Array<number>(weight).fill(i));
    const repeat = (values: Float64Array): Float64Array =>
      Float64Array.from(rows, (i) => values[i] as number);
    const weighted = fitted({
      columns,
      events: events.map((y, i) => y * (weights[i] as number)),
      trials: weights,
    });
    const repeated = fitted({
      columns: columns.map(repeat),
      events: repeat(events),
      trials: new Float64Array(rows.length).fill(1),
    });
    expectClose(weighted.coefficients, [...repeated.coefficients], { relative: 1e-9 });
    expectClose(weighted.standardErrors, [...repeated.standardErrors], { relative: 1e-9 });
    expectClose(weighted.rSquared.tjur, repeated.rSquared.tjur, { relative: 1e-9 });
  });

  it('leaves out a column that does not vary or that others make up, and says which', () => {
    const patterns = birthwt();
    const [age, lwt] = patterns.columns as [Float64Array, Float64Array];
    const mixed = age.map((value, i) => 2 * value - (lwt[i] as number));
    const fit = fitted({ ...patterns, columns: [age, age.map(() => 7), lwt, mixed] });
    expect(fit.aliased).toEqual([1, 3]);
    expect([fit.coefficients[2], fit.standardErrors[2]]).toEqual([0, 0]);
    const plain = fitted({ ...patterns, columns: [age, lwt] });
    expectClose(fit.logLikelihood, plain.logLikelihood, { relative: 1e-12 });
  });

  it('has no fit where the outcome takes one value, or there are no rows', () => {
    const { columns, trials } = birthwt();
    expect(logistic({ columns, trials, events: trials }).status).toBe('constant');
    const none = new Float64Array(0);
    expect(logistic({ columns: [none], trials: none, events: none }).status).toBe('constant');
  });
});

describe('separation', () => {
  const trials = Float64Array.of(100_000, 1_000);
  const columns = [Float64Array.of(1, 0)];

  it('is seen where a driver tells all ones from all zeros, and never fitted', () => {
    expect(logistic(separated())).toMatchObject({ status: 'separated', separation: { kind: 'complete' } });
  });

  it('is seen where a driver tells only some without exception', () => {
    expect(logistic({ columns, trials, events: Float64Array.of(100_000, 400) })).toMatchObject({
      status: 'separated',
      separation: { kind: 'quasi', columns: [0] },
    });
  });

  it('is not seen where one row in 100,000 is an exception', () => {
    const fit = fitted({ columns, trials, events: Float64Array.of(99_999, 400) });
    expectClose(fit.coefficients[1], Math.log(99_999) - Math.log(400 / 600), { relative: 1e-9 });
  });

  it("leaves Firth's estimates finite: brglm2's, and the root of the modified score to ten digits", () => {
    const fit = firthLogistic(separated());
    // brglm2 stops at steps of 1e-6; the root was solved for with 40 digits (mpmath).
    expectClose(fit?.coefficients, Object.values(firthGolden.coef), { relative: 2e-7 });
    expectClose(fit?.standardErrors, Object.values(firthGolden.se), { relative: 2e-7 });
    const root = [-3.79245427374826, 0.842767616388503, -1.388666501343786];
    expectClose(fit?.coefficients, root, { relative: 1e-9 });
  });

  it("leaves Firth's estimate of one proportion that of half a row more of each kind", () => {
    const fit = firthLogistic({ columns: [], events: Float64Array.of(3), trials: Float64Array.of(10) });
    expectClose(fit?.coefficients, [Math.log(3.5 / 7.5)], { relative: 1e-9 });
  });

  it("leaves Firth's and maximum likelihood's estimates alike where there are many rows", () => {
    const { columns, events, trials } = birthwt();
    const many = { columns, events: events.map((y) => 1000 * y), trials: trials.map((n) => 1000 * n) };
    const firth = firthLogistic(many);
    const plain = fitted(many);
    plain.coefficients.forEach((value, i) => {
      const error = plain.standardErrors[i] as number;
      expectClose(firth?.coefficients[i], value, { relative: 0, absolute: 0.02 * error });
      expectClose(firth?.standardErrors[i], error, { relative: 1e-3 });
    });
  });
});

describe('average marginal effects', () => {
  const kinds: MarginalColumn[] = birthwt().columns.map((_, a) => {
    if (a === 2 || a === 3) return { kind: 'dummy', factor: [2, 3] };
    return a === 4 || a === 6 || a === 7 ? { kind: 'dummy', factor: [a] } : { kind: 'numeric' };
  });

  it.skipIf(!hasCustomerSatisfaction)("are R's on customer satisfaction", () => {
    const patterns = customerSatisfaction();
    const numeric = patterns.columns.map(() => ({ kind: 'numeric' as const }));
    const { effects } = averageMarginalEffects(patterns, fitted(patterns), numeric);
    expectClose(effects, Object.values(customerGolden.AME), R);
  });

  it('are what moving every row does to the mean chance', () => {
    const patterns = birthwt();
    const fit = fitted(patterns);
    const { effects } = averageMarginalEffects(patterns, fit, kinds);
    const meanChance = (change: (x: Float64Array, a: number) => Float64Array): number =>
      total(fittedChances(patterns.columns.map(change), fit.coefficients)) / 189;
    const aged = (by: number): number => meanChance((x, a) => (a === 0 ? x.map((value) => value + by) : x));
    expectClose(effects[0], (aged(1e-4) - aged(-1e-4)) / 2e-4, { relative: 1e-7 });
    const race = (level: number): number =>
      meanChance((x, a) => (a === 2 || a === 3 ? x.map(() => (a === level ? 1 : 0)) : x));
    expectClose(effects[2], race(2) - race(0), { relative: 1e-12 });
    expectClose(effects[3], race(3) - race(0), { relative: 1e-12 });
  });

  it('have errors from their slopes over the coefficients, which differences give too', () => {
    const patterns = birthwt();
    const { coefficients, covariance } = fitted(patterns);
    const { standardErrors } = averageMarginalEffects(patterns, { coefficients, covariance }, kinds);
    const moved = (i: number, by: number): Float64Array =>
      averageMarginalEffects(
        patterns,
        { coefficients: coefficients.map((value, j) => (i === j ? value + by : value)), covariance },
        kinds,
      ).effects;
    const h = 1e-5;
    const slopes = [...coefficients].map((_, i) =>
      moved(i, h).map((value, k) => (value - (moved(i, -h)[k] as number)) / (2 * h)),
    );
    standardErrors.forEach((error, k) => {
      let variance = 0;
      slopes.forEach((a, i) =>
        slopes.forEach((b, j) => {
          variance += (a[k] as number) * (b[k] as number) * (covariance[i * slopes.length + j] as number);
        }),
      );
      expectClose(error, Math.sqrt(variance), { relative: 1e-5 });
    });
  });
});

describe('relative weights of a logistic regression', () => {
  it.skipIf(!hasCustomerSatisfaction)("are R's on customer satisfaction", () => {
    const patterns = customerSatisfaction();
    const golden = customerGolden.LRW_TonidandelLeBreton2010;
    const { weights, rSquared } = logisticRelativeWeights(patterns, fitted(patterns));
    expectClose(weights, Object.values(golden.raw), R);
    expectClose(rSquared, golden.R2_O, R);
  });

  it('sum to the share explained, whatever the units', () => {
    const patterns = birthwt();
    const { weights, rSquared } = logisticRelativeWeights(patterns, fitted(patterns));
    expectClose(total(weights), rSquared, { relative: 1e-12 });
    const columns = patterns.columns.map((x, a) => x.map((value) => 3 - value * (a + 2)));
    const other = logisticRelativeWeights({ ...patterns, columns }, fitted({ ...patterns, columns }));
    expectClose(other.weights, [...weights], { relative: 1e-8 });
  });
});
