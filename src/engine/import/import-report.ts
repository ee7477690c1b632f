import type { DateOrder, ImportChoices, ValueReading } from '../../formats/choices';
import type { Note } from '../../formats/note';
import { formatCount, formatPlural } from '../../values/format';
import { ident } from '../../sql/quote';
import type { ColumnInfo } from '../../values/table';
import type { ImportedColumn, ImportReport, ImportRequest, ReportedLine } from '../import-api';
import type { Connection } from '../queries';
import { columnsOf } from '../relations';
import type { Run } from '../run';
import type { FinishedColumn } from './finish-table';
import type { FinishedReading } from './read-until-it-fits';
import { duplicateRows, keysOf } from './table-facts';
import type { FoundTable } from './found-table';
import { rowRuleNotes } from './row-rule-notes';
import type { PlannedColumn, TablePlan } from './table-plan';

const MOST_LINES = 1000;
/** A file of which more lines than this share were not read is not read well. */
const MANY_REJECTED = 0.05;

/** What was read, said so that it can be checked and read again the same way. */
export async function importReport(
  connection: Connection,
  request: ImportRequest,
  read: FinishedReading & { archive: string | null; started: number; salted: boolean },
  run: Run,
): Promise<ImportReport> {
  const { table, plan, attempt, finished, reading } = read;
  const target = ident(request.relation);
  const infos = await columnsOf(connection, target);
  const columns = infos.flatMap((info, i) => {
    const made = finished.columns[i];
    const column = made && plan.columns[made.position];
    return column ? [importedColumn(info, column, made, attempt)] : [];
  });
  const { rows } = finished;
  const rejectedCount = reading?.rejectedCount ?? 0;
  const lines = attempt.rows + rejectedCount;
  const isPrivate = plan.columns.some(({ fate }) => fate !== 'kept');
  const told = (list: readonly ReportedLine[]): ReportedLine[] => reportedLines(list, isPrivate);
  const otherTables = [...table.earlierTables, ...(reading?.otherTables ?? [])];
  const other = doubtedTable(request.choices, table, otherTables);
  return {
    relation: request.relation,
    fileName: request.fileName,
    bytes: request.file.size,
    kind: table.kind,
    archive: read.archive,
    format: plan.format,
    choices: choicesOf(request.choices, table, plan),
    confidence: table.confidence,
    doubtful: table.doubtful || other !== null || rejectedCount > MANY_REJECTED * lines,
    second: other ?? table.second,
    parts: table.parts,
    lines,
    rows,
    rejectedCount,
    rejected: told(reading?.rejected ?? []),
    repairedCount: reading?.repairedCount ?? 0,
    repaired: told(reading?.repaired ?? []),
    blankLines: reading?.blankLines ?? 0,
    commentLines: reading?.commentLines ?? 0,
    preamble: told(table.preamble),
    footer: told(reading?.footer ?? []),
    otherTables,
    columns,
    dropped: plan.columns.filter(({ fate }) => fate === 'dropped').map((column) => column.plan.name),
    rowRules: plan.rules.map(({ id, label, leftOut }, i) => ({
      id,
      label,
      count: attempt.ruled[i] ?? 0,
      leftOut,
    })),
    duplicateRows: await duplicateRows(connection, target, infos, rows, run),
    keys: await keysOf(connection, target, infos, rows, run),
    notes: notesOn(request, read, columns),
    elapsed: performance.now() - read.started,
  };
}

/** Another table of the file as the second reading, until somebody decided where the table begins; null where none is. */
function doubtedTable(
  { skip, header }: ImportChoices,
  table: FoundTable,
  [other]: ImportReport['otherTables'],
): ImportReport['second'] {
  if (!other || skip !== undefined || header !== undefined || table.doubtful) return null;
  const { header: _found, ...choices } = table.choices;
  return {
    choices: { ...choices, skip: other.line - 1 },
    differs: `the table that begins in line ${formatCount(other.line)}: ${formatPlural(other.columns, 'column')}, ${formatPlural(other.rows, 'row')}`,
  };
}

/** Where columns were dropped or hashed, a line's text would give them away: the report is kept and sent on. */
const reportedLines = (lines: readonly ReportedLine[], isPrivate: boolean): ReportedLine[] =>
  lines.slice(0, MOST_LINES).map(({ line, reason, text }) => ({ line, reason, text: isPrivate ? '' : text }));

/** How a column of the file stands in the table. */
export function importedColumn(
  info: ColumnInfo,
  column: PlannedColumn,
  { position, choice }: FinishedColumn,
  attempt: Pick<FinishedReading['attempt'], 'misfits' | 'missing'>,
): ImportedColumn {
  const { plan, original, label, meaning, personal, listOf, fate, examples } = column;
  const note = [plan.note, column.note].filter((part) => part !== undefined).join('; ');
  const isOwn = choice === undefined;
  return {
    ...info,
    misfits: isOwn ? (attempt.misfits.get(position) ?? 0) : 0,
    changed: isOwn ? plan.changed : [`rows with the choice "${choice}" in \`${plan.name}\``],
    missingAs: isOwn ? (attempt.missing.get(position) ?? []) : [],
    hashed: fate === 'hashed',
    examples: fate === 'hashed' || !isOwn ? [] : examples,
    ...(original !== undefined && original !== info.name && isOwn ? { original } : {}),
    ...(note === '' ? {} : { note }),
    ...(plan.question && isOwn && fate === 'kept' ? { question: plan.question } : {}),
    ...(label === undefined ? {} : { label: isOwn ? label : `${label}: ${choice}` }),
    ...(meaning === undefined || !isOwn ? {} : { meaning }),
    ...(personal === undefined ? {} : { personal }),
    ...(listOf === undefined || !isOwn ? {} : { listOf }),
  };
}

