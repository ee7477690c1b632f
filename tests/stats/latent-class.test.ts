import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CategoricalItems } from '../../src/stats/answer-patterns';
import { latentClasses, type LatentClasses } from '../../src/stats/latent-class';
import { bivariateResiduals, classFit, classStandardErrors } from '../../src/stats/latent-class-fit';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import golden from '../golden/segmentation/latent_class_poLCA.json';
import values from '../golden/segmentation/values.json';
import { adjustedRand } from './adjusted-rand';

const itemsOf = (
  rows: readonly (readonly number[])[],
  levels: number[],
  weights?: number[],
): CategoricalItems => ({
  codes: Int32Array.from(rows.flat()),
  levels,
  weights: weights && Float64Array.from(weights),
});
const carcinomaRows = readFileSync(
  path.join(import.meta.dirname, '../golden/segmentation/carcinoma.csv'),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map((answer) => Number(answer) - 1));
const carcinoma = itemsOf(carcinomaRows, Array<number>(7).fill(2));
const stoufferToby = itemsOf(
  values.patterns.map(({ answers }) => answers.map((answer) => answer - 1)),
  [2, 2, 2, 2],
  values.patterns.map(({ count }) => count),
);
const fit = (items: CategoricalItems, k: number, seed = 1): LatentClasses => {
  const found = latentClasses(items, { k, random: createRandom(seed) });
  if (!found) throw new Error('no fit');
  return found;
};
const list = (value: number | readonly number[]): number[] =>
  typeof value === 'number' ? [value] : [...value];

