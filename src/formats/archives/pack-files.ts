import { InputProblem } from '../../values/problem';

/** Of 32 bits: larger archives need another layout, and no table of that size fits the browser. */
const MOST_BYTES = 2 ** 32 - 2 ** 20;
const MOST_FILES = 10_000;
/** 1 January 2000: the same files make the same bytes, whenever they are packed. */
const DATE = (20 << 9) | (1 << 5) | 1;
const UTF8_NAME = 0x0800;

/**
 * Several files as one: a zip archive that only stores them, in the order of their names, made of the files' own bytes
 * without copying them. The same files give the same bytes and so the same hash. Two files of one name are numbered.
 *
 * @param name of the archive, ending in `.zip`
 */
export async function packFiles(files: readonly File[], name: string): Promise<File> {
  if (files.length > MOST_FILES) throw new InputProblem(`${name} would hold more than 10,000 files.`);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES)
    throw new InputProblem('These files are more than 4 GB together.', {
      hint: 'Add fewer of them at a time.',
    });
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { file, as } of named(files)) {
    const entry = new Entry(as, await checksum(file), file.size, at);
    const header = entry.localHeader();
    parts.push(header, file);
    directory.push(entry.directoryEntry());
    at += header.length + file.size;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  return new File([...parts, ...directory, directoryEnd(files.length, length, at)], name, {
    type: 'application/zip',
    lastModified: 0,
  });
}

/** In the order of the names' characters, which no language setting changes; files of one name by their sizes. */
function named(files: readonly File[]): { file: File; as: string }[] {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.size - b.size));
  const seen = new Map<string, number>();
  return sorted.map((file) => {
    const times = (seen.get(file.name) ?? 0) + 1;
    seen.set(file.name, times);
    return { file, as: times === 1 ? file.name : file.name.replace(/(\.[^.]*)?$/, ` (${times})$1`) };
  });
}

class Entry {
  readonly #name: Uint8Array;
  readonly #checksum: number;
  readonly #size: number;
  readonly #at: number;

  constructor(name: string, sum: number, size: number, at: number) {
    this.#name = new TextEncoder().encode(name);
    this.#checksum = sum;
    this.#size = size;
    this.#at = at;
  }

  localHeader(): Uint8Array<ArrayBuffer> {
    return this.#bytes(30, 0x04034b50, 4, 26);
  }

  directoryEntry(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes(46, 0x02014b50, 6, 28);
    const view = new DataView(bytes.buffer);
    view.setUint16(4, 20, true);
    view.setUint32(42, this.#at, true);
    return bytes;
  }

  /** What both headers say, from `from` on; then the name. */
  #bytes(length: number, signature: number, from: number, nameAt: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length + this.#name.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, signature, true);
    view.setUint16(from, 20, true);
    view.setUint16(from + 2, UTF8_NAME, true);
    view.setUint16(from + 8, DATE, true);
    view.setUint32(from + 10, this.#checksum, true);
    view.setUint32(from + 14, this.#size, true);
    view.setUint32(from + 18, this.#size, true);
    view.setUint16(nameAt, this.#name.length, true);
    bytes.set(this.#name, length);
    return bytes;
  }
}

function directoryEnd(count: number, length: number, at: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, length, true);
  view.setUint32(16, at, true);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** CRC-32, which a zip archive keeps of each file. */
async function checksum(file: Blob): Promise<number> {
  let sum = 0xffffffff;
  const reader = file.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    for (const byte of next.value) sum = (TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
