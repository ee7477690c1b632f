import { afterAll, beforeAll, expect, it } from 'vitest';
import { standardRules } from '../../src/analyses/rfm/segments';
import { setYamlValue } from '../../src/values/yaml-edit';
import type { Cell } from '../../src/values/table';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { madeOrders } from './rfm-lines';
import { runNotebook, type NotebookRun } from './run-notebook';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(madeOrders('orders'));
}, 30_000);
afterAll(() => database.close());

const run = (kind: string, body: string): NotebookRun =>
  runNotebook(
    database,
    [
      '---',
      'soundings: 1',
      'asOf: 2025-12-31',
      'sources:',
      '  orders: { file: orders.csv }',
      '---',
      '',
      `\`\`\`${kind} name=it`,
      body.trim(),
      '```',
      '',
    ].join('\n'),
  );
const rows = (ran: NotebookRun, suffix = ''): Record<string, Cell>[] =>
  rowsOf(ran.analyses.get('it')?.tables[suffix] ?? expect.fail(`no table ${suffix}`));
const ORDERS = 'from: orders\ncustomer: customer\n';
const RFM = `${ORDERS}date: date\namount: amount\n`;

it('tiers are read as a number or as abc', () => {
  const tiers = (text: string) =>
    rows(run('value-tiers', `${ORDERS}value: amount\ntiers: ${text}`), 'profile').map(({ tier }) => tier);
  expect(tiers('4')).toEqual([1, 2, 3, 4]);
  expect(tiers('abc')).toEqual(['A', 'B', 'C']);
  expect(() => tiers('11')).toThrow('`tiers: 11` is not possible.');
});

it('the standard rules written out give the same segments as none, and stand on lines of their own', () => {
  const body = setYamlValue(RFM, ['rules'], standardRules);
  expect(body).toContain("\nrules:\n  Champions: 'r 4-5, f 4-5, m 4-5'\n  Loyal: 'r 3-5, f 4-5'\n");
  expect(rows(run('rfm', body))).toEqual(rows(run('rfm', RFM)));
  expect(() => run('rfm', setYamlValue(body, ['rules', 'Lost'], 'r 9'))).toThrow(
    '“Rules”: `r 9` in `Lost` is out of range.',
  );
});

it('cuts, columns to describe by and a day to compare with are read as they are written', () => {
  const ran = run(
    'rfm',
    `${RFM}fixedCuts: { recency: [30, 90], frequency: 3 }\nprofile: [nps, region]\ncompareAsOf: 2025-06-30`,
  );
  expect([...(ran.analyses.get('it')?.report.findings ?? [])].map(({ text }) => text)).toContain(
    'Scored by fixed cuts: recency at 30 and 90; frequency at 3.',
  );
  expect(new Set(rows(ran, 'traits').map(({ variable }) => variable))).toEqual(new Set(['nps', 'region']));
  expect(rows(ran, 'movement').length).toBeGreaterThan(3);
  expect(() => run('rfm', `${RFM}fixedCuts: { recency: [90, 30] }`)).toThrow('cuts must rise');
  expect(() => run('rfm', `${RFM}fixedCuts: { age: [90] }`)).toThrow('there are no cuts for `age`');
});
