import { DATABASE, databaseExists, openDatabase } from './database';
import { buildCaches, buildWorkers } from './offline';

/** What this device holds for this page, counted by reading it: nothing is made by asking. */
export interface KeptCounts {
  databases: number;
  notebooks: number;
  /** Files' bytes, in the private file system or in the database. */
  files: number;
  results: number;
  settings: number;
  /** Copies of the app itself, for work without the network: they hold nothing of the user's. */
  copies: number;
  serviceWorkers: number;
}

const FOLDER = 'sources';

export async function countKept(): Promise<KeptCounts> {
  const [counts, opfs, copies, serviceWorkers] = await Promise.all([
    countDatabase(),
    countFiles(),
    buildCaches().then((names) => names.length),
    buildWorkers().then((workers) => workers.length),
  ]);
  return { ...counts, files: counts.files + opfs, copies, serviceWorkers };
}

async function countDatabase(): Promise<Omit<KeptCounts, 'copies' | 'serviceWorkers'>> {
  const none = { databases: 0, notebooks: 0, files: 0, results: 0, settings: 0 };
  if (!(await databaseExists())) return none;
  const database = await openDatabase();
  const [notebooks, chunks, results, settings] = await Promise.all([
    database.count('notebooks'),
    database.getAllKeys('chunks'),
    database.count('results'),
    database.count('settings'),
  ]);
  database.close();
  const files = new Set(chunks.map(([bytesId]) => bytesId)).size;
  return { databases: 1, notebooks, files, results, settings };
}

/** The folder is asked for without making it. */
async function countFiles(): Promise<number> {
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
    let count = 0;
    for await (const _name of folder.keys()) count += 1;
    return count;
  } catch {
    return 0;
  }
}

/**
 * Deletes the database, the files' bytes, the kept copies of the app and its service worker. Another tab that holds
 * on to something makes it wait a little; what is left after that shows in `countKept`.
 */
export async function eraseEverything(): Promise<void> {
  await Promise.all([deleteDatabase(), deleteFiles()]);
  for (const worker of await buildWorkers()) await worker.unregister().catch(() => false);
  for (const name of await buildCaches()) await caches.delete(name);
}

const PATIENCE = 4000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function deleteDatabase(): Promise<unknown> {
  const gone = new Promise<void>((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = request.onerror = () => resolve();
    } catch {
      resolve();
    }
  });
  return Promise.race([gone, pause(PATIENCE)]);
}

/** A file that a worker is still writing is locked until that worker has stopped. */
async function deleteFiles(): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(200)) {
    try {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry(FOLDER, { recursive: true });
      return;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NoModificationAllowedError') return;
    }
  }
}
