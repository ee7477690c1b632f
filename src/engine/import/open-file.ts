import { archiveOf } from '../../formats/archives';
import type { Archive, ArchiveEntry } from '../../formats/archives/archive';
import type { ImportChoices } from '../../formats/choices';
import { kindOfFile } from '../../formats/kinds';
import { formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { ImportRequest } from '../import-api';
import type { Run } from '../run';
import { readStart } from './file-start';
import type { FoundTable } from './found-table';
import { kindTable } from './kind-table';
import { asOneTable, leftAside, otherColumns, placesIn } from './many-files';
import { refuseForeign } from './refuse-foreign';
import { textTable } from './text-table';

/** A file opened: the table in it, and the archive it came out of. */
export interface OpenedFile {
  archive: string | null;
  table: FoundTable;
}

/** As many files of an archive are looked at to see whether they have the same columns. */
const MOST_FILES = 1000;

/** Finds the table in a file, in an archive's file, or in all files of an archive. Throws an InputProblem where none is. */
export async function openFile(
  { file, fileName, choices }: Pick<ImportRequest, 'file' | 'fileName' | 'choices'>,
  run: Run,
): Promise<OpenedFile> {
  refuseEncoding(choices.encoding);
  const start = await readStart(file, fileName);
  const kind = kindOfFile(start.bytes.subarray(0, 65_536), fileName);
  if (kind) return { archive: null, table: await kindTable(kind, file, fileName, choices) };
  const archive = archiveOf(start.bytes.subarray(0, 65_536), fileName);
  if (archive)
    return { archive: archive.id, table: await openArchive(archive, file, fileName, choices, run) };
  refuseForeign(start.bytes, fileName);
  return { archive: null, table: await textTable(file, fileName, start, choices) };
}

/** A notebook may say anything. */
function refuseEncoding(encoding: string | undefined): void {
  if (encoding === undefined) return;
  try {
    new TextDecoder(encoding);
  } catch {
    throw new InputProblem(`There is no encoding \`${encoding}\`.`, {
      hint: 'Take it out of the source’s choices to have it found in the file.',
    });
  }
}

async function openArchive(
  archive: Archive,
  file: Blob,
  fileName: string,
  choices: ImportChoices,
  run: Run,
): Promise<FoundTable> {
  const entries = await archive.entries(file, fileName);
  if (entries.length === 0)
    throw new InputProblem(`\`${fileName}\` holds no file that could be a table.`, {
      hint: 'Unpack it on this machine and add what is inside.',
    });
  const chosen = entries.find(({ name }) => name === choices.entry);
  if (choices.entry !== undefined && !chosen)
    throw new InputProblem(`\`${fileName}\` has no file \`${choices.entry}\`.`, {
      hint: `It holds ${entries
        .slice(0, 5)
        .map(({ name }) => `\`${name}\``)
        .join(', ')}.`,
    });
  const parts = entries.length > 1 ? entries.map(({ name }) => ({ name, rows: null })) : [];
  const only = chosen ?? (entries.length === 1 ? entries[0] : undefined);
  if (!only) return openAll(entries, fileName, choices, parts, run);
  const table = await openEntry(only, choices, run);
  return { ...table, parts: parts.length > 0 ? parts : table.parts, choices: withEntry(table, chosen) };
}

const withEntry = (table: FoundTable, chosen: ArchiveEntry | undefined): ImportChoices =>
  chosen ? { ...table.choices, entry: chosen.name } : table.choices;

/** One file of an archive: unpacked, and opened as if it had been added itself. */
async function openEntry(entry: ArchiveEntry, choices: ImportChoices, run: Run): Promise<FoundTable> {
  const controller = new AbortController();
  const unpacked = await run.during(
    () => controller.abort(),
    () => entry.unpack(controller.signal),
  );
  const start = await readStart(unpacked, entry.name);
  const kind = kindOfFile(start.bytes.subarray(0, 65_536), entry.name);
  if (kind) return kindTable(kind, unpacked, entry.name, choices);
  refuseForeign(start.bytes, entry.name);
  return textTable(unpacked, entry.name, start, choices);
}

/** The first file's trouble says most; but it is the archive that holds no table. */
function noTable(entries: readonly ArchiveEntry[], fileName: string, problem: unknown): unknown {
  if (!(problem instanceof InputProblem)) return problem;
  const names = entries.slice(0, 5).map(({ name }) => `\`${name}\``);
  return new InputProblem(
    `None of the ${entries.length} files in \`${fileName}\` is a table: ${formatList(names)}${entries.length > 5 ? ' …' : ''}.`,
    {
      hint: problem.message,
    },
  );
}

/** All files as one table where they have the same columns; else the largest group's first, and that is said. */
async function openAll(
  entries: readonly ArchiveEntry[],
  fileName: string,
  choices: ImportChoices,
  parts: FoundTable['parts'],
  run: Run,
): Promise<FoundTable> {
  const tables: FoundTable[] = [];
  let problem: unknown = null;
  for (const entry of entries.slice(0, MOST_FILES)) {
    run.check();
    try {
      tables.push(await openEntry(entry, choices, run));
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      problem ??= error;
    }
  }
  // The most files with the same columns are the table: a note on how to read them is none of it.
  const groups = tables.map((one) => tables.filter((table) => placesIn(one, table) !== null));
  const alike = groups.reduce((most, group) => (group.length > most.length ? group : most), []);
  const [first] = alike;
  if (!first) throw noTable(entries, fileName, problem);
  const others = entries
    .map(({ name }) => name)
    .filter((name) => !alike.some(({ fileName }) => fileName === name));
  if (alike.length > 1 || others.length === 0) {
    const table = asOneTable(alike);
    const left = others.length === 0 ? [] : [leftAside(others)];
    return { ...table, parts, notes: [...left, ...table.notes] };
  }
  return {
    ...first,
    parts,
    choices: { ...first.choices, entry: first.fileName },
    notes: [{ tone: 'caution', text: otherColumns(first.fileName, others) }, ...first.notes],
  };
}
