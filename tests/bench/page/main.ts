import type { SqlResult } from '../../../src/engine/api';
import { createEngine } from '../../../src/engine/client';
import { fitBgNbd } from '../../../src/stats/bg-nbd';
import { lmg } from '../../../src/stats/shapley';

/**
 * What `npm run bench` measures in the browser: the app's own engine and mathematics, built as the app is. Times are
 * wall time in the page in milliseconds, messages between threads included.
 */
const engine = createEngine({
  onRestart: (reason) => {
    throw new Error(reason.message);
  },
});

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
  sql: (query: string) => timed(async () => (await runSql('answer', query)).rowCount),
  /** The one number a query gives. */
  number: async (query: string) => Number((await runSql('checked', query)).firstRows.columns[0]?.values[0]),
  lmg: (covariance: number[], drivers: number) => {
    const matrix = Float64Array.from(covariance);
    return timed(() => [...lmg(matrix, drivers)]);
  },
  bgNbd: (frequency: number[], recency: number[], age: number[]) => {
    const columns = [frequency, recency, age].map((column) => Float64Array.from(column));
    const [x = new Float64Array(), tx = x, t = x] = columns;
    return timed(() => fitBgNbd(x, tx, t));
  },
};
export type Bench = typeof bench;
Object.assign(window, { bench });
