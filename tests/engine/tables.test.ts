import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { decodeTable } from '../../src/engine/decode';
import { engineProblem } from '../../src/engine/errors';
import { exportCsv } from '../../src/engine/export-csv';
import { sqlFunctions } from '../../src/engine/functions';
import { Pages } from '../../src/engine/page';
import { levelsOf, profileColumns } from '../../src/engine/profile';
import { describeRelation } from '../../src/engine/relations';
import { Run } from '../../src/engine/run';
import { runSqlCell, setVariable } from '../../src/engine/sql-cell';
import { InputProblem, Stopped, type Problem } from '../../src/values/problem';
import { cellAt, type Cell, type Table } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.work.query(
    `CREATE TABLE big AS SELECT i AS id, (i * 7919) % 100003 AS shuffled, CASE WHEN i % 1000 = 0 THEN NULL ELSE 'n' || (i % 10) END AS name
     FROM range(300000) AS t (i)`,
  );
});

const rowsOf = (table: Table): Cell[][] =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => cellAt(column, row)));
const sql = async (text: string, variables: string[] = [], name = 'cell') =>
  runSqlCell(database, { name, sql: text, variables }, new Run());
const problemOf = async (text: string): Promise<Problem> => {
  const error = await sql(text).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputProblem);
  return (error as InputProblem).problem;
};

