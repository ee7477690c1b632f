import type { Bindings } from '../bindings';
import { randomId } from '../../values/random-id';

/** Above this a file is read in place instead of being copied into the engine's memory. */
const MOST_BUFFERED = 200_000_000;
/** DuckDB-WASM's protocol for a File that the browser reads in ranges. */
const BROWSER_FILEREADER = 2;

/** A file that DuckDB knows by a name nothing else has; `drop` takes it back. */
export interface RegisteredFile {
  name: string;
  drop(): Promise<void>;
}

/** Hands a UTF-8 file to DuckDB. */
export async function registerFile(bindings: Bindings, file: Blob): Promise<RegisteredFile> {
  const name = newName();
  if (file.size <= MOST_BUFFERED) {
    await bindings.registerFileBuffer(name, new Uint8Array(await file.arrayBuffer()));
  } else {
    const handle = file instanceof File ? file : new File([file], name);
    await bindings.registerFileHandle(name, handle, BROWSER_FILEREADER, true);
  }
  return { name, drop: async () => void (await bindings.dropFile(name)) };
}

/** Hands bytes to DuckDB; they are moved, not copied. */
export async function registerBytes(bindings: Bindings, bytes: Uint8Array): Promise<RegisteredFile> {
  const name = newName();
  await bindings.registerFileBuffer(name, bytes);
  return { name, drop: async () => void (await bindings.dropFile(name)) };
}

const newName = (): string => `data/${randomId()}.csv`;

/** A file's bytes in pieces. */
export async function* chunksOf(file: Blob, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += size)
    yield new Uint8Array(await file.slice(from, from + size).arrayBuffer());
}
