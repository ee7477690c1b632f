import type { Method } from './analysis';

const modules = import.meta.glob<{ method: Method }>('./*/method.ts', { eager: true });

/** The teaching notes of every analysis, by its id; apart from the catalogue, since only an open cell shows them. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries(modules).map(([path, { method }]) => [path.split('/')[1] ?? '', method]),
);
