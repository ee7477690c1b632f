import { InputProblem } from '../values/problem';
import { setYamlValue } from '../values/yaml-edit';
import type { Cell, NotebookDocument } from './document';
import { closesFence, setAttribute, writeAttribute } from './fence';
import {
  insertAt,
  layoutOf,
  lineEndOf,
  removeAt,
  segmentsOf,
  selfContained,
  settle,
  type Layout,
} from './layout';
import { documentOf } from './parse';
import { cellParts, cutSegments, fencedCell, newCellId, plainLineEnds, textCell } from './segments';

/**
 * Changes to a notebook's cells: each function takes a document and returns a new one, or the same one where nothing
 * changes. Only the text of what was changed differs. All throw an InputProblem on a read-only document, and where
 * no cell has the id.
 */
export interface NewCell {
  kind: string;
  name: string;
  body: string;
  title?: string;
  /** For callers that must know it; a fresh one otherwise. */
  id?: string;
}

/** An empty notebook. */
export function newNotebook(title: string): NotebookDocument {
  const yaml = title === '' ? 'soundings: 1\n' : setYamlValue('soundings: 1\n', ['title'], title);
  return documentOf(`---\n${yaml}---\n`, []);
}

/** Puts a cell at an index among the cells (0 is the top). */
export function addCell(document: NotebookDocument, index: number, cell: NewCell): NotebookDocument {
  if (cell.kind === 'text') return addTextCell(document, index, cell.body, cell.id);
  const eol = lineEndOf(document);
  const title = cell.title === undefined ? '' : ` ${writeAttribute('title', cell.title)}`;
  const info = `${cell.kind} ${writeAttribute('name', cell.name)}${title}`;
  const added = fencedCell(cell.id ?? newCellId(), fenceAround(info, cell.body, eol));
  return withLayout(document, insertAt(layoutOf(document.segments), index, [added], [], eol));
}

/** Puts Markdown at an index among the cells. An empty one lives only until the file is written. */
export function addTextCell(
  document: NotebookDocument,
  index: number,
  body = '',
  id = newCellId(),
): NotebookDocument {
  const eol = lineEndOf(document);
  const { cells, gaps } = textLayout(body, id, eol);
  return withLayout(document, insertAt(layoutOf(document.segments), index, cells, gaps.slice(1, -1), eol));
}

export function removeCell(document: NotebookDocument, id: string): NotebookDocument {
  const { layout, index } = find(document, id);
  return withLayout(document, removeAt(layout, index, lineEndOf(document)));
}

/** Moves a cell to an index among the cells as they are afterwards. */
export function moveCell(document: NotebookDocument, id: string, toIndex: number): NotebookDocument {
  const { layout, index, cell } = find(document, id);
  const eol = lineEndOf(document);
  const target = Math.min(Math.max(toIndex, 0), layout.cells.length - 1);
  if (target === index) return document;
  return withLayout(document, insertAt(removeAt(layout, index, eol), target, [cell], [], eol));
}

/**
 * Replaces a cell's body (any line ends). Lines that stay keep their line ends. A body that holds its own fence gets
 * a longer one. Markdown that holds a cell's fence becomes that cell, as it would on the next opening.
 */
export function setBody(document: NotebookDocument, id: string, body: string): NotebookDocument {
  const { layout, index, cell } = find(document, id);
  if (plainLineEnds(body) === cell.body) return document;
  const eol = lineEndOf(document);
  if (cell.kind !== 'text') return replaceCell(document, fencedCell(id, withBody(cell.text, body, eol)));
  const { cells, gaps } = textLayout(keepLineEnds(cell.text, body, eol), id, eol);
  const replaced = {
    cells: layout.cells.toSpliced(index, 1, ...cells),
    gaps: layout.gaps.toSpliced(index + 1, 0, ...gaps.slice(1, -1)),
  };
  return withLayout(document, settle(replaced, eol, index, index + cells.length));
}

/** The cell's own title, or null for none. Text cells have none. */
export const setCellTitle = (
  document: NotebookDocument,
  id: string,
  title: string | null,
): NotebookDocument => withAttribute(document, id, 'title', title === '' ? null : title);

/** Whether the cell's editor is folded away. Text cells have no fold. */
export const setFolded = (document: NotebookDocument, id: string, folded: boolean): NotebookDocument =>
  cellOf(document, id).folded === folded ? document : withAttribute(document, id, 'fold', folded ? '' : null);

