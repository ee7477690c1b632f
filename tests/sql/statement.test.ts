import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../src/sql/statement';
import { problemOf } from '../../src/values/problem';

const refusal = (sql: string): { message: string; at: string } => {
  try {
    checkStatement(sql);
  } catch (error) {
    const { message, position } = problemOf(error);
    return { message, at: sql.slice(position?.from, position?.to) };
  }
  return { message: 'accepted', at: '' };
};

describe('a SQL cell', () => {
  it.each([
    ...['SELECT 1', 'WITH a AS (SELECT 1) SELECT * FROM a', 'FROM t', 'VALUES (1)', 'TABLE t', 'DESCRIBE t'],
    ...[
      'SUMMARIZE t',
      'PIVOT t ON a',
      'UNPIVOT t ON a',
      '(SELECT 1) UNION (SELECT 2)',
      '-- c\nselect 1 -- d',
    ],
    ...["SELECT ';' AS a", 'WITH a AS (SELECT 1) SELECT replace(x) AS update FROM a', 'SELECT 1 AS insert'],
    ...['WITH a AS (SELECT 1) PIVOT a ON b', 'SELECT [1, 2][1], {a: 1}'],
  ])('runs %s', (sql) => expect(checkStatement(sql)).toEqual({ body: sql, from: 0 }));

  it('leaves out semicolons and comments around the statement', () => {
    expect(checkStatement('SELECT 1 ; -- done\n;')).toEqual({ body: 'SELECT 1 ', from: 0 });
    expect(checkStatement(';; SELECT 1')).toEqual({ body: ' SELECT 1', from: 2 });
  });

  it.each([
    ['', 'no SQL', ''],
    ['-- only a comment', 'no SQL', '-- only a comment'],
    ['DROP TABLE t', 'cannot run DROP', 'DROP'],
    ['CREATE TABLE a AS SELECT 1', 'cannot run CREATE', 'CREATE'],
    ['SHOW TABLES', 'cannot run SHOW', 'SHOW'],
    ['SET x = 1', 'cannot run SET', 'SET'],
    ['EXPLAIN SELECT 1', 'cannot run EXPLAIN', 'EXPLAIN'],
    ['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a', 'cannot run INSERT', 'INSERT'],
    ['42', 'starts with a query', '42'],
    ['SELECT 1; SELECT 2', 'one statement', 'SELECT'],
    ['SELECT 1) ; DROP TABLE t; (SELECT 2', 'closes nothing', ')'],
    ['SELECT (1', 'never closed', '('],
    ['SELECT (1]', 'closes nothing', ']'],
    ["SELECT 'a", 'text in quotes is never closed', "'a"],
    ['SELECT "a', 'quoted name is never closed', '"a'],
    ['SELECT 1 /* a', 'comment is never closed', '/* a'],
  ])('refuses %s and points at it', (sql, message, at) => {
    const refused = refusal(sql);
    expect(refused.message).toContain(message);
    expect(refused.at).toBe(at);
  });
});
