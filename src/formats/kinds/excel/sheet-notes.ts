import { formatCount } from '../../../values/format';
import type { Note } from '../../note';
import { columnLetters } from './cell-range';
import type { FoundTable } from './find-table';
import type { SheetRow } from './packed-rows';
import type { Sheet } from './read-sheet';
import type { SheetEntry } from './workbook';

/** What a reader must know of a sheet and of the table found in it. */
export function sheetNotes(
  entry: SheetEntry,
  sheets: readonly SheetEntry[],
  sheet: Sheet,
  table: FoundTable,
): Note[] {
  return [
    ...whichSheet(entry, sheets),
    ...leftOut(table),
    ...hiddenParts(sheet, table),
    ...cellNotes(sheet),
    ...mergedData(sheet, table),
  ];
}

const plain = (text: string): Note => ({ text, tone: 'plain' });
const caution = (text: string): Note => ({ text, tone: 'caution' });
const counted = (count: number, one: string, more: string): string =>
  `${formatCount(count)} ${count === 1 ? one : more}`;

function whichSheet(entry: SheetEntry, sheets: readonly SheetEntry[]): Note[] {
  const others = sheets.filter(({ name }) => name !== entry.name);
  if (others.length === 0) return [];
  const named = others.slice(0, 5).map(({ name, hidden }) => (hidden ? `"${name}" (hidden)` : `"${name}"`));
  const more = others.length > 5 ? ` and ${formatCount(others.length - 5)} more` : '';
  return [plain(`The sheet "${entry.name}" was read; the workbook also has ${named.join(', ')}${more}.`)];
}

function leftOut({ above, below, another }: FoundTable): Note[] {
  const notes: Note[] = [];
  if (above.length > 0)
    notes.push(plain(`${counted(above.length, 'row', 'rows')} above the table left out: ${wordsOf(above)}.`));
  if (below.length > 0)
    notes.push(
      caution(`${counted(below.length, 'row', 'rows')} below the table left out: ${wordsOf(below)}.`),
    );
  if (another)
    notes.push(
      caution(
        `Another table of ${counted(another.rows, 'row', 'rows')} begins in line ${formatCount(another.line)}; it was not read. Choose its range to read it.`,
      ),
    );
  return notes;
}

/** The beginning of rows: `"Report of June" (line 1)`. */
function wordsOf(rows: readonly SheetRow[]): string {
  const said = rows.slice(0, 3).map(({ line, cells }) => {
    const text = cells.filter((cell) => cell !== '').join(' ');
    return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}" (line ${formatCount(line)})`;
  });
  return `${said.join(', ')}${rows.length > 3 ? ' …' : ''}`;
}

function hiddenParts({ hiddenLines, hiddenColumns }: Sheet, table: FoundTable): Note[] {
  const columns = hiddenColumns.filter((column) => table.columns.includes(column));
  const notes: Note[] = [];
  if (hiddenLines > 0)
    notes.push(
      caution(`${counted(hiddenLines, 'row is', 'rows are')} hidden in the workbook and read all the same.`),
    );
  if (columns.length > 0) {
    const names = columns
      .slice(0, 5)
      .map((column) => table.names[table.columns.indexOf(column)] || columnLetters(column));
    notes.push(
      caution(
        `${counted(columns.length, 'column is', 'columns are')} hidden in the workbook and read all the same: ${names.join(', ')}${columns.length > 5 ? ' …' : ''}.`,
      ),
    );
  }
  return notes;
}

function cellNotes({ counts: { errors, error, formulas, percentages } }: Sheet): Note[] {
  const notes: Note[] = [];
  if (errors > 0)
    notes.push(
      caution(
        `${counted(errors, 'cell holds an error', 'cells hold errors')} such as ${error}, read as missing.`,
      ),
    );
  if (formulas > 0)
    notes.push(
      caution(
        `${counted(formulas, 'formula has', 'formulas have')} no stored value, read as missing. Open the workbook in a spreadsheet program and save it to have them computed.`,
      ),
    );
  if (percentages > 0) notes.push(plain('Percentages are read as fractions: 45 % is 0.45.'));
  return notes;
}

/** Merged cells among the data hold one value, in their first cell. */
function mergedData({ rows, merged }: Sheet, { from, to }: FoundTable): Note[] {
  const first = rows.rows(from, from + 1)[0]?.line ?? Infinity;
  const last = rows.rows(to - 1, to)[0]?.line ?? 0;
  const count = merged.filter(
    ({ firstLine, lastLine }) => firstLine >= first && firstLine <= last && lastLine > firstLine,
  ).length;
  if (count === 0) return [];
  return [
    caution(
      `${counted(count, 'merged cell spans', 'merged cells span')} several rows of the data: only the first of those rows has the value.`,
    ),
  ];
}
