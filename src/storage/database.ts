import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredNotebook, StoredSource } from './api';

/**
 * The one database of this origin. A list of notebooks reads no texts, and a text is written without touching the
 * rest. Parts of a key stand in order of use: everything of a notebook is a range of keys.
 */
export interface Schema extends DBSchema {
  /** Those kept by the first release have no revision. */
  notebooks: { key: string; value: Omit<StoredNotebook, 'revision'> & { revision?: number } };
  texts: { key: string; value: string };
  sources: { key: [notebookId: string, relation: string]; value: SourceRecord };
  results: { key: [notebookId: string, cell: string]; value: unknown };
  /** Bytes of sources where the browser has no file system of its own (OPFS). */
  chunks: { key: [bytesId: string, index: number]; value: Blob | Uint8Array<ArrayBuffer> };
  settings: { key: string; value: unknown };
}
export interface SourceRecord extends StoredSource {
  notebookId: string;
  type: string;
  lastModified: number;
  /** Name of the bytes, never reused: a new version of a file gets new bytes before the old ones go. */
  bytesId: string;
  place: BytesPlace;
}
export type BytesPlace = 'opfs' | 'chunks';
export type Database = IDBPDatabase<Schema>;

export const DATABASE = 'soundings';
const VERSION = 1;

/** Opens the database, making it on the first visit. Rejects where the browser gives none. */
export function openDatabase(onClosed: () => void = () => {}): Promise<Database> {
  return openDB<Schema>(DATABASE, VERSION, {
    upgrade(database) {
      for (const store of ['notebooks', 'texts', 'sources', 'results', 'chunks', 'settings'] as const)
        database.createObjectStore(store);
    },
    // Another tab has a newer version of the app: this one must not hold it up.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase | null)?.close();
      onClosed();
    },
    terminated: onClosed,
  });
}

/** The range of keys that begin with `first`: `[first]` sorts before and `[first, []]` after every pair. */
export const beginningWith = (first: string): IDBKeyRange => IDBKeyRange.bound([first], [first, []]);

/** Whether there is a database already; asking makes none. False where the browser gives none. */
export function databaseExists(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE);
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });
}
