import type { Cell, NotebookDocument } from './document';
import { addCell, addTextCell, cellOf, removeCell } from './edit';
import { cellsOf } from './parse';
import { freshName } from './rename';

/**
 * A SQL cell as prose that shows its query, or prose as the SQL cell that it holds (a ```` ```sql ```` block, else
 * its whole text), in its place and with its id. The same document for cells of other kinds.
 */
export function changeKind(document: NotebookDocument, id: string): NotebookDocument {
  const cell = cellOf(document, id);
  const index = cellsOf(document).findIndex((other) => other.id === id);
  if (cell.kind === 'sql') {
    const prose = `\`\`\`sql\n${cell.body}\n\`\`\``;
    return addTextCell(removeCell(document, id), index, prose, id);
  }
  if (cell.kind !== 'text') return document;
  const without = removeCell(document, id);
  const body = /^```sql[^\n]*\n([\s\S]*?)\n?```\s*$/m.exec(cell.body)?.[1] ?? cell.body;
  return addCell(without, index, { kind: 'sql', name: freshName(without, 'sql'), body, id });
}

/** What the change is called in a menu; null for a kind that has none. */
export const kindChangeLabel = ({ kind }: Cell): string | null =>
  kind === 'sql' ? 'Turn into text' : kind === 'text' ? 'Turn into SQL' : null;
