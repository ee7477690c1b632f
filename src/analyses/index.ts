import type { AnyAnalysis } from './analysis';

/** Every folder here is an analysis; nothing else has to be told that it exists. */
const modules = import.meta.glob<{ default: AnyAnalysis }>('./*/index.ts', { eager: true });

export const analyses: ReadonlyMap<string, AnyAnalysis> = new Map(
  Object.values(modules)
    .map((module) => module.default)
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((analysis) => [analysis.id, analysis]),
);
