import { kindOf } from '../cells/kinds';
import { scanCode } from '../sql/scan';
import { looksLikeQuery } from '../sql/looks-like-query';
import type { Cell, NotebookDocument } from './document';
import { addCell, addTextCell, type NewCell } from './edit';
import { parseNotebook, cellsOf } from './parse';
import { freshName } from './rename';
import { cutSegments, plainLineEnds } from './segments';

/**
 * The cells that a pasted text stands for: those of a notebook's text, those of cells' texts, a SQL cell for each
 * query, else one text cell. Empty for a text of white space.
 */
export function cellsOfText(pasted: string): NewCell[] {
  const text = plainLineEnds(pasted).replace(/^\uFEFF/, '');
  if (text.trim() === '') return [];
  const cells = notebookCells(text) ?? cutSegments(text).filter((segment) => segment.type === 'cell');
  if (cells.some(({ kind }) => kind !== 'text')) return cells.map(newCell);
  const queries = queriesOf(text);
  if (queries.length > 0) return queries.map((body) => ({ kind: 'sql', name: 'sql', body }));
  return cells.map(newCell);
}

const newCell = ({ kind, name, body, title }: Cell): NewCell => ({
  ...{ kind, name, body },
  ...(title === null ? {} : { title }),
});

function notebookCells(text: string): Cell[] | null {
  if (!text.startsWith('---\n')) return null;
  try {
    return cellsOf(parseNotebook(text));
  } catch {
    return null;
  }
}

/** The text cut at its semicolons, where every part is a query; else nothing. */
function queriesOf(text: string): string[] {
  const ends = scanCode(text).filter((token) => token.text === ';');
  const parts = [...ends.map(({ from }) => from), text.length].map((to, i) =>
    text.slice(i === 0 ? 0 : (ends[i - 1]?.to ?? 0), to).trim(),
  );
  const queries = parts.filter((part) => scanCode(part).length > 0);
  return queries.every(looksLikeQuery) ? queries : [];
}

/**
 * Puts cells at an index. A name that is taken gets a suffix, and what the other new cells read under the old name
 * follows, so that cells pasted together still read one another.
 */
export function insertCells(
  document: NotebookDocument,
  index: number,
  cells: readonly NewCell[],
): NotebookDocument {
  let changed = document;
  const renames: { kind: string; from: string; to: string }[] = [];
  const named = cells.map((cell) => {
    if (cell.kind === 'text') return cell;
    // Added without its body: only names count here.
    const name = freshName(changed, cell.name, cell.kind);
    changed = addCell(changed, 0, { kind: cell.kind, name, body: '' });
    if (name !== cell.name) renames.push({ kind: cell.kind, from: cell.name, to: name });
    return { ...cell, name };
  });
  return named.reduce(
    (result, cell, i) =>
      cell.kind === 'text'
        ? addTextCell(result, index + i, cell.body)
        : addCell(result, index + i, { ...cell, body: renamedBody(cell, renames) }),
    document,
  );
}

function renamedBody(cell: NewCell, renames: readonly { kind: string; from: string; to: string }[]): string {
  const kind = kindOf(cell.kind);
  if (!kind) return cell.body;
  return renames.reduce((body, { kind: of, from, to }) => {
    if (of === 'input') return kind.rename(body, { what: 'variable', from, to });
    const old = kindOf(of)?.publishes(from, of) ?? [from];
    const fresh = kindOf(of)?.publishes(to, of) ?? [to];
    return old.reduce(
      (text, name, i) => kind.rename(text, { what: 'relation', from: name, to: fresh[i] ?? to }),
      body,
    );
  }, cell.body);
}