describe('latentClasses', () => {
  for (const [name, items, models] of [
    ['carcinoma', carcinoma, golden.carcinoma],
    ['values', stoufferToby, golden.values],
  ] as const)
    for (const model of models)
      it(`reaches poLCA's likelihood on ${name}, k = ${model.k}, from any seed`, () => {
        for (const seed of [1, 2]) {
          const found = fit(items, model.k, seed);
          expectClose(found.logLikelihood, model.llik, { relative: 0, absolute: 1e-4 });
          expectClose(found.bic, model.BIC, { relative: 0, absolute: 2e-4 });
          expectClose(found.aic, model.AIC, { relative: 0, absolute: 2e-4 });
          expect(found.parameters).toBe(model.npar);
        }
        const tests = classFit(items, fit(items, model.k));
        expectClose(tests?.likelihoodRatio, model.Gsq, { relative: 1e-4 });
        expectClose(tests?.chiSquare, model.Chisq, { relative: 1e-2 });
        expect(tests?.degreesOfFreedom).toBe(model.resid_df);
      });

  // Three classes of the four values are hardly identified (1 degree of freedom, a flat ridge): only the likelihood is held.
  for (const [name, items, model] of [
    ['carcinoma, k = 2', carcinoma, golden.carcinoma[0]],
    ['carcinoma, k = 3', carcinoma, golden.carcinoma[1]],
    ['values, k = 2', stoufferToby, golden.values[1]],
  ] as const)
    it(`has poLCA's classes, entropy R² and standard errors on ${name}`, () => {
      const found = fit(items, model?.k ?? 0);
      const absolute = 2e-4;
      expectClose(found.proportions, list(model?.P ?? []), { relative: 0, absolute });
      expectClose(found.entropyR2, model?.entropy_R2 ?? 0, { relative: 0, absolute });
      const byClass = (table: Record<string, number[][]> | undefined): number[] =>
        Array.from({ length: found.k }, (_, c) =>
          Object.values(table ?? {}).flatMap((rows) => rows[c] ?? []),
        ).flat();
      expectClose(found.probabilities, byClass(model?.probs), { relative: 0, absolute });
      const errors = classStandardErrors(items, found);
      expectClose(errors.proportions, list(model?.P_se as number[]), { relative: 0, absolute });
      expectClose(errors.probabilities, byClass(model?.probs_se), { relative: 0, absolute: 1e-3 });
    });

  const table = fc.array(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 }), {
    minLength: 12,
    maxLength: 40,
  });

  it('gives posteriors that sum to 1, classes by size and probabilities that sum to 1 per item', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 3 }), (rows, k) => {
        const found = latentClasses(itemsOf(rows, [3, 3, 3]), { k, random: createRandom(1), restarts: 6 });
        fc.pre(found !== null);
        for (let i = 0; i < rows.length; i++)
          expectClose(
            found.posteriors.subarray(i * k, (i + 1) * k).reduce((a, b) => a + b),
            1,
            { relative: 1e-12 },
          );
        expect([...found.proportions]).toEqual([...found.proportions].sort((a, b) => b - a));
        for (let at = 0; at < 3 * k; at++) {
          const own = found.probabilities.subarray(at * 3, at * 3 + 3).reduce((a, b) => a + b);
          expectClose(own, 1, { relative: 1e-12 });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order of rows, and a weight is as good as repeated rows', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const run = (items: CategoricalItems) =>
          latentClasses(items, { k: 2, random: createRandom(3), restarts: 5 });
        const levels = [3, 3, 3];
        const plain = run(itemsOf(rows, levels));
        expect(run(itemsOf([...rows].reverse(), levels))?.logLikelihood).toBe(plain?.logLikelihood);
        const doubled = run(itemsOf([...rows, ...rows], levels));
        const weighted = run(
          itemsOf(
            rows,
            levels,
            rows.map(() => 2),
          ),
        );
        expect(weighted?.logLikelihood).toBe(doubled?.logLikelihood);
        expect(weighted?.bic).toBe(doubled?.bic);
      }),
      { numRuns: 30 },
    );
  });

  it('never has a smaller likelihood with one class more, and at k = 1 has the shares of the answers', () => {
    const one = fit(carcinoma, 1);
    const share = carcinomaRows.filter((row) => row[0] === 0).length / carcinomaRows.length;
    expectClose(one.probabilities[0], share, { relative: 1e-12 });
    const two = fit(carcinoma, 2).logLikelihood;
    expect(two).toBeGreaterThan(one.logLikelihood);
    expect(fit(carcinoma, 3).logLikelihood).toBeGreaterThan(two);
    expect(one.entropyR2).toBe(1);
  });

  it('finds planted classes among many patterns, a tenth of the answers missing, by a sample and all rows', () => {
    const random = createRandom(5);
    const truth = Array.from({ length: 12_000 }, () => random.integer(3));
    const rows = truth.map((own) =>
      Array.from({ length: 10 }, (_, j) => {
        if (random.next() < 0.1) return -1;
        return random.next() < 0.7 ? (own + j) % 4 : random.integer(4);
      }),
    );
    const found = fit(itemsOf(rows, Array<number>(10).fill(4)), 3);
    expect(adjustedRand([...found.labels], truth)).toBeGreaterThan(0.95);
    expectClose(found.proportions, [1 / 3, 1 / 3, 1 / 3], { relative: 0, absolute: 0.02 });
    const worst = bivariateResiduals(itemsOf(rows, Array<number>(10).fill(4)), found)[0];
    expect(worst?.residual).toBeLessThan(4);
  });

  it('shows two items that go together within classes by their bivariate residual', () => {
    const random = createRandom(8);
    const rows = Array.from({ length: 2000 }, () => {
      const own = random.integer(2);
      const answers = Array.from({ length: 6 }, () => (random.next() < 0.85 ? own : 1 - own));
      if (random.next() < 0.6) answers[4] = answers[1] as number;
      return answers;
    });
    const items = itemsOf(rows, Array<number>(6).fill(2));
    const [worst, next] = bivariateResiduals(items, fit(items, 2));
    expect([worst?.first, worst?.second]).toEqual([1, 4]);
    expect(worst?.residual).toBeGreaterThan(5 * (next?.residual ?? Infinity));
  });

  it('leaves rows without answers out of n and gives them the shares', () => {
    const found = fit(itemsOf([...carcinomaRows, Array<number>(7).fill(-1)], Array<number>(7).fill(2)), 2);
    expect(found.count).toBe(118);
    expectClose(found.posteriors.slice(-2), [...found.proportions], { relative: 1e-14 });
    expect(latentClasses(itemsOf([[-1], [-1]], [2]), { k: 1, random: createRandom(1) })).toBeNull();
    expect(latentClasses(itemsOf([], [2]), { k: 1, random: createRandom(1) })).toBeNull();
  });

  it('does not underflow with 400 items of 10 levels', () => {
    const random = createRandom(2);
    const rows = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 400 }, () => (i % 2) * 5 + random.integer(5)),
    );
    const found = fit(itemsOf(rows, Array<number>(400).fill(10)), 2);
    expectClose(found.entropyR2, 1, { relative: 1e-9 });
    expect(Number.isFinite(found.logLikelihood)).toBe(true);
  });
});
