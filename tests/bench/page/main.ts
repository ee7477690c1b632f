import { wrap } from 'comlink';
import type { ModelId } from '../../../src/stats/buy-till-you-die';
import type { AnalysisRequest, SqlResult } from '../../../src/engine/api';
import { createEngine } from '../../../src/engine/client';
import type { Mathematics } from './mathematics';

/**
 * What `npm run bench` measures in the browser: the app's own engine and mathematics, built as the app is. Times are
 * wall time in the page in milliseconds, messages between threads included.
 */
const engine = createEngine({
  onRestart: (reason) => {
    throw new Error(reason.message);
  },
});
const mathematics = wrap<Mathematics>(
  new Worker(new URL('./mathematics.ts', import.meta.url), { type: 'module' }),
);

let longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: 'longtask' });

async function timed<T>(work: () => T | Promise<T>): Promise<{ time: number; value: T }> {
  const begun = performance.now();
  const value = await work();
  return { time: performance.now() - begun, value };
}

function chosenFile(): File {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('no file chosen');
  return file;
}

async function runSql(name: string, sql: string): Promise<SqlResult> {
  const outcome = await engine.runSql({ name, sql, variables: [] });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

const bench = {
  boot: () => timed(async () => (await engine.boot()).ok),
  /** Reads the chosen file and answers a first question about it. */
  importAndAsk: (question: string) =>
    timed(async () => {
      const file = chosenFile();
      const read = await engine.importSource({ relation: 'orders', file, fileName: file.name, choices: {} });
      if (!read.ok) throw new Error(read.problem.message);
      await runSql('answer', question);
      return read.value.rows;
    }),
  /** Reads the chosen file as the table `orders`, and says what was read. */
  importFile: () =>
    timed(async () => {
      const file = chosenFile();
      const read = await engine.importSource({ relation: 'orders', file, fileName: file.name, choices: {} });
      if (!read.ok) throw new Error(`${read.problem.message} ${read.problem.detail ?? ''}`);
      const { rows, choices, columns } = read.value;
      return { rows, encoding: choices.encoding, types: columns.map(({ type }) => type).join(' ') };
    }),
  /** What an import of the chosen file would look like. */
  preview: () =>
    timed(async () => {
      const file = chosenFile();
      const read = await engine.previewImport({ relation: 'orders', file, fileName: file.name, choices: {} });
      if (!read.ok) throw new Error(read.problem.message);
      return read.value.rows.length;
    }),
  /** How long an import of the chosen file takes to stop, `delay` ms after its start. */
  stopImportAfter: async (delay: number) => {
    const controller = new AbortController();
    const file = chosenFile();
    const request = { relation: 'stopped', file, fileName: file.name, choices: {} };
    const running = engine.importSource(request, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, delay));
    return timed(async () => {
      controller.abort();
      const outcome = await running;
      if (outcome.ok) throw new Error('it had ended before the stop');
      return outcome.problem.message;
    });
  },
  sql: (query: string) => timed(async () => (await runSql('answer', query)).rowCount),
  relation: async (name: string, query: string) => (await runSql(name, query)).rowCount,
  /** The one number a query gives. */
  number: async (query: string) => Number((await runSql('checked', query)).firstRows.columns[0]?.values[0]),
  /** An analysis as a cell runs it, to its tables and report. */
  analysis: (request: AnalysisRequest) =>
    timed(async () => {
      const outcome = await engine.runAnalysis(request);
      if (!outcome.ok) throw new Error(outcome.problem.message);
      return outcome.value.tables.map(({ relation, rowCount }) => `${relation} ${rowCount}`);
    }),
  /** The longest task of the page's own thread since the last call, ms; tasks under 50 ms are not reported. */
  longestTask: () => {
    const found = longest;
    longest = 0;
    return found;
  },
  lmg: (covariance: number[], drivers: number) => timed(() => mathematics.lmg(covariance, drivers)),
  /** A fit of a model of purchases; fails where it did not converge. */
  purchases: (model: ModelId, frequency: number[], recency: number[], age: number[]) =>
    timed(async () => {
      if (!(await mathematics.purchases(model, frequency, recency, age))) throw new Error('no fit');
    }),
  /** How long it takes from a stop, `delay` ms after the start of an analysis, until it has stopped. */
  stopAfter: async (request: AnalysisRequest, delay: number) => {
    const controller = new AbortController();
    const running = engine.runAnalysis(request, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, delay));
    return timed(async () => {
      controller.abort();
      const outcome = await running;
      if (outcome.ok) throw new Error('it had ended before the stop');
    });
  },
};
export type Bench = typeof bench;
Object.assign(window, { bench });
