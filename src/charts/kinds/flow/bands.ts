import { cellAt, columnNamed, type Table } from '../../../values/table';
import type { FlowChart } from '../../spec';

/** A level on one side: where its block stands, in pixels from the top, and what it holds. */
export interface Block {
  level: string;
  top: number;
  height: number;
  value: number;
}
/** What went from a level on the left to one on the right; the middles of its two ends and its width in pixels. */
export interface Band {
  from: string;
  to: string;
  value: number;
  leftMiddle: number;
  rightMiddle: number;
  width: number;
}
export interface Flow {
  left: Block[];
  right: Block[];
  bands: Band[];
  total: number;
}

const GAP = 10;

/**
 * Blocks and bands of a flow within `height` pixels. Both sides have the same scale; a band's width is its share of
 * the whole. Rows of one pair add up; negative and missing values count as nothing.
 */
export function flowOf(spec: FlowChart, rows: Table, height: number): Flow {
  const pairs = pairsOf(spec, rows);
  const total = pairs.reduce((sum, { value }) => sum + value, 0);
  const levels = levelsOf(spec, pairs);
  const scale = total > 0 ? (height - GAP * Math.max(0, levels.length - 1)) / total : 0;
  const left = blocksOf(levels, pairs, 'from', scale);
  const right = blocksOf(levels, pairs, 'to', scale);
  const place = (level: string): number => levels.indexOf(level);
  const sorted = pairs.toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
  const leftTop = new Map(left.map(({ level, top }) => [level, top]));
  const rightTop = new Map(right.map(({ level, top }) => [level, top]));
  const bands = sorted.map((pair) => {
    const width = pair.value * scale;
    return {
      ...pair,
      width,
      leftMiddle: next(leftTop, pair.from, width),
      rightMiddle: next(rightTop, pair.to, width),
    };
  });
  return { left, right, bands, total };
}

/** The middle of the next `width` pixels of a block, which are then taken. */
function next(tops: Map<string, number>, level: string, width: number): number {
  const top = tops.get(level) ?? 0;
  tops.set(level, top + width);
  return top + width / 2;
}

interface Pair {
  from: string;
  to: string;
  value: number;
}

function pairsOf(spec: FlowChart, rows: Table): Pair[] {
  const [left, right, size] = [spec.left, spec.right, spec.value].map((name) =>
    columnNamed(rows.columns, name),
  );
  const pairs = new Map<string, Pair>();
  for (let row = 0; row < rows.rowCount; row += 1) {
    const [from, to] = [left, right].map((column) =>
      String((column ? cellAt(column, row) : null) ?? '(none)'),
    );
    const value = size ? cellAt(size, row) : null;
    if (from === undefined || to === undefined || typeof value !== 'number' || !(value > 0)) continue;
    const key = JSON.stringify([from, to]);
    pairs.set(key, { from, to, value: (pairs.get(key)?.value ?? 0) + value });
  }
  return [...pairs.values()];
}

function levelsOf(spec: FlowChart, pairs: readonly Pair[]): string[] {
  const found = new Set(pairs.flatMap(({ from, to }) => [from, to]));
  const named = (spec.order ?? []).filter((level) => found.has(level));
  return [...new Set([...named, ...found])];
}

function blocksOf(
  levels: readonly string[],
  pairs: readonly Pair[],
  side: 'from' | 'to',
  scale: number,
): Block[] {
  let top = 0;
  return levels.map((level) => {
    const value = pairs.reduce((sum, pair) => sum + (pair[side] === level ? pair.value : 0), 0);
    const block = { level, top, value, height: value * scale };
    top += block.height + GAP;
    return block;
  });
}
