import type { AnyAnalysis } from './analysis';

/** Every folder here is an analysis; nothing else has to be told that it exists. For workers: the page has the catalogue. */
const modules = import.meta.glob<{ default: AnyAnalysis }>('./*/index.ts', { eager: true });

export const analyses: ReadonlyMap<string, AnyAnalysis> = new Map(
  Object.values(modules).map((module) => [module.default.id, module.default]),
);
