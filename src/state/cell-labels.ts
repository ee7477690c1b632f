import type { Cell } from '../notebook/document';

/** What people and screen readers call each cell, by id: its name; a text cell's first heading, else "Text 2". */
export function cellLabels(cells: readonly Cell[]): Map<string, string> {
  const labels = new Map<string, string>();
  let texts = 0;
  for (const cell of cells) {
    if (cell.kind === 'text') texts += 1;
    labels.set(cell.id, cell.kind === 'text' ? (headingOf(cell)?.text ?? `Text ${texts}`) : cell.name);
  }
  return labels;
}

/** The first Markdown heading of a text cell, without its mark-up. */
export function headingOf(cell: Cell): { text: string; level: number } | null {
  const match = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(cell.body);
  if (!match?.[1] || !match[2]) return null;
  return { text: match[2].replace(/[*_`]/g, ''), level: match[1].length };
}
