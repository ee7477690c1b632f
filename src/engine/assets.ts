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

/** Everything the engine is made of, fetched once and kept in memory, so that a restart works offline. */
export function loadAssets(): Promise<Assets> {
  loaded ??= fetchAssets().catch((error: unknown) => {
    loaded = null; // the next boot tries again
    throw error;
  });
  return loaded;
}

async function fetchAssets(): Promise<Assets> {
  const [wasm, duckdbWorker, engine, compute] = await Promise.all([
    fetchWasm(wasmUrl),
    fetchPart(duckdbWorkerUrl).then((response) => response.text()),
    workerSource(engineUrl),
    workerSource(computeUrl),
  ]);
  const computeParts =
    'text' in compute
      ? { computeWorker: compute.text }
      : { computeWorker: '', computeWorkerUrl: compute.url };
  return { engine, handed: { wasm, duckdbWorker, ...computeParts } };
}

/** A worker started from a blob inherits the page's policy; in development its modules need its address. */
async function workerSource(url: string): Promise<WorkerSource> {
  if (import.meta.env.DEV) return { url: new URL(url, location.href).href };
  return { text: await (await fetchPart(url)).text() };
}

async function fetchPart(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  if (response?.ok) return response;
  throw new InputProblem('A part of Soundings could not be loaded.', {
    reason: 'engine',
    hint: 'Check the connection to where Soundings is hosted, and reload the page.',
    detail: url,
  });
}

/** The wasm, unpacked here unless the host has already done so (by sending Content-Encoding: gzip). */
async function fetchWasm(url: string): Promise<Blob> {
  const bytes = await (await fetchPart(url)).blob();
  const start = new Uint8Array(await bytes.slice(0, 2).arrayBuffer());
  const gzipped = start[0] === 0x1f && start[1] === 0x8b;
  const stream = gzipped ? bytes.stream().pipeThrough(new DecompressionStream('gzip')) : bytes.stream();
  return new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }).blob();
}
