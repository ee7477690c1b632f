import { beforeAll, describe, expect, it } from 'vitest';
import { AnalysisCache } from '../../src/engine/analysis-cache';
import { dropForgotten, runAnalysis } from '../../src/engine/analysis-run';
import { inputOf } from '../../src/engine/analysis-input';
import type { AnalysisPreview, AnalysisRequest, AnalysisResult } from '../../src/engine/api';
import type { Compute } from '../../src/engine/computer';
import type { Database } from '../../src/engine/database';
import { describeRelation, relationNames } from '../../src/engine/relations';
import { Run } from '../../src/engine/run';
import { InputProblem, Stopped } from '../../src/values/problem';
import type { Progress } from '../../src/values/progress';
import { cellAt, type Cell, type Table } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';
import { known, compute, request, levels } from './made-analyses';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.work.query(
    `CREATE TABLE data AS FROM (VALUES ('a', 1.5, 7), ('b', 4.5, 8), ('c', NULL, 9), ('d', 3, 10)) AS t (key, "Score", n)`,
  );
});

const run = (
  more: Partial<AnalysisRequest> = {},
  use = compute,
  stoppable = new Run(),
): Promise<AnalysisResult> =>
  runAnalysis({ database, compute: use, known }, request(more), stoppable, () => undefined);
const rowsOf = (table: Table | undefined): Cell[][] =>
  Array.from({ length: table?.rowCount ?? 0 }, (_, row) =>
    (table?.columns ?? []).map((column) => cellAt(column, row)),
  );

describe('a run of an analysis', () => {
  it('goes from queries through compute to tables, findings and charts', async () => {
    const result = await run();
    expect(result.tables.map(({ relation }) => relation)).toEqual(['cell', 'cell_model', 'cell_extra']);
    expect(rowsOf(result.tables[0]?.firstRows)).toEqual([
      ['b', 1.5],
      ['d', 0],
      ['a', -1.5],
    ]);
    expect(rowsOf(result.tables[1]?.firstRows)).toEqual([
      ['n', 3],
      ['mean', 3],
    ]);
    expect(result.tables[2]?.columns[0]?.type).toBe('BIGINT');
    expect(result.findings[0]?.text).toBe('Satisfaction is at most 1.5 above 3.');
    expect(result.charts.map(({ id, rows }) => [id, rows.rowCount])).toEqual([
      ['bars', 2],
      ['given', 0],
    ]);
    expect(result.rows).toEqual({ used: 3, dropped: 1 });
    expect(result.sql).toMatch(
      /^-- first pass: mean\nSELECT avg[^]*-- query: rows\nCREATE[^]*-- table: cell\n[^]*-- after: top\n/,
    );
  });

  it('leaves nothing internal behind and drops a table that it no longer publishes', async () => {
    await run();
    await run({ options: { scale: 2 } });
    expect(await relationNames(database.look)).toEqual(['cell', 'cell_model', 'data']);
    const internal = await database.look.query(
      `SELECT * FROM duckdb_tables() WHERE schema_name = '_soundings'`,
    );
    expect(internal.numRows).toBe(0);
  });

  it('keeps all the old tables when it fails or is stopped half way', async () => {
    await run();
    const before = await relationNames(database.look);
    await expect(run({ options: { mode: 'broken' } })).rejects.toThrow('`Score` cannot be centred.');
    const stoppable = new Run();
    const stopping: Compute = (task, current, onProgress) => {
      stoppable.stop();
      return compute(task, current, onProgress);
    };
    await expect(run({ options: { scale: 2 } }, stopping, stoppable)).rejects.toBeInstanceOf(Stopped);
    expect(await relationNames(database.look)).toEqual(before);
    expect((await run()).tables[0]?.rowCount).toBe(3);
  });

  it.each([
    [{ roles: { value: 'scor' } }, 'Value: there is no column `scor` in `data`.', 'Did you mean `Score`?'],
    [{ roles: { value: 'key' } }, 'Value: `key` holds text, where numbers are needed.', /SQL cell/],
    [{ roles: {} }, 'Value: no column is chosen.', 'Numbers.'],
    [{ options: { scale: 11 } }, 'Scale is 11, and must lie between 0 and 10.', undefined],
    [{ options: { scale: 1.5 } }, 'Scale must be a whole number, not 1.5.', undefined],
    [{ options: { mode: 'fast' } }, 'Mode must be one of plain or broken, not "fast".', undefined],
    [
      { roles: { value: 'score', more: ['n'] }, options: { step: { key: 1 } } },
      /^“Step”: it names `key`, which/,
      /more/,
    ],
    [{ options: { step: 'x' } }, '“Step”: needs names with values.', /step: 1/],
    [{ options: { step: Number.NaN } }, '“Step”: needs names with values.', /step: 1/],
    [{ from: 'nowhere' }, 'There is no table `nowhere`.', /Run the cell/],
    [{ id: 'magic' }, 'This version of Soundings has no analysis "magic".', undefined],
  ])('says what does not fit: %j', async (more, message, hint) => {
    const error: unknown = await run(more as Partial<AnalysisRequest>).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputProblem);
    const { problem } = error as InputProblem;
    if (typeof message === 'string') expect(problem.message).toBe(message);
    else expect(problem.message).toMatch(message);
    if (hint !== undefined) expect(problem.hint).toMatch(hint);
  });
});

