// DuckDB outside the browser on one thread: what the engine in the browser is measured against.
import { DuckDBInstance, version } from '@duckdb/node-api';

/** @returns {Promise<{ version: string, time: (...statements: string[]) => Promise<number>, number: (query: string) => Promise<number>, close: () => void }>} */
export async function openNative() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  return {
    version: version(),
    /** Runs statements one after the other and takes the first rows of each; wall time in milliseconds. */
    async time(...statements) {
      const begun = performance.now();
      for (const statement of statements) await connection.runAndReadUntil(statement, 1000);
      return performance.now() - begun;
    },
    /** The one number a query gives. */
    async number(query) {
      return Number((await connection.runAndReadAll(query)).getRows()[0]?.[0]);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
