import { closesFence, openingFence } from './fence';
import type { Cell, NotebookDocument, Segment } from './document';
import { cellParts, fencedCell, isSeparator, linesOf, textCell, withoutLineEnd } from './segments';

/** Cells, and the gap before each of them; the last gap stands after the last cell. `gaps` is one longer. */
export interface Layout {
  cells: readonly Cell[];
  gaps: readonly string[];
}

export function layoutOf(segments: readonly Segment[]): Layout {
  const cells: Cell[] = [];
  const gaps: string[] = [''];
  for (const segment of segments) {
    if (segment.type === 'gap') gaps[gaps.length - 1] += segment.text;
    else {
      cells.push(segment);
      gaps.push('');
    }
  }
  return { cells, gaps };
}

export function segmentsOf({ cells, gaps }: Layout): Segment[] {
  const segments: Segment[] = [];
  gaps.forEach((text, i) => {
    if (text !== '') segments.push({ type: 'gap', text });
    const cell = cells[i];
    if (cell) segments.push(cell);
  });
  return segments;
}

/** The line end of the file, as its first line has it. */
export const lineEndOf = (document: NotebookDocument): string =>
  /\r\n/.test(linesOf(document.head)[0] ?? '') ? '\r\n' : '\n';

/** A layout with cells put in at an index, blank lines around them. */
export function insertAt(
  layout: Layout,
  index: number,
  cells: readonly Cell[],
  inner: readonly string[],
  eol: string,
): Layout {
  const at = Math.min(Math.max(index, 0), layout.cells.length);
  const isLast = at === layout.cells.length;
  const old = layout.gaps[at] ?? '';
  const blank = eol + eol;
  // At the end the old gap (the file's last line end) stays at the end; elsewhere it stays before.
  const before = isLast && layout.cells.length > 0 ? blank : old || (at === 0 ? eol : blank);
  const after = isLast ? (layout.cells.length > 0 ? old : eol) : blank;
  return settle(
    {
      cells: [...layout.cells.slice(0, at), ...cells, ...layout.cells.slice(at)],
      gaps: [...layout.gaps.slice(0, at), before, ...inner, after, ...layout.gaps.slice(at + 1)],
    },
    eol,
    at,
    at + cells.length,
  );
}

/** A layout without the cell at an index; of the gaps around it one stays. */
export function removeAt(layout: Layout, index: number, eol: string): Layout {
  const isLast = index === layout.cells.length - 1;
  const kept = isLast && index > 0 ? layout.gaps[index + 1] : layout.gaps[index];
  return settle(
    {
      cells: layout.cells.toSpliced(index, 1),
      gaps: layout.gaps.toSpliced(index, 2, kept ?? ''),
    },
    eol,
    index,
    index,
  );
}

/**
 * Makes the gaps from `first` to `last` keep their neighbours apart: a line end between any two cells, a separator
 * between two text cells and nowhere else. What was never closed is closed where something follows it.
 */
export function settle(layout: Layout, eol: string, first: number, last: number): Layout {
  const cells = [...layout.cells];
  const gaps = [...layout.gaps];
  for (let i = first; i <= last; i++) {
    const before = cells[i - 1];
    const after = cells[i];
    if (before && after) cells[i - 1] = closed(before, eol);
    gaps[i] = settledGap(gaps[i] ?? '', before, after, eol);
  }
  return { cells, gaps };
}

function settledGap(gap: string, before: Cell | undefined, after: Cell | undefined, eol: string): string {
  const separates = before?.kind === 'text' && after?.kind === 'text';
  const has = linesOf(gap).some(isSeparator);
  if (separates) return has ? onOwnLines(gap, true, true, eol) : `${eol}${eol}<!-- cell -->${eol}${eol}`;
  const bare = has
    ? linesOf(gap)
        .filter((line) => !isSeparator(line))
        .join('')
    : gap;
  if (before && after) return !has && bare.includes('\n') ? onOwnLines(bare, true, true, eol) : eol + eol;
  return onOwnLines(bare === '' && has ? eol : bare, before !== undefined, after !== undefined, eol);
}

/** A gap whose first line ends the cell before it, and whose last line ends before the next cell. */
function onOwnLines(gap: string, follows: boolean, leads: boolean, eol: string): string {
  const start = follows && gap !== '' && !/^\r?\n/.test(gap) ? eol : '';
  const end = leads && gap !== '' && !gap.endsWith('\n') ? eol : '';
  return start + gap + end;
}

function closed(cell: Cell, eol: string): Cell {
  if (cell.kind === 'text') {
    const text = selfContained(cell.text, eol);
    return text === cell.text ? cell : textCell(cell.id, text);
  }
  const { marks, closing } = cellParts(cell.text);
  if (closing !== '') return cell;
  const end = cell.text.endsWith('\n') ? '' : eol;
  return fencedCell(cell.id, `${cell.text}${end}${marks}`);
}

/**
 * Markdown that cannot swallow what follows it: a fence or a comment that it leaves open is closed at its end.
 */
export function selfContained(markdown: string, eol: string): string {
  let open: string | null = null;
  for (const line of linesOf(markdown).map(withoutLineEnd)) {
    if (open === '-->') open = line.includes('-->') ? null : open;
    else if (open !== null) open = closesFence(line, open) ? null : open;
    else if (/^ {0,3}<!--/.test(line) && !line.includes('-->')) open = '-->';
    else open = openingFence(line)?.marks ?? null;
  }
  if (open === null) return markdown;
  return `${markdown}${markdown.endsWith('\n') ? '' : eol}${open}`;
}
