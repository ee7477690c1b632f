import { beforeAll, describe, expect, it } from 'vitest';
import { MOST_MARKS } from '../../src/charts/chart-kind';
import { chartData, chartQuery } from '../../src/charts/chart-query';
import type { Aggregate, CellChart, CellMark, ChartData } from '../../src/charts/spec';
import { InputProblem } from '../../src/values/problem';
import { cellAt, columnNamed, type Cell, type ColumnInfo } from '../../src/values/table';
import { expectClose } from '../close';
import { columnsOf, openDatabase, tableFrom } from './database';

type Connection = Awaited<ReturnType<typeof openDatabase>>;
let connection: Connection;
const known = new Map<string, { columns: ColumnInfo[]; rowCount: number }>();

beforeAll(async () => {
  connection = await openDatabase();
  connection.query(`CREATE TABLE sales AS FROM (VALUES
    ('north', 'gold', DATE '2026-01-05', 10.0, 3, TRUE), ('north', 'basic', DATE '2026-01-20', 30.0, 5, FALSE),
    ('south', 'gold', DATE '2026-02-11', 5.0, 3, TRUE), ('south', 'gold', DATE '2026-02-12', NULL, 4, TRUE),
    ('west', 'basic', DATE '2026-03-01', 8.0, 1, NULL), (NULL, 'gold', DATE '2026-03-02', 9.0, 2, TRUE)
  ) t(region, plan, "order date", spend, rating, renewed)`);
  connection.query(`CREATE TABLE big AS SELECT i AS id, (i * 7919) % 100003 AS wide, (i % 11)::INTEGER AS score,
    'c' || (i % 200) AS city, 'p' || (i % 40) AS plan, 'f' || (i % 30) AS panel, (i % 2 = 0) AS renewed,
    DATE '2020-01-01' + (i % 1500)::INTEGER AS day, TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute' AS at,
    CASE WHEN i % 50 = 0 THEN NULL WHEN i % 97 = 0 THEN 'NaN'::DOUBLE ELSE sqrt(i) END AS spend
    FROM range(20000) t(i)`);
  connection.query('CREATE TABLE none AS FROM big LIMIT 0');
  connection.query("CREATE TABLE same AS SELECT 4.0 AS v, 'a' AS k FROM range(3)");
  for (const name of ['sales', 'big', 'none', 'same']) {
    const rowCount = Number(
      connection.query(`SELECT count(*)::DOUBLE AS n FROM ${name}`).getChild('n')?.get(0),
    );
    known.set(name, { columns: columnsOf(connection, name), rowCount });
  }
});

function chart(spec: CellChart): ChartData {
  const relation = known.get(spec.from);
  if (!relation) throw new Error(`no table ${spec.from}`);
  const query = chartQuery(spec, relation.columns, relation.rowCount);
  return chartData(spec, query, tableFrom(connection, query.sql));
}

function valuesOf(data: ChartData, name: string): Cell[] {
  const column = columnNamed(data.rows.columns, name);
  if (!column) throw new Error(`no column ${name}`);
  return Array.from({ length: data.rows.rowCount }, (_, row) => cellAt(column, row));
}

function problemIn(spec: CellChart): InputProblem {
  try {
    chart(spec);
  } catch (error) {
    if (error instanceof InputProblem) return error;
    throw error;
  }
  throw new Error('no problem was found');
}

describe('bars', () => {
  it('count rows where no y is given, leave out rows without x and say so', () => {
    const data = chart({ mark: 'bar', from: 'sales', x: 'region' });
    expect(valuesOf(data, 'x')).toEqual(['north', 'south', 'west']);
    expect(valuesOf(data, 'y')).toEqual([2, 2, 1]);
    expect(data.note).toBe('1 row without region is left out.');
  });

  it('order categories by what they add up to', () => {
    const data = chart({ mark: 'bar', from: 'sales', x: 'plan', y: 'spend', aggregate: 'sum' });
    expect(valuesOf(data, 'x')).toEqual(['basic', 'gold']);
    expect(valuesOf(data, 'y')).toEqual([38, 24]);
  });

  it('take the mean of yes and no as a share', () => {
    const data = chart({ mark: 'bar', from: 'sales', x: 'plan', y: 'renewed', aggregate: 'mean' });
    expect(Object.fromEntries(valuesOf(data, 'x').map((x, i) => [x, valuesOf(data, 'y')[i]]))).toEqual({
      gold: 1,
      basic: 0,
    });
  });

  it('say that rows of one x add up when no aggregate was chosen', () => {
    expect(chart({ mark: 'bar', from: 'sales', x: 'plan', y: 'spend' }).note).toContain('add up');
    expect(chart({ mark: 'bar', from: 'sales', x: 'plan', y: 'spend', aggregate: 'sum' }).note).not.toContain(
      'add up',
    );
  });

  it('gather all but the 30 largest categories, losing no row', () => {
    const data = chart({ mark: 'bar', from: 'big', x: 'city' });
    expect(valuesOf(data, 'x')).toHaveLength(31);
    expect(valuesOf(data, 'x').at(-1)).toBe('other (170 more)');
    expect(valuesOf(data, 'y').reduce<number>((sum, y) => sum + Number(y), 0)).toBe(20000);
    expect(data.note).toContain('30 largest categories');
  });

  it('put few different numbers in their own order', () => {
    const data = chart({ mark: 'bar', from: 'big', x: 'score', color: 'renewed' });
    expect(valuesOf(data, 'x').slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(valuesOf(data, 'color'))).toEqual(new Set(['true', 'false']));
  });

  it('count different values', () => {
    const data = chart({ mark: 'bar', from: 'big', x: 'plan', y: 'city', aggregate: 'distinct' });
    expect(valuesOf(data, 'y')[0]).toBe(5);
  });
});

