import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import latentClass from '../../src/analyses/latent-class';
import { method } from '../../src/analyses/latent-class/method';
import type { OptionValue } from '../../src/analyses/options';
import { createRandom } from '../../src/stats/random';
import { textColumn, type Cell } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/segmentation/latent_class_poLCA.json';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';
import { criterion, exactly, table, texts } from './segments-said';

const ITEMS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  const file = path.join(import.meta.dirname, '../golden/segmentation/carcinoma.csv');
  database.addCsv('carcinoma', readFileSync(file, 'utf8'));
}, 30_000);
afterAll(() => database.close());

const run = (
  from: string,
  items: readonly string[],
  options: Record<string, OptionValue> = {},
): TestRunResult => runAnalysis(database, latentClass, { from, roles: { items: [...items] }, options });

describe('latent classes on carcinoma', () => {
  it('have the likelihoods, BICs and probabilities of poLCA, and recommend its three classes', () => {
    const result = run('carcinoma', ITEMS, { k: { from: 2, to: 4 } });
    for (const { k, llik, BIC } of golden.carcinoma) {
      expectClose(criterion(result, 'log_likelihood', k), llik, { relative: 0, absolute: 1e-4 });
      expectClose(criterion(result, 'bic', k), BIC, { relative: 0, absolute: 2e-4 });
    }
    expect(texts(result)).toContain('**3 segments** are recommended');
    const three = golden.carcinoma[1]?.probs as Record<string, number[][]>;
    const classes = table(result, 'classes');
    const bySegment = (segment: string): number[] =>
      ITEMS.flatMap((item) =>
        classes
          .filter((row) => row['segment'] === segment && row['item'] === item)
          .map((row) => Number(row['probability'])),
      );
    ['Segment 1', 'Segment 2', 'Segment 3'].forEach((segment, c) =>
      expectClose(
        bySegment(segment),
        ITEMS.flatMap((item) => three[item]?.[c] ?? []),
        { relative: 0, absolute: 1e-3 },
      ),
    );
  });

  it('depend neither on the order of rows nor on that of items', () => {
    const own = (from: string, items: readonly string[]): Cell[][] =>
      table(run(from, items, { k: exactly(2) }), '').map(({ segment, probability }) => [
        segment ?? null,
        Number(probability).toFixed(6),
      ]);
    database.run(
      'CREATE OR REPLACE TABLE turned AS SELECT * FROM (SELECT *, row_number() OVER () AS n FROM carcinoma) ORDER BY n DESC',
    );
    expect(own('turned', ITEMS).reverse()).toEqual(own('carcinoma', [...ITEMS].reverse()));
  });
});

/** Texts of planted classes: each item is answered as the class does, but for a share of slips. */
function plant(classes: number, rows: number, slips: number, seed: number): void {
  const random = createRandom(seed);
  const own = Array.from({ length: rows }, (_, i) => i % classes);
  database.addColumns(
    'planted',
    Array.from({ length: 6 }, (_, j) =>
      textColumn(
        `q${j + 1}`,
        own.map((c) =>
          random.next() < 0.02
            ? null
            : (['never', 'often', 'always'][
                random.next() < slips ? random.integer(3) : (c + j * (c + 1)) % 3
              ] ?? null),
        ),
      ),
    ),
  );
}
const QUESTIONS = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'];

describe('latent classes', () => {
  it('find the planted number with stable segments, also where answers are missing', () => {
    plant(3, 600, 0.15, 4);
    const result = run('planted', QUESTIONS, { k: { from: 2, to: 4 } });
    expect(texts(result)).toContain('**3 segments** are recommended');
    expect(criterion(result, 'jaccard_min', 3)).toBeGreaterThan(0.95);
    expect(table(result, '').every(({ stable }) => stable === true)).toBe(true);
  });

  it('call noise noise', () => {
    plant(3, 500, 1, 6);
    expect(texts(run('planted', QUESTIONS, { k: { from: 2, to: 3 } }))).toContain(
      'The data look like one group',
    );
  });

  it('hold the five rows worked by hand in the method notes', () => {
    database.run(
      "CREATE OR REPLACE TABLE five AS FROM (VALUES ('yes', true), ('yes', true), ('yes', true), ('no', false), ('no', false)) AS t (a, b)",
    );
    const result = run('five', ['a', 'b'], { k: exactly(2) });
    const logLikelihood = 3 * Math.log(0.6) + 2 * Math.log(0.4);
    expectClose(criterion(result, 'log_likelihood', 2), logLikelihood, { relative: 0, absolute: 1e-6 });
    expectClose(criterion(result, 'bic', 2), -2 * logLikelihood + 5 * Math.log(5), {
      relative: 0,
      absolute: 1e-6,
    });
    expect(method.formula).toContain('L = 3 ln 0.6 + 2 ln 0.4 = -3.365');
    expect((-2 * logLikelihood + 5 * Math.log(5)).toFixed(3)).toBe('14.777');
  });

  it('refuse what cannot be an item, with a way out', () => {
    database.run(
      "CREATE OR REPLACE TABLE bad AS SELECT 'a' || range AS id, 'x' AS same, NULL::VARCHAR AS none, range % 2 AS half FROM range(500)",
    );
    expect(() => run('bad', ['id', 'half'])).toThrow(
      '"id" has 500 different answers; an item can have at most 30.',
    );
    expect(() => run('bad', ['same', 'none'])).toThrow('Every item has the same answer');
    expect(() => run('bad', ['half', 'same'], { k: exactly(3) })).toThrow('only 2 distinct rows');
    expect(() => run('bad', ['half'])).toThrow('at least two items');
    database.run(
      'CREATE OR REPLACE TABLE empty AS SELECT NULL::VARCHAR AS a, NULL::INTEGER AS b FROM range(3)',
    );
    expect(() => run('empty', ['a', 'b'])).toThrow('None of the 3 rows of empty has an answer');
  });
});
