const MARKS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * The encoding of text from its first bytes: by its byte order mark, else UTF-8 where the bytes are that, else
 * windows-1252. (More encodings belong here.) A character cut off by the end of the bytes is no fault.
 */
export function detectEncoding(bytes: Uint8Array): string {
  const marked = MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte));
  if (marked) return marked.encoding;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Bytes that no text has; UTF-16 was recognised before. */
export const looksBinary = (bytes: Uint8Array): boolean => bytes.includes(0);
