import { beforeAll, describe, expect, it } from 'vitest';
import { defineAnalysis, type AnyAnalysis } from '../../src/analyses/analysis';
import { runAnalysis } from '../../src/engine/analysis-run';
import { inputOf } from '../../src/engine/analysis-input';
import type { AnalysisRequest, AnalysisResult } from '../../src/engine/api';
import type { Compute } from '../../src/engine/computer';
import { buffersIn } from '../../src/engine/computing';
import type { Database } from '../../src/engine/database';
import { relationNames } from '../../src/engine/relations';
import { Run } from '../../src/engine/run';
import { InputProblem, Stopped } from '../../src/values/problem';
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
  method: { idea: '', formula: '', assumptions: [], howToRead: '', pitfalls: [], sources: [] },
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
    [{ from: 'nowhere' }, 'There is no table `nowhere`.', /Run the cell/],
    [{ id: 'magic' }, 'This version of Soundings has no analysis "magic".', undefined],
  ])('says what does not fit: %j', async (more, message, hint) => {
    const error: unknown = await run(more as Partial<AnalysisRequest>).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputProblem);
    const { problem } = error as InputProblem;
    expect(problem.message).toBe(message);
    if (hint !== undefined) expect(problem.hint).toMatch(hint);
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
