import type { TextStructure } from './structure';
import type { ReadingReport } from './reading-report';
import { RecordReader } from './record-reader';

const PIECE = 1 << 20;

/** Bytes of a text table: all of them, a file, or pieces in order. */
export type TextSource = Uint8Array | Blob | AsyncIterable<Uint8Array>;

/**
 * The records of a text table in pieces of some thousand, each record with as many fields as the table has columns.
 * Holds one piece of the file at a time. Lines that break the rules are mended, or rejected, and reported; the report is
 * complete once the last piece was taken. Never throws on what a file holds.
 */
export async function* readRecords(
  source: TextSource,
  structure: TextStructure,
  report: (finished: ReadingReport) => void = () => undefined,
): AsyncGenerator<string[][]> {
  const reader = new RecordReader(structure);
  const decoder = new TextDecoder(structure.encoding);
  for await (const piece of piecesOf(source)) {
    const records = reader.push(decoder.decode(piece, { stream: true }));
    if (records.length > 0) yield records;
  }
  const last = [...reader.push(decoder.decode()), ...reader.end()];
  if (last.length > 0) yield last;
  report(reader.report);
}

async function* piecesOf(source: TextSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    for (let at = 0; at < source.length; at += PIECE) yield source.subarray(at, at + PIECE);
  } else if (source instanceof Blob) {
    for (let at = 0; at < source.size; at += PIECE)
      yield new Uint8Array(await source.slice(at, at + PIECE).arrayBuffer());
  } else yield* source;
}
