import { createSHA256 } from 'hash-wasm';
import { InputProblem, Stopped } from '../values/problem';
import type { NotebookStore, StoredNotebook, StoredSource } from './api';
import { checkBase } from './storage-problem';
import { randomId } from '../values/random-id';

interface Held {
  about: StoredNotebook;
  text: string;
}

/**
 * A store that forgets everything when the page closes, for browsers that keep nothing: the same promises as the
 * real one, but `usage()` is null, `keepSource` says `kept: false` and holds the file only as long as the page.
 */
export function openMemoryStore(): NotebookStore {
  const notebooks = new Map<string, Held>();
  const sources = new Map<string, Map<string, { about: StoredSource; file: File }>>();
  const results = new Map<string, Map<string, unknown>>();
  const settings = new Map<string, unknown>();
  let last: string | null = null;
  let secret: string | null = null;

  return {
    forgets: true,
    async list() {
      return [...notebooks.values()]
        .map(({ about }) => {
          const files = [...(sources.get(about.id)?.values() ?? [])];
          const sourceBytes = files.reduce((sum, { file }) => sum + file.size, 0);
          return { ...about, sources: files.length, sourceBytes };
        })
        .sort((one, other) => other.changed - one.changed);
    },
    async load(id) {
      const held = notebooks.get(id);
      return held ? { text: held.text, changed: held.about.changed, revision: held.about.revision } : null;
    },
    async save(id, title, text, base) {
      const before = notebooks.get(id)?.about;
      checkBase(title, before, base);
      const revision = (before?.revision ?? 0) + 1;
      const about = { id, title, changed: Date.now(), bytes: new Blob([text]).size, revision };
      notebooks.set(id, { about, text });
      return revision;
    },
    async remove(id) {
      for (const store of [notebooks, sources, results]) store.delete(id);
    },
    lastOpened: async () => last,
    async setLastOpened(id) {
      last = id;
    },
    async sources(notebookId) {
      return [...(sources.get(notebookId)?.values() ?? [])].map(({ about }) => about);
    },
    async keepSource(notebookId, relation, file, onProgress, signal) {
      const sha256 = await hashOf(file, onProgress, signal);
      const about = { relation, fileName: file.name, bytes: file.size, sha256, kept: Date.now() };
      within(sources, notebookId).set(relation, { about, file });
      return { sha256, kept: false, reason: 'The browser keeps nothing for this page.' };
    },
    async openSource(notebookId, relation) {
      return sources.get(notebookId)?.get(relation)?.file ?? null;
    },
    async removeSource(notebookId, relation) {
      sources.get(notebookId)?.delete(relation);
    },
    async loadResults(notebookId) {
      return new Map(results.get(notebookId));
    },
    async saveResult(notebookId, cell, result) {
      // As the real store: what is read back is a copy, and what cannot be copied is refused.
      within(results, notebookId).set(cell, structuredClone(result));
    },
    async removeResult(notebookId, cell) {
      results.get(notebookId)?.delete(cell);
    },
    secret: async () => (secret ??= randomId() + randomId()),
    async setting(name) {
      return settings.get(name) ?? null;
    },
    async setSetting(name, value) {
      settings.set(name, value);
    },
    persist: async () => false,
    usage: async () => null,
  };
}

function within<V>(stores: Map<string, Map<string, V>>, id: string): Map<string, V> {
  const store = stores.get(id) ?? new Map<string, V>();
  stores.set(id, store);
  return store;
}

/** SHA-256 of a file as lower-case hexadecimal digits, read in pieces. */
async function hashOf(
  file: File,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const hash = await createSHA256();
  const reader = file.stream().getReader();
  let read = 0;
  for (;;) {
    const step = await reader.read().catch((error: unknown) => {
      throw new InputProblem(`${file.name} could not be read to its end.`, {
        hint: 'It may have been changed or moved: add it again.',
        detail: String(error),
      });
    });
    if (step.done) return hash.digest('hex');
    if (signal?.aborted) throw new Stopped();
    hash.update(step.value);
    read += step.value.length;
    onProgress(file.size === 0 ? 1 : read / file.size);
  }
}
