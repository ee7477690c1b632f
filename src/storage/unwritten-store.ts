import type { NotebookStore } from './api';
import { openMemoryStore } from './memory-store';
import { usedSpace } from './space';

/**
 * A store for who wants nothing written to this device: everything goes to memory. What `beneath` keeps already can
 * be read, is changed in memory only, and is deleted for good where the user deletes it.
 */
export function openUnwrittenStore(beneath: NotebookStore | null): NotebookStore {
  const memory = openMemoryStore();
  const unwritten: NotebookStore = {
    ...memory,
    unwritten: true,
    // What is or was kept on the device is no revision of ours.
    save: (id, title, text) => memory.save(id, title, text),
    usage: usedSpace,
  };
  if (!beneath) return unwritten;
  const removed = new Set<string>();
  const keyOf = (notebookId: string, relation: string) => JSON.stringify([notebookId, relation]);

  return {
    ...unwritten,
    async list() {
      const ours = await memory.list();
      const known = new Set(ours.map(({ id }) => id));
      const kept = await beneath.list().catch(() => []);
      return [...ours, ...kept.filter(({ id }) => !known.has(id))];
    },
    load: async (id) => (await memory.load(id)) ?? (await beneath.load(id)),
    async remove(id) {
      await memory.remove(id);
      await beneath.remove(id);
    },
    async sources(id) {
      const ours = await memory.sources(id);
      const known = new Set(ours.map(({ relation }) => relation));
      const kept = (await beneath.sources(id)).filter(
        ({ relation }) => !known.has(relation) && !removed.has(keyOf(id, relation)),
      );
      return [...ours, ...kept];
    },
    async openSource(id, relation) {
      const ours = await memory.openSource(id, relation);
      return ours ?? (removed.has(keyOf(id, relation)) ? null : beneath.openSource(id, relation));
    },
    async removeSource(id, relation) {
      removed.add(keyOf(id, relation));
      await memory.removeSource(id, relation);
    },
    async loadResults(id) {
      const [kept, ours] = await Promise.all([beneath.loadResults(id), memory.loadResults(id)]);
      return new Map([...kept, ...ours]);
    },
    setting: async (name) => (await memory.setting(name)) ?? beneath.setting(name),
  };
}
