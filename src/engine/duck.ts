import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import type { Bindings } from './bindings';
import { openDatabase, type Database } from './database';
import { withoutEval } from './duckdb-worker';
import { EngineLost } from './errors';
import { Connection } from './queries';
import { pageMark, workerWatch } from '../values/worker-watch';

/** DuckDB in its own worker, whose death ends what waits for it (the library's own class would wait for ever). */
class Duck extends AsyncDuckDB {
  /** Called with the percentage of a file read, where DuckDB knows it. */
  onPercentage: (percentage: number) => void = () => undefined;

  constructor(worker: Worker) {
    super(new VoidLogger(), worker);
    this._onExecutionProgress.push((entry) => this.onPercentage(Number(entry.percentage)));
  }

  protected override onError(event: ErrorEvent): void {
    for (const task of this._pendingRequests.values())
      task.promiseRejecter(new EngineLost(`DuckDB's worker: ${event.message}`));
    this._pendingRequests.clear();
  }
}

export interface BrowserDatabase extends Database {
  version: string;
  /** For work that nobody asked for, so that nothing waits behind it. */
  spare: Connection;
  onPercentage(listen: (percentage: number) => void): void;
}

/** Starts DuckDB from its worker's script and its unpacked wasm, and locks it. Both workers come from blobs, so the page's policy holds in them. */
export async function startDuck(duckdbWorker: Blob, wasm: Blob): Promise<BrowserDatabase> {
  const workerUrl = URL.createObjectURL(
    new Blob([workerWatch, withoutEval(await duckdbWorker.text())], { type: 'text/javascript' }),
  );
  const wasmUrl = URL.createObjectURL(wasm);
  try {
    const duck = new Duck(new Worker(workerUrl, { name: pageMark }));
    await duck.instantiate(wasmUrl);
    // Other questions are answered between two polls; the default of 100 ms makes a page of rows wait half a second.
    await duck.open({ query: { queryPollingInterval: 20 } });
    const bindings = duck as unknown as Bindings;
    const database = await openDatabase(bindings, () => duck.connectInternal());
    return {
      ...database,
      spare: new Connection(bindings, await duck.connectInternal()),
      version: await duck.getVersion(),
      onPercentage: (listen) => {
        duck.onPercentage = listen;
      },
    };
  } finally {
    URL.revokeObjectURL(workerUrl);
    URL.revokeObjectURL(wasmUrl);
  }
}
