import { Stopped } from '../values/problem';
import type { ListedNotebook, LoadedNotebook, NotebookStore, SettingName, StoredSource } from './api';
import { beginningWith, databaseExists, openDatabase, type Database, type SourceRecord } from './database';
import { openMemoryStore } from './memory-store';
import { usedSpace } from './space';
import { deleteBytes, keepBytes, openBytes, sweepBytes } from './source-bytes';
import { checkBase, keeping, reasonNotKept } from './storage-problem';
import { openUnwrittenStore } from './unwritten-store';
import { randomId } from '../values/random-id';

/**
 * The browser's own storage, or memory where the browser gives none (a private window, storage switched off): then
 * `usage()` is null, `keepSource` says `kept: false`, and everything is gone when the page closes.
 */
export async function openStore(): Promise<NotebookStore> {
  let database: Database;
  try {
    database = await openDatabase();
    // Some browsers open a database and then refuse to write to it.
    await database.put('settings', Date.now(), 'lastVisit');
  } catch {
    return openMemoryStore();
  }
  void sweepBytes(database)
    .catch(() => {})
    .finally(() => database.close());
  return new BrowserStore();
}

/** A store that writes nothing to this device, and makes no database either; what is kept already can be read. */
export async function openKeepingNothing(): Promise<NotebookStore> {
  return openUnwrittenStore((await databaseExists()) ? new BrowserStore() : null);
}

