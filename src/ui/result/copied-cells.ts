import { writeClipboard } from '../../state/clipboard';
import { formatCount, formatPlural } from '../../values/format';
import type { ColumnInfo } from '../../values/table';
import type { ShownColumn } from './column-widths.svelte';
import { exactText } from './column-format';
import { htmlTable, markdownTable, tabSeparated } from './table-text';
import type { PagedRows } from './paged-rows.svelte';

/** Rows that one copy takes. */
const MOST_COPIED = 50_000;
/** Beyond so many cells the clipboard has plain text alone, which spreadsheets take as well. */
const MOST_STYLED = 200_000;
const MOST_MARKDOWN = 1000;
/** Rows fetched at a time, since only some pages are kept. */
const STEP = 2000;

/** Part of a table: rows from `from` to before `end`, and whether its headings come along. */
export interface Stretch {
  columns: readonly ShownColumn[];
  from: number;
  end: number;
  heads: boolean;
}

/** Puts a part of a table on the clipboard, as tab-separated text and as a table; says how it went. */
export async function copyStretch(stretch: Stretch, rows: PagedRows): Promise<string> {
  const kept = { ...stretch, end: Math.min(stretch.end, stretch.from + MOST_COPIED) };
  const infos = kept.columns.map(({ info }) => info);
  const texts = textsOf(kept, rows);
  const styled = (kept.end - kept.from) * infos.length <= MOST_STYLED;
  const heads = kept.heads ? infos.map(({ name }) => name) : null;
  const written = await writeClipboard({
    'text/plain': texts.then((all) => tabSeparated(heads ? [heads, ...all] : all)),
    ...(styled ? { 'text/html': texts.then((all) => htmlTable(infos, all, kept.heads)) } : {}),
  });
  return written ? copiedWords(kept.end - kept.from, stretch.end - stretch.from) : refused;
}

/** Puts the first rows of a part on the clipboard as a Markdown table; says how it went. */
export async function copyMarkdown(stretch: Stretch, rows: PagedRows): Promise<string> {
  const kept = { ...stretch, end: Math.min(stretch.end, stretch.from + MOST_MARKDOWN) };
  const written = await writeClipboard({ 'text/plain': markdownOf(kept, rows) });
  return written
    ? `${copiedWords(kept.end - kept.from, stretch.end - stretch.from).slice(0, -1)} as Markdown.`
    : refused;
}

/** The first rows of a table as Markdown: at most 1,000, and the text says so below. */
export async function markdownOf(stretch: Stretch, rows: PagedRows): Promise<string> {
  const kept = { ...stretch, end: Math.min(stretch.end, stretch.from + MOST_MARKDOWN) };
  const infos: ColumnInfo[] = kept.columns.map(({ info }) => info);
  const text = markdownTable(infos, await textsOf(kept, rows));
  const left = stretch.end - kept.end;
  return left > 0
    ? `${text}\nThe first ${formatCount(kept.end - kept.from)} of ${formatCount(stretch.end - stretch.from)} rows.\n`
    : text;
}

const refused = 'The browser did not allow copying.';
const copiedWords = (copied: number, wanted: number): string =>
  copied < wanted
    ? `Copied the first ${formatCount(copied)} of ${formatPlural(wanted, 'row')}; export the table for all.`
    : `Copied ${formatPlural(copied, 'row')}.`;

/** The cells at full precision, row by row. */
async function textsOf({ columns, from, end }: Stretch, rows: PagedRows): Promise<string[][]> {
  const lines: string[][] = [];
  for (let start = from; start < end; start += STEP) {
    const stop = Math.min(end, start + STEP);
    await rows.need(start, stop);
    for (let row = start; row < stop; row++)
      lines.push(columns.map(({ info, index }) => exactText(rows.cell(row, index) ?? null, info)));
  }
  return lines;
}
