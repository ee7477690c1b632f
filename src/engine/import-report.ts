import { strptimeFormat, type FileSample, type Note, type PlannedColumn } from '../formats/text/plan';
import { formatCount, formatDate } from '../values/format';
import { ident } from '../sql/quote';
import { cellAt } from '../values/table';
import type { ImportChoices, ImportedColumn, ImportReport, ImportRequest } from './api';
import { decodeTable } from './decode';
import type { FinishedReading } from './import-source';
import type { Connection } from './queries';
import { columnsOf } from './relations';

/** What was read, said so that it can be checked and read again the same way. */
export async function importReport(
  connection: Connection,
  request: ImportRequest,
  read: FinishedReading & { format: string; sample: FileSample; started: number },
): Promise<ImportReport> {
  const { plan, rows, rejected, rejectedCount, misfits } = read;
  const infos = await columnsOf(connection, ident(request.relation));
  const columns = infos.map((info, i): ImportedColumn => {
    const note = plan.columns[i]?.note;
    return {
      ...info,
      misfits: misfits.get(info.name) ?? 0,
      ...(note === undefined ? {} : { note }),
      changed: [],
      missingAs: [],
      hashed: false,
      examples: [],
    };
  });
  const notes = [
    ...encodingNotes(read.sample.encoding),
    ...plan.notes,
    ...(rows === 0
      ? [{ tone: 'caution' as const, text: `\`${request.fileName}\` has column names but no rows.` }]
      : []),
    ...columns.flatMap(columnNotes),
    ...(await dateNotes(connection, request.relation, plan.columns)),
  ];
  return {
    relation: request.relation,
    fileName: request.fileName,
    bytes: request.file.size,
    kind: 'text',
    archive: null,
    format: null,
    confidence: 1,
    doubtful: false,
    second: null,
    parts: [],
    repairedCount: 0,
    repaired: [],
    blankLines: 0,
    commentLines: 0,
    preamble: [],
    footer: [],
    otherTables: [],
    dropped: [],
    rowRules: [],
    duplicateRows: null,
    keys: [],
    choices: choicesOf(request.choices, read),
    lines: rows + rejectedCount,
    rows,
    rejectedCount,
    rejected,
    columns,
    notes,
    elapsed: performance.now() - read.started,
  };
}

function choicesOf(
  given: ImportChoices,
  { plan, sample }: FinishedReading & { sample: FileSample },
): ImportReport['choices'] {
  const dated = plan.columns.filter(({ date }) => date);
  const dates = Object.fromEntries(dated.map(({ name, date }) => [name, date?.order ?? 'dmy']));
  return {
    ...given,
    delimiter: plan.delimiter,
    quote: plan.quote,
    escape: plan.escape,
    encoding: sample.encoding,
    header: plan.header,
    ...(plan.decimal === ',' ? { decimal: ',' as const } : {}),
    ...(dated.length > 0 ? { dates } : {}),
    types: Object.fromEntries(plan.columns.map(({ name, type }) => [name, type])),
  };
}

const encodingNotes = (encoding: string): Note[] =>
  encoding === 'utf-8'
    ? []
    : [
        {
          tone: encoding === 'windows-1252' ? 'caution' : 'plain',
          text: `The text was read as ${encoding}.`,
        },
      ];

function columnNotes({ name, note, misfits, type }: ImportedColumn): Note[] {
  const notes: Note[] = [];
  if (note !== undefined)
    notes.push({ tone: note.startsWith('made') ? 'caution' : 'plain', text: `\`${name}\` is ${note}.` });
  if (misfits > 0)
    notes.push({
      tone: 'caution',
      text: `${formatCount(misfits)} ${misfits === 1 ? 'value' : 'values'} of \`${name}\` did not fit ${type} and ${misfits === 1 ? 'is' : 'are'} empty now.`,
    });
  return notes;
}

/** An ambiguous date is shown by example: as it stands in the file, and as it was read. */
async function dateNotes(
  connection: Connection,
  relation: string,
  columns: readonly PlannedColumn[],
): Promise<Note[]> {
  const notes: Note[] = [];
  for (const { name, date } of columns) {
    if (!date?.ambiguous) continue;
    const column = ident(name);
    const table = decodeTable(
      await connection.query(
        `SELECT strftime(${column}, '${strptimeFormat(date)}') AS written, ${column} AS day FROM ${ident(relation)}
         WHERE ${column} IS NOT NULL ORDER BY day(${column}) = month(${column}), rowid LIMIT 1`,
      ),
    );
    const [written, day] = table.columns.map((found) => cellAt(found, 0));
    if (typeof day !== 'number') continue;
    const first = date.order === 'dmy' ? 'day' : 'month';
    notes.push({
      tone: 'caution',
      text: `\`${name}\` was read with the ${first} first: ${String(written)} is ${formatDate(day)}. No value tells day from month; please check.`,
    });
  }
  return notes;
}
