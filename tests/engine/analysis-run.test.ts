import { beforeAll, describe, expect, it } from 'vitest';
import { defineAnalysis, type AnyAnalysis } from '../../src/analyses/analysis';
import { AnalysisCache } from '../../src/engine/analysis-cache';
import { dropForgotten, runAnalysis } from '../../src/engine/analysis-run';
import { inputOf } from '../../src/engine/analysis-input';
import type { AnalysisPreview, AnalysisRequest, AnalysisResult } from '../../src/engine/api';
import type { Compute } from '../../src/engine/computer';
import { buffersIn } from '../../src/engine/computing';
import type { Database } from '../../src/engine/database';
import { describeRelation, relationNames } from '../../src/engine/relations';
import { Run } from '../../src/engine/run';
import { InputProblem, Stopped } from '../../src/values/problem';
import type { Progress } from '../../src/values/progress';
import { cellAt, numberColumn, textColumn, type Cell, type Table } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

/** Uses every part of the contract: a first pass, kept rows, columns back from compute, after, charts both ways. */
const centred = defineAnalysis({
  id: 'centred',
  title: 'Centred',
  question: 'How far from the mean?',
  roles: {
    key: { label: 'Key', help: 'Who.', accepts: ['text', 'number'], guess: [], optional: true },
    value: { label: 'Value', help: 'Numbers.', accepts: ['number'], guess: [] },
    more: {
      label: 'More',
      help: 'Further.',
      accepts: ['number', 'date'],
      many: true,
      optional: true,
      guess: [],
    },
  },
  options: {
    scale: { kind: 'number', label: 'Scale', help: '', default: 1, min: 0, max: 10, step: 1 },
    step: { kind: 'perColumn', label: 'Step', help: '', default: null, of: 'more' },
    mode: {
      kind: 'choice',
      label: 'Mode',
      help: '',
      default: 'plain',
      choices: [
        { value: 'plain', label: 'Plain' },
        { value: 'broken', label: 'Broken' },
      ],
    },
  },
  tableSuffixes: ['model', 'extra'],
  prepare: (input) => ({
    mean: {
      sql: `SELECT avg(${input.roles.value}) AS mean FROM ${input.relation}`,
      shape: { mean: 'number' },
    },
  }),
  queries: (input) => ({
    rows: {
      sql: `SELECT key, ${input.roles.value} AS v FROM ${input.relation} WHERE ${input.roles.value} IS NOT NULL ORDER BY v DESC`,
      shape: { v: 'number' },
      keep: true,
    },
  }),
  compute: (rows, input, prepared) => {
    if (input.options.mode === 'broken')
      throw new InputProblem(`\`${input.roles.value}\` cannot be centred.`);
    const mean = prepared.mean.mean[0] ?? 0;
    return { deviations: rows.rows.v.map((v) => (v - mean) * input.options.scale), mean };
  },
  tables: (result, input) => ({
    '': {
      sql: `SELECT k.key, r.deviation FROM ${input.kept('rows')} AS k JOIN ${input.resultTable} AS r USING (row_number) ORDER BY row_number`,
      result: [numberColumn('deviation', result.deviations)],
    },
    model: {
      columns: [
        textColumn('statistic', ['n', 'mean']),
        numberColumn('value', Float64Array.of(result.deviations.length, result.mean)),
      ],
    },
    ...(input.options.scale === 2
      ? {}
      : { extra: { columns: [numberColumn('n', Float64Array.of(3), 'BIGINT')] } }),
  }),
  after: (input) => ({
    top: { sql: `SELECT max(deviation) AS top FROM ${input.published('')}`, shape: { top: 'number' } },
  }),
  report: (result, after, input) => ({
    findings: [
      {
        text: `${input.label(input.roles.value)} is at most ${after.top.top[0]} above ${result.mean}.`,
        tone: 'plain',
      },
    ],
    charts: [
      {
        id: 'bars',
        description: 'Bars.',
        spec: { mark: 'bar', from: '' },
        sql: `SELECT key, deviation FROM ${input.published('')} LIMIT 2`,
      },
      {
        id: 'given',
        description: 'Given.',
        spec: { mark: 'dot', from: '' },
        rows: { columns: [], rowCount: 0 },
      },
    ],
    rows: { used: 3, dropped: 1 },
  }),
});
const known: ReadonlyMap<string, AnyAnalysis> = new Map([['centred', centred as AnyAnalysis]]);

/** In this thread, but with everything cloned as it would be on its way between workers. */
const compute: Compute = (task, run, onProgress) => {
  run.check();
  const { rows, input, prepared } = structuredClone(task);
  return Promise.resolve(
    structuredClone(centred.compute(rows as never, inputOf(input) as never, prepared as never, onProgress)),
  );
};

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.work.query(
    `CREATE TABLE data AS FROM (VALUES ('a', 1.5, 7), ('b', 4.5, 8), ('c', NULL, 9), ('d', 3, 10)) AS t (key, "Score", n)`,
  );
});

