import { detectStructure } from '../../src/formats/structure/detect-structure';
import { readRecords } from '../../src/formats/structure/read-records';
import type { ReadingReport } from '../../src/formats/structure/reading-report';
import type { FoundStructure, StructureChoices } from '../../src/formats/structure/structure';

/** What the structure step makes of some bytes. */
export interface ReadStructure {
  found: FoundStructure;
  names: string[];
  records: string[][];
  report: ReadingReport;
}

/** Detects and reads, the bytes in pieces of `pieceLength`. */
export async function readStructure(
  input: string | Uint8Array,
  { choices = {}, pieceLength = 1 << 20 }: { choices?: StructureChoices; pieceLength?: number } = {},
): Promise<ReadStructure> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const found = detectStructure({ bytes, whole: true }, choices);
  const records: string[][] = [];
  let report: ReadingReport | undefined;
  const pieces = readRecords(
    inPieces(bytes, pieceLength),
    found.structure,
    (finished) => (report = finished),
  );
  for await (const piece of pieces) records.push(...piece);
  if (!report) throw new Error('The reader gave no report.');
  return { found, names: found.structure.names, records, report };
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length)
    yield await Promise.resolve(bytes.subarray(at, at + length));
}
