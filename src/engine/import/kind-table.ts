import type { ImportChoices } from '../../formats/choices';
import type { FileKind, OpenTable } from '../../formats/kinds/file-kind';
import type { Run } from '../run';
import type { FoundTable, RecordStream } from './found-table';

const MOST_SAMPLED = 5000;

/** The chosen table of a workbook or another file that a library reads. */
export async function kindTable(
  kind: FileKind,
  file: Blob,
  fileName: string,
  choices: ImportChoices,
): Promise<FoundTable> {
  const { sheet, range } = choices;
  const open = await kind.open(file, fileName, {
    ...(sheet === undefined ? {} : { sheet }),
    ...(range === undefined ? {} : { range }),
  });
  const head = await firstRecords(open);
  return found(kind.id, fileName, open, head, choices.header ?? (open.names.length > 0 ? 1 : 0));
}

/** The first records, names first where there are any. */
async function firstRecords(open: OpenTable): Promise<string[][]> {
  const head: string[][] = open.names.length > 0 ? [[...open.names]] : [];
  for await (const piece of open.records()) {
    for (const record of piece) if (head.length <= MOST_SAMPLED) head.push(record);
    if (head.length > MOST_SAMPLED) break;
  }
  return head;
}

function found(
  kind: string,
  fileName: string,
  open: OpenTable,
  head: string[][],
  header: number,
): FoundTable {
  const width = Math.max(open.names.length, head[0]?.length ?? 0);
  const sample = head.slice(header);
  return {
    kind,
    fileName,
    choices: { ...open.chosen, ...(header === (open.names.length > 0 ? 1 : 0) ? {} : { header }) },
    confidence: 1,
    doubtful: false,
    second: null,
    parts: open.parts.length > 1 ? open.parts : [],
    notes: open.notes,
    preamble: [],
    earlierTables: [],
    names: header > 0 ? (head[0] ?? []) : [],
    width,
    types: header === 1 ? open.types : [],
    top: head.slice(0, 8),
    sample,
    tails: [],
    added: 0,
    headRows: sample.length,
    sampleReading: null,
    estimatedRows: open.rows ?? sample.length,
    text: null,
    plain: null,
    records: (run, onFraction) => streamOf(open, header, run, onFraction),
    withHeader: (rows) => Promise.resolve(found(kind, fileName, open, head, rows)),
  };
}

function streamOf(
  open: OpenTable,
  header: number,
  run: Run,
  onFraction: (fraction: number) => void,
): RecordStream {
  return { pieces: rowsOf(open, header, run, onFraction), reading: () => null };
}

async function* rowsOf(
  open: OpenTable,
  header: number,
  run: Run,
  onFraction: (fraction: number) => void,
): AsyncGenerator<string[][]> {
  const named = open.names.length > 0;
  if (named && header === 0) yield [[...open.names]];
  let toSkip = Math.max(0, header - (named ? 1 : 0));
  let done = 0;
  for await (const piece of open.records()) {
    run.check();
    const rows = toSkip > 0 ? piece.slice(toSkip) : piece;
    toSkip = Math.max(0, toSkip - piece.length);
    if (rows.length > 0) yield rows;
    done += rows.length;
    if (open.rows !== null && open.rows > 0) onFraction(Math.min(1, done / open.rows));
  }
}