const request = (more: Partial<AnalysisRequest> = {}): AnalysisRequest => ({
  id: 'centred',
  name: 'cell',
  from: 'data',
  roles: { value: 'score' },
  options: {},
  labels: { Score: 'Satisfaction' },
  notebookAsOf: null,
  ...more,
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

/** Groups and counts; `least` and `keep` are live, `by` is not. */
const levels = (keep: boolean): AnyAnalysis =>
  defineAnalysis({
    ...(centred as AnyAnalysis),
    id: 'levels',
    roles: { by: { label: 'By', help: '', accepts: ['text'], guess: [] } },
    options: {
      least: { kind: 'number', label: 'Least', help: '', default: 0, min: 0, max: 99, step: 1, live: true },
      other: { kind: 'number', label: 'Other', help: '', default: 0, min: 0, max: 99, step: 1 },
      cost: {
        ...{ kind: 'numberOrColumn', label: 'Cost', help: '', default: 0, min: 0, max: 99 },
        ...{ accepts: ['number'], live: true },
      },
    },
    tableSuffixes: ['small'],
    prepare: undefined as never,
    queries: (input) => ({
      rows: {
        sql: `SELECT ${String(input.roles['by'])} AS level, n FROM ${input.relation} ORDER BY n`,
        shape: { level: 'text', n: 'number' },
        keep,
      },
    }),
    compute: ({ rows }: { rows: { level: string[]; n: Float64Array } }, input, _prepared, onProgress) => {
      const places = rows.level
        .map((_, i) => i)
        .filter((i) => (rows.n[i] ?? 0) >= Number(input.options['least']));
      const result = {
        level: places.map((i) => rows.level[i]),
        n: Float64Array.from(places, (i) => rows.n[i] ?? 0),
      };
      onProgress({ stage: 'Counting', fraction: 0.5, preview: { ...result, n: result.n.slice(0, 1) } });
      return result;
    },
    tables: (result: { level: string[]; n: Float64Array }, input) => ({
      '': { columns: [textColumn('level', result.level), numberColumn('n', result.n, 'BIGINT')] },
      ...(keep ? { small: { sql: `SELECT count(*) AS kept FROM ${input.kept('rows')}` } } : {}),
    }),
    after: undefined as never,
    report: (result: { n: Float64Array }) => ({
      findings: [{ text: `${result.n.length} levels.`, tone: 'plain', tab: 'Levels' }],
      charts: [
        { id: 'asked', description: '.', spec: { mark: 'bar', from: '' }, sql: 'SELECT 1 AS one' },
        {
          ...{ id: 'given', description: '.', spec: { mark: 'bar', from: '' }, tab: 'Levels' },
          rows: { columns: [], rowCount: 0 },
        },
      ],
      filters: [{ column: 'key', label: 'Key', levels: [{ level: 'a', rows: 1 }] }],
    }),
  });

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

describe('the cache of rows', () => {
  const analysis = levels(false);
  const rows = (count: number) => ({
    ...{ columns: [], prepared: {}, statements: [], tables: [] },
    rows: { rows: { n: new Float64Array(count) } },
  });
  const named = (name: string): AnalysisRequest => request({ id: 'levels', name });

  it('holds at most its limit and lets the least recently used go', () => {
    const cache = new AnalysisCache(3000);
    for (const name of ['a', 'b', 'c']) cache.put(analysis, named(name), rows(125));
    expect(cache.bytes).toBe(3000);
    cache.get(analysis, named('a'));
    cache.put(analysis, named('d'), rows(125));
    expect(cache.bytes).toBe(3000);
    expect(['a', 'b', 'c', 'd'].map((name) => cache.get(analysis, named(name)) !== undefined)).toEqual([
      ...[true, false, true, true],
    ]);
    cache.put(analysis, named('a'), rows(10));
    expect(cache.bytes).toBe(2080);
  });

  it('does not keep what is larger than all may be, nor gives up the rest for it', () => {
    const cache = new AnalysisCache(3000);
    cache.put(analysis, named('a'), rows(125));
    cache.put(analysis, named('huge'), { ...rows(1000), tables: ['x'] });
    expect(cache.bytes).toBe(1000);
    expect(cache.takeDropped()).toEqual(['x']);
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

describe('buffersIn', () => {
  it('finds every buffer once, however deep', () => {
    const shared = new Float64Array(4);
    const value = {
      a: shared,
      b: [{ c: new Int32Array(shared.buffer) }, { c: new Uint8Array(2) }],
      d: ['x'],
      e: null,
    };
    expect(buffersIn(value)).toEqual(new Set([shared.buffer, (value.b[1] as { c: Uint8Array }).c.buffer]));
  });
});
