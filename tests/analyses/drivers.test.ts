import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import drivers from '../../src/analyses/drivers';
import type { DriversResult } from '../../src/analyses/drivers/result';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import attitude from '../golden/drivers/attitude.json';
import swiss from '../golden/drivers/swiss.json';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRun } from '../sql/run-analysis';

const golden = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../golden/drivers', file), 'utf8');

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.addCsv('swiss', golden('swiss.csv'));
  database.addCsv('attitude', golden('attitude.csv'));
});
afterAll(() => database.close());

const run = (given: Partial<TestRun> & { outcome: string; drivers: string[] }) => {
  const { outcome, drivers: list, ...rest } = given;
  const done = runAnalysis(database, drivers, { from: 'made', roles: { outcome, drivers: list }, ...rest });
  const model = Object.fromEntries(
    rowsOf(done.tables['model'] as never).map((row) => [row['statistic'] as string, row]),
  );
  return {
    ...done,
    rows: rowsOf(done.tables[''] as never),
    model,
    result: done.result as DriversResult,
    findings: done.report.findings.map(({ text }) => text),
    cautions: done.report.findings.filter(({ tone }) => tone === 'caution').map(({ text }) => text),
  };
};
const make = (sql: string): void => database.run(`CREATE OR REPLACE TABLE made AS ${sql}`);

describe.each([
  ['swiss', swiss],
  ['attitude', attitude],
] as const)('drivers on %s', (name, reference) => {
  const done = (method: 'lmg' | 'johnson' | 'first' | 'last' | 'pratt') =>
    run({ from: name, outcome: reference.y, drivers: reference.predictors, options: { method } });
  const expectedBy = (values: object, names: unknown[]): number[] =>
    names.map((driver) => (values as Record<string, number>)[driver as string] as number);

  it("has relaimpo's importances and shares and lm's coefficients to 1e-10", () => {
    const { rows, model } = done('lmg');
    const names = rows.map((row) => row['driver']);
    const column = (key: string): number[] => rows.map((row) => row[key] as number);
    expectClose(column('importance'), expectedBy(reference.lmg, names), { relative: 1e-10 });
    expectClose(column('share'), expectedBy(reference.lmg_share, names), { relative: 1e-10 });
    expectClose(column('coefficient'), expectedBy(reference.coef, names), { relative: 1e-10 });
    expectClose(column('correlation'), expectedBy(reference.zero_order_r, names), { relative: 1e-10 });
    expectClose(model['r2']?.['value'] as number, reference.R2, { relative: 1e-10 });
    expectClose(model['adjusted_r2']?.['value'] as number, reference.adjR2, { relative: 1e-10 });
    expect(model['n']?.['value']).toBe(reference.n);
    expect(model['dropped']?.['value']).toBe(0);
    expect(model['method']).toMatchObject({ value: null, text: 'lmg' });
  });

  it("has Johnson's weights to 1e-10 where they are chosen", () => {
    const { rows, model } = done('johnson');
    const names = rows.map((row) => row['driver']);
    const importance = rows.map((row) => row['importance'] as number);
    expectClose(importance, expectedBy(reference.johnson_raw, names), { relative: 1e-10 });
    expect(model['method']?.['text']).toBe('johnson');
  });

  it("has the bootstrap intervals of R to 10 % of their width, the seed's noise included", () => {
    for (const method of ['lmg', 'johnson'] as const) {
      const { rows, model } = done(method);
      expect(model['intervals']?.['text']).toBe('bootstrap');
      for (const row of rows) {
        const { lo, hi } = reference.boot[method] as Record<'lo' | 'hi', Record<string, number>>;
        const [low, high] = [lo[row['driver'] as string] as number, hi[row['driver'] as string] as number];
        const tolerance = { relative: 0, absolute: 0.1 * (high - low) };
        expectClose(row['importance_low'] as number, low, tolerance);
        expectClose(row['importance_high'] as number, high, tolerance);
      }
    }
  });

  it("has lm's variance inflation, Belsley's condition index and the sandwich's HC3 errors to 1e-10", () => {
    const { rows, model } = done('lmg');
    const names = rows.map((row) => row['driver']);
    const column = (key: string): number[] => rows.map((row) => row[key] as number);
    expectClose(column('vif'), expectedBy(reference.VIF, names), { relative: 1e-10 });
    expectClose(column('coefficient_se_hc3'), expectedBy(reference.se_HC3, names), { relative: 1e-10 });
    expectClose(
      model['condition_index']?.['value'] as number,
      reference.belsley_condition_index.at(-1) as number,
      { relative: 1e-10 },
    );
  });

  it.each(['first', 'last', 'pratt'] as const)("has relaimpo's %s to 1e-10", (method) => {
    const { rows, model } = done(method);
    const names = rows.map((row) => row['driver']);
    const importance = rows.map((row) => row['importance'] as number);
    expectClose(importance, expectedBy(reference[method], names), { relative: 1e-10 });
    expect(model['method']?.['text']).toBe(method);
  });
});

