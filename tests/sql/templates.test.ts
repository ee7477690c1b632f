import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelationAtHand } from '../../src/cells/sql/data-at-hand';
import { filledTemplates, sqlTemplates } from '../../src/cells/sql/templates';
import { wrapStatement } from '../../src/sql/wrap';
import { openDuckDb, type TestDatabase } from './duckdb';

const SOURCES = ['survey', 'orders', 'accounts', 'tickets', 'deals'];

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  for (const source of SOURCES)
    database.addCsv(
      source,
      firstLines(readFileSync(new URL(`../../sample-data/${source}.csv`, import.meta.url), 'utf8'), 6000),
      'ignore_errors=true',
    );
}, 30_000);
afterAll(() => database.close());

/** Enough of each file to see something, and quick to read. */
const firstLines = (text: string, lines: number): string => text.split('\n').slice(0, lines).join('\n');
const atHand = (...names: string[]): RelationAtHand[] =>
  names.map((relation) => ({ relation, columns: database.columns(relation), labels: {} }));
/** The rows of the template of that name on these relations. */
function rowsOf(name: string, ...names: string[]): Record<string, unknown>[] {
  const sql = filledTemplates(atHand(...names)).find(({ template }) => template.name === name)?.sql;
  if (sql == null) throw new Error(`${name} does not suit ${names.join(', ')}`);
  return database.query(sql);
}
const valueOf = (sql: string): unknown => Object.values(database.query(sql)[0] ?? {})[0];

describe('templates of SQL', () => {
  it('all suit the sample, and run as they are to rows, as one statement of a cell', () => {
    const filled = filledTemplates(atHand(...SOURCES));
    expect(filled.filter(({ sql }) => sql === null).map(({ template }) => template.title)).toEqual([]);
    for (const { template, sql } of filled) {
      const wrapped = wrapStatement('made', sql ?? '', new Set());
      expect(() => database.run(wrapped.sql), template.title).not.toThrow();
      // The sample repeats no id; everywhere else there is something to see.
      if (template.name !== 'repeated_ids')
        expect(valueOf('SELECT count(*) FROM made'), template.title).toBeGreaterThan(0);
    }
  }, 30_000);

  it('have different titles and names, and say what they need', () => {
    expect(new Set(sqlTemplates.map(({ title }) => title)).size).toBe(sqlTemplates.length);
    expect(new Set(sqlTemplates.map(({ name }) => name)).size).toBe(sqlTemplates.length);
    for (const { needs, description, name } of sqlTemplates) {
      expect(needs).toMatch(/^[a-z]/);
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(name).toMatch(/^[a-z_]+$/);
    }
  });

  it('suit nothing where there is nothing, and odd names are quoted', () => {
    expect(filledTemplates([]).every(({ sql }) => sql === null)).toBe(true);
    database.run(`CREATE OR REPLACE TABLE odd AS SELECT range AS "Customer ID", range % 11 AS "NPS score",
      DATE '2026-01-01' + range::INTEGER AS "Answered on", 'a' AS "Reason (main)" FROM range(40)`);
    for (const { template, sql } of filledTemplates(atHand('odd')))
      if (sql !== null) expect(() => database.query(sql), template.title).not.toThrow();
  });

  it('the NPS is the share of promoters less that of detractors, and lies within its interval', () => {
    const [row] = rowsOf('nps', 'survey');
    const own = Number(
      valueOf(
        `SELECT 100.0 * (count(*) FILTER (recommend >= 9) - count(*) FILTER (recommend <= 6)) / count(recommend) FROM survey`,
      ),
    );
    expect(Math.abs(Number(row?.['nps']) - own)).toBeLessThan(1e-9);
    expect(Number(row?.['low'])).toBeLessThan(own);
    expect(Number(row?.['high'])).toBeGreaterThan(own);
    const segments = rowsOf('nps_by_segment', 'survey', 'accounts');
    const answers = segments.reduce((sum, { answers }) => sum + Number(answers), 0);
    const weighted = segments.reduce((sum, { answers, nps }) => sum + Number(answers) * Number(nps), 0);
    expect(answers).toBe(Number(row?.['answers']));
    expect(Math.abs(weighted / answers - own)).toBeLessThan(1e-9);
  });

  it('every customer is kept in the month of the first order, and counted in one cohort', () => {
    const rows = rowsOf('retention', 'orders');
    const first = rows.filter(({ months_later: later }) => Number(later) === 0);
    expect(first.every(({ retained }) => retained === 1)).toBe(true);
    const customers = first.reduce((sum, row) => sum + Number(row['customers']), 0);
    expect(customers).toBe(Number(valueOf('SELECT count(DISTINCT account_id) FROM orders')));
  });

  it('shares add up to one, and a funnel only narrows', () => {
    for (const [name, source] of [
      ['top_reasons', 'tickets'],
      ['distribution', 'survey'],
    ] as const) {
      const total = rowsOf(name, source).reduce((sum, { share }) => sum + Number(share), 0);
      expect(Math.abs(total - 1)).toBeLessThan(1e-9);
    }
    const steps = rowsOf('funnel', 'accounts', 'orders', 'survey').map(({ customers }) => Number(customers));
    expect(steps).toHaveLength(3);
    expect(steps).toEqual([...steps].sort((one, other) => other - one));
  });

  it('answers beside orders have one row for each customer who answered', () => {
    expect(rowsOf('answers_and_orders', 'survey', 'orders')).toHaveLength(
      Number(valueOf('SELECT count(DISTINCT account_id) FROM survey')),
    );
  });
});
