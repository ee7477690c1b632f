import { createSHA256 } from 'hash-wasm';
import { openSink, type BytesSink } from './bytes-sink';
import type { KeepMessage, KeepRequest } from './keep-protocol';
import { Stopped } from '../values/problem';
import { reasonNotKept } from './storage-problem';

/** Streams one file to storage and hashes it on the way; where storage gives up, the hash is still finished. */
self.onmessage = async ({ data }: MessageEvent<KeepRequest | 'stop'>) => {
  if (data === 'stop') {
    stopping = true;
    return;
  }
  const { file, bytesId } = data;
  const post = (message: KeepMessage) => self.postMessage(message);
  try {
    post(await keep(file, bytesId, (fraction) => post({ type: 'progress', fraction })));
  } catch (error) {
    post(error instanceof Stopped ? { type: 'stopped' } : { type: 'unreadable', detail: String(error) });
  }
};

let stopping = false;
/** Bytes between two reports; between them a stop is not seen. */
const REPORT_BYTES = 4 * 1024 * 1024;

/** Lets a waiting "stop" in: reading a file that is at hand may never leave the queue of promises. */
const otherMessages = () => new Promise((resolve) => setTimeout(resolve, 0));

async function keep(
  file: Blob,
  bytesId: string,
  onProgress: (fraction: number) => void,
): Promise<KeepMessage> {
  const hash = await createSHA256();
  const target = new Target(await openSink(bytesId).catch((error: unknown) => error));
  let read = 0;
  let reported = 0;
  const reader = file.stream().getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      hash.update(step.value);
      await target.write(step.value);
      read += step.value.length;
      if (read < reported + REPORT_BYTES && read < file.size) continue;
      reported = read;
      onProgress(read / file.size);
      await otherMessages();
      if (stopping) throw new Stopped();
    }
  } catch (error) {
    await target.giveUp(error);
    throw error;
  }
  await target.close();
  const { place, reason } = target;
  return { type: 'whole', sha256: hash.digest('hex'), place, ...(reason === undefined ? {} : { reason }) };
}

/** A sink that turns its first failure into a reason and swallows what follows. */
class Target {
  reason: string | undefined;
  private sink: BytesSink | null = null;

  constructor(opened: unknown) {
    if (isSink(opened)) this.sink = opened;
    else this.reason = reasonNotKept(opened);
  }
  get place() {
    return this.sink?.place ?? null;
  }
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.sink?.write(bytes).catch((error: unknown) => this.giveUp(error));
  }
  async close(): Promise<void> {
    await this.sink?.close().catch((error: unknown) => this.giveUp(error));
  }
  async giveUp(error: unknown): Promise<void> {
    const sink = this.sink;
    this.sink = null;
    this.reason = reasonNotKept(error);
    await sink?.discard();
  }
}

const isSink = (opened: unknown): opened is BytesSink =>
  typeof opened === 'object' && opened !== null && 'write' in opened;