describe('drivers', () => {
  it('leave out rows with a missing answer and say so when they are many', () => {
    make(`SELECT i::BIGINT AS id, (i % 7) + (i % 3) * 2 AS y, i % 7 AS a,
      CASE WHEN i % 4 = 0 THEN NULL WHEN i = 1 THEN 'nan'::DOUBLE ELSE (i % 3)::DOUBLE END AS b FROM range(200) t(i)`);
    const { model, report, cautions } = run({
      outcome: 'y',
      drivers: ['a', 'b'],
      labels: { b: 'Help desk' },
    });
    expect(model['n']?.['value']).toBe(149);
    expect(model['dropped']?.['value']).toBe(51);
    expect(report.rows).toEqual({ used: 149, dropped: 51 });
    expect(cautions).toContainEqual(
      '51 of 200 rows (26 %) are left out because an answer is missing, most often **Help desk** (51).',
    );
  });

  it('take integers, decimals and yes/no alike, and columns of any name', () => {
    make(`SELECT i % 5 + (i % 2) * 3 + 0.25 AS "y ""1""", i % 2 = 1 AS "t.x", (i % 5)::DECIMAL(9,2) AS b,
      (i * 7 % 11)::HUGEINT AS c FROM range(330) t(i)`);
    const { rows } = run({ outcome: 'y "1"', drivers: ['t.x', 'b', 'c'] });
    const byName = Object.fromEntries(rows.map((row) => [row['driver'], row]));
    expectClose(byName['t.x']?.['coefficient'] as number, 3, { relative: 1e-10 });
    expectClose(byName['t.x']?.['performance'] as number, 0.5, { relative: 1e-12 });
    expectClose(byName['b']?.['coefficient'] as number, 1, { relative: 1e-10 });
    expectClose(byName['c']?.['importance'] as number, 0, { relative: 0, absolute: 1e-4 });
  });

  it('do not lose digits to a large common offset', () => {
    make('SELECT (i * 7 % 13) * 1.0 + (i % 5) AS y, (i * 7 % 13) AS a, (i % 5) AS b FROM range(1000) t(i)');
    const near = run({ outcome: 'y', drivers: ['a', 'b'] }).rows.map((row) => row['importance'] as number);
    make(
      'SELECT 1e9 + (i * 7 % 13) + (i % 5) AS y, 1e9 + (i * 7 % 13) AS a, 1e9 + (i % 5) AS b FROM range(1000) t(i)',
    );
    const far = run({ outcome: 'y', drivers: ['a', 'b'] }).rows.map((row) => row['importance'] as number);
    expectClose(far, near, { relative: 1e-9 });
  });

  it('give the same estimates whether groups are dealt or hashed, with like intervals', () => {
    const sql = (rows: number) =>
      `SELECT (i * 7919 % 101) + (i * 104729 % 97) * 0.5 + (i * 15485863 % 89) AS y, i * 7919 % 101 AS a, i * 104729 % 97 AS b FROM range(${rows}) t(i)`;
    make(sql(10_000));
    const dealt = run({ outcome: 'y', drivers: ['a', 'b'] });
    make(`FROM (${sql(10_000)}) UNION ALL SELECT NULL, NULL, NULL FROM range(5)`);
    const padded = run({ outcome: 'y', drivers: ['a', 'b'] });
    expect(padded.rows).toEqual(dealt.rows);
    make(sql(10_001));
    const hashed = run({ outcome: 'y', drivers: ['a', 'b'] });
    expect(hashed.statements.at(-1)).toContain('hash(row_id) % 100');
    expect(hashed.result.all.model.replicates).toBe(100);
    const width = (of: typeof dealt) =>
      (of.rows[0]?.['importance_high'] as number) - (of.rows[0]?.['importance_low'] as number);
    expect(width(hashed) / width(dealt)).toBeGreaterThan(0.7);
    expect(width(hashed) / width(dealt)).toBeLessThan(1.4);
  });

  it('widen their intervals with the confidence, around the same estimates', () => {
    const low = run({
      from: 'swiss',
      outcome: swiss.y,
      drivers: swiss.predictors,
      options: { confidence: 0.8 },
    });
    const high = run({
      from: 'swiss',
      outcome: swiss.y,
      drivers: swiss.predictors,
      options: { confidence: 0.99 },
    });
    low.rows.forEach((row, i) => {
      const wider = high.rows[i];
      expect(wider?.['importance']).toBe(row['importance']);
      expect(wider?.['share_high'] as number).toBeGreaterThan(row['share_high'] as number);
      expect(row['importance_low'] as number).toBeGreaterThanOrEqual(0);
    });
    expect(high.report.charts[0]?.spec.title).toBe('Importance, with 99 % intervals');
  });

  it('work for a single driver, without a map', () => {
    const { rows, report, findings } = run({ from: 'attitude', outcome: 'rating', drivers: ['complaints'] });
    expectClose(rows[0]?.['importance'] as number, 0.681314164108863, { relative: 1e-10 });
    expectClose(rows[0]?.['share'] as number, 1, { relative: 1e-12 });
    expect(report.charts.map(({ id }) => id)).toEqual(['importance']);
    expect(findings[0]).toMatch(
      /^The driver explains 68 % \(\d+–\d+ %\) of the differences in \*\*rating\*\*/,
    );
  });

  it('keep a constant driver in the table with importance 0 and leave it out of the model', () => {
    make('SELECT i % 7 AS y, i % 7 + i % 3 AS a, i % 5 AS b, 4 AS c FROM range(100) t(i)');
    const { rows, cautions, charts } = run({ outcome: 'y', drivers: ['c', 'a', 'b'] });
    expect(rows.at(-1)).toMatchObject({
      driver: 'c',
      importance: 0,
      performance: 4,
      coefficient: null,
      rank: 3,
    });
    expect(cautions).toContain('**c** has the same value in every row used, so it is left out.');
    expect(charts['importance']?.rowCount).toBe(2);
  });

  it('share between a driver and its copy, and name both', () => {
    make('SELECT i % 7 + i % 3 AS y, i % 7 AS a, i % 5 AS b, 2 * (i % 7) + 1 AS a2 FROM range(100) t(i)');
    const { rows, cautions } = run({ outcome: 'y', drivers: ['a', 'b', 'a2'] });
    const byName = Object.fromEntries(rows.map((row) => [row['driver'], row]));
    expectClose(byName['a']?.['importance'] as number, byName['a2']?.['importance'] as number, {
      relative: 1e-9,
    });
    expect(byName['a2']?.['coefficient']).toBeNull();
    expect(cautions.some((text) => text.startsWith('**a2** is a copy of **a**'))).toBe(true);
  });

  it('call an exact combination by its parts, and a perfect fit suspicious', () => {
    make(
      'SELECT i % 7 + i % 5 AS y, i % 7 AS a, i % 5 AS b, i % 3 AS d, i % 7 + i % 5 AS c FROM range(210) t(i)',
    );
    const { cautions, model } = run({ outcome: 'y', drivers: ['a', 'b', 'd', 'c'] });
    expectClose(model['r2']?.['value'] as number, 1, { relative: 1e-12 });
    expect(cautions.some((text) => text.startsWith('**c** is an exact combination of **a** and **b**'))).toBe(
      true,
    );
    expect(cautions.some((text) => text.includes('almost perfectly'))).toBe(true);
  });

  it('recover a planted order with two true drivers among noise, within their intervals', () => {
    const random = createRandom(7);
    const lines = Array.from({ length: 4000 }, () => {
      const [a, b, c, noise] = [random.normal(), random.normal(), random.normal(), random.normal()];
      return [2 * a + b + noise, a, b, c].join(',');
    });
    database.addCsv('made', `y,a,b,c\n${lines.join('\n')}\n`);
    const { rows } = run({ outcome: 'y', drivers: ['c', 'b', 'a'] });
    expect(rows.map((row) => row['driver'])).toEqual(['a', 'b', 'c']);
    const truth = [4 / 6, 1 / 6, 0];
    rows.forEach((row, i) => {
      expect(row['importance_low'] as number).toBeLessThanOrEqual(truth[i] as number);
      expect(row['importance_high'] as number).toBeGreaterThanOrEqual(truth[i] as number);
    });
  });

  it('take Johnson above 27 drivers and say so, and seeded orders for intervals above 16', () => {
    const columns = (count: number) =>
      Array.from({ length: count }, (_, i) => `(i * ${7919 + 2 * i * i} % ${101 + 2 * i}) AS x${i}`).join(
        ', ',
      );
    const names = (count: number) => Array.from({ length: count }, (_, i) => `x${i}`);
    make(`SELECT (i * 7919 % 101) + i % 13 AS y, ${columns(28)} FROM range(2000) t(i)`);
    const many = run({ outcome: 'y', drivers: names(28) });
    expect(many.model['method']?.['text']).toBe('johnson');
    expect(many.cautions.some((text) => text.includes('too many for exact LMG'))).toBe(true);
    const some = run({ outcome: 'y', drivers: names(18) });
    expect(some.model['method']?.['text']).toBe('lmg');
    const top = some.rows[0];
    expect(top?.['driver']).toBe('x0');
    expect(top?.['importance_high'] as number).toBeGreaterThan(top?.['importance'] as number);
    const total = some.rows.reduce((sum, row) => sum + (row['importance'] as number), 0);
    expectClose(total, some.model['r2']?.['value'] as number, { relative: 1e-10 });
  });
});

