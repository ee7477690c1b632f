import { InputProblem } from '../values/problem';
import type { Cell, NotebookDocument, Segment } from './document';
import { cutHead, FORMAT_VERSION, notNotebook, readHead, type ReadHead } from './front-matter';
import { cellProblems } from './problems';
import { cutSegments } from './segments';
import { upgradeText } from './upgrade';

/** A notebook holds text, not data; beyond this (in UTF-16 units) it is some other file. */
const LONGEST_NOTEBOOK = 50_000_000;

/**
 * A notebook from its file's text. Throws an InputProblem where the file is not a notebook (binary, too long, no
 * front matter with `soundings:`, front matter that is no YAML). Everything else that is wrong with it (unknown keys,
 * names that collide, a newer version) is in `problems`, and nothing is dropped.
 */
export function parseNotebook(text: string): NotebookDocument {
  if (text.length > LONGEST_NOTEBOOK)
    throw new InputProblem('This file is too long to be a notebook (over 50 MB).', {
      hint: 'Data files are opened with Add data.',
    });
  if (text.includes('\0')) throw notNotebook();
  const { version } = readHead(cutHead(text).head).frontMatter;
  const { head, rest } = cutHead(upgradeText(text, version, FORMAT_VERSION));
  return documentOf(head, cutSegments(rest));
}

let lastHead: { head: string; read: ReadHead } | null = null;

/** What the head says, read once while it stays: typing in a cell does not read the front matter again. */
function readHeadOnce(head: string): ReadHead {
  if (lastHead?.head !== head) lastHead = { head, read: readHead(head) };
  return lastHead.read;
}

/** A document from its parts, with everything that is read from them. */
export function documentOf(head: string, segments: readonly Segment[]): NotebookDocument {
  const { frontMatter, problems, readOnly } = readHeadOnce(head);
  const cells = segments.filter((segment): segment is Cell => segment.type === 'cell');
  return {
    head,
    frontMatter,
    segments,
    readOnly,
    problems: [...problems, ...cellProblems(frontMatter, cells)],
  };
}

/**
 * The document of a changed text, in which cells keep the ids of the ones they continue: of the same kind and name,
 * else of the same name, and text cells of the same text, else in their order.
 */
export function reparse(document: NotebookDocument, text: string): NotebookDocument {
  const parsed = parseNotebook(text);
  const left = new Set(cellsOf(document));
  const ids = new Map<string, string>();
  const rules: ((old: Cell, cell: Cell) => boolean)[] = [
    (old, cell) =>
      old.kind === cell.kind && old.name === cell.name && (cell.name !== '' || old.body === cell.body),
    (old, cell) => cell.name !== '' && old.name === cell.name,
    (old, cell) => old.kind === 'text' && cell.kind === 'text',
  ];
  for (const continues of rules)
    for (const cell of cellsOf(parsed)) {
      if (ids.has(cell.id)) continue;
      const old = [...left].find((candidate) => continues(candidate, cell));
      if (!old) continue;
      left.delete(old);
      ids.set(cell.id, old.id);
    }
  const segments = parsed.segments.map((segment) =>
    segment.type === 'cell' ? { ...segment, id: ids.get(segment.id) ?? segment.id } : segment,
  );
  return documentOf(parsed.head, segments);
}

/** The cells in their order on the page. */
export const cellsOf = (document: NotebookDocument): Cell[] =>
  document.segments.filter((segment): segment is Cell => segment.type === 'cell');
