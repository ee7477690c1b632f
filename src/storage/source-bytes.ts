import { InputProblem, Stopped } from '../values/problem';
import { bytesFolder } from './bytes-sink';
import { beginningWith, type BytesPlace, type Database, type SourceRecord } from './database';
import type { KeepMessage, KeepRequest } from './keep-protocol';
import keepWorker from './keep-worker?worker&url';
import { startWorker } from './start-worker';

export interface KeptBytes {
  sha256: string;
  /** Null where nothing was kept; `reason` then says why. */
  place: BytesPlace | null;
  reason?: string;
}

/** Held by the tab that writes these bytes, so that no other tab takes them for left-overs. */
const lockOf = (bytesId: string) => `soundings bytes ${bytesId}`;

/**
 * Streams a file's bytes to storage in a worker of its own, then calls `record`, which makes them count. Rejects with
 * `Stopped` when the signal says so, and with an InputProblem where the file cannot be read to its end; nothing is
 * left behind then.
 */
export async function keepBytes<T>(
  request: KeepRequest & { file: File },
  record: (kept: KeptBytes) => Promise<T>,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  if (signal?.aborted) throw new Stopped();
  const worker = await startWorker(keepWorker);
  try {
    return await withLock(lockOf(request.bytesId), async () =>
      record(await answerOf(worker, request, onProgress, signal)),
    );
  } finally {
    worker.terminate();
  }
}

function answerOf(
  worker: Worker,
  request: KeepRequest & { file: File },
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<KeptBytes> {
  return new Promise((resolve, reject) => {
    // The worker is asked, not killed: a killed one would leave its half-written file locked for a while.
    signal?.addEventListener('abort', () => worker.postMessage('stop'), { once: true });
    worker.onerror = (event) => reject(new Error(`The worker that keeps files failed: ${event.message}`));
    worker.onmessage = ({ data }: MessageEvent<KeepMessage>) => {
      if (data.type === 'progress') onProgress(data.fraction);
      else if (data.type === 'whole') resolve(data);
      else if (data.type === 'stopped') reject(new Stopped());
      else reject(unreadable(request.file.name, data.detail));
    };
    worker.postMessage(request);
  });
}

const unreadable = (fileName: string, detail: string) =>
  new InputProblem(`${fileName} could not be read to its end.`, {
    hint: 'It may have been changed, moved or closed by another program: add it again.',
    detail,
  });

/** Locks need a secure context; without them only the sweeping of another tab is at stake. */
function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(name, work) : work();
}

/** The kept bytes as a File under their own name, or null where they are gone. */
export async function openBytes(database: Database, record: SourceRecord): Promise<File | null> {
  const parts =
    record.place === 'opfs' ? await opfsParts(record.bytesId) : await chunkParts(database, record.bytesId);
  if (!parts || parts.reduce((sum, part) => sum + part.size, 0) !== record.bytes) return null;
  // A File made of a File reads through to it: nothing is copied into memory.
  return new File(parts, record.fileName, { type: record.type, lastModified: record.lastModified });
}

async function opfsParts(bytesId: string): Promise<Blob[] | null> {
  const folder = await bytesFolder(false);
  const handle = await folder?.getFileHandle(bytesId).catch(() => null);
  return handle ? [await handle.getFile()] : null;
}

async function chunkParts(database: Database, bytesId: string): Promise<Blob[]> {
  const chunks = await database.getAll('chunks', beginningWith(bytesId));
  return chunks.map((chunk) => (chunk instanceof Blob ? chunk : new Blob([chunk])));
}

/** Deletes bytes wherever they are; bytes that are already gone are no error. */
export async function deleteBytes(database: Database, bytesIds: Iterable<string>): Promise<void> {
  const folder = await bytesFolder(false);
  for (const bytesId of bytesIds) {
    await folder?.removeEntry(bytesId).catch(() => {});
    await database.delete('chunks', beginningWith(bytesId));
  }
}

/** Deletes bytes that no record refers to and no tab is writing: what a kill in the middle of keeping leaves. */
export async function sweepBytes(database: Database): Promise<void> {
  if (!('locks' in navigator)) return;
  const present = await presentBytes(database);
  const { held = [] } = await navigator.locks.query();
  const busy = new Set(held.map((lock) => lock.name));
  // Records are read last: bytes recorded meanwhile are then seen as recorded.
  const recorded = new Set((await database.getAll('sources')).map(({ bytesId }) => bytesId));
  const orphans = [...present].filter((bytesId) => !recorded.has(bytesId) && !busy.has(lockOf(bytesId)));
  await deleteBytes(database, orphans);
}

async function presentBytes(database: Database): Promise<Set<string>> {
  const present = new Set((await database.getAllKeys('chunks')).map(([bytesId]) => bytesId));
  const folder = await bytesFolder(false);
  if (folder) for await (const name of folder.keys()) present.add(name);
  return present;
}
