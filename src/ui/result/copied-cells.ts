import { formatCount, formatPlural } from '../../values/format';
import type { ColumnInfo } from '../../values/table';
import { exactText, tabSeparated } from './column-format';
import type { Selection } from './grid-selection';
import type { PagedRows } from './paged-rows.svelte';

/** Rows that one copy takes. */
const MOST_COPIED = 50_000;
/** Rows fetched at a time, since only some pages are kept. */
const STEP = 2000;

interface Rectangle {
  from: number;
  end: number;
  left: number;
  right: number;
  heads: boolean;
}

/** Puts the selected cells on the clipboard, with headings where there are several rows and columns; says how it went. */
export async function copyCells(
  selection: Selection,
  columns: readonly ColumnInfo[],
  rows: PagedRows,
): Promise<string> {
  const { anchor, active } = selection;
  const first = Math.min(anchor.row, active.row);
  const last = Math.max(anchor.row, active.row);
  const left = Math.min(anchor.column, active.column);
  const right = Math.max(anchor.column, active.column);
  const from = Math.max(0, first);
  const end = Math.min(last + 1, from + MOST_COPIED);
  const several = end - first > 1 && right > left;
  const text = textOf({ from, end, left, right, heads: several || first < 0 }, columns, rows);
  try {
    await navigator.clipboard.write([
      new ClipboardItem({ 'text/plain': text.then((all) => new Blob([all], { type: 'text/plain' })) }),
    ]);
  } catch {
    return 'The browser did not allow copying.';
  }
  const cut = end < last + 1 ? ` of ${formatCount(last + 1 - first)}; export the table for all` : '';
  return `Copied ${formatPlural(end - from, 'row')}${cut}.`;
}

async function textOf(
  { from, end, left, right, heads }: Rectangle,
  columns: readonly ColumnInfo[],
  rows: PagedRows,
): Promise<string> {
  const chosen = columns.map((info, index) => ({ info, index })).slice(left, right + 1);
  const lines: string[][] = heads ? [chosen.map(({ info }) => info.name)] : [];
  for (let start = from; start < end; start += STEP) {
    const stop = Math.min(end, start + STEP);
    await rows.need(start, stop);
    for (let row = start; row < stop; row++)
      lines.push(chosen.map(({ info, index }) => exactText(rows.cell(row, index) ?? null, info)));
  }
  return tabSeparated(lines);
}
