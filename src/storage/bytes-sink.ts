import { beginningWith, openDatabase, type BytesPlace } from './database';

/**
 * Somewhere to put the bytes of one source, in order. Runs in the keeping worker. Nothing refers to the bytes before
 * `close` has resolved and the page has recorded them, so a kill leaves only bytes that the next visit sweeps away.
 */
export interface BytesSink {
  place: BytesPlace;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind; never rejects. */
  discard(): Promise<void>;
}

/** In `lib.webworker` only, which excludes `lib.dom`. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}
type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncAccessHandle> };

const FOLDER = 'sources';
/** Big enough that few transactions are needed, small enough to hold in memory. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** The origin's private folder of sources' bytes, or null where this browser has none. */
export async function bytesFolder(create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create });
  } catch {
    return null;
  }
}

/** A sink in the private file system, else in the database. Rejects where neither can be had. */
export async function openSink(bytesId: string): Promise<BytesSink> {
  const folder = await bytesFolder(true);
  const sink = folder && (await fileSink(folder, bytesId).catch(() => null));
  return sink ?? chunkSink(bytesId);
}

async function fileSink(folder: FileSystemDirectoryHandle, bytesId: string): Promise<BytesSink> {
  const handle: WorkerFileHandle = await folder.getFileHandle(bytesId, { create: true });
  const output = handle.createSyncAccessHandle
    ? synchronous(await handle.createSyncAccessHandle())
    : streaming(await handle.createWritable());
  return {
    place: 'opfs',
    ...output,
    async discard() {
      await output.discard();
      await folder.removeEntry(bytesId).catch(() => {});
    },
  };
}

type Output = Omit<BytesSink, 'place'>;

function synchronous(access: SyncAccessHandle): Output {
  let at = 0;
  return {
    async write(bytes) {
      // A full disk may show as a short write instead of an error.
      const written = access.write(bytes, { at });
      if (written < bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError');
      at += written;
    },
    async close() {
      access.flush();
      access.close();
    },
    async discard() {
      access.close();
    },
  };
}

function streaming(stream: FileSystemWritableFileStream): Output {
  return {
    write: (bytes) => stream.write(bytes),
    close: () => stream.close(),
    discard: () => stream.abort().catch(() => {}),
  };
}

async function chunkSink(bytesId: string): Promise<BytesSink> {
  const database = await openDatabase();
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;
  let index = 0;
  const flush = async () => {
    const blob = new Blob(waiting);
    waiting = [];
    waitingBytes = 0;
    const key: [string, number] = [bytesId, index];
    // WebKitGTK takes no Blobs in a session that forgets, but takes their bytes.
    await database
      .put('chunks', blob, key)
      .catch(async () => database.put('chunks', new Uint8Array(await blob.arrayBuffer()), key));
    index += 1;
  };
  return {
    place: 'chunks',
    async write(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= CHUNK_BYTES) await flush();
    },
    async close() {
      if (waitingBytes > 0) await flush();
      database.close();
    },
    async discard() {
      await database.delete('chunks', beginningWith(bytesId)).catch(() => {});
      database.close();
    },
  };
}
