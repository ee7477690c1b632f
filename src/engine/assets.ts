import duckdbWorkerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?gzip';
import { InputProblem } from '../values/problem';
import type { EngineAssets } from './api';
import type { WorkerSource } from './start-worker';
import computeUrl from './compute?worker&url';
import engineUrl from './worker?worker&url';

export interface Assets {
  engine: WorkerSource;
  /** What the engine worker starts itself. */
  handed: EngineAssets;
}

let loaded: Promise<Assets> | null = null;

/**
 * Everything the engine is made of, fetched once and kept in memory, so that a restart works offline. Nothing of it is
 * decoded or unpacked here: that is the workers' part, and the page stays free.
 */
export function loadAssets(): Promise<Assets> {
  loaded ??= fetchAssets().catch((error: unknown) => {
    loaded = null; // the next boot tries again
    throw error;
  });
  return loaded;
}

async function fetchAssets(): Promise<Assets> {
  const [wasm, duckdbWorker, engine, compute] = await Promise.all([
    fetchPart(wasmUrl),
    fetchPart(duckdbWorkerUrl),
    workerSource(engineUrl),
    workerSource(computeUrl),
  ]);
  return { engine, handed: { wasm, duckdbWorker, compute } };
}

/** A worker started from a blob inherits the page's policy; in development its modules need its address. */
async function workerSource(url: string): Promise<WorkerSource> {
  return import.meta.env.DEV ? { url: new URL(url, location.href).href } : { script: await fetchPart(url) };
}

async function fetchPart(url: string): Promise<Blob> {
  const response = await fetch(url).catch(() => null);
  if (response?.ok) return response.blob();
  throw new InputProblem('A part of Soundings could not be loaded.', {
    reason: 'engine',
    hint: 'Check the connection to where Soundings is hosted, and reload the page.',
    detail: url,
  });
}
