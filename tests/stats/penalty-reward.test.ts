import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeBlocks } from '../../src/stats/missing-patterns';
import {
  defaultCuts,
  fitPenaltyReward,
  impactAsymmetry,
  type PenaltyRewardFit,
} from '../../src/stats/penalty-reward';
import { createRandom } from '../../src/stats/random';
import { mergeBlocks } from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import golden from '../golden/drivers/penalty-reward.json';
import { patternBlocksOf } from './rows-with-gaps';

/** Rows of outcome and answers, each answer turned into a low and a high dummy; all less `origin`. */
function fit(rows: readonly number[][], cuts: { low: number; high: number }, origin = 0): PenaltyRewardFit {
  const dummies = rows.map(([outcome, ...answers]) =>
    [
      outcome as number,
      ...answers.flatMap((answer) => [answer <= cuts.low ? 1 : 0, answer >= cuts.high ? 1 : 0]),
    ].map((value) => value - origin),
  );
  const width = dummies[0]?.length ?? 1;
  return fitPenaltyReward(
    mergeBlocks(completeBlocks(patternBlocksOf(dummies, width, 3))),
    (width - 1) / 2,
    new Float64Array(width).fill(origin),
  );
}
const survey = new URL('../../../shared/golden/inputs/customerSat.csv', import.meta.url);

describe('penalties and rewards', () => {
  it.runIf(existsSync(survey))("are R's on the customer survey, with their errors", () => {
    const rows = readFileSync(survey, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number).slice(0, 7));
    const found = fit(rows, { low: 4, high: 9 }, 0.3);
    const [intercept, ...coefficients] = Object.values(golden.coef);
    const [interceptError, ...errors] = Object.values(golden.se);
    expectClose(found.coefficients, coefficients, { relative: 1e-10 });
    expectClose(
      Array.from({ length: 12 }, (_, i) => Math.sqrt(found.covariance[i * 13] as number)),
      errors,
      { relative: 1e-10 },
    );
    expectClose(
      [found.intercept, found.interceptError, found.rSquared],
      [intercept as number, interceptError as number, golden.R2],
      { relative: 1e-10 },
    );
    expect(found.degreesOfFreedom).toBe(rows.length - 13);
  });

  it('of one driver are differences of means, with their pooled errors', () => {
    // Low answers 1, 3 (mean 2), middling 5, 6, 7 (mean 6), high 8, 10 (mean 9): s² = (2 + 2 + 2) / 4.
    const rows = [
      [1, 1],
      [3, 2],
      [5, 3],
      [6, 3],
      [7, 4],
      [8, 5],
      [10, 5],
    ];
    const { coefficients, covariance, intercept, interceptError, degreesOfFreedom } = fit(rows, {
      low: 2,
      high: 5,
    });
    expectClose(coefficients, [-4, 3], { relative: 1e-12 });
    expectClose(intercept, 6, { relative: 1e-12 });
    const share = 1.5 / 3;
    expectClose(covariance, [1.5 / 2 + share, share, share, 1.5 / 2 + share], { relative: 1e-12 });
    expectClose(interceptError, Math.sqrt(share), { relative: 1e-12 });
    expect(degreesOfFreedom).toBe(4);
  });

  it('have no coefficient where nobody gave such an answer, and no error where rows run out', () => {
    const { coefficients, covariance } = fit(
      [
        [1, 1],
        [3, 2],
        [5, 3],
        [6, 3],
      ],
      { low: 2, high: 5 },
    );
    expectClose(coefficients[0], -3.5, { relative: 1e-12 });
    expect(coefficients[1]).toBeNaN();
    expect([...covariance].map(Number.isNaN)).toEqual([false, true, true, true]);
    expect(
      fit(
        [
          [1, 1],
          [2, 3],
          [5, 5],
        ],
        { low: 2, high: 5 },
      ).covariance[0],
    ).toBeNaN();
  });
});

describe('cuts of a scale', () => {
  it.each([
    [1, 5, 2, 5],
    [1, 7, 3, 7],
    [1, 10, 4, 9],
    [0, 10, 3, 9],
    [1, 3, 1, 3],
    [0, 100, 39, 81],
  ])('%d to %d: low up to %d, high from %d', (min, max, low, high) => {
    expect(defaultCuts(min, max)).toEqual({ low, high });
  });

  it('are none for a yes/no, a constant or what is not whole, and always leave points between', () => {
    expect([defaultCuts(0, 1), defaultCuts(3, 3), defaultCuts(0.5, 4), defaultCuts(NaN, 4)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 2, max: 100 }), (min, width) => {
        const cuts = defaultCuts(min, min + width);
        expect(cuts?.low).toBeGreaterThanOrEqual(min);
        expect((cuts?.high as number) - (cuts?.low as number)).toBeGreaterThan(1);
        expect(cuts?.high).toBeLessThanOrEqual(min + width);
      }),
    );
  });
});

describe('impact asymmetry', () => {
  const sure = { penalty: 0.0004, reward: 0.0004, both: 0.0001 };

  it('says which side acts more, where its interval does', () => {
    expect(impactAsymmetry(-3, 1, sure, 2)).toMatchObject({ value: -0.5, label: 'penalty' });
    expect(impactAsymmetry(-1, 3, sure, 2)).toMatchObject({ value: 0.5, label: 'reward' });
    expect(impactAsymmetry(-1, 1.01, sure, 2)).toMatchObject({ label: 'symmetric' });
    expect(impactAsymmetry(-1, 1.2, { penalty: 0.2, reward: 0.2, both: 0 }, 2)).toMatchObject({
      label: 'unclear',
    });
  });

  it('counts an effect against its name as none, and says nothing where none is left', () => {
    expect(impactAsymmetry(0.2, 1, sure, 2)).toMatchObject({ value: 1, high: 1 });
    expect(impactAsymmetry(-1, -0.2, sure, 2)).toMatchObject({ value: -1, low: -1 });
    expect(impactAsymmetry(0.1, -0.1, sure, 2)).toBeNull();
    expect(impactAsymmetry(NaN, 1, sure, 2)).toBeNull();
    expect(impactAsymmetry(-0.01, 0.01, sure, 2)).toMatchObject({ low: -1, high: 1, label: 'unclear' });
    expect(impactAsymmetry(-1, 1, { penalty: NaN, reward: NaN, both: NaN }, 2)).toMatchObject({
      label: 'unclear',
    });
  });

  it('has the error that draws of the two coefficients show', () => {
    const random = createRandom(7);
    const [penalty, reward] = [-0.9, 0.5];
    const covariance = { penalty: 0.0025, reward: 0.0036, both: 0.0012 };
    const found = impactAsymmetry(penalty, reward, covariance, 1);
    const values = Array.from({ length: 20_000 }, () => {
      const first = random.normal();
      const loss = -(penalty + 0.05 * first);
      const gain =
        reward + (0.0012 / 0.05) * first + Math.sqrt(0.0036 - (0.0012 / 0.05) ** 2) * random.normal();
      return (gain - loss) / (gain + loss);
    });
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expectClose(((found?.high as number) - (found?.low as number)) / 2, spread, { relative: 0.03 });
  });
});
