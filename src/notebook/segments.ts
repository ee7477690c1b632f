import { closesFence, openingFence, readFenceInfo, type FenceLine } from './fence';
import type { Cell, Segment } from './document';

/**
 * The text after the front matter, cut into cells and the gaps between them. Joining the segments' texts gives the
 * text back. A cell's text ends before its last line end, which belongs to the gap.
 */
export function cutSegments(text: string): Segment[] {
  const cut = new Cut();
  for (const line of linesOf(text)) cut.line(line);
  return cut.finish();
}

/** The lines with their ends. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
export const withoutLineEnd = (line: string): string => line.replace(/\r?\n$/, '');
export const isSeparator = (line: string): boolean =>
  /^<!--[ \t]*cell[ \t]*-->[ \t]*$/.test(withoutLineEnd(line));

/** Line ends as `\n`, as bodies and editors have them. */
export const plainLineEnds = (text: string): string => text.replaceAll('\r\n', '\n');

let lastId = 0;
/** A fresh id; unique while the page lives. */
export const newCellId = (): string => `cell-${(lastId += 1)}`;

class Cut {
  private readonly segments: Segment[] = [];
  private prose: string[] = [];
  private cell: string[] = [];
  /** What the lines stand in, and how to leave it. */
  private inside: { fence: FenceLine; isCell: boolean } | 'comment' | null = null;

  line(line: string): void {
    const text = withoutLineEnd(line);
    if (this.inside === null) this.outside(line, text);
    else if (this.inside === 'comment') this.comment(line, text);
    else this.fenced(line, text, this.inside);
  }

  private outside(line: string, text: string): void {
    if (isSeparator(line)) {
      this.endProse();
      this.gap(line);
      return;
    }
    const fence = openingFence(text);
    if (!fence) {
      // As in CommonMark, a comment over several lines hides the fences in it.
      if (/^ {0,3}<!--/.test(text) && !text.includes('-->')) this.inside = 'comment';
      this.prose.push(line);
      return;
    }
    const isCell = fence.indent === 0 && readFenceInfo(fence.info) !== null;
    this.inside = { fence, isCell };
    if (isCell) this.endProse();
    (isCell ? this.cell : this.prose).push(line);
  }

  private comment(line: string, text: string): void {
    this.prose.push(line);
    if (text.includes('-->')) this.inside = null;
  }

  private fenced(line: string, text: string, inside: { fence: FenceLine; isCell: boolean }): void {
    (inside.isCell ? this.cell : this.prose).push(line);
    if (!closesFence(text, inside.fence.marks)) return;
    this.inside = null;
    if (inside.isCell) this.endCell();
  }

  finish(): Segment[] {
    if (this.cell.length > 0) this.endCell();
    this.endProse();
    return this.segments;
  }

  private endCell(): void {
    const text = this.cell.join('');
    this.cell = [];
    const isClosed = this.inside === null;
    const end = isClosed ? withoutLineEnd(text) : text;
    this.segments.push(fencedCell(newCellId(), end));
    this.gap(text.slice(end.length));
  }

  private endProse(): void {
    const first = this.prose.findIndex((line) => line.trim() !== '');
    const last = this.prose.findLastIndex((line) => line.trim() !== '');
    if (first < 0) this.gap(this.prose.join(''));
    else {
      this.gap(this.prose.slice(0, first).join(''));
      const lines = this.prose.slice(first, last + 1).join('');
      const text = withoutLineEnd(lines);
      this.segments.push(textCell(newCellId(), text));
      this.gap(lines.slice(text.length) + this.prose.slice(last + 1).join(''));
    }
    this.prose = [];
  }

  private gap(text: string): void {
    if (text === '') return;
    const last = this.segments.at(-1);
    if (last?.type === 'gap')
      this.segments[this.segments.length - 1] = { type: 'gap', text: last.text + text };
    else this.segments.push({ type: 'gap', text });
  }
}

export const textCell = (id: string, text: string): Cell => ({
  ...{ type: 'cell', id, kind: 'text', name: '', title: null, folded: false },
  ...{ body: plainLineEnds(text), text },
});

/** The parts of a fenced cell's text; `closing` is '' where the fence is never closed. */
export interface CellParts {
  marks: string;
  info: string;
  lineEnd: string;
  bodyText: string;
  closing: string;
}
export function cellParts(text: string): CellParts {
  const lines = linesOf(text);
  const opening = lines[0] ?? '';
  const fence = openingFence(withoutLineEnd(opening)) ?? { indent: 0, marks: '```', info: '' };
  const last = lines.length > 1 ? (lines.at(-1) ?? '') : '';
  const closing = closesFence(last, fence.marks) ? last : '';
  const bodyText = lines.slice(1, closing === '' ? undefined : -1).join('');
  const lineEnd = opening.slice(withoutLineEnd(opening).length);
  return { marks: fence.marks, info: fence.info, lineEnd, bodyText, closing };
}

/** A cell from its text, which must start with a cell's fence. */
export function fencedCell(id: string, text: string): Cell {
  const { info, bodyText } = cellParts(text);
  const read = readFenceInfo(info);
  if (!read) throw new Error('not the fence of a cell');
  const { kind, name, title, folded } = read;
  return { type: 'cell', id, kind, name, title, folded, body: plainLineEnds(withoutLineEnd(bodyText)), text };
}
