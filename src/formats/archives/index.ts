import type { Archive } from './archive';

const modules = import.meta.glob<{ default?: Archive }>(['./*.ts', '!./index.ts', '!./archive.ts'], {
  eager: true,
});

/** Every file here that has a default export is a way of packing files. */
export const archives: readonly Archive[] = Object.values(modules).flatMap((module) => module.default ?? []);

/** The archive that begins with these bytes; null where the file is none. */
export const archiveOf = (start: Uint8Array, fileName: string): Archive | null =>
  archives.find((archive) => archive.recognises(start, fileName)) ?? null;
