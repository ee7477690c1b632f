import { findEncoding } from '../structure/encoding';

interface NamedEntry {
  filename: string;
  rawFilename: Uint8Array;
  /** The archive says that the name is UTF-8. */
  filenameUTF8: boolean;
}

/**
 * The names of an archive's entries. An archive that does not say its encoding may have any: UTF-8 where all names are
 * valid in it, else Shift-JIS or GB18030 where they look so, else the code page of DOS or that of Windows.
 */
export function entryNames(entries: readonly NamedEntry[]): string[] {
  const untold = entries.filter(({ filenameUTF8 }) => !filenameUTF8);
  const raw = joined(untold.map(({ rawFilename }) => rawFilename));
  if (raw.every((byte) => byte < 0x80)) return entries.map(({ filename }) => filename);
  const encoding = encodingOf(raw);
  const decoder = encoding === null ? null : new TextDecoder(encoding);
  return entries.map(({ filename, rawFilename, filenameUTF8 }) =>
    filenameUTF8 || !decoder ? filename : decoder.decode(rawFilename),
  );
}

/** Null for the code page of DOS, which the library reads. */
function encodingOf(raw: Uint8Array): string | null {
  const { encoding } = findEncoding(raw);
  if (encoding === 'utf-8' || encoding === 'shift_jis' || encoding === 'gb18030') return encoding;
  // Western letters stand below A6 in the code page of DOS, and from C0 on in that of Windows.
  const dos = raw.filter((byte) => (byte >= 0x80 && byte <= 0xa5) || byte === 0xe1).length;
  const windows = raw.filter((byte) => byte >= 0xc0 && byte !== 0xe1).length;
  return dos >= windows ? null : 'windows-1252';
}

function joined(names: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(names.reduce((length, name) => length + name.length + 1, 0));
  let at = 0;
  for (const name of names) {
    all.set(name, at);
    all[at + name.length] = 0x0a;
    at += name.length + 1;
  }
  return all;
}