describe('the importance-performance map', () => {
  const survey = (extra = '') =>
    make(`SELECT 3 * (i * 7 % 11) + (i * 5 % 7) * 0.2 + (i % 13) * 0.5 AS y,
      greatest(0, (i * 7 % 11) - 2) AS support, (i * 5 % 7) + 4 AS tools, least(10, i % 13) AS ads ${extra} FROM range(1001) t(i)`);

  it('asks to fix first what matters more and performs worse than the average', () => {
    survey();
    const { charts, findings } = run({
      outcome: 'y',
      drivers: ['support', 'tools', 'ads'],
      labels: { support: 'Account *support*', y: 'Overall' },
    });
    const urgent = rowsOf(charts['map'] as never).filter((row) => row['fix_first']);
    expect(urgent.map((row) => row['label'])).toEqual(['Account *support*']);
    expect(findings[0]).toMatch(
      /^\*\*Account \\\*support\\\*\*\* matters most: \d+ % \(\d+–\d+ %\) of what the 3 drivers explain; the probability that it truly ranks first is over 99 %\.$/,
    );
    expect(findings).toContain(
      'Fix first: **Account \\*support\\*** (probability over 99 %) matters more than the average driver and performs below average.',
    );
  });

  it('compares places within each range where scales differ, and says so', () => {
    survey(', (i * 7 % 11) * 100 AS minutes');
    const { charts, cautions } = run({ outcome: 'y', drivers: ['tools', 'ads', 'minutes'] });
    const places = rowsOf(charts['map'] as never).map((row) => row['performance'] as number);
    expect(places.every((place) => place >= 0 && place <= 1)).toBe(true);
    expect(cautions.some((text) => text.includes('different ranges'))).toBe(true);
  });

  it('compares means of ratings whose lowest marks nobody gave, but not scales of 5 and of 10 points', () => {
    make(`SELECT i % 7 + i % 11 AS y, 4 + i * 3 % 7 AS high, i * 7 % 11 AS whole, 1 + i % 5 AS five
      FROM range(770) t(i)`);
    const said = (drivers: string[]): boolean =>
      run({ outcome: 'y', drivers }).cautions.some((text) => text.includes('different ranges'));
    expect(said(['high', 'whole'])).toBe(false);
    expect(said(['high', 'five'])).toBe(true);
  });

  it('reads a driver that moves against the rest in reverse, and says so', () => {
    survey(', 10 - (i * 7 % 11) AS wait');
    const { charts, cautions, rows } = run({ outcome: 'y', drivers: ['support', 'ads', 'wait'] });
    const onMap = rowsOf(charts['map'] as never).find((row) => row['label'] === 'wait');
    const inTable = rows.find((row) => row['driver'] === 'wait');
    expectClose(onMap?.['performance'] as number, 10 - (inTable?.['performance'] as number), {
      relative: 1e-12,
    });
    expect(cautions).toContain(
      '**wait** moves the other way than the rest: the map reads it in reverse, less being better.',
    );
  });

  it('turns nothing round where the outcome is bad and every driver lowers it', () => {
    make(
      'SELECT 30 - (i * 7 % 11) - (i % 13) AS churn, (i * 7 % 11) AS a, least(10, i % 13) AS b FROM range(1001) t(i)',
    );
    const { cautions } = run({ outcome: 'churn', drivers: ['a', 'b'] });
    expect(cautions.some((text) => text.includes('in reverse'))).toBe(false);
  });
});

