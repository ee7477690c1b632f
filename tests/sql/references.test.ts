import { describe, expect, it } from 'vitest';
import { findReferences, unknownReferences } from '../../src/sql/references';

const known = new Set(['survey', 'orders', 'v', 'v_model', 'odd name']);
const reads = (sql: string): string[] => findReferences(sql, known);

describe('references', () => {
  it.each<[string, string[]]>([
    ['SELECT * FROM survey', ['survey']],
    ['SELECT * FROM Survey JOIN ORDERS USING (id)', ['survey', 'orders']],
    ['FROM survey, orders o, v', ['survey', 'orders', 'v']],
    ['FROM survey s LEFT JOIN orders AS o ON s.id = o.id, v', ['survey', 'orders', 'v']],
    ['FROM (survey JOIN (orders JOIN v ON true) ON true)', ['survey', 'orders', 'v']],
    ['SELECT (SELECT max(x) FROM orders), 1 IN (FROM v) FROM survey', ['orders', 'v', 'survey']],
    ['SELECT survey.nps, orders FROM v', ['v']],
    ['SELECT survey FROM orders', ['orders']],
    ['FROM "odd name" JOIN "survey" ON true', ['odd name', 'survey']],
    ["FROM 'survey'", ['survey']],
    ["SELECT 'FROM survey' -- FROM orders\n/* FROM v */", []],
    ['WITH survey AS (SELECT 1) SELECT * FROM survey', []],
    ['WITH survey AS (SELECT * FROM survey) SELECT * FROM survey', ['survey']],
    ['WITH RECURSIVE v AS (SELECT 1 UNION SELECT * FROM v) FROM v', []],
    ['WITH a AS (FROM survey), survey AS (FROM orders) FROM survey JOIN a ON true', ['survey', 'orders']],
    ['WITH a(x, y) AS MATERIALIZED (FROM v) SELECT * FROM a, orders', ['v', 'orders']],
    ['SELECT * FROM (WITH v AS (SELECT 1) FROM v) JOIN v ON true', ['v']],
    [
      'SELECT extract(year FROM survey), trim(both FROM orders), substring(a FROM v) FROM v_model',
      ['v_model'],
    ],
    ['SELECT a IS DISTINCT FROM survey, a IS NOT DISTINCT FROM orders FROM v', ['v']],
    ['SELECT trim((SELECT x FROM survey)) FROM v', ['survey', 'v']],
    ['PIVOT survey ON a, orders USING sum(v) GROUP BY v_model', ['survey']],
    ['WITH a AS (FROM survey) PIVOT a ON orders, v', ['survey']],
    ['UNPIVOT survey ON orders, v INTO NAME n VALUE x', ['survey']],
    ['FROM survey PIVOT (sum(v) FOR orders IN (1, 2))', ['survey']],
    ['DESCRIBE survey', ['survey']],
    ['DESCRIBE SELECT * FROM survey', ['survey']],
    ['SUMMARIZE survey', ['survey']],
    ['FROM (SUMMARIZE survey), (DESCRIBE orders)', ['survey', 'orders']],
    ['TABLE survey', ['survey']],
    ['FROM survey UNION ALL FROM orders EXCEPT SELECT * FROM v', ['survey', 'orders', 'v']],
    ['(SELECT * FROM survey) UNION (SELECT * FROM orders)', ['survey', 'orders']],
    ['((SELECT * FROM survey))', ['survey']],
    ['FROM range(3) AS survey(orders), v', ['v']],
    ['FROM s: survey SELECT s.x', ['survey']],
    ['FROM survey, LATERAL (SELECT survey.x + 1), unnest(survey.list)', ['survey']],
    ['FROM main.survey, other.orders, memory.main.v', ['survey', 'v']],
    ['SELECT a, b FROM survey ORDER BY a, orders LIMIT 3', ['survey']],
    ['SELECT a FROM survey WHERE x GROUP BY orders, v HAVING z', ['survey']],
    ['FROM survey SELECT a, orders', ['survey']],
    ['SELECT 1 AS from, survey', []],
    ['SELECT x.from, orders FROM survey', ['survey']],
    ['FROM survey SEMI JOIN orders USING (a) ANTI JOIN v USING (b)', ['survey', 'orders', 'v']],
    ['FROM survey ASOF JOIN orders ON a >= b POSITIONAL JOIN v', ['survey', 'orders', 'v']],
    ['FROM survey TABLESAMPLE 10%, orders', ['survey', 'orders']],
    ['FROM (VALUES (1), (2)) AS survey(orders)', []],
    ['SELECT count(*) FILTER (WHERE x), [y FOR y IN orders] FROM survey', ['survey']],
    [
      'SELECT CASE WHEN EXISTS (SELECT 1 FROM orders WHERE orders.a = survey.a) THEN 1 END FROM survey',
      ['orders', 'survey'],
    ],
    // Unfinished text, as while typing.
    ['SELECT * FROM', []],
    ['SELECT * FROM (SELECT * FROM survey', ['survey']],
    ["SELECT * FROM survey WHERE a = 'x", ['survey']],
    [') FROM survey', ['survey']],
  ])('%s', (sql, expected) => expect(reads(sql)).toEqual(expected));

  it('are the names nobody knows where they stand as tables, but not files, functions or other schemas', () => {
    const sql =
      "FROM surveys JOIN survey ON true, read_csv('a.csv'), 'data/b.csv', information_schema.tables, Later";
    expect(unknownReferences(sql, known)).toEqual(['surveys', 'later']);
    expect(unknownReferences('WITH a AS (SELECT 1) FROM a, b', known)).toEqual(['b']);
  });
});
