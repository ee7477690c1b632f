import type { Bindings } from './bindings';
import type { Run } from './run';

/** Above this a file is read in place instead of being copied into the engine's memory. */
const MOST_BUFFERED = 200_000_000;
/** DuckDB-WASM's protocol for a File that the browser reads in ranges. */
const BROWSER_FILEREADER = 2;

/** A whole file's bytes, unless it is large (null). Begun before its start has been looked at, which takes as long. */
export function loadSmall(file: Blob): Promise<Uint8Array | null> {
  if (file.size > MOST_BUFFERED) return Promise.resolve(null);
  const loaded = file.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  loaded.catch(() => undefined); // told where it is waited for, which an earlier error may prevent
  return loaded;
}

/** Hands a file to DuckDB under a name nothing else has, as UTF-8; `drop` takes it back. */
export async function registerFile(
  bindings: Bindings,
  file: Blob,
  loaded: Promise<Uint8Array | null>,
  encoding: string,
  run: Run,
): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `data/${crypto.randomUUID()}.csv`;
  if (encoding !== 'utf-8') {
    await bindings.registerFileBuffer(name, await decoded(file, encoding, run));
    return { name, drop: async () => void (await bindings.dropFile(name)) };
  }
  const bytes = await loaded;
  if (bytes) {
    await bindings.registerFileBuffer(name, bytes);
  } else {
    const handle = file instanceof File ? file : new File([file], name);
    await bindings.registerFileHandle(name, handle, BROWSER_FILEREADER, true);
  }
  return { name, drop: async () => void (await bindings.dropFile(name)) };
}

/** A whole file as UTF-8, decoded in pieces. */
async function decoded(file: Blob, encoding: string, run: Run): Promise<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunksOf(file)) {
    run.check();
    pieces.push(encoder.encode(decoder.decode(chunk, { stream: true })));
  }
  pieces.push(encoder.encode(decoder.decode()));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** A file's bytes in pieces of a few megabytes. */
export async function* chunksOf(file: Blob, size = 4_000_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += size)
    yield new Uint8Array(await file.slice(from, from + size).arrayBuffer());
}