describe('lines', () => {
  it('keep days that are few and group them when they are many', () => {
    const few = chart({ mark: 'line', from: 'sales', x: 'order date', y: 'spend', aggregate: 'mean' });
    expect(valuesOf(few, 'x')).toHaveLength(5);
    const many = chart({ mark: 'line', from: 'big', x: 'day', y: 'spend', aggregate: 'mean' });
    expect(many.note).toContain('Dates are grouped by month.');
    expect(valuesOf(many, 'x')).toHaveLength(50);
    expect(valuesOf(many, 'x')[0]).toBe(Date.UTC(2020, 0, 1));
  });

  it('group times by day before they draw a point for each minute', () => {
    const data = chart({ mark: 'line', from: 'big', x: 'at' });
    expect(data.note).toBe('Dates are grouped by day.');
    expect(valuesOf(data, 'y').slice(0, 13)).toEqual(Array(13).fill(1440));
  });

  it('thin single rows evenly in the order of x, and say so', () => {
    const data = chart({ mark: 'line', from: 'big', x: 'id', y: 'wide' });
    expect(data.rows.rowCount).toBe(MOST_MARKS);
    expect(valuesOf(data, 'x').slice(0, 3)).toEqual([0, 4, 8]);
    expect(data.note).toContain('One row in 4 of 20,000');
  });

  it('leave NaN out with the missing', () => {
    const data = chart({ mark: 'line', from: 'big', x: 'score', y: 'spend', aggregate: 'max' });
    expect(valuesOf(data, 'y').every((y) => typeof y === 'number')).toBe(true);
    expect(data.note).toContain('602 rows without score or spend are left out.');
  });
});

describe('dots', () => {
  it('draw the same sample at every run and say that it is one', () => {
    const spec: CellChart = { mark: 'dot', from: 'big', x: 'id', y: 'wide', color: 'plan' };
    const data = chart(spec);
    expect(data.rows.rowCount).toBe(MOST_MARKS);
    expect(data.note).toContain('A sample of 5,000 of 20,000 rows.');
    expect(valuesOf(chart(spec), 'x')).toEqual(valuesOf(data, 'x'));
    const mean = valuesOf(data, 'x').reduce<number>((sum, x) => sum + Number(x), 0) / MOST_MARKS;
    expectClose(mean, 9999.5, { relative: 0.03 });
  });

  it('count rows that share a place', () => {
    const data = chart({ mark: 'dot', from: 'sales', x: 'plan', y: 'rating', aggregate: 'count' });
    expect(valuesOf(data, 'size').reduce<number>((sum, n) => sum + Number(n), 0)).toBe(6);
  });
});

describe('histograms', () => {
  it('count every value in exactly one bin', () => {
    const data = chart({ mark: 'histogram', from: 'big', x: 'wide' });
    const starts = valuesOf(data, 'x').map(Number);
    expect(starts.slice(0, 3)).toEqual([0, 10000, 20000]);
    expect(valuesOf(data, 'y').reduce<number>((sum, n) => sum + Number(n), 0)).toBe(20000);
  });

  it('centre the bins of a rating on its whole numbers', () => {
    const data = chart({ mark: 'histogram', from: 'big', x: 'score' });
    expect(valuesOf(data, 'x')).toEqual([-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5]);
  });

  it('draw one bin where all values are the same', () => {
    const data = chart({ mark: 'histogram', from: 'same', x: 'v' });
    expect(valuesOf(data, 'y')).toEqual([3]);
  });
});

describe('boxes', () => {
  it('hold quartiles of type 7, whiskers within 1.5 interquartile ranges, and what lies beyond', () => {
    connection.query(
      "CREATE OR REPLACE TABLE box AS SELECT 'a' AS k, v::DOUBLE AS v FROM unnest([1, 2, 3, 4, 5, 6, 30]) t(v)",
    );
    known.set('box', { columns: columnsOf(connection, 'box'), rowCount: 7 });
    const data = chart({ mark: 'box', from: 'box', x: 'k', y: 'v' });
    // R: quantile(c(1:6, 30), c(.25, .5, .75)) is 2.5, 4, 5.5
    const first = (name: string) => valuesOf(data, name)[0];
    expect(['low', 'q1', 'middle', 'q3', 'high'].map(first)).toEqual([1, 2.5, 4, 5.5, 6]);
    expect(valuesOf(data, 'outlier')).toEqual([null, 30]);
  });
});

