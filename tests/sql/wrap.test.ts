import { createRequire } from 'node:module';
import path from 'node:path';
import { NODE_RUNTIME, VoidLogger, createDuckDB } from '@duckdb/duckdb-wasm/blocking';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isReservedWord } from '../../src/sql/keywords';
import { renameRelation } from '../../src/sql/rename';
import { utf16Offset, wrapStatement } from '../../src/sql/wrap';

/** A bare engine whose errors carry positions, as the app's do. */
let run: (sql: string) => Record<string, unknown>[];
beforeAll(async () => {
  const dist = path.dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'));
  const bundle = (kind: string) => ({ mainModule: path.join(dist, `duckdb-${kind}.wasm`), mainWorker: '' });
  const bindings = await createDuckDB(
    { mvp: bundle('mvp'), eh: bundle('eh') },
    new VoidLogger(),
    NODE_RUNTIME,
  );
  await bindings.instantiate(() => undefined);
  bindings.open({});
  const connection = bindings.connect();
  run = (sql) =>
    connection
      .query(sql)
      .toArray()
      .map((row: { toJSON(): Record<string, unknown> }) => row.toJSON());
  run(
    "SET errors_as_json=true; CREATE TABLE survey AS SELECT 1 AS a, 2 AS b, 'x' AS c; CREATE TABLE orders AS SELECT 1 AS a",
  );
}, 60_000);

/** Where the engine's complaint points in the user's own text. */
function complaint(sql: string, variables: string[] = []): string {
  const wrapped = wrapStatement('t', sql, new Set(variables));
  try {
    run(wrapped.sql);
  } catch (error) {
    const { position } = JSON.parse(/\{.*\}/s.exec((error as Error).message)?.[0] ?? '{}') as {
      position?: string;
    };
    return sql.slice(wrapped.toOriginal(Number(position)));
  }
  return 'ran';
}

describe('a wrapped statement', () => {
  it.each([
    ...['SELECT 1 AS x -- the end', 'FROM survey;', 'VALUES (1), (2)', 'DESCRIBE survey', 'SUMMARIZE survey'],
    ...['PIVOT survey ON c USING sum(a) GROUP BY b', 'UNPIVOT survey ON a, b', 'TABLE survey', 'DESC survey'],
    ...[
      'WITH survey AS (FROM survey) FROM survey',
      '(SELECT 1) UNION (SELECT 2)',
      '/* a */ SELECT 1 AS x /* b */ ;',
    ],
    ...['WITH x AS (FROM survey) PIVOT x ON c USING sum(a)', 'SELECT * FROM survey LIMIT $n'],
  ])('runs: %s', (sql) => {
    run('SET VARIABLE n = 1');
    expect(complaint(sql, ['n'])).toBe('ran');
  });

  it.each([
    ['SELECT nope FROM survey', 'nope FROM survey'],
    ["SELECT 'é🙂', nope FROM survey", 'nope FROM survey'],
    [";; -- c\nSELECT 'é',\n  nope FROM survey", 'nope FROM survey'],
    ['SELECT $n + 1, nope FROM survey', 'nope FROM survey'],
    ['SELECT\u00a0$n AS "a\u00a0b",\u00a0nope FROM survey', 'nope FROM survey'],
    ['SELECT a FROM survey WHERE a = 1 WHERE b', 'WHERE b'],
  ])('an error in %j is found in the text itself', (sql, at) => expect(complaint(sql, ['n'])).toBe(at));

  it('maps every byte of a text to the character it belongs to', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = new TextEncoder().encode(text).length;
        let offset = 0;
        let at = 0;
        for (const character of text) {
          expect(utf16Offset(text, at)).toBe(offset);
          at += new TextEncoder().encode(character).length;
          offset += character.length;
        }
        expect(utf16Offset(text, bytes)).toBe(text.length);
      }),
    );
  });
});

function readsUnquoted(word: string): boolean {
  run(`CREATE OR REPLACE TABLE "${word}" AS SELECT 1 AS x`);
  try {
    return run(`SELECT x FROM ${word}`).length === 1;
  } catch {
    return false;
  } finally {
    run(`DROP TABLE "${word}"`);
  }
}

describe('what this program believes of the engine', () => {
  it('reserved words are those that DuckDB does not take unquoted after FROM', () => {
    const words = run('SELECT keyword_name AS word FROM duckdb_keywords()').map(({ word }) => String(word));
    expect(words.length).toBeGreaterThan(400);
    expect(words.filter((word) => !readsUnquoted(word))).toEqual(words.filter(isReservedWord));
  });

  it.each([
    'SELECT survey.a AS q FROM survey',
    'WITH survey AS (SELECT a + 1 AS q FROM survey) SELECT survey.q FROM survey',
    'WITH answers AS (SELECT 5 AS z) SELECT survey.a + z AS q FROM survey, answers',
    'SELECT o.a AS q FROM orders o WHERE EXISTS (FROM survey WHERE survey.a = o.a)',
    "SELECT a AS q FROM 'survey' JOIN main.orders USING (a)",
    'SELECT main.survey.a AS q FROM survey UNION ALL SELECT survey.a FROM orders survey',
  ])('a renamed text gives the same rows: %s', (sql) => {
    const before = run(sql);
    run('ALTER TABLE survey RENAME TO answers');
    try {
      expect(run(renameRelation(sql, 'survey', 'answers'))).toEqual(before);
    } finally {
      run('ALTER TABLE answers RENAME TO survey');
    }
  });
});
