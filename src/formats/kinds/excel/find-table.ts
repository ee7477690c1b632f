import { kindOf, isTyped } from '../../structure/cell-shape';
import { findHeader } from '../../structure/find-header';
import type { TextDialect } from '../../structure/dialect';
import type { PlacedRecord } from '../../structure/raw-records';
import type { CellRange } from './cell-range';
import type { PackedRows, SheetRow } from './packed-rows';
import { withMergedNames, mergedHeaderRows } from './merged-names';

/** Where the table stands in the rows of a sheet. */
export interface FoundTable {
  /** Names of `columns`; empty where no row names them. */
  names: string[];
  /** Columns of the sheet, from 0, in order; wholly empty ones without a name are left out. */
  columns: number[];
  /** Places of the rows of data, `to` excluded. */
  from: number;
  to: number;
  above: SheetRow[];
  /** Rows after the table that belong to no other. */
  below: SheetRow[];
  /** Line of the sheet in which another table begins, and its rows. */
  another: { line: number; rows: number } | null;
}

const SAMPLE = 300;
const NO_DIALECT: TextDialect = { delimiter: '\0', quote: '', escape: '', lineEnds: 'any' };

/**
 * Finds the table of a sheet: titles above, the rows that name the columns, notes and totals below, and other tables
 * after a gap. Within a chosen range the first row that may name columns does, and every row below is data.
 */
export function findTable(
  rows: PackedRows,
  merged: readonly CellRange[],
  range: CellRange | null,
): FoundTable {
  const [first, last] = range ? placesOf(rows, range) : [0, rows.length];
  const columns = usedColumns(rows, range);
  const sample = rows.rows(first, Math.min(last, first + SAMPLE));
  const named = withMergedNames(sample, merged, columns);
  const records = named.map((row) => recordOf(row, columns));
  const header = headerOf(records, sample, merged, columns, range !== null);
  const from = first + header.first + header.rows;
  const above = sample.slice(0, header.first);
  const names = header.names;
  if (range) return { ...kept(names, columns, rows), from, to: last, above, below: [], another: null };
  const another = anotherTable(rows, from, columns);
  const end = another?.at ?? last;
  const below = footer(rows, from, end, columns);
  return {
    ...kept(names, columns, rows),
    from,
    to: end - below.length,
    above,
    below,
    another: another && { line: another.line, rows: last - another.at },
  };
}

function headerOf(
  records: PlacedRecord[],
  sample: readonly SheetRow[],
  merged: readonly CellRange[],
  columns: readonly number[],
  inRange: boolean,
): ReturnType<typeof findHeader> {
  const width = columns.length;
  const found = findHeader(records, width, NO_DIALECT, inRange ? { preambleLines: 0 } : {});
  const top = sample[found.first];
  const several = top ? mergedHeaderRows(sample, found.first, merged, columns) : 0;
  if (several <= found.rows) return found;
  const told = findHeader(records.slice(found.first), width, NO_DIALECT, {
    preambleLines: 0,
    headerRows: several,
  });
  return { ...told, first: found.first };
}

/** Columns that hold anything, and those between them. */
function usedColumns(rows: PackedRows, range: CellRange | null): number[] {
  const filled = rows.filledByColumn;
  const used = [...filled.keys()].filter(
    (column) =>
      filled[column] !== undefined && (!range || (column >= range.firstColumn && column <= range.lastColumn)),
  );
  const first = used[0] ?? 0;
  return Array.from({ length: (used.at(-1) ?? first) - first + 1 }, (_, i) => first + i);
}

function placesOf(rows: PackedRows, { firstLine, lastLine }: CellRange): [from: number, to: number] {
  let [from, to, at] = [rows.length, 0, 0];
  for (const piece of rows.pieces())
    for (const { line } of piece) {
      if (line >= firstLine && line <= lastLine) [from, to] = [Math.min(from, at), at + 1];
      at++;
    }
  return from < to ? [from, to] : [0, 0];
}

