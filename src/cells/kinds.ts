import { catalogue } from '../analyses/catalogue';
import type { CellKind } from './kind';

/** Every folder here is a kind; nothing else has to be told that it exists. */
const modules = import.meta.glob<{ default: CellKind }>('./*/kind.ts', { eager: true });

export const cellKinds: ReadonlyMap<string, CellKind> = new Map(
  Object.values(modules).map((module) => [module.default.id, module.default]),
);

/** The kind behind a fence's word: its own, or for an analysis' id the one that serves them all; else undefined. */
export const kindOf = (id: string): CellKind | undefined =>
  catalogue.has(id) ? cellKinds.get('*') : id === '*' ? undefined : cellKinds.get(id);
