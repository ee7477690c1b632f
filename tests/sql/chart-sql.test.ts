import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartSql } from '../../src/cells/chart/chart-sql';
import { chartAggregates, chartMarks } from '../../src/cells/chart/kind';
import { wrapStatement } from '../../src/sql/wrap';
import { openDuckDb, type TestDatabase } from './duckdb';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(
    `CREATE TABLE sales AS SELECT DATE '2026-01-01' + (i % 3)::INTEGER AS "The ""day""", i AS amount,
       'g' || i % 2 AS "group", i % 5 = 0 AS "x.y" FROM range(60) AS t(i)`,
  );
}, 30_000);
afterAll(() => database.close());

const parts = { from: 'sales', x: 'The "day"', y: 'amount', color: 'group', facet: 'x.y' };

describe('the SQL of a chart', () => {
  it.each(chartMarks.flatMap((mark) => chartAggregates.map((aggregate) => [mark, aggregate] as const)))(
    'of a %s by %s is one statement that the engine runs, whatever the columns are called',
    (mark, aggregate) => {
      const chart = mark === 'heatmap' ? { ...parts, y: 'group', color: 'amount', mark } : { ...parts, mark };
      const sql = chartSql({ ...chart, aggregate });
      database.run(wrapStatement('made', sql, new Set()).sql);
      const [made] = database.query('SELECT count(*) AS n FROM made');
      const isSummed = !['box', 'histogram', 'dot'].includes(mark) && aggregate !== 'none';
      expect(made?.['n']).toBe(isSummed ? 12 : 60);
    },
  );

  it('reads as a person would write it', () => {
    expect(chartSql({ mark: 'bar', from: 'sales', x: 'group', y: 'amount', aggregate: 'mean' })).toBe(
      'SELECT "group", avg(amount) AS mean_amount\nFROM sales\nGROUP BY ALL\nORDER BY "group"',
    );
    expect(chartSql({ mark: 'histogram', from: 'sales', x: 'amount', bins: 9 })).toBe(
      'SELECT amount\nFROM sales',
    );
  });

  it('counts rows where no column is summed, so that the counts add up to the rows', () => {
    const rows = database.query(chartSql({ mark: 'bar', from: 'sales', x: 'group', aggregate: 'count' }));
    expect(rows.reduce((sum, { row_count }) => sum + Number(row_count), 0)).toBe(60);
  });
});
