import { InputProblem, Stopped } from '../../values/problem';
import { gather } from './unpacked';

const PIECE = 2 ** 22;
/** Bytes of the shortest member: header, an empty block, check sum and length. */
const SHORTEST = 20;

/**
 * Unpacks a file that is several gzip files one after another. Where each begins is found by its first bytes; a
 * beginning that was none is seen by the check sum before it, which does not hold then. Null where it cannot be done.
 */
export async function unpackMembers(
  file: Blob,
  fileName: string,
  signal?: AbortSignal,
): Promise<Blob | null> {
  const starts = await beginnings(file, signal);
  if (starts.length < 2) return null;
  const parts: Blob[] = [];
  for (let i = 0; i < starts.length;) {
    const from = starts[i] ?? 0;
    let part: Blob | null = null;
    let next = i + 1;
    // Random bytes look like a beginning once in some hundred megabytes: two in one member are not to be expected.
    for (; !part && next <= Math.min(i + 3, starts.length); next++)
      part = await member(file.slice(from, starts[next] ?? file.size), fileName, signal);
    if (!part) return null;
    parts.push(part);
    i = next - 1;
  }
  return new Blob(parts);
}

async function member(packed: Blob, fileName: string, signal?: AbortSignal): Promise<Blob | null> {
  try {
    const stream = packed.stream().pipeThrough(new DecompressionStream('gzip'));
    return await gather(stream, fileName, packed.size, signal);
  } catch (error) {
    if (error instanceof InputProblem || error instanceof Stopped) throw error;
    return null;
  }
}

/** Places of bytes that a member can begin with. */
async function beginnings(file: Blob, signal?: AbortSignal): Promise<number[]> {
  const found: number[] = [];
  for (let from = 0; from < file.size; from += PIECE) {
    if (signal?.aborted) throw new Stopped();
    const bytes = new Uint8Array(await file.slice(from, from + PIECE + 10).arrayBuffer());
    for (let at = bytes.indexOf(0x1f); at >= 0 && at < PIECE; at = bytes.indexOf(0x1f, at + 1))
      if (isBeginning(bytes, at) && from + at >= (found.at(-1) ?? -SHORTEST) + SHORTEST)
        found.push(from + at);
  }
  return found;
}

/** Signature, deflate, known flags only, a level that writers state, a known system. */
const isBeginning = (bytes: Uint8Array, at: number): boolean => {
  const [flags = 255, level = 255, system = 100] = [bytes[at + 3], bytes[at + 8], bytes[at + 9]];
  const known =
    flags < 0x20 && (level === 0 || level === 2 || level === 4) && (system < 20 || system === 255);
  return bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && known;
};