describe('a SQL cell', () => {
  it('makes a table of any statement that gives rows', async () => {
    for (const text of [
      'SELECT 1 AS a',
      'FROM big LIMIT 3',
      'VALUES (1), (2)',
      'DESCRIBE big',
      'SUMMARIZE big',
      'WITH x AS (SELECT 1) FROM x; -- end',
    ])
      expect((await sql(text)).rowCount).toBeGreaterThan(0);
  });

  it('gives columns, count and the first thousand rows', async () => {
    const result = await sql('FROM big ORDER BY id DESC');
    expect(result.columns.map(({ kind }) => kind)).toEqual(['number', 'number', 'text']);
    expect([result.rowCount, result.firstRows.rowCount]).toEqual([300_000, 1000]);
    expect(cellAt(result.firstRows.columns[0]!, 0)).toBe(299_999);
  });

  it('reads $name as the value that was set, which is never pasted', async () => {
    await setVariable(database.work, 'Least', { type: 'number', value: 299_997 });
    await setVariable(database.work, 'who', { type: 'text', value: `x'; DROP TABLE big; --` });
    const result = await sql(`SELECT count(*) AS n, any_value($who) AS who FROM big WHERE id > $least`, [
      'least',
      'who',
    ]);
    expect(rowsOf(result.firstRows)).toEqual([[2, `x'; DROP TABLE big; --`]]);
    await setVariable(database.work, 'day', { type: 'date', value: '2026-06-30' });
    expect(rowsOf((await sql('SELECT $day + 1 AS d', ['day'])).firstRows)).toEqual([[Date.UTC(2026, 6, 1)]]);
    await setVariable(database.work, 'day', { type: 'date', value: null });
    expect(rowsOf((await sql('SELECT $day AS d', ['day'])).firstRows)).toEqual([[null]]);
    await expect(setVariable(database.work, 'day', { type: 'date', value: 'soon' })).rejects.toThrow(
      /not a date/,
    );
  });

  it('keeps its old table when it fails or is stopped', async () => {
    await sql('SELECT 1 AS old', [], 'kept');
    await expect(sql('SELECT nothing FROM big', [], 'kept')).rejects.toThrow();
    const run = new Run();
    const slow = runSqlCell(
      database,
      { name: 'kept', sql: 'SELECT sum(a.id * b.id) AS s FROM big a, big b', variables: [] },
      run,
    );
    setTimeout(() => run.stop(), 30);
    await expect(slow).rejects.toBeInstanceOf(Stopped);
    expect((await describeRelation(database.look, 'kept')).columns[0]?.name).toBe('old');
  });

  it.each([
    ['SELECT nmae FROM big', 'There is no column `nmae`.', 'Did you mean `name`?', 'nmae'],
    ["SELECT 'é', big.nmae FROM big", 'There is no column `nmae` in `big`.', 'Did you mean `name`?', 'big'],
    ['SELECT * FROM bgi', 'There is no table `bgi`.', 'Did you mean `big`?', 'bgi'],
    ['SELECT medain(id) FROM big', 'There is no function `medain`.', 'Did you mean `median`?', 'medain'],
    [
      "SELECT 'é😀' AS x, bgi.id FROM big",
      'There is no table `bgi` in this FROM.',
      'Did you mean `big`?',
      'bgi',
    ],
    ["SELECT 'é😀' FROM big WHER id", 'The SQL cannot be understood at `id`.', undefined, 'id'],
    ["SELECT 'abc'::INTEGER", "Could not convert string 'abc' to INT32.", undefined, undefined],
    ["SELECT * FROM 'https://example.org/x.csv'", /^SQL cannot reach `https:/, /"Add data"/, undefined],
    ["SELECT json_extract('{}', 'a')", /DuckDB's json extension/, /Nothing is loaded/, undefined],
    ["ATTACH 'x.db'", /cannot run ATTACH/, /Start with SELECT/, 'ATTACH'],
    ['INSTALL httpfs', /cannot run INSTALL/, /Start with SELECT/, 'INSTALL'],
    ['SELECT $nobody', /no input cell named `nobody`/, undefined, '$nobody'],
  ])('says what is wrong with %s, and where', async (text, message, hint, at) => {
    const problem = await problemOf(text);
    expect(problem.reason).toBe('input');
    expect(problem.message).toMatch(message);
    if (hint !== undefined) expect(problem.hint).toMatch(hint);
    if (at !== undefined) expect(text.slice(problem.position?.from, problem.position?.to)).toBe(at);
  });
});

describe('engineProblem', () => {
  it('translates an engine that ran out of memory', () => {
    const said = {
      exception_type: 'Out of Memory',
      exception_message:
        'failed to allocate data of size 3 GiB (3.1 GiB/3.1 GiB used)\nPossible solutions: SET temp_directory',
    };
    const problem = engineProblem(new Error(JSON.stringify(said)));
    expect(problem.message).toMatch(/more memory than a browser tab can have/);
    expect(`${problem.message} ${problem.hint ?? ''}`).not.toMatch(/temp_directory/);
  });

  it('knows an engine that is broken', () => {
    for (const text of [
      'memory access out of bounds',
      'unreachable',
      'table index is out of bounds',
      'null function or function signature mismatch',
    ])
      expect(engineProblem(new Error(text)).reason).toBe('engine');
  });

  it('takes what it does not know for a bug of ours', () => {
    expect(engineProblem(new TypeError('x is not a function')).reason).toBe('bug');
  });
});

describe('pages', () => {
  it('give any stretch in stored order', async () => {
    const pages = new Pages(database.look);
    const ids = async (offset: number, limit: number) =>
      rowsOf(await pages.page({ relation: 'big', offset, limit })).map(([id]) => id);
    expect(await ids(0, 3)).toEqual([0, 1, 2]);
    expect(await ids(299_998, 10)).toEqual([299_998, 299_999]);
    expect(await ids(400_000, 10)).toEqual([]);
  });

  it('give the same sorted rows near the top and far down as one sort does', async () => {
    const pages = new Pages(database.look);
    for (const descending of [false, true])
      for (const column of ['shuffled', 'name'])
        for (const offset of [0, 1500, 150_000, 299_950]) {
          const direction = descending ? 'DESC' : 'ASC';
          const expected = decodeTable(
            await database.work.query(
              `FROM big ORDER BY ${column} ${direction} NULLS LAST, id LIMIT 100 OFFSET ${offset}`,
            ),
          );
          const page = await pages.page({
            relation: 'big',
            offset,
            limit: 100,
            sort: [{ column, descending }],
          });
          expect(rowsOf(page)).toEqual(rowsOf(expected));
        }
  });

  it('follow a table that is made again', async () => {
    const pages = new Pages(database.look);
    const last = async () =>
      rowsOf(
        await pages.page({
          relation: 'again',
          offset: 9_999,
          limit: 1,
          sort: [{ column: 'x', descending: false }],
        }),
      );
    await sql('SELECT range AS x FROM range(10000)', [], 'again');
    expect(await last()).toEqual([[9999]]);
    await sql('SELECT -range AS x FROM range(10000)', [], 'again');
    expect(await last()).toEqual([[0]]);
  });

  it('read a table that has a column named rowid', async () => {
    await sql('SELECT 10 - range AS rowid FROM range(5)', [], 'odd');
    const pages = new Pages(database.look);
    expect(rowsOf(await pages.page({ relation: 'odd', offset: 1, limit: 2 }))).toEqual([[9], [8]]);
    expect(
      rowsOf(
        await pages.page({
          relation: 'odd',
          offset: 0,
          limit: 2,
          sort: [{ column: 'rowid', descending: false }],
        }),
      ),
    ).toEqual([[6], [7]]);
  });

  it('show every type, enums, intervals and times among them', async () => {
    await sql(
      `SELECT 'b'::ENUM('a', 'b') AS e, INTERVAL 3 DAY AS i, TIME '10:11:12' AS t, 1::UHUGEINT AS u, ['x'] AS l, [DATE '2026-01-02'] AS d`,
      [],
      'odd',
    );
    const page = await new Pages(database.look).page({ relation: 'odd', offset: 0, limit: 9 });
    expect(rowsOf(page)).toEqual([['b', '3 days', '10:11:12', 1, '["x"]', '[2026-01-02]']]);
  });
});

describe('profiles', () => {
  it('count what is there, exactly', async () => {
    const [id, name] = await profileColumns(database.look, 'big', ['id', 'NAME'], new Run());
    expect(id).toMatchObject({ missing: 0, distinct: 300_000, min: 0, max: 299_999, mean: 149_999.5 });
    expect(id?.bars.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 15_000));
    expect(name).toMatchObject({ name: 'name', missing: 300, distinct: 10 });
    expect(name?.bars[0]).toEqual({ label: 'n1', count: 30_000 });
    expect(name?.bars.at(-1)).toEqual({ label: 'n0', count: 29_700 });
  });

  it('stand for constant, empty and infinite columns', async () => {
    await sql(
      `SELECT 5 AS c, NULL::DOUBLE AS e, 'inf'::DOUBLE AS i, DATE '2026-01-02' AS d, true AS b FROM range(3)`,
      [],
      'flat',
    );
    const [c, e, i, d, b] = await profileColumns(database.look, 'flat', ['c', 'e', 'i', 'd', 'b'], new Run());
    expect(c).toMatchObject({ min: 5, max: 5, bars: [{ from: 5, to: 5, count: 3 }] });
    expect(e).toMatchObject({ missing: 3, distinct: 0, bars: [] });
    expect(i).toMatchObject({ missing: 3, distinct: 0, bars: [] });
    expect(d).toMatchObject({ min: '2026-01-02', max: '2026-01-02', distinct: 1 });
    expect(b?.bars).toEqual([{ label: 'true', count: 3 }]);
  });

  it('give levels by frequency, ties in order', async () => {
    expect(await levelsOf(database.look, 'big', 'name', 3)).toEqual(['n1', 'n2', 'n3']);
  });
});

describe('CSV files', () => {
  it('come back as the table they were written from', async () => {
    await sql(
      `SELECT * FROM (VALUES (1, 0.1::DOUBLE, 'a,"b"', DATE '2026-06-30', TIMESTAMP '2026-06-30 12:34:56.789', true),
        (NULL, NULL, NULL, NULL, NULL, NULL), (3, 1e300, 'line
break', DATE '0999-01-01', TIMESTAMP '2026-01-01', false)) AS t (i, "t.x", s, d, "a ""b""", b)`,
      [],
      'written',
    );
    const blob = await exportCsv(database, 'written', new Run(), () => undefined);
    expect(await blob.text()).toBe(
      [
        'i,t.x,s,d,"a ""b""",b',
        '1,0.1,"a,""b""",2026-06-30,2026-06-30 12:34:56.789,true',
        ',,,,,',
        '3,1e+300,"line\nbreak",0999-01-01,2026-01-01 00:00:00,false\n',
      ].join('\n'),
    );
  });

  it('hold every row of a large table once', async () => {
    const text = await (await exportCsv(database, 'big', new Run(), () => undefined)).text();
    const ids = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]));
    expect(ids).toEqual(Array.from({ length: 300_000 }, (_, i) => i));
  });
});

it('functions are named once, with parameters', async () => {
  const functions = await sqlFunctions(database.look);
  expect(functions.length).toBeGreaterThan(300);
  expect(new Set(functions.map(({ name }) => name)).size).toBe(functions.length);
  expect(functions.find(({ name }) => name === 'median')?.parameters).not.toBe('');
});