describe('heat maps', () => {
  it('show the mean of the colour, or count rows without one', () => {
    const mean = chart({ mark: 'heatmap', from: 'sales', x: 'region', y: 'plan', color: 'spend' });
    expect(valuesOf(mean, 'color').sort()).toEqual([10, 30, 5, 8]);
    const count = chart({ mark: 'heatmap', from: 'sales', x: 'region', y: 'plan' });
    expect(valuesOf(count, 'color').reduce<number>((sum, n) => sum + Number(n), 0)).toBe(5);
  });
});

const everyMark: CellMark[] = ['line', 'bar', 'dot', 'histogram', 'box', 'heatmap'];
const everyAggregate: Aggregate[] = ['none', 'count', 'sum', 'mean', 'median', 'min', 'max', 'distinct'];

describe('every mark', () => {
  it.each(everyMark)(
    '%s draws at most 5,000 marks, whatever is asked of it',
    (mark) => {
      for (const x of ['id', 'wide', 'day', 'at', ...(mark === 'histogram' ? [] : ['city'])])
        for (const aggregate of everyAggregate) {
          const spec: CellChart = { mark, from: 'big', x, y: 'wide', facet: 'panel', aggregate, bins: 1000 };
          const data = chart({ ...spec, color: mark === 'heatmap' ? 'spend' : 'plan' });
          expect(data.rows.rowCount).toBeGreaterThan(0);
          expect(data.rows.rowCount).toBeLessThanOrEqual(MOST_MARKS);
        }
    },
    120_000,
  );

  it.each(everyMark)('%s cuts nothing off silently: the limit of rows is never what stops it', (mark) => {
    if (mark === 'line' || mark === 'dot' || mark === 'box') return expect(everyMark).toContain(mark);
    for (const x of ['wide', 'day', 'at']) {
      const data = chart({
        mark,
        from: 'big',
        x,
        y: 'wide',
        color: mark === 'heatmap' ? '' : 'plan',
        facet: 'panel',
        aggregate: 'count',
        bins: 1000,
      });
      const total = valuesOf(data, mark === 'heatmap' ? 'color' : 'y').reduce<number>(
        (sum, n) => sum + Number(n),
        0,
      );
      expect(total).toBe(20000);
    }
    return undefined;
  });

  it.each(everyMark)('%s of an empty relation has no rows and no problem', (mark) => {
    const data = chart({ mark, from: 'none', x: 'score', y: 'wide', aggregate: 'mean' });
    expect(data.rows.rowCount).toBe(0);
    expect(data.description).not.toBe('');
  });

  it.each(everyMark)('%s names the column that is missing and the nearest name', (mark) => {
    const { problem } = problemIn({ mark, from: 'sales', x: 'regoin', y: 'spend' });
    expect(problem.message).toBe(`The chart's x names the column "regoin", which sales does not have.`);
    expect(problem.hint).toBe('Did you mean "region"?');
  });
});

describe('what a chart cannot draw gets a sentence', () => {
  it('text where numbers are needed', () => {
    const { problem } = problemIn({ mark: 'bar', from: 'sales', x: 'region', y: 'plan', aggregate: 'mean' });
    expect(problem.message).toBe(
      'A bar chart needs numbers or yes or no for the mean, but "plan" holds text (VARCHAR).',
    );
  });

  it('a histogram of text', () => {
    expect(problemIn({ mark: 'histogram', from: 'sales', x: 'region' }).problem.message).toBe(
      'A histogram needs numbers or dates for the x axis, but "region" holds text (VARCHAR).',
    );
  });

  it('no column at all', () => {
    expect(problemIn({ mark: 'line', from: 'sales' }).problem.message).toBe(
      'A line chart needs a column for the x axis.',
    );
  });

  it('a mark whose rows only an analysis gives', () => {
    const spec = { mark: 'intervals', label: 'a', value: 'b' } as const;
    expect(() => chartQuery(spec, [], 0)).toThrow(InputProblem);
  });
});

describe('descriptions', () => {
  it('say what is drawn, the highest and the lowest', () => {
    const data = chart({ mark: 'bar', from: 'sales', x: 'plan', y: 'spend', aggregate: 'sum' });
    expect(data.description).toBe(
      'Bar chart of sum of spend by plan. Highest: 38 at basic; lowest: 24 at gold.',
    );
  });

  it('carry no column that only informs the note', () => {
    const data = chart({ mark: 'bar', from: 'sales', x: 'plan' });
    expect(data.rows.columns.map((column) => column.name)).toEqual(['x', 'y']);
  });
});
