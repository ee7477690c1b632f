import { defineAnalysis, type AnyAnalysis } from '../../src/analyses/analysis';
import { inputOf } from '../../src/engine/analysis-input';
import type { AnalysisRequest } from '../../src/engine/api';
import type { Compute } from '../../src/engine/computer';
import { InputProblem } from '../../src/values/problem';
import { numberColumn, textColumn } from '../../src/values/table';

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
export const known: ReadonlyMap<string, AnyAnalysis> = new Map([['centred', centred as AnyAnalysis]]);

/** In this thread, but with everything cloned as it would be on its way between workers. */
export const compute: Compute = (task, run, onProgress) => {
  run.check();
  const { rows, input, prepared } = structuredClone(task);
  return Promise.resolve(
    structuredClone(centred.compute(rows as never, inputOf(input) as never, prepared as never, onProgress)),
  );
};

export const request = (more: Partial<AnalysisRequest> = {}): AnalysisRequest => ({
  id: 'centred',
  name: 'cell',
  from: 'data',
  roles: { value: 'score' },
  options: {},
  labels: { Score: 'Satisfaction' },
  notebookAsOf: null,
  ...more,
});

/** Groups and counts; `least` and `keep` are live, `by` is not. */
export const levels = (keep: boolean): AnyAnalysis =>
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
