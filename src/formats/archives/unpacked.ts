import { InputProblem, Stopped } from '../../values/problem';

/** Far more than DuckDB can hold in a browser; a file that unpacks to more is refused before it fills the disk. */
export const MOST_UNPACKED = 4 * 2 ** 30;
/** Beyond this size something that was packed so well is no table but a trap. */
const SUSPECT_SIZE = 2 ** 29;
const SUSPECT_RATIO = 400;
/** Bytes that are gathered before they are handed to the browser, which can keep them on disk. */
const PIECE = 2 ** 24;

/** Refuses what would unpack to more than 4 GB, or is packed as no table is. Sizes in bytes. */
export function refuseBomb(name: string, packed: number, unpacked: number): void {
  if (unpacked > MOST_UNPACKED)
    throw new InputProblem(`\`${name}\` would unpack to more than 4 GB.`, {
      hint: 'Unpack it with another program and add the part you need.',
    });
  if (unpacked > SUSPECT_SIZE && unpacked > packed * SUSPECT_RATIO)
    throw new InputProblem(
      `\`${name}\` unpacks to more than ${SUSPECT_RATIO} times its size, as no table does.`,
      {
        hint: 'If you trust it, unpack it with another program and add the file itself.',
      },
    );
}

/**
 * Gathers an unpacked stream as a Blob, without holding it all in this thread's memory. Throws `Stopped` once the signal
 * says so, an InputProblem where it grows beyond bounds, and whatever the stream fails with.
 *
 * @param packed size of the packed bytes
 */
export async function gather(
  stream: ReadableStream<Uint8Array>,
  name: string,
  packed: number,
  signal: AbortSignal | undefined,
): Promise<Blob> {
  const reader = stream.getReader();
  const pieces: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let [size, waitingSize] = [0, 0];
  try {
    for (;;) {
      if (signal?.aborted) throw new Stopped();
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      waitingSize += value.length;
      refuseBomb(name, packed, size);
      waiting.push(value as Uint8Array<ArrayBuffer>);
      if (waitingSize < PIECE) continue;
      pieces.push(new Blob(waiting));
      [waiting, waitingSize] = [[], 0];
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
  return new Blob([...pieces, ...waiting]);
}
