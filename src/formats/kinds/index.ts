import type { FileKind } from './file-kind';

const modules = import.meta.glob<{ default?: FileKind }>(['./*.ts', '!./index.ts', '!./file-kind.ts'], {
  eager: true,
});

/** Every file here is a kind of file; nothing else has to be told that it exists. */
export const fileKinds: readonly FileKind[] = Object.values(modules).flatMap(
  (module) => module.default ?? [],
);

/** The kind of file that begins with these bytes; null where it may be a text table. */
export const kindOfFile = (start: Uint8Array, fileName: string): FileKind | null =>
  fileKinds.find((kind) => kind.recognises(start, fileName)) ?? null;
