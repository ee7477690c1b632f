import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../close';
import logit from '../golden/drivers/customer-satisfaction-logit.json';
import penaltyReward from '../golden/drivers/penalty-reward.json';
import players from '../golden/drivers/players-and-weights.json';
import birthwt from '../golden/logit/birthwt.json';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, runDrivers } from './run-drivers';

const golden = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../golden', file), 'utf8');
/** A survey that may not be copied here: read where it lies beside the project, skipped elsewhere. */
const SURVEY = path.join(import.meta.dirname, '../../../shared/golden/inputs/customerSat.csv');

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  for (const name of ['swiss', 'mtcars', 'attitude-weighted'])
    database.addCsv(name, golden(`drivers/${name}.csv`));
  database.addCsv('birthwt', golden('logit/birthwt.csv'));
});
afterAll(() => database.close());

const expectBy = (
  rows: Parameters<typeof numberAt>[0],
  column: string,
  expected: object,
  relative: number,
): void => {
  for (const [driver, value] of Object.entries(expected))
    expectClose(numberAt(rows, driver, column), value as number, { relative });
};

describe('drivers are what relaimpo says, to 1e-10:', () => {
  it.each(['lmg', 'first', 'last'] as const)('a group of columns is one player, by %s', (method) => {
    const { byDriver, table } = runDrivers(database, {
      from: 'swiss',
      outcome: 'Fertility',
      drivers: ['Agriculture', 'Examination', 'Education', 'Catholic', 'Infant.Mortality'],
      options: {
        method,
        groups: { Schooling: ['Education', 'Examination'], Rural: ['Catholic', 'Agriculture'] },
      },
    });
    expectBy(byDriver, 'importance', players.swissGroups[method], 1e-10);
    const items = table('items');
    expect(items.map((row) => row['item']).toSorted()).toEqual([
      'Agriculture',
      'Catholic',
      'Education',
      'Examination',
    ]);
    const rural = items.filter((row) => row['driver'] === 'Rural').map((row) => row['coefficient'] as number);
    expectClose(
      numberAt(byDriver, 'Rural', 'coefficient'),
      rural.reduce((sum, value) => sum + value, 0),
      { relative: 1e-12 },
    );
  });

  it('a category is one player', () => {
    database.run(
      'CREATE OR REPLACE TABLE made AS SELECT mpg, wt, hp, CAST(gear AS VARCHAR) AS gear FROM mtcars',
    );
    const { byDriver, model, table } = runDrivers(database, {
      outcome: 'mpg',
      drivers: ['gear', 'wt', 'hp'],
    });
    expectBy(byDriver, 'importance', players.mtcarsFactor.lmg, 1e-10);
    expectClose(model['r2']?.['value'] as number, players.mtcarsFactor.R2, { relative: 1e-10 });
    expect(byDriver['gear']).toMatchObject({ performance: null, coefficient: null });
    expect(table('items').map((row) => [row['category'], row['reference']])).toEqual([
      ['4', '3'],
      ['5', '3'],
    ]);
  });

  it.each([
    ['lmg', 'lmg'],
    ['johnson', 'johnson_genizi'],
    ['first', 'first'],
    ['last', 'last'],
  ] as const)('rows count by their weight, by %s', (method, key) => {
    const { byDriver, model } = runDrivers(database, {
      from: 'attitude-weighted',
      outcome: 'rating',
      drivers: ['complaints', 'privileges', 'learning', 'raises', 'critical', 'advance'],
      roles: { weight: 'w' },
      options: { method },
    });
    expectBy(byDriver, 'importance', players.attitudeWeighted[key], 1e-10);
    expectClose(model['r2']?.['value'] as number, players.attitudeWeighted.R2, { relative: 1e-10 });
  });
});

describe('a binary outcome', () => {
  it("has glm's coefficients and log-likelihood, to 1e-7", () => {
    database.run("CREATE OR REPLACE TABLE made AS SELECT * REPLACE ('r' || race AS race) FROM birthwt");
    const { byDriver, model, table } = runDrivers(database, {
      outcome: 'low',
      drivers: ['age', 'lwt', 'race', 'smoke', 'ptl', 'ht', 'ui', 'ftv'],
    });
    const { 'factor(race)2': black, 'factor(race)3': other, ...rest } = birthwt.coef;
    const { '(Intercept)': _, ...plain } = rest;
    expectBy(byDriver, 'coefficient', plain, 1e-7);
    const items = Object.fromEntries(
      table('items').map((row) => [row['category'], row['coefficient'] as number]),
    );
    expectClose(items['r2'], black, { relative: 1e-7 });
    expectClose(items['r3'], other, { relative: 1e-7 });
    expectClose(model['log_likelihood']?.['value'] as number, birthwt.logLik, { relative: 1e-9 });
    expect(model['family']?.['text']).toBe('binary');
    const sum = Object.values(byDriver).reduce((total, row) => total + (row['importance'] as number), 0);
    expectClose(sum, model['r2_mcfadden']?.['value'] as number, { relative: 1e-9 });
  });
});

describe.skipIf(!existsSync(SURVEY))('the customer survey', () => {
  const drivers = ['q2', 'q3', 'q4', 'q5', 'q6', 'q7'];
  beforeAll(() => database.addCsv('survey', readFileSync(SURVEY, 'utf8')));

  it("has R's exact Shapley of McFadden's R² and average marginal effects of its top box, to 1e-7", () => {
    const { byDriver, model } = runDrivers(database, {
      from: 'survey',
      outcome: 'q1',
      drivers,
      options: { topBox: 9 },
    });
    expectBy(byDriver, 'importance', logit.shapley_McFadden, 1e-7);
    expectBy(byDriver, 'ame', logit.AME, 1e-7);
    expectClose(model['r2_mcfadden']?.['value'] as number, logit.McFadden, { relative: 1e-7 });
    expectClose(model['r2_nagelkerke']?.['value'] as number, logit.Nagelkerke, { relative: 1e-7 });
    expectClose(model['r2_tjur']?.['value'] as number, logit.Tjur, { relative: 1e-7 });
    for (const row of Object.values(byDriver))
      expect(row['importance_low'] as number).toBeLessThan(row['importance'] as number);
  });

  it('has the logistic relative weights where Johnson is chosen, and LMG on the 0/1 outcome where linear is', () => {
    const johnson = runDrivers(database, {
      from: 'survey',
      outcome: 'q1',
      drivers,
      options: { topBox: 9, method: 'johnson' },
    });
    expectBy(johnson.byDriver, 'importance', logit.LRW_TonidandelLeBreton2010.raw, 1e-7);
    const linear = runDrivers(database, {
      from: 'survey',
      outcome: 'q1',
      drivers,
      options: { topBox: 9, family: 'linear' },
    });
    expectBy(linear.byDriver, 'importance', logit.lpm_lmg, 1e-7);
  });

  it("has lm's penalty-reward contrasts, to 1e-10", () => {
    const { table } = runDrivers(database, { from: 'survey', outcome: 'q1', drivers });
    const coefficients = penaltyReward.coef as Record<string, number>;
    for (const row of table('asymmetry')) {
      expectClose(row['penalty'] as number, coefficients[`${row['driver']}_pen`] as number, {
        relative: 1e-10,
      });
      expectClose(row['reward'] as number, coefficients[`${row['driver']}_rew`] as number, {
        relative: 1e-10,
      });
    }
    expect(table('asymmetry')).toHaveLength(6);
  });
});
