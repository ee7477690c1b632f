import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covarianceModels, type CovarianceModel } from '../../src/stats/covariance-models';
import {
  gaussianMixture,
  mixtureLogLikelihood,
  refineMixture,
  type GaussianMixture,
  type MixtureOptions,
} from '../../src/stats/gaussian-mixture';
import type { MixtureParameters } from '../../src/stats/gaussian-mixture-em';
import type { Points } from '../../src/stats/k-means';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import irisTable from '../golden/k-means/iris.json';
import golden from '../golden/segmentation/gmm_mclust.json';

const faithful: Points = {
  values: Float64Array.from(
    readFileSync(path.join(import.meta.dirname, '../golden/segmentation/faithful.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => line.split(',').map(Number)),
  ),
  dimensions: 2,
};
const iris: Points = {
  values: Float64Array.from(irisTable.millimetres.flat(), (value) => value / 10),
  dimensions: 4,
};
const fit = (points: Points, k: number, options: Partial<MixtureOptions> = {}): GaussianMixture => {
  const found = gaussianMixture(points, { k, random: createRandom(1), ...options });
  if (!found) throw new Error('no fit');
  return found;
};
const published = [
  ['faithful, VVV, 2', faithful, golden.faithful_VVV2],
  ['faithful, EEE, 3', faithful, golden.faithful_EEE3],
  ['iris, VVV, 3', iris, golden.iris_VVV3],
  ['iris, VEV, 3', iris, golden.iris_VEV3],
] as const;
const parametersOf = ({ pro, mean, sigma }: (typeof published)[number][2]) => ({
  proportions: Float64Array.from(pro),
  means: Float64Array.from(pro.flatMap((_, c) => mean.map((row) => row[c] as number))),
  covariances: Float64Array.from(sigma.flat(2)),
});

/** The log-likelihood after so many EM rounds for two round components in the plane, as the textbook writes them. */
function plainEm(values: Float64Array, from: MixtureParameters, rounds: number): number {
  const n = values.length / 2;
  const at = (array: Float64Array, i: number): number => array[i] as number;
  let p = at(from.proportions, 0);
  let means = [...from.means];
  let [a, b] = [at(from.covariances, 0), at(from.covariances, 4)];
  let logLikelihood = 0;
  for (let round = 0; round < rounds; round++) {
    const [m0 = 0, m1 = 0, m2 = 0, m3 = 0] = means;
    const sums = [0, 0, 0, 0, 0, 0, 0, 0];
    logLikelihood = 0;
    for (let i = 0; i < n; i++) {
      const [x, y] = [at(values, 2 * i), at(values, 2 * i + 1)];
      const f = (p * Math.exp(-((x - m0) ** 2 + (y - m1) ** 2) / (2 * a))) / (2 * Math.PI * a);
      const g = ((1 - p) * Math.exp(-((x - m2) ** 2 + (y - m3) ** 2) / (2 * b))) / (2 * Math.PI * b);
      const r = f / (f + g);
      logLikelihood += Math.log(f + g);
      [
        r,
        r * x,
        r * y,
        r * (x * x + y * y),
        1 - r,
        (1 - r) * x,
        (1 - r) * y,
        (1 - r) * (x * x + y * y),
      ].forEach((value, j) => (sums[j] = (sums[j] ?? 0) + value));
    }
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0] = sums;
    p = s0 / n;
    means = [s1 / s0, s2 / s0, s5 / s4, s6 / s4];
    a = (s3 / s0 - (s1 / s0) ** 2 - (s2 / s0) ** 2) / 2;
    b = (s7 / s4 - (s5 / s4) ** 2 - (s6 / s4) ** 2) / 2;
  }
  return logLikelihood;
}

describe('gaussianMixture', () => {
  for (const [name, points, reference] of published)
    it(`agrees with mclust on ${name}`, () => {
      const model = reference.model as CovarianceModel;
      const at = parametersOf(reference);
      // mclust prints the likelihood before its last M-step, and stops once a step gains less than 1e-5 of it.
      const atPrinted = mixtureLogLikelihood(points, at) ?? 0;
      expect(atPrinted - reference.loglik).toBeGreaterThan(-1e-8);
      expect(atPrinted - reference.loglik).toBeLessThan(1e-5 * (1 - reference.loglik));
      const found = fit(points, reference.G, { model });
      expect(found.logLikelihood).toBeGreaterThan(reference.loglik - 1e-6);
      expectClose(found.logLikelihood, reference.loglik, { relative: 1e-5 });
      expect(found.parameters).toBe(reference.df);
      expectClose(found.bic, -reference.BIC_mclust, { relative: 1e-4 });
      const refined = refineMixture(points, at, model);
      expectClose(refined?.logLikelihood, found.logLikelihood, { relative: 0, absolute: 1e-4 });
      expectClose(
        refined?.labels.reduce(
          (sizes, label) => sizes.with(label, (sizes[label] as number) + 1),
          [0, 0, 0].slice(0, reference.G),
        ),
        reference.size,
        { relative: 0, absolute: 1 },
      );
    });

  it('is within 1e-3 of mclust for full covariances, from any seed', () => {
    for (const seed of [2, 3])
      for (const [points, reference] of [
        [faithful, golden.faithful_VVV2],
        [iris, golden.iris_VVV3],
      ] as const) {
        const found = fit(points, reference.G, { random: createRandom(seed) });
        expectClose(found.logLikelihood, reference.loglik, { relative: 0, absolute: 1e-3 });
      }
  });

  it('has the BIC of mclust for one component, and none worse for two and three, under every model', () => {
    for (const [points, table] of [
      [faithful, golden.faithful_BIC],
      [iris, golden.iris_BIC],
    ] as const)
      for (const model of covarianceModels) {
        expectClose(fit(points, 1, { model }).bic, -(table[0]?.[model] as number), { relative: 1e-9 });
        for (const k of [2, 3])
          expect(fit(points, k, { model }).bic).toBeLessThanOrEqual(
            -(table[k - 1]?.[model] as number) + 2e-4,
          );
      }
  });

  it('gives responsibilities that sum to 1 and components by size', () => {
    const found = fit(iris, 3);
    for (let i = 0; i < 150; i++)
      expectClose(
        found.responsibilities.subarray(i * 3, i * 3 + 3).reduce((a, b) => a + b),
        1,
        { relative: 1e-12 },
      );
    expect([...found.proportions]).toEqual([...found.proportions].sort((a, b) => b - a));
    expect(found.entropyR2).toBeGreaterThan(0.9);
    expect(fit(iris, 1).entropyR2).toBe(1);
  });

  it('never loses likelihood from one round to the next, under any model', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...covarianceModels), (seed, model) => {
        const random = createRandom(seed);
        const values = Float64Array.from({ length: 120 }, (_, i) => random.normal() + (i % 4 < 2 ? 3 : 0));
        const points = { values, dimensions: 2 };
        const start = {
          proportions: Float64Array.of(0.3, 0.7),
          means: values.slice(0, 4),
          covariances: Float64Array.of(1, 0.2, 0.2, 2, 3, -0.5, -0.5, 1),
        };
        const rounds: number[] = [];
        const found = refineMixture(points, start, model, { onRound: (reached) => rounds.push(reached) });
        fc.pre(found !== null && !found.floored);
        rounds.slice(1).forEach((reached, i) => {
          expect(reached).toBeGreaterThanOrEqual((rounds[i] as number) - 1e-9 * Math.abs(reached));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('comes to where plain EM does, and in far fewer steps, where components overlap', () => {
    const random = createRandom(11);
    const values = Float64Array.from({ length: 4000 }, (_, at) => random.normal() + (at < 2000 ? 1.7 : 0));
    const points = { values, dimensions: 2 };
    const start = {
      proportions: Float64Array.of(0.5, 0.5),
      means: Float64Array.of(2, 1.5, 0, 0.5),
      covariances: Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1),
    };
    const found = refineMixture(points, start, 'VII');
    const plain = plainEm(values, start, 2000);
    expectClose(found?.logLikelihood, plain, { relative: 1e-8 });
    expect(found?.iterations).toBeLessThan(150);
  });

  it('counts a weight as so many equal points, and does not mind units or a far-off origin', () => {
    const plain = fit(faithful, 2);
    const twice = fit({ ...faithful, weights: new Float64Array(272).fill(2) }, 2);
    expectClose(twice.logLikelihood, 2 * plain.logLikelihood, { relative: 1e-9 });
    const far = fit({ ...faithful, values: faithful.values.map((value) => value * 8 + 1e9) }, 2);
    expectClose(far.logLikelihood, plain.logLikelihood - 2 * 272 * Math.log(8), { relative: 1e-7 });
    const swapped = fit(
      { ...faithful, values: faithful.values.map((_, at) => faithful.values[at ^ 1] as number) },
      2,
    );
    expectClose(swapped.logLikelihood, plain.logLikelihood, { relative: 1e-9 });
  });

  it('prefers no component that holds a handful of equal points', () => {
    const random = createRandom(4);
    const values = Float64Array.from({ length: 400 }, (_, i) => (i < 20 ? 2.5 : random.normal()));
    const found = fit({ values, dimensions: 2 }, 2, { floor: 1e-6 });
    expect(Number.isFinite(found.logLikelihood)).toBe(true);
    expect(() => fit({ values: new Float64Array(10).fill(1), dimensions: 1 }, 1)).toThrow('constant');
    expect(() => fit({ values: Float64Array.of(1, 2, 1, 2), dimensions: 1 }, 3)).toThrow(RangeError);
  });

  it('tries starts on a sample of many points and finishes on all', () => {
    const random = createRandom(6);
    const values = Float64Array.from({ length: 8000 }, (_, at) => random.normal() + (at < 4000 ? 6 : 0));
    const found = fit({ values, dimensions: 2 }, 2, { restarts: 6, mostPointsForRestarts: 1000 });
    expect(found.labels.length).toBe(4000);
    expectClose(found.proportions, [0.5, 0.5], { relative: 0.03 });
    expectClose(found.covariances, [1, 0, 0, 1, 1, 0, 0, 1], { relative: 0.1, absolute: 0.1 });
  });
});
