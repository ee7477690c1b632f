import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TableSample } from '../../src/formats/format';
import { rawRecords } from '../../src/formats/structure/raw-records';
import { uniqueNames } from '../../src/formats/names/unique-names';
import { readStructure } from './read-structure';

/** A file under `tests/formats/exports` or of the sample data, as the import shows it to the export formats. */
export async function sampleOf(file: string, headerRows?: number): Promise<TableSample> {
  const bytes = new Uint8Array(readFileSync(path.resolve(import.meta.dirname, file)));
  const { found, names, records } = await readStructure(
    bytes.subarray(0, 200_000),
    headerRows === undefined ? {} : { choices: { headerRows } },
  );
  const { structure } = found;
  const text = new TextDecoder(structure.encoding).decode(bytes);
  const lines = text.split(/\r\n|\n|\r/);
  const raw = rawRecords(text, structure, true, 60).filter(
    ({ line, fields }) => line > structure.preambleLines && fields.some((field) => field !== ''),
  );
  return {
    fileName: path.basename(file),
    top: raw.slice(0, 8).map(({ fields }) => fields),
    preamble: lines.slice(0, structure.preambleLines),
    names: uniqueNames(Array.from({ length: structure.width }, (_, i) => names[i] ?? '')),
    columns: Array.from({ length: structure.width }, (_, i) =>
      records.slice(0, 2000).map((record) => record[i] ?? ''),
    ),
  };
}
