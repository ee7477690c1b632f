/** What stands between fields: a sign made for that, which hardly any file has. */
export const FIELD_END = '\u001f';
const FIELD_BYTE = 31;
const NEEDS_QUOTES = new RegExp(`["\\r\\n${FIELD_END}]`);
const CHUNK = 4 << 20;

/** From this size on a line may be longer than DuckDB expects. */
const LONG = 1_900_000;

/** Clean text that DuckDB reads without a doubt. */
export interface CleanChunk {
  bytes: Uint8Array;
  rows: number;
  /** Bytes that a line may have, where that is more than usual; else 0. */
  longestLine: number;
  /** Signs in it that stand for bytes which were no text. */
  hasUnreadable: boolean;
}

/** Records as clean text in UTF-8, in chunks of some megabytes. */
export async function* cleanChunks(
  pieces: AsyncIterable<readonly (readonly string[])[]>,
  width: number,
): AsyncGenerator<CleanChunk> {
  const encoder = new TextEncoder();
  let waiting: Uint8Array[] = [];
  let size = 0;
  let hasUnreadable = false;
  let rows = 0;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    const { bytes, unreadable } = encode(encoder, piece, width);
    waiting.push(bytes);
    size += bytes.length;
    hasUnreadable ||= unreadable;
    rows += piece.length;
    if (size < CHUNK) continue;
    yield { ...chunkOf(waiting, size), rows, hasUnreadable };
    [waiting, size, rows, hasUnreadable] = [[], 0, 0, false];
  }
  if (size > 0) yield { ...chunkOf(waiting, size), rows, hasUnreadable };
}

/** The quick way is checked afterwards: a sign of ours inside a value shows in the counts. */
function encode(
  encoder: TextEncoder,
  records: readonly (readonly string[])[],
  width: number,
): { bytes: Uint8Array; unreadable: boolean } {
  let text = '';
  for (const record of records) text += record.join(FIELD_END) + '\n';
  const unreadable = text.includes('\ufffd');
  if (width > 1 && !text.includes('"') && !text.includes('\r') && !text.includes('\0')) {
    const bytes = encoder.encode(text);
    if (countsAgree(bytes, records.length, width)) return { bytes, unreadable };
  }
  // A zero byte in a text says nothing, and DuckDB would end there.
  return { bytes: encoder.encode(records.map(cleanRecord).join('').replaceAll('\0', '')), unreadable };
}

function countsAgree(bytes: Uint8Array, rows: number, width: number): boolean {
  let lines = 0;
  let fields = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 10) lines++;
    else if (byte === FIELD_BYTE) fields++;
  }
  return lines === rows && fields === rows * (width - 1);
}

function cleanRecord(fields: readonly string[]): string {
  const line = fields.map((field) => (NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  // A blank line would be no record.
  return (line.join(FIELD_END) || '""') + '\n';
}

function chunkOf(pieces: readonly Uint8Array[], size: number): Pick<CleanChunk, 'bytes' | 'longestLine'> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const longest = Math.max(...pieces.map(({ length }) => length));
  return { bytes, longestLine: longest < LONG ? 0 : longest };
}