/** What the statements of one run were, without their rows. */
function logged(): { connection: Database; statements: string[] } {
  const statements: string[] = [];
  const work = new Proxy(database.work, {
    get(target, key) {
      const method = Reflect.get(target, key) as unknown;
      if (typeof method !== 'function') return method;
      return (...given: unknown[]): unknown => {
        statements.push(String(given[0]));
        return (method as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
  return { connection: { ...database, work }, statements };
}

describe.each([false, true])('a live change (rows kept in DuckDB: %s)', (keep) => {
  const analysis = levels(keep);
  const direct: Compute = (task, _run, onProgress) =>
    Promise.resolve(analysis.compute(structuredClone(task.rows), inputOf(task.input), {}, onProgress));
  const ask = (options: AnalysisRequest['options'], more: Partial<AnalysisRequest> = {}): AnalysisRequest =>
    request({ id: 'levels', name: 'live', roles: { by: 'key' }, options, ...more });
  const asking = (cache: AnalysisCache, use: Database, given: AnalysisRequest): Promise<AnalysisResult> =>
    runAnalysis(
      { database: use, compute: direct, cache, known: new Map([['levels', analysis]]) },
      given,
      new Run(),
      () => undefined,
    );

  it('runs no query of the analysis, gives what a full run gives, and shows the same SQL', async () => {
    const cache = new AnalysisCache();
    const first = await asking(cache, database, ask({ least: 0 }));
    const { connection, statements } = logged();
    const live = await asking(cache, connection, ask({ least: 8 }));
    expect(statements.join('\n')).not.toContain('AS level, n FROM');
    expect(statements.length).toBeLessThanOrEqual(keep ? 6 : 4);
    expect([first.fromCache, live.fromCache]).toEqual([undefined, true]);
    expect(live.sql).toBe(first.sql);
    const full = await asking(new AnalysisCache(), database, ask({ least: 8 }));
    const plain = ({ tables, findings, charts, filters }: AnalysisResult): unknown => ({
      ...{ findings, charts, filters },
      tables: tables.map(({ elapsed: _, ...table }) => table),
    });
    expect(plain(live)).toEqual(plain(full));
    expect(rowsOf(live.tables[0]?.firstRows)).toEqual([
      ['b', 8],
      ['c', 9],
      ['d', 10],
    ]);
    expect(live.tables[0]?.columns).toEqual((await describeRelation(database.look, 'live')).columns);
    cache.cellsDropped(['live']);
    await dropForgotten(database, cache);
  });

  it.each<[string, Partial<AnalysisRequest>]>([
    ['another option', { options: { least: 0, other: 1 } }],
    ['a column of a live option', { options: { least: 0, cost: { column: 'n' } } }],
    ['another label', { labels: {} }],
    ['another as-of date', { notebookAsOf: '2026-01-01' }],
  ])('is none where %s changed too', async (_, more) => {
    const cache = new AnalysisCache();
    await asking(cache, database, ask({ least: 0 }));
    expect((await asking(cache, database, ask({ least: 1, cost: 5 }))).fromCache).toBe(true);
    expect((await asking(cache, database, ask({ least: 1 }, more))).fromCache).toBeUndefined();
  });

  it('reads a source anew once it was made anew, and says so where it is gone', async () => {
    const cache = new AnalysisCache();
    await database.work.query('CREATE OR REPLACE TABLE moving AS SELECT key, n FROM data');
    await asking(cache, database, ask({ least: 0 }, { from: 'moving' }));
    await database.work.query(`CREATE OR REPLACE TABLE moving AS SELECT 'z' AS key, 1 AS n`);
    cache.relationsChanged(['MOVING']);
    expect(rowsOf((await asking(cache, database, ask({}, { from: 'moving' }))).tables[0]?.firstRows)).toEqual(
      [['z', 1]],
    );
    await database.work.query('DROP TABLE moving');
    cache.relationsChanged(['moving']);
    await expect(asking(cache, database, ask({ least: 1 }, { from: 'moving' }))).rejects.toThrow(
      'There is no table `moving`.',
    );
  });

  it('leaves only what the cache holds inside, and nothing once that is dropped', async () => {
    const cache = new AnalysisCache();
    const inside = async (): Promise<number> =>
      (await database.look.query(`SELECT * FROM duckdb_tables() WHERE schema_name = '_soundings'`)).numRows;
    await asking(cache, database, ask({}));
    await asking(cache, database, ask({ least: 3 }));
    expect(await inside()).toBe(keep ? 1 : 0);
    cache.relationsChanged(['data']);
    await dropForgotten(database, cache);
    expect(await inside()).toBe(0);
    expect(cache.bytes).toBe(0);
  });
});

describe('an estimate on the way', () => {
  it('reaches the page as findings and charts, those left out that would need a query', async () => {
    const analysis = levels(false);
    const heard: Progress<AnalysisPreview>[] = [];
    await runAnalysis(
      {
        database,
        compute: (task, _run, onProgress) =>
          Promise.resolve(analysis.compute(task.rows, inputOf(task.input), {}, onProgress)),
        known: new Map([['levels', analysis]]),
      },
      request({ id: 'levels', roles: { by: 'key' } }),
      new Run(),
      (progress) => heard.push(progress),
    );
    const said = heard.find(({ preview }) => preview !== undefined);
    expect(said).toMatchObject({ stage: 'Counting', fraction: 0.5 });
    expect(said?.preview?.findings).toEqual([{ text: '1 levels.', tone: 'plain', tab: 'Levels' }]);
    expect(said?.preview?.charts.map(({ id, tab }) => [id, tab])).toEqual([['given', 'Levels']]);
  });

  it('is not asked of an analysis that looks at its tables first', async () => {
    const heard: Progress<AnalysisPreview>[] = [];
    const eager: Compute = (task, current, onProgress) => {
      onProgress({ stage: 'Early', preview: {} });
      return compute(task, current, onProgress);
    };
    await runAnalysis({ database, compute: eager, known }, request(), new Run(), (said) => heard.push(said));
    expect(heard.find(({ stage }) => stage === 'Early')).toEqual({ stage: 'Early' });
  });
});
