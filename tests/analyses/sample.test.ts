import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSample } from '../../sample-data/generate.mjs';
import type { Cell } from '../../src/values/table';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import type { TestRunResult } from '../sql/run-analysis';
import { adjustedRand } from '../stats/adjusted-rand';
import { runNotebook, type NotebookRun } from './run-notebook';

const folder = new URL('../../sample-data/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder);

describe('the sample files', () => {
  it('are what the generator makes, byte for byte', () => {
    const made = makeSample();
    expect(Object.keys(made).sort()).toEqual(names.filter((name) => name.endsWith('.csv')).sort());
    for (const [name, text] of Object.entries(made)) expect(text === read(name), name).toBe(true);
  });

  it('are under 5 MB in all', () => {
    const bytes = names.filter((name) => name.endsWith('.csv')).map((name) => Buffer.byteLength(read(name)));
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5_000_000);
  });
});

describe('the sample notebooks', () => {
  let database: TestDatabase;
  const runs = new Map<string, NotebookRun>();
  const resultOf = (notebook: string, cell: string): TestRunResult =>
    runs.get(notebook)?.analyses.get(cell) ?? expect.fail(`${notebook} has no result ${cell}`);
  const rowsIn = (notebook: string, cell: string, suffix = ''): Record<string, Cell>[] =>
    rowsOf(resultOf(notebook, cell).tables[suffix] ?? expect.fail(`${cell} has no table ${suffix}`));

  beforeAll(async () => {
    database = await openDuckDb();
    for (const name of ['survey', 'orders', 'accounts', 'deals']) database.addCsv(name, read(`${name}.csv`));
    database.addCsv('tickets', read('tickets.csv'), `delim=',', quote='"', header=true, ignore_errors=true`);
    database.addCsv('true_segments', read('true-segments.csv'));
    for (const name of names.filter((one) => one.endsWith('.soundings.md')))
      runs.set(name.replace('.soundings.md', ''), runNotebook(database, read(name)));
  }, 120_000);
  afterAll(() => database.close());

  it('run from top to bottom without a problem, and every chart has something to draw', () => {
    expect([...runs.keys()].sort()).toEqual(['drivers-lesson', 'renewals', 'value-lesson']);
    for (const [name, { problems, charts }] of runs) {
      expect(problems, name).toEqual([]);
      for (const [chart, rows] of charts) expect(rows.rowCount, chart).toBeGreaterThan(1);
    }
  });

  it('leave out of tickets only the three broken lines', () => {
    const lines = read('tickets.csv').trimEnd().split('\n').length - 1;
    expect(database.query('SELECT count(*) AS n FROM tickets')).toEqual([{ n: lines - 3 }]);
  });

  it('keep the leading zeros of ids and post codes', () => {
    const types = database.columns('accounts').filter(({ name }) => /account_id|post_code/.test(name));
    expect(types.map(({ type }) => type)).toEqual(['VARCHAR', 'VARCHAR']);
  });

  it.each([
    ['renewals', 'what_matters'],
    ['drivers-lesson', 'drivers_lmg'],
    ['drivers-lesson', 'drivers_johnson'],
  ])('find the planted drivers in their order: %s, %s', (notebook, cell) => {
    const rows = rowsIn(notebook, cell);
    for (const measure of ['importance', 'coefficient']) {
      const order = [...rows].sort((one, two) => Number(two[measure]) - Number(one[measure]));
      const drivers = order.map(({ driver }) => driver);
      expect(drivers.slice(0, 5)).toEqual(['q1', 'q2', 'q3', 'q4', 'q5']);
    }
    const worst = [...rows].sort((one, two) => Number(one['performance']) - Number(two['performance']));
    expect(worst[0]?.['driver']).toBe('q1');
    expect(worst.at(-1)?.['driver']).toBe('q8');
  });

  it.each([
    ['renewals', 'value'],
    ['value-lesson', 'lifetime'],
  ])('find the planted buying and spending within three standard errors: %s, %s', (notebook, cell) => {
    const truth = { r: 1.1, alpha: 12, a: 0.7, b: 5, p: 4, q: 5, gamma: 180 };
    const rows = rowsIn(notebook, cell, 'model');
    for (const [parameter, value] of Object.entries(truth)) {
      const row = rows.find((one) => one['parameter'] === parameter);
      const off = (Number(row?.['estimate']) - value) / Number(row?.['standard_error']);
      expect(Math.abs(off), `${parameter} is ${off} standard errors off`).toBeLessThan(3);
    }
  });

  it('find the planted segments', () => {
    const rows = database.query(
      'SELECT h.segment, t.true_segment FROM habits AS h JOIN true_segments AS t ON t.account_id = h.key',
    );
    expect(rows.length).toBe(5000);
    const found = rows.map(({ segment }) => segment);
    expect(
      adjustedRand(
        found,
        rows.map((row) => row['true_segment']),
      ),
    ).toBeGreaterThan(0.9);
  });

  it('find that satisfied customers renew and are worth more', () => {
    const renewed = database
      .query('SELECT renewed FROM renewals ORDER BY satisfaction')
      .map((row) => Number(row['renewed']));
    expect(renewed.length).toBe(4);
    expect([...renewed].sort((one, two) => one - two)).toEqual(renewed);
    const [worth] = database.query('SELECT corr(overall, p_alive) AS alive, count(*) AS rows FROM worth');
    expect(Number(worth?.['alive'])).toBeGreaterThan(0.1);
    expect(Number(worth?.['rows'])).toBe(database.query('FROM survey').length);
  });

  it('say what they found', () => {
    for (const [notebook, cell] of [
      ['renewals', 'standing'],
      ['renewals', 'habits'],
    ] as const)
      expect(resultOf(notebook, cell).report.findings.map(({ text }) => text)).toMatchSnapshot(cell);
  });
});
