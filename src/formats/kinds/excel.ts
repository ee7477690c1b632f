import { InputProblem } from '../../values/problem';
import type { FileKind, OpenTable, PartChoices } from './file-kind';
import { chosenRange } from './excel/cell-range';
import type { CellRules } from './excel/cell-text';
import { findTable, type FoundTable } from './excel/find-table';
import { isOldWorkbook, isWorkbook, refuseOldWorkbook } from './excel/recognise';
import { readSheet, statedLines, type Sheet } from './excel/read-sheet';
import { sheetNotes } from './excel/sheet-notes';
import { Workbook, type SheetEntry } from './excel/workbook';

/**
 * Excel workbooks (.xlsx, .xlsm). Read by parts of our own over a zip library: the libraries at hand give values only,
 * not what is hidden, merged, an error or a formula without a value, and hold a sheet several times in memory.
 */
const excel: FileKind = {
  id: 'excel',
  label: 'Excel workbook',
  recognises: (start, fileName) => isWorkbook(start) || isOldWorkbook(start, fileName),
  async open(file, fileName, choices) {
    await refuseOldWorkbook(file, fileName);
    const workbook = await Workbook.open(file, fileName);
    const rules = await workbook.rules();
    const { entry, sheet } = await chooseSheet(workbook, rules, choices.sheet);
    const range = choices.range === undefined ? null : chosenRange(choices.range);
    const table = findTable(sheet.rows, sheet.merged, range);
    if (table.from >= table.to && table.names.length === 0) throw empty(entry, fileName, choices);
    return {
      parts: await partsOf(workbook, entry, table),
      chosen:
        choices.range === undefined ? { sheet: entry.name } : { sheet: entry.name, range: choices.range },
      names: table.names,
      types: table.columns.map(() => null),
      rows: table.to - table.from,
      records: () => recordsOf(sheet, table),
      notes: sheetNotes(entry, workbook.sheets, sheet, table),
    } satisfies OpenTable;
  },
};
export default excel;

/** The sheet that was asked for, else the first visible one with a table, else with anything. */
async function chooseSheet(
  workbook: Workbook,
  rules: CellRules,
  name: string | undefined,
): Promise<{ entry: SheetEntry; sheet: Sheet }> {
  const read = async (entry: SheetEntry) => ({ entry, sheet: await readSheet(workbook, entry.path, rules) });
  if (name !== undefined) return read(namedSheet(workbook.sheets, name));
  const visible = workbook.sheets.filter(({ hidden }) => !hidden);
  let first: { entry: SheetEntry; sheet: Sheet } | null = null;
  for (const entry of visible.length > 0 ? visible : workbook.sheets) {
    const found = await read(entry);
    if (isTable(found.sheet)) return found;
    if (!first || (first.sheet.rows.length === 0 && found.sheet.rows.length > 0)) first = found;
  }
  if (!first) throw new Error('a workbook without sheets was opened');
  return first;
}

function namedSheet(sheets: readonly SheetEntry[], name: string): SheetEntry {
  const found =
    sheets.find((sheet) => sheet.name === name) ??
    sheets.find((sheet) => sheet.name.trim().toLowerCase() === name.trim().toLowerCase());
  if (found) return found;
  throw new InputProblem(`The workbook has no sheet "${name}".`, {
    hint: `It has ${sheets.map((sheet) => `"${sheet.name}"`).join(', ')}.`,
  });
}

/** A cover has text in one column or two rows; a table has columns and rows. */
const isTable = ({ rows }: Sheet): boolean =>
  rows.length >= 2 && rows.filledByColumn.filter((filled) => filled >= 2).length >= 2;

const MOST_STATED = 50;

async function partsOf(
  workbook: Workbook,
  entry: SheetEntry,
  table: FoundTable,
): Promise<OpenTable['parts']> {
  const parts: OpenTable['parts'] = [];
  for (const [i, { name, path }] of workbook.sheets.entries()) {
    const stated =
      name === entry.name
        ? table.to - table.from
        : i < MOST_STATED
          ? await statedLines(workbook, path)
          : null;
    parts.push({ name, rows: stated });
  }
  return parts;
}

async function* recordsOf({ rows }: Sheet, { columns, from, to }: FoundTable): AsyncGenerator<string[][]> {
  for (const piece of rows.pieces(from, to)) {
    yield piece.map(({ cells }) => columns.map((column) => cells[column] ?? ''));
    await Promise.resolve();
  }
}

const empty = ({ name }: SheetEntry, fileName: string, { range }: PartChoices): InputProblem =>
  range === undefined
    ? new InputProblem(`The sheet "${name}" of \`${fileName}\` is empty.`, { hint: 'Choose another sheet.' })
    : new InputProblem(`There is nothing in ${range} of the sheet "${name}".`, {
        hint: 'Choose another range.',
      });
