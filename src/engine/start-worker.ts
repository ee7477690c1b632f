import { pageMark, workerWatch } from '../values/worker-watch';

/** A worker that can be started again without the network: by its script, or in development by its address. */
export type WorkerSource = { script: Blob } | { url: string };

/** Starts a worker from a blob, whose address is given back at once. */
export function startWorker(source: WorkerSource): Worker {
  if ('url' in source) return new Worker(source.url, { type: 'module', name: pageMark });
  const url = URL.createObjectURL(new Blob([workerWatch, source.script], { type: 'text/javascript' }));
  const worker = new Worker(url, { type: 'module', name: pageMark });
  // Chromium reads the address after this turn of the event loop, so it may not be revoked now.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return worker;
}