describe('drivers answer nonsense with a sentence:', () => {
  const message = (outcome: string, list: string[]): string => {
    try {
      run({ outcome, drivers: list });
    } catch (error) {
      expect((error as Error).name).toBe('InputProblem');
      return (error as Error).message;
    }
    return expect.fail('no problem was reported');
  };

  it('columns that do not fit', () => {
    make("SELECT i AS y, i % 3 AS a, 'x' AS t, DATE '2026-01-01' AS d FROM range(20) t(i)");
    expect(message('y', ['a', 'y'])).toBe('The outcome y is among its own drivers.');
    expect(message('y', ['a', 'a'])).toBe('The driver a is listed twice.');
    expect(message('y', [])).toBe('No drivers are chosen.');
    expect(message('t', ['a'])).toBe('The column t of made holds text, not numbers.');
    expect(message('y', ['d'])).toBe('The column d of made holds dates, not numbers.');
  });

  it('rows that cannot carry the question', () => {
    make('SELECT i AS y, i % 3 AS a, 4 AS c, NULL::INTEGER AS n FROM range(20) t(i)');
    expect(message('c', ['a'])).toBe('The outcome c is 4 in all 20 rows used: there is nothing to explain.');
    expect(message('y', ['c'])).toBe('c does not vary in the 20 rows used: a constant cannot drive y.');
    expect(message('y', ['a', 'n'])).toBe(
      'None of the 20 rows of made has an answer in every column: n is missing in 20 rows.',
    );
    make('SELECT i AS y, i % 2 AS a, i // 2 AS b FROM range(3) t(i)');
    expect(message('y', ['a', 'b'])).toBe(
      '3 complete rows cannot tell 2 drivers apart: more than 3 are needed.',
    );
    make('SELECT i AS y, i AS a FROM range(0) t(i)');
    expect(message('y', ['a'])).toBe('made has no rows.');
  });

  it('numbers too large to add', () => {
    make('SELECT i * 1e200 AS y, i % 3 AS a FROM range(20) t(i)');
    expect(message('y', ['a'])).toContain('too large');
  });
});
