import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mixture from '../../src/analyses/mixture';
import { method } from '../../src/analyses/mixture/method';
import type { OptionValue } from '../../src/analyses/options';
import { createRandom } from '../../src/stats/random';
import { numberColumn } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/segmentation/gmm_mclust.json';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';
import { criterion, exactly, table, texts } from './segments-said';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  const file = path.join(import.meta.dirname, '../golden/segmentation/faithful.csv');
  database.addCsv('faithful', readFileSync(file, 'utf8'));
}, 30_000);
afterAll(() => database.close());

const run = (from: string, variables: string[], options: Record<string, OptionValue> = {}): TestRunResult =>
  runAnalysis(database, mixture, { from, roles: { variables }, options });

describe('a mixture on faithful', () => {
  const { loglik, BIC_mclust: bic, pro } = golden.faithful_VVV2;

  it.each([true, false])(
    'has the log-likelihood, BIC and centres of mclust, in the variables own units (scale: %s)',
    (scale) => {
      const result = run('faithful', ['eruptions', 'waiting'], { k: exactly(2), scale });
      expectClose(criterion(result, 'log_likelihood', 2), loglik, { relative: 0, absolute: 1e-3 });
      expectClose(criterion(result, 'bic', 2), -bic, { relative: 0, absolute: 2e-3 });
      const centres = table(result, 'centres').map(({ centre }) => Number(centre));
      const means = golden.faithful_VVV2.mean as number[][];
      expectClose(centres, [means[0]?.[0], means[1]?.[0], means[0]?.[1], means[1]?.[1]].map(Number), {
        relative: 1e-3,
      });
      const shares = table(result, 'profile').map(({ share }) => Number(share));
      expectClose(shares[0] ?? 0, pro[0] ?? 0, { relative: 0, absolute: 0.01 });
    },
  );

  it('gives every row its likeliest segment with a probability above a half, and says that groups are clear', () => {
    const result = run('faithful', ['eruptions', 'waiting'], { k: exactly(2) });
    const rows = table(result, '');
    expect(rows.length).toBe(272);
    expect(rows.every(({ probability }) => Number(probability) >= 0.5 && Number(probability) <= 1)).toBe(
      true,
    );
    expect(rows.every(({ stable }) => stable === true)).toBe(true);
    expect(texts(result)).toContain('Clear groups');
  });
});

describe('a mixture', () => {
  const made = (centres: number[][], each: number, seed: number): void => {
    const random = createRandom(seed);
    const points = centres.flatMap((centre) =>
      Array.from({ length: each }, () => centre.map((value) => value + random.normal())),
    );
    database.addColumns(
      'made',
      [0, 1].map((d) =>
        numberColumn(
          `x${d}`,
          Float64Array.from(points, (point) => point[d] ?? 0),
        ),
      ),
    );
  };

  it('recommends the planted number of clear segments, with Jaccards above 0.95', () => {
    made(
      [
        [0, 0],
        [9, 0],
        [0, 9],
      ],
      100,
      3,
    );
    const result = run('made', ['x0', 'x1'], { k: { from: 2, to: 4 }, covariance: 'spherical' });
    expect(new Set(table(result, '').map(({ segment }) => segment)).size).toBe(3);
    expect(criterion(result, 'jaccard_min', 3)).toBeGreaterThan(0.95);
    expect(texts(result)).toContain('**3 segments** are recommended');
  });

  it('calls noise noise', () => {
    made([[0, 0]], 400, 5);
    expect(texts(run('made', ['x0', 'x1'], { k: { from: 2, to: 3 } }))).toContain(
      'The data look like one group',
    );
  });

  it('holds the five rows worked by hand in the method notes', () => {
    database.addColumns('five', [numberColumn('x', Float64Array.of(0, 1, 2, 10, 12))]);
    const result = run('five', ['x'], { k: exactly(2) });
    const variance = [2 / 3, 1];
    const logLikelihood =
      3 * Math.log(0.6) +
      2 * Math.log(0.4) -
      2.5 * Math.log(2 * Math.PI) -
      1.5 * Math.log(variance[0] ?? 1) -
      Math.log(variance[1] ?? 1) -
      2.5;
    expectClose(criterion(result, 'log_likelihood', 2), logLikelihood, { relative: 0, absolute: 1e-6 });
    expect(logLikelihood.toFixed(2)).toBe('-9.85');
    expectClose(criterion(result, 'bic', 2), -2 * logLikelihood + 5 * Math.log(5), {
      relative: 0,
      absolute: 1e-6,
    });
    expect(method.formula).toContain('= -9.85, BIC = 19.70 + 5 ln 5 = 27.75');
  });

  it('refuses too few distinct rows and variables that never differ, with a way out', () => {
    database.addColumns('flat', [numberColumn('x', Float64Array.of(1, 1, 1))]);
    expect(() => run('flat', ['x'])).toThrow('Every variable has the same value in all rows');
    database.addColumns('few', [numberColumn('x', Float64Array.of(1, 2, 2))]);
    expect(() => run('few', ['x'], { k: exactly(3) })).toThrow('only 2 distinct rows');
  });

  it('proves no groups by segments whose rows share a value', () => {
    database.addColumns('pair', [numberColumn('x', Float64Array.of(0, 1))]);
    const said = texts(run('pair', ['x'], { k: exactly(2) }));
    expect(said).not.toContain('Clear groups');
    expect(said).toContain('cannot say whether these groups are real');
  });
});