/** All that was decided, by people or by what the file shows. Columns with an open question have no type yet. */
export function choicesOf(given: ImportChoices, table: FoundTable, plan: TablePlan): ImportChoices {
  const kept = plan.columns.filter(({ fate }) => fate === 'kept');
  const readings = kept.filter((column) => Object.keys(column.plan.reading).length > 0);
  const dated = kept.flatMap(({ plan: { name, reading } }) => {
    const order = orderIn(reading);
    return order ? [[name, order] as const] : [];
  });
  const settled = kept.filter((column) => !column.plan.question);
  const rules = plan.rules.filter(({ leftOut }) => leftOut).map(({ id }) => id);
  const values = Object.fromEntries(readings.map((column) => [column.plan.name, column.plan.reading]));
  const commas = readings.some(({ plan: { reading } }) => reading.decimal === ',');
  return {
    ...given,
    ...table.choices,
    ...(plan.format ? { format: plan.format.id } : {}),
    ...(commas ? { decimal: ',' as const } : {}),
    ...(dated.length > 0 ? { dates: Object.fromEntries(dated) } : {}),
    ...(readings.length > 0 ? { values } : {}),
    ...(plan.rules.length > 0 ? { leaveOut: rules } : {}),
    types: Object.fromEntries(settled.map((column) => [column.plan.name, column.plan.type])),
  };
}

/** The order of day and month in a reading whose months are numbers. */
function orderIn({ dates }: ValueReading): DateOrder | null {
  const [format] = dates ?? [];
  if (format === undefined || !/%-?m/.test(format)) return null;
  const [day, month, year] = ['d', 'm', '[yY]'].map((part) => format.search(new RegExp(`%-?${part}`)));
  if (day === undefined || month === undefined || year === undefined || day < 0) return null;
  if (year >= 0 && year < month && month < day) return 'ymd';
  return day < month ? 'dmy' : 'mdy';
}

function notesOn(
  request: ImportRequest,
  { table, plan, attempt, finished, reading, hasUnreadable, salted }: FinishedReading & { salted: boolean },
  columns: readonly ImportedColumn[],
): Note[] {
  const { repairedCount = 0, footer = [], repeatedHeaders = [], otherTables = [] } = reading ?? {};
  const caution = (text: string): Note => ({ tone: 'caution', text });
  const plain = (text: string): Note => ({ tone: 'plain', text });
  const isHashed = plan.columns.some(({ fate }) => fate === 'hashed');
  // What a program says of its own columns stands with the column alone: it may be the text of every question.
  const ownNotes = new Map(plan.columns.map((column) => [column.plan.name, column.plan.note]));
  return [
    ...table.notes,
    ...plan.notes,
    ...finished.notes,
    ...(finished.rows === 0 ? [caution(`\`${request.fileName}\` has column names but no rows.`)] : []),
    ...(hasUnreadable
      ? [
          caution(
            `Some bytes are no text in ${table.choices.encoding ?? 'this encoding'} and show as \ufffd.`,
          ),
        ]
      : []),
    ...(repairedCount > 0
      ? [
          caution(
            `${formatPlural(repairedCount, 'line')} that ${repairedCount === 1 ? 'does' : 'do'} not follow the others ${repairedCount === 1 ? 'was' : 'were'} mended.`,
          ),
        ]
      : []),
    ...(footer.length > 0
      ? [
          plain(
            `${formatPlural(footer.length, 'line')} after the table ${footer.length === 1 ? 'is' : 'are'} left out.`,
          ),
        ]
      : []),
    ...(repeatedHeaders.length > 0
      ? [plain(`The header comes again in ${formatPlural(repeatedHeaders.length, 'line')}, left out.`)]
      : []),
    ...[...table.earlierTables, ...otherTables].map(({ line, rows, columns: width }) =>
      caution(
        `Another table of ${formatPlural(rows, 'row')} and ${formatPlural(width, 'column')} begins in line ${formatCount(line)}: it was not read.`,
      ),
    ),
    ...rowRuleNotes(plan, attempt.ruled, request.choices.leaveOut !== undefined),
    ...(isHashed && !salted
      ? [caution('Hashes of this reading match no other, because the device gave no secret.')]
      : []),
    ...columns.flatMap((column) => columnNotes(column, ownNotes.get(column.name))),
  ];
}

function columnNotes({ name, misfits, type, question }: ImportedColumn, note: string | undefined): Note[] {
  const notes: Note[] = [];
  if (question)
    notes.push({
      tone: 'caution',
      text: `\`${name}\` has dates such as ${question.example}, and no value tells day from month: it stays text until you say which.`,
    });
  else if (note !== undefined)
    notes.push({ tone: /^made|check/.test(note) ? 'caution' : 'plain', text: `\`${name}\`: ${note}.` });
  if (misfits > 0)
    notes.push({
      tone: 'caution',
      text: `${formatPlural(misfits, 'value')} of \`${name}\` did not fit ${type} and ${misfits === 1 ? 'is' : 'are'} empty now.`,
    });
  return notes;
}
