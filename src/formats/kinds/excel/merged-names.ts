import { isTyped, kindOf } from '../../structure/cell-shape';
import type { CellRange } from './cell-range';
import type { SheetRow } from './packed-rows';

/** Names stand in the first rows; further down merged cells are data. */
const MOST_ROWS = 20;

const spansColumns = ({ firstColumn, lastColumn }: CellRange): number => lastColumn - firstColumn + 1;

/** A merged cell that spans nearly all columns is a title, not the name of a group. */
const isTitle = (range: CellRange, columns: readonly number[]): boolean =>
  spansColumns(range) > 1 && spansColumns(range) >= columns.length * 0.8;

/** The first rows with the words of merged cells said in every column and row that they span. */
export function withMergedNames(
  rows: readonly SheetRow[],
  merged: readonly CellRange[],
  columns: readonly number[],
): SheetRow[] {
  const top = rows.slice(0, MOST_ROWS).map(({ line, cells }) => ({ line, cells: [...cells] }));
  const byLine = new Map(top.map((row) => [row.line, row]));
  for (const range of merged) {
    const value = byLine.get(range.firstLine)?.cells[range.firstColumn] ?? '';
    if (value === '' || isTyped(kindOf(value)) || isTitle(range, columns)) continue;
    for (let line = range.firstLine; line <= Math.min(range.lastLine, range.firstLine + MOST_ROWS); line++) {
      const cells = byLine.get(line)?.cells;
      if (!cells) continue;
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        while (cells.length <= column) cells.push('');
        cells[column] = value;
      }
    }
  }
  return [...top, ...rows.slice(MOST_ROWS)];
}

/** Rows that the header takes by its merged cells: one that spans columns has names below it. 0 where it has none. */
export function mergedHeaderRows(
  rows: readonly SheetRow[],
  first: number,
  merged: readonly CellRange[],
  columns: readonly number[],
): number {
  const line = rows[first]?.line ?? 0;
  let last = 0;
  for (const range of merged) {
    if (range.firstLine !== line || isTitle(range, columns)) continue;
    const value = rows[first]?.cells[range.firstColumn] ?? '';
    if (value === '' || isTyped(kindOf(value))) continue;
    last = Math.max(last, range.lastLine + (spansColumns(range) > 1 ? 1 : 0));
  }
  return last === 0 ? 0 : rows.slice(first).filter((row) => row.line <= last).length;
}
