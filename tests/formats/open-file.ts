import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kindOfFile } from '../../src/formats/kinds';
import type { OpenTable, PartChoices } from '../../src/formats/kinds/file-kind';

/** A file beside this one, which another program than Soundings made: see files/make.sh and its neighbours. */
export const fileBytes = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(path.join(import.meta.dirname, 'files', name)));

/** A table opened by the kind that recognises it, with all its rows. */
export async function openTable(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  choices: PartChoices = {},
): Promise<OpenTable & { kind: string; data: string[][] }> {
  const kind = kindOfFile(bytes.subarray(0, 65_536), name);
  if (!kind) throw new Error(`${name} is not recognised`);
  const table = await kind.open(new Blob([bytes]), name, choices);
  const data: string[][] = [];
  for await (const piece of table.records()) data.push(...piece);
  return { ...table, kind: kind.id, data };
}

export const openFile = (name: string, choices?: PartChoices): ReturnType<typeof openTable> =>
  openTable(fileBytes(name), name, choices);
