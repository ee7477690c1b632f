import type { AnyEntry } from './analysis';

/** What can be asked, for the page: every folder here with an entry; nothing else has to be told that it exists. */
const modules = import.meta.glob<{ entry: AnyEntry }>('./*/entry.ts', { eager: true });

export const catalogue: ReadonlyMap<string, AnyEntry> = new Map(
  Object.values(modules)
    .map((module) => module.entry)
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((entry) => [entry.id, entry]),
);