/** Changes one attribute of the fence; the opening line's other characters stay. */
export function withAttribute(
  document: NotebookDocument,
  id: string,
  key: string,
  value: string | null,
): NotebookDocument {
  const cell = find(document, id).cell;
  if (cell.kind === 'text') return document;
  const { marks, info, lineEnd, bodyText, closing } = cellParts(cell.text);
  const changed = setAttribute(info, key, value);
  if (changed === info) return document;
  // A backtick may not stand in the info of a backtick fence; tildes have no such rule.
  if (!changed.includes('`') || marks.startsWith('~'))
    return replaceCell(document, fencedCell(id, marks + changed + lineEnd + bodyText + closing));
  const eol = lineEnd === '' ? lineEndOf(document) : lineEnd;
  return replaceCell(document, fencedCell(id, fenceAround(changed, cell.body, eol)));
}

export function cellOf(document: NotebookDocument, id: string): Cell {
  return find(document, id).cell;
}

/** The document with a cell's text replaced by that of a cell of the same id. */
export function replaceCell(document: NotebookDocument, cell: Cell): NotebookDocument {
  refuseReadOnly(document);
  return documentOf(
    document.head,
    document.segments.map((segment) => (segment.type === 'cell' && segment.id === cell.id ? cell : segment)),
  );
}

export function refuseReadOnly(document: NotebookDocument): void {
  if (!document.readOnly) return;
  throw new InputProblem('This notebook was made by a newer Soundings and is open for reading only.', {
    hint: 'Open it in the newer Soundings to change it.',
  });
}

function find(document: NotebookDocument, id: string): { layout: Layout; index: number; cell: Cell } {
  const layout = layoutOf(document.segments);
  const index = layout.cells.findIndex((cell) => cell.id === id);
  const cell = layout.cells[index];
  if (!cell) throw new InputProblem('That cell is no longer in the notebook.');
  return { layout, index, cell };
}

function withLayout(document: NotebookDocument, layout: Layout): NotebookDocument {
  refuseReadOnly(document);
  return documentOf(document.head, segmentsOf(layout));
}

/** Markdown as the cells it will be when the file is read again; the first text cell gets the id. */
function textLayout(markdown: string, id: string, eol: string): Layout {
  const { cells, gaps } = layoutOf(cutSegments(selfContained(markdown, eol)));
  if (cells.length === 0) return { cells: [textCell(id, '')], gaps: ['', ''] };
  const first = Math.max(
    0,
    cells.findIndex((cell) => cell.kind === 'text'),
  );
  return { cells: cells.map((cell, i) => (i === first ? { ...cell, id } : cell)), gaps };
}

/** A cell's text with another body, in a fence long enough for it. */
function withBody(text: string, body: string, eol: string): string {
  const { marks, info, bodyText, closing, ...parts } = cellParts(text);
  const fence = fenceFor(body, marks);
  const kept = keepLineEnds(bodyText, ended(body), eol);
  const lineEnd = parts.lineEnd === '' ? eol : parts.lineEnd;
  const isSame = fence === marks && closing !== '';
  return fence + info + lineEnd + kept + (isSame ? closing : fence);
}

function fenceAround(info: string, body: string, eol: string): string {
  const fence = fenceFor(body, info.includes('`') ? '~~~' : '```');
  return fence + info + eol + ended(body).replace(/\r?\n/g, eol) + fence;
}

/** A body with the line end that a fence's last line has; an empty body has no line. */
const ended = (body: string): string => (body === '' ? '' : `${body}\n`);

/** The fence, or the shortest longer one that no line of the body closes. */
function fenceFor(body: string, marks: string): string {
  const lines = plainLineEnds(body).split('\n');
  let fence = marks;
  while (lines.some((line) => closesFence(line, fence))) fence += marks.charAt(0);
  return fence;
}

/** A new text whose first and last lines, as far as they are the old one's, keep the old line ends. */
export function keepLineEnds(oldText: string, newText: string, eol: string): string {
  const old = oldText.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const lines = plainLineEnds(newText).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const same = (i: number, j: number): boolean => plainLineEnds(old[i] ?? '') === lines[j];
  const most = Math.min(old.length, lines.length);
  let start = 0;
  while (start < most && same(start, start)) start += 1;
  let end = 0;
  while (end < most - start && same(old.length - 1 - end, lines.length - 1 - end)) end += 1;
  return lines
    .map((line, i) => {
      if (i < start) return old[i];
      if (i >= lines.length - end) return old[old.length - lines.length + i];
      return line.replace(/\n$/, eol);
    })
    .join('');
}
