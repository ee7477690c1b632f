import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Bindings } from '../../src/engine/bindings';
import { openDatabase, type Database } from '../../src/engine/database';
import { createDuckDB, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking';

/** The engine's database on the DuckDB that ships, under Node: opened and locked just as in the worker. */
export async function openNodeDatabase(): Promise<Database> {
  const folder = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
  const bundle = (name: string) => ({ mainModule: join(folder, `duckdb-${name}.wasm`), mainWorker: '' });
  const duckdb = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME);
  await duckdb.instantiate(() => undefined);
  duckdb.open({});
  return openDatabase(yielding(duckdb as unknown as Bindings), () =>
    duckdb.connect().useUnsafe((_bindings, id) => id),
  );
}

/** The blocking build answers at once; a turn of the event loop between polls lets a stop in, as in a worker. */
function yielding(bindings: Bindings): Bindings {
  return new Proxy(bindings, {
    get(target, key: keyof Bindings) {
      const method = target[key] as (...given: unknown[]) => unknown;
      if (key !== 'pollPendingQuery') return method.bind(target);
      return async (...given: unknown[]) => {
        await new Promise((resolve) => setImmediate(resolve));
        return method.apply(target, given);
      };
    },
  });
}