const recordOf = ({ line, cells }: SheetRow, columns: readonly number[]): PlacedRecord => ({
  fields: columns.map((column) => cells[column] ?? ''),
  line,
  text: '',
  broken: false,
});

/** Columns between others that have neither name nor value are for the eye. */
function kept(
  names: readonly string[],
  columns: readonly number[],
  rows: PackedRows,
): Pick<FoundTable, 'names' | 'columns'> {
  const useful = columns.flatMap((column, i) =>
    rows.filledByColumn[column] !== undefined || (names[i] ?? '') !== '' ? [i] : [],
  );
  return {
    names: names.length === 0 ? [] : useful.map((i) => names[i] ?? ''),
    columns: useful.map((i) => columns[i] ?? 0),
  };
}

const filledIn = ({ cells }: SheetRow, columns: readonly number[]): number =>
  columns.filter((column) => (cells[column] ?? '') !== '').length;

/** How many cells a row of the table usually fills. */
function usualFill(rows: PackedRows, from: number, columns: readonly number[]): number {
  const fills = rows.rows(from, from + SAMPLE).map((row) => filledIn(row, columns));
  return fills.sort((a, b) => a - b)[Math.floor(fills.length / 2)] ?? 0;
}

const MOST_BELOW = 20;
const TOTAL = /^(grand |sub)?(total|sum|summe|gesamt(summe)?|totale|totaal|suma|somme)\b/i;

/** Rows at the end that are no data: totals, and lone notes. */
function footer(rows: PackedRows, from: number, to: number, columns: readonly number[]): SheetRow[] {
  const usual = usualFill(rows, from, columns);
  const tail = rows.rows(Math.max(from, to - MOST_BELOW - 1), to);
  let start = tail.length;
  for (let i = tail.length - 1; i > 0; i--) {
    const [row, before] = [tail[i], tail[i - 1]];
    if (!row || !before) break;
    const fill = filledIn(row, columns);
    const apart = row.line > before.line + 1;
    const first = row.cells.find((cell) => cell !== '') ?? '';
    const isTotal = TOTAL.test(first.trim()) && usual >= 2;
    const isNote = fill === 1 && usual >= 3 && !isTyped(kindOf(first));
    if (isTotal || isNote) start = i;
    else if (apart && start === i + 1 && fill * 2 <= usual) start = i;
    else if (apart && fill * 2 <= usual && usual >= 3) start = i;
    else break;
  }
  return tail.slice(start);
}

/** The first row after a gap in which names stand over columns that hold numbers or days above. */
function anotherTable(
  rows: PackedRows,
  from: number,
  columns: readonly number[],
): { at: number; line: number } | null {
  const typed = typedColumns(rows, from, columns);
  if (typed.length === 0) return null;
  let [at, before] = [from, 0];
  for (const piece of rows.pieces(from))
    for (const row of piece) {
      if (before > 0 && row.line > before + 1 && at < rows.length - 1 && namesColumns(row, typed, columns))
        return { at, line: row.line };
      before = row.line;
      at++;
    }
  return null;
}

function typedColumns(rows: PackedRows, from: number, columns: readonly number[]): number[] {
  const sample = rows.rows(from, from + SAMPLE);
  return columns.filter((column) => {
    const values = sample.map(({ cells }) => cells[column] ?? '').filter((value) => value !== '');
    return (
      values.length > 0 && values.filter((value) => isTyped(kindOf(value))).length >= values.length * 0.7
    );
  });
}

function namesColumns(row: SheetRow, typed: readonly number[], columns: readonly number[]): boolean {
  const values = columns.map((column) => row.cells[column] ?? '').filter((value) => value !== '');
  return (
    values.length >= 2 &&
    values.every((value) => !isTyped(kindOf(value)) && value.length <= 80 && !TOTAL.test(value)) &&
    typed.some((column) => (row.cells[column] ?? '') !== '')
  );
}
