import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, problemOf, runDrivers, type DriversRun } from './run-drivers';

const DRIVERS = ['a', 'b', 'c'];

let database: TestDatabase;
/** 1,200 answers: a hidden satisfaction, seen as 1 to 5 (`stars`), as 0/1 (`stays`) and as yes/no (`says`). */
beforeAll(async () => {
  database = await openDuckDb();
  const random = createRandom(21);
  const lines = Array.from({ length: 1200 }, () => {
    const mood = random.normal();
    const [a, b, c] = [1, 1, 1].map(() =>
      Math.max(0, Math.min(10, Math.round(6 + mood + 2 * random.normal()))),
    ) as [number, number, number];
    const chance = random.next();
    const hidden = 0.5 * a + 0.25 * b - 4.5 + Math.log(chance / (1 - chance));
    const stars = [-2, -0.5, 0.5, 2].filter((cut) => hidden > cut).length + 1;
    const noise = Array.from({ length: 13 }, () => random.integer(5));
    return [stars, hidden > 0 ? 1 : 0, hidden > 0, a, b, c, ...noise].join(',');
  });
  database.addCsv('made', `stars,stays,says,a,b,c,${noiseNames().join(',')}\n${lines.join('\n')}\n`);
});
afterAll(() => database.close());

const noiseNames = (): string[] => Array.from({ length: 13 }, (_, i) => `n${i}`);
const run = (given: Partial<DriversRun> & { outcome: string }) =>
  runDrivers(database, { drivers: DRIVERS, ...given });

describe('the kind of outcome', () => {
  it('is binary for yes/no and for 0 and 1, and linear for any other number', () => {
    const families = ['stars', 'stays', 'says'].map((outcome) => run({ outcome }).model['family']?.['text']);
    expect(families).toEqual(['linear', 'binary', 'binary']);
    expect(run({ outcome: 'says' }).rows).toEqual(run({ outcome: 'stays' }).rows);
  });

  it('ordinal recovers the log-odds that made the answers, and importances sum to R²', () => {
    const { byDriver, model } = run({ outcome: 'stars', options: { family: 'ordinal' } });
    for (const [driver, truth] of [
      ['a', 0.5],
      ['b', 0.25],
      ['c', 0],
    ] as const) {
      expect(numberAt(byDriver, driver, 'coefficient_low')).toBeLessThan(truth);
      expect(numberAt(byDriver, driver, 'coefficient_high')).toBeGreaterThan(truth);
    }
    const sum = DRIVERS.reduce((total, driver) => total + numberAt(byDriver, driver, 'importance'), 0);
    expectClose(sum, model['r2_mcfadden']?.['value'] as number, { relative: 1e-9 });
    expect(model['family']?.['text']).toBe('ordinal');
  });

  it('of two ordered values is the binary one', () => {
    const binary = run({ outcome: 'stays' });
    const ordinal = run({ outcome: 'stays', options: { family: 'ordinal' } });
    for (const driver of DRIVERS)
      for (const column of ['importance', 'coefficient', 'importance_low'])
        expectClose(numberAt(ordinal.byDriver, driver, column), numberAt(binary.byDriver, driver, column), {
          relative: 1e-7,
        });
  });

  it('binary has effects in probability, larger where the driver is', () => {
    const { byDriver, table } = run({ outcome: 'stays' });
    expect(numberAt(byDriver, 'a', 'ame')).toBeGreaterThan(numberAt(byDriver, 'b', 'ame'));
    expect(numberAt(byDriver, 'a', 'ame_low')).toBeGreaterThan(0);
    const first = table('moves')[0];
    expect(first?.['driver']).toBe('a');
    expectClose(
      (first?.['effect'] as number) / ((first?.['to'] as number) - (first?.['from'] as number)),
      numberAt(byDriver, 'a', 'ame'),
      { relative: 1e-6 },
    );
  });

  it('is cut at the top box; a cut with nobody on one side gets a sentence', () => {
    const top = run({ outcome: 'stars', options: { topBox: 4 } });
    database.run('CREATE OR REPLACE TABLE cut AS SELECT *, stars >= 4 AS top FROM made');
    expect(top.rows).toEqual(run({ from: 'cut', outcome: 'top' }).rows);
    expect(top.model['top_box']?.['value']).toBe(4);
    expect(problemOf(() => run({ outcome: 'stars', options: { topBox: 6 } }))).toBe(
      'The top box starts at 6, but the largest value of stars is 5: nobody is in it.',
    );
    expect(problemOf(() => run({ outcome: 'stars', options: { topBox: 1 } }))).toBe(
      'The top box starts at 1, but the smallest value of stars is 1: everybody is in it.',
    );
  });

  it('that does not fit the answers gets a sentence', () => {
    expect(problemOf(() => run({ outcome: 'stars', options: { family: 'binary' } }))).toBe(
      'The outcome stars takes the values 1, 2, 3, 4 and 5, where a binary outcome has two.',
    );
    database.run('CREATE OR REPLACE TABLE fine AS SELECT *, rowid % 50 AS points FROM made');
    expect(problemOf(() => run({ from: 'fine', outcome: 'points', options: { family: 'ordinal' } }))).toBe(
      'The outcome points takes more than 20 values: too many for an ordinal outcome.',
    );
  });

  it('falls back to a labelled linear preview above 12 drivers', () => {
    const { model, result } = run({ outcome: 'stays', drivers: noiseNames() });
    expect(model['family']?.['text']).toBe('linear');
    expect(result.all.model).toMatchObject({
      outcomeFamily: 'binary',
      preview: 'there are more than 12 drivers',
    });
  });

  it('says which drivers tell the outcome without exception, and gives them no coefficient', () => {
    database.run('CREATE OR REPLACE TABLE told AS SELECT stays, stays * 3 + a / 10 AS a, b FROM made');
    const { result, byDriver } = run({ from: 'told', outcome: 'stays', drivers: ['a', 'b'] });
    expect(result.all.model.separatedBy).toContain('a');
    expect(byDriver['a']?.['coefficient']).toBeNull();
    expectClose(result.all.model.mcFadden, 1, { relative: 1e-3 });
  });

  it('is compared by level like any other', () => {
    database.run(
      "CREATE OR REPLACE TABLE halves AS SELECT *, CASE WHEN rowid % 2 = 0 THEN 'even' ELSE 'odd' END AS half FROM made",
    );
    const done = run({ from: 'halves', outcome: 'stays', roles: { by: 'half' } });
    database.run("CREATE OR REPLACE TABLE odd AS SELECT * FROM halves WHERE half = 'odd'");
    const alone = run({ from: 'odd', outcome: 'stays' });
    for (const driver of DRIVERS)
      expectClose(
        numberAt(done.level('odd'), driver, 'importance'),
        numberAt(alone.byDriver, driver, 'importance'),
        { relative: 1e-8 },
      );
    expect(done.table('difference')).toHaveLength(3);
  });
});
