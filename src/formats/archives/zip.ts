import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { InputProblem, Stopped } from '../../values/problem';
import type { Archive, ArchiveEntry } from './archive';
import { entryNames } from './entry-names';
import { gather, refuseBomb } from './unpacked';

// The library would start workers from addresses that the page's policy forbids.
configure({ useWebWorkers: false });

const MOST_ENTRIES = 10_000;

/** A zip archive, also large ones (zip64). Workbooks are zip archives too: kinds of file are asked first. */
const zip: Archive = {
  id: 'zip',
  label: 'zip',
  recognises: (start) =>
    start[0] === 0x50 &&
    start[1] === 0x4b &&
    [0x0304, 0x0506, 0x0708].includes((start[2] ?? 0) * 256 + (start[3] ?? 0)),
  async entries(file, fileName) {
    const found = await readDirectory(file, fileName);
    const names = entryNames(found);
    const data = found.flatMap((entry, i) => {
      const name = names[i] ?? entry.filename;
      return isHidden(name) ? [] : [{ entry, name }];
    });
    if (data.length === 0) throw new InputProblem(`\`${fileName}\` holds no files.`);
    if (data.every(({ entry }) => entry.encrypted)) throw locked(fileName);
    return data.map(({ entry, name }) => entryOf(entry, name, fileName));
  },
};
export default zip;

async function readDirectory(file: Blob, fileName: string): Promise<FileEntry[]> {
  const reader = new ZipReader(new BlobReader(file), { strictness: 'tolerant' });
  const found: FileEntry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      if (!entry.directory) found.push(entry);
      if (found.length > MOST_ENTRIES) break;
    }
  } catch (error) {
    throw new InputProblem(`\`${fileName}\` is a damaged or cut off zip archive.`, {
      hint: 'Fetch it again, or unpack it with another program and add its files.',
      detail: String(error),
    });
  }
  if (found.length <= MOST_ENTRIES) return found;
  throw new InputProblem(`\`${fileName}\` holds more than 10,000 files.`, {
    hint: 'Unpack it and add the files you need.',
  });
}

function entryOf(entry: FileEntry, name: string, fileName: string): ArchiveEntry {
  return {
    name,
    size: entry.uncompressedSize,
    async unpack(signal) {
      if (entry.encrypted) throw locked(fileName, name);
      refuseBomb(name, entry.compressedSize, entry.uncompressedSize);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      let refused: unknown;
      const gathering = gather(readable, name, entry.compressedSize, signal).catch((error: unknown) => {
        refused = error;
        throw error;
      });
      try {
        const unpacking = entry.getData(writable, { checkOverlappingEntry: true, checkCrc32: true });
        return (await Promise.all([gathering, unpacking]))[0];
      } catch (error) {
        throw isOurs(refused) ? refused : broken(entry, name, fileName, error);
      }
    },
  };
}

const isOurs = (error: unknown): boolean => error instanceof InputProblem || error instanceof Stopped;

/** Folders' own files of operating systems, and what a dot hides. */
const isHidden = (path: string): boolean =>
  path.split(/[/\\]/).some((part) => /^\.|^__MACOSX$|^(thumbs\.db|desktop\.ini)$/i.test(part)) ||
  /[/\\]$/.test(path);

const locked = (fileName: string, name?: string): InputProblem =>
  new InputProblem(
    name === undefined
      ? `\`${fileName}\` is locked by a password.`
      : `\`${name}\` in \`${fileName}\` is locked by a password.`,
    { hint: 'Unpack it with the program that knows the password, and add its files.' },
  );

/** Ways of packing that browsers cannot undo. */
const METHODS: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

function broken(entry: FileEntry, name: string, fileName: string, error: unknown): InputProblem {
  const method = METHODS[entry.compressionMethod];
  return new InputProblem(
    method === undefined
      ? `\`${name}\` in \`${fileName}\` is damaged: it cannot be unpacked.`
      : `\`${name}\` in \`${fileName}\` is packed by ${method}, which browsers cannot unpack.`,
    { hint: 'Unpack the archive with another program and add its files.', detail: String(error) },
  );
}