/** Half of what belongs together must not stay; a transaction that failed by itself has nothing to abort. */
function abort(transaction: { abort(): void; done: Promise<void> }): void {
  transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

/** Writes reach the disk before they resolve: what was said to be kept survives a power cut, too. */
const AT_ONCE = { durability: 'strict' } as const;
/**
 * Out of the page when they resolve, whatever happens to it, and soon on the disk: a busy disk may take a second for
 * a write that is waited for, and what is typed meanwhile would be lost with the page.
 */
const SOON = { durability: 'relaxed' } as const;
/** How long after a text was saved the disk is waited for, in milliseconds. */
const SETTLE_AFTER = 1000;

class BrowserStore implements NotebookStore {
  private opened: Promise<Database> | null = null;
  private settling: ReturnType<typeof setTimeout> | null = null;

  /** Opened again where the browser closed it: it does so when the user clears data, or a newer tab needs it. */
  private database(): Promise<Database> {
    if (this.opened) return this.opened;
    const opened = openDatabase(() => (this.opened = null));
    opened.catch(() => (this.opened = null));
    this.opened = opened;
    return opened;
  }

  async list(): Promise<ListedNotebook[]> {
    return keeping('The list of notebooks', async () => {
      const transaction = (await this.database()).transaction(['notebooks', 'sources']);
      const [notebooks, records] = await Promise.all([
        transaction.objectStore('notebooks').getAll(),
        transaction.objectStore('sources').getAll(),
      ]);
      const listed = new Map(
        notebooks.map((one) => [one.id, { ...one, revision: one.revision ?? 0, sources: 0, sourceBytes: 0 }]),
      );
      for (const { notebookId, bytes } of records) {
        const notebook = listed.get(notebookId);
        if (!notebook) continue;
        notebook.sources += 1;
        notebook.sourceBytes += bytes;
      }
      return [...listed.values()].sort((one, other) => other.changed - one.changed);
    });
  }

  load(id: string): Promise<LoadedNotebook | null> {
    return keeping('The notebook', async () => {
      const transaction = (await this.database()).transaction(['notebooks', 'texts']);
      const [about, text] = await Promise.all([
        transaction.objectStore('notebooks').get(id),
        transaction.objectStore('texts').get(id),
      ]);
      return about && text !== undefined
        ? { text, changed: about.changed, revision: about.revision ?? 0 }
        : null;
    });
  }

  save(id: string, title: string, text: string, base?: number | null): Promise<number> {
    return keeping(`The notebook “${title}”`, async () => {
      const transaction = (await this.database()).transaction(['notebooks', 'texts'], 'readwrite', SOON);
      const notebooks = transaction.objectStore('notebooks');
      const before = await notebooks.get(id);
      // Looked at and written in one transaction: of two tabs that save at once, the second sees the first.
      checkBase(title, before, base);
      const revision = (before?.revision ?? 0) + 1;
      const about = { id, title, changed: Date.now(), bytes: new Blob([text]).size, revision };
      try {
        await Promise.all([
          // The text first: it is what a full disk refuses.
          transaction.objectStore('texts').put(text, id),
          notebooks.put(about, id),
          transaction.done,
        ]);
      } catch (error) {
        abort(transaction);
        throw error;
      }
      this.settleSoon();
      return revision;
    });
  }

  /** A small write that is waited for takes the ones before it to the disk. */
  private settleSoon(): void {
    this.settling ??= setTimeout(() => {
      this.settling = null;
      // A database that was closed meanwhile, perhaps to be deleted, is not opened again for this.
      void this.opened
        ?.then((database) => {
          const transaction = database.transaction('settings', 'readwrite', AT_ONCE);
          return Promise.all([transaction.store.put(Date.now(), 'lastVisit'), transaction.done]);
        })
        .catch(() => {});
    }, SETTLE_AFTER);
  }

  remove(id: string): Promise<void> {
    return keeping('The removal of the notebook', async () => {
      const database = await this.database();
      const stores = ['notebooks', 'texts', 'sources', 'results'] as const;
      const transaction = database.transaction(stores, 'readwrite', AT_ONCE);
      const sources = await transaction.objectStore('sources').getAll(beginningWith(id));
      await Promise.all([
        transaction.objectStore('notebooks').delete(id),
        transaction.objectStore('texts').delete(id),
        transaction.objectStore('sources').delete(beginningWith(id)),
        transaction.objectStore('results').delete(beginningWith(id)),
        transaction.done,
      ]);
      await deleteBytes(
        database,
        sources.map(({ bytesId }) => bytesId),
      );
    });
  }

  async lastOpened(): Promise<string | null> {
    return keeping('The notebook last opened', async () => {
      const id = await (await this.database()).get('settings', 'lastOpened');
      return typeof id === 'string' ? id : null;
    });
  }

  async setLastOpened(id: string): Promise<void> {
    await keeping('Which notebook is open', async () =>
      (await this.database()).put('settings', id, 'lastOpened'),
    );
  }

  sources(notebookId: string): Promise<StoredSource[]> {
    return keeping('The list of sources', async () => {
      const records = await (await this.database()).getAll('sources', beginningWith(notebookId));
      return records.map(({ relation, fileName, bytes, sha256, kept }) => ({
        relation,
        fileName,
        bytes,
        sha256,
        kept,
      }));
    });
  }

  keepSource(
    notebookId: string,
    relation: string,
    file: File,
    onProgress: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<{ sha256: string; kept: boolean; reason?: string }> {
    const bytesId = randomId();
    return keepBytes(
      { file, bytesId },
      async ({ sha256, place, reason }) => {
        if (place !== null && signal?.aborted) {
          await deleteBytes(await this.database(), [bytesId]);
          throw new Stopped();
        }
        if (place === null) return { sha256, kept: false, ...(reason === undefined ? {} : { reason }) };
        const { name: fileName, size: bytes, type, lastModified } = file;
        const about = { fileName, bytes, type, lastModified, sha256, kept: Date.now() };
        try {
          await this.record({ notebookId, relation, bytesId, place, ...about });
          return { sha256, kept: true };
        } catch (error) {
          // The next visit's sweep takes the bytes if even this fails.
          await this.database()
            .then((database) => deleteBytes(database, [bytesId]))
            .catch(() => {});
          return { sha256, kept: false, reason: reasonNotKept(error) };
        }
      },
      onProgress,
      signal,
    );
  }

  /** From here on the new bytes are the source's; only then do the bytes they replace go. */
  private async record(record: SourceRecord): Promise<void> {
    const database = await this.database();
    const key: [string, string] = [record.notebookId, record.relation];
    const transaction = database.transaction('sources', 'readwrite', AT_ONCE);
    const before = await transaction.store.get(key);
    await Promise.all([transaction.store.put(record, key), transaction.done]);
    if (before) await deleteBytes(database, [before.bytesId]);
  }

  openSource(notebookId: string, relation: string): Promise<File | null> {
    return keeping('The source', async () => {
      const database = await this.database();
      const record = await database.get('sources', [notebookId, relation]);
      return record ? openBytes(database, record) : null;
    });
  }

  removeSource(notebookId: string, relation: string): Promise<void> {
    return keeping('The removal of the source', async () => {
      const database = await this.database();
      const transaction = database.transaction('sources', 'readwrite', AT_ONCE);
      const record = await transaction.store.get([notebookId, relation]);
      await Promise.all([transaction.store.delete([notebookId, relation]), transaction.done]);
      if (record) await deleteBytes(database, [record.bytesId]);
    });
  }

  loadResults(notebookId: string): Promise<Map<string, unknown>> {
    return keeping('The results', async () => {
      const { store } = (await this.database()).transaction('results');
      const range = beginningWith(notebookId);
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
      return new Map(keys.map(([, cell], index) => [cell, values[index]]));
    });
  }

  async saveResult(notebookId: string, cell: string, result: unknown): Promise<void> {
    await keeping(`The result of ${cell}`, async () =>
      (await this.database()).put('results', result, [notebookId, cell]),
    );
  }

  async removeResult(notebookId: string, cell: string): Promise<void> {
    await keeping(`The result of ${cell}`, async () =>
      (await this.database()).delete('results', [notebookId, cell]),
    );
  }

  secret(): Promise<string> {
    return keeping('The secret of this device', async () => {
      const database = await this.database();
      // One transaction, so that two tabs never make two.
      const { store, done } = database.transaction('settings', 'readwrite', AT_ONCE);
      const kept = await store.get('secret');
      const secret = typeof kept === 'string' ? kept : randomId() + randomId();
      if (secret !== kept) await store.put(secret, 'secret');
      await done;
      return secret;
    });
  }

  setting(name: SettingName): Promise<unknown> {
    return keeping('The settings', async () => (await (await this.database()).get('settings', name)) ?? null);
  }

  async setSetting(name: SettingName, value: unknown): Promise<void> {
    await keeping('The setting', async () => (await this.database()).put('settings', value, name));
  }

  async persist(): Promise<boolean> {
    return 'storage' in navigator && (await navigator.storage.persist());
  }

  readonly usage = usedSpace;
}
