import { binColumns, type BinnedColumn, type TypingColumn } from './typing-bins';
import type { Random } from './random';

export type { TypingColumn } from './typing-bins';

/** A tree in plain shape, ready to be written as a CASE. */
export type TypingTree =
  | {
      kind: 'leaf';
      /** The segment most rows here are of. */
      segment: number;
      /** Rows here by segment. */
      counts: number[];
    }
  | {
      kind: 'numeric';
      /** Number of the column. */
      column: number;
      /** Rows with a value of at most that go left; Infinity where the question is only whether there is a value. */
      atMost: number;
      /** Where rows without a value go. */
      missing: 'left' | 'right';
      left: TypingTree;
      right: TypingTree;
    }
  | {
      kind: 'categorical';
      column: number;
      /** Rows with one of these level codes go left. */
      levels: number[];
      missing: 'left' | 'right';
      left: TypingTree;
      right: TypingTree;
    };

export interface TypingRule {
  tree: TypingTree;
  /** Numbers of the columns the tree uses, ascending. */
  columns: number[];
  /** Cross-validated share of rows given their own segment, and its standard error over the folds. */
  hitRate: number;
  hitRateError: number;
  /** The share of the largest segment: what guessing alone would hit. */
  baseRate: number;
  /** The hit rate of the best rule looked at, with as many columns as it liked. */
  bestHitRate: number;
  leaves: number;
}
export interface TypingOptions {
  random: Random;
  /** Questions asked one after the other at most; default 4. */
  depth?: number;
  /** Least rows in a leaf; default 1 % of the rows but at least 5. */
  leastInLeaf?: number;
  folds?: number;
  /** Above so many rows the cross-validation takes a seeded sample; the tree is grown on all. Default 20,000. */
  most?: number;
  onProgress?: (fraction: number) => void;
}

/**
 * The fewest columns and questions that tell which segment a row is in: a classification tree (CART; Breiman et al. 1984,
 * Gini) grown best split first, so that its sizes are nested.
 *
 * Columns are taken away one at a time, the least used first, as long as the cross-validated hit rate stays within one
 * standard error of the best; of the sizes, the smallest within one standard error is taken. Numeric splits are looked
 * for at up to 64 quantiles and cut at the roundest number between two neighbours; categorical ones along the order of
 * each segment's share. Labels from 0. Null where there are no rows, no columns or one segment only.
 */
export function typingRule(
  columns: readonly TypingColumn[],
  labels: Int32Array,
  options: TypingOptions,
): TypingRule | null {
  const segments = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const counts = new Float64Array(segments);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  if (columns.length === 0 || counts.filter((count) => count > 0).length < 2) return null;
  const binned = binColumns(columns);
  const rows = Int32Array.from(labels.keys());
  const problem: Problem = {
    columns: binned,
    labels,
    segments,
    depth: options.depth ?? 4,
    least: options.leastInLeaf ?? Math.max(5, Math.ceil(labels.length / 100)),
  };
  const sample = options.random
    .shuffle(rows.slice())
    .slice(0, options.most ?? 20_000)
    .sort();
  const folds = foldsOf(sample, Math.min(options.folds ?? 5, sample.length), options.random);
  const chosen = chooseColumns(problem, folds, rows, options.onProgress);
  const tree = written(grow(problem, rows, chosen.use, chosen.size.leaves), problem);
  return {
    tree,
    columns: columnsOf(tree),
    hitRate: chosen.size.rate,
    hitRateError: chosen.size.error,
    baseRate: Math.max(...counts) / labels.length,
    bestHitRate: chosen.bestRate,
    leaves: leavesOf(tree),
  };
}

/** The segment a rule gives a row; `valueOf(column)` is a number, a level code, or null where missing. */
export function segmentByRule(tree: TypingTree, valueOf: (column: number) => number | null): number {
  let node = tree;
  while (node.kind !== 'leaf') {
    const value = valueOf(node.column);
    const left =
      value === null
        ? node.missing === 'left'
        : node.kind === 'numeric'
          ? value <= node.atMost
          : node.levels.includes(value);
    node = left ? node.left : node.right;
  }
  return node.segment;
}

interface Problem {
  columns: BinnedColumn[];
  labels: Int32Array;
  segments: number;
  depth: number;
  least: number;
}
interface Split {
  column: number;
  /** For each bin (the last: missing) whether it goes left. */
  left: Uint8Array;
  gain: number;
}
interface Node {
  rows: Int32Array;
  counts: Float64Array;
  segment: number;
  depth: number;
  split: Split | null;
  /** The number of leaves the tree has once this node is split; Infinity for a leaf. */
  born: number;
  left: Node | null;
  right: Node | null;
}

interface Size {
  leaves: number;
  rate: number;
  error: number;
}

function chooseColumns(
  problem: Problem,
  folds: { train: Int32Array; test: Int32Array }[],
  rows: Int32Array,
  onProgress?: (fraction: number) => void,
): { use: number[]; size: Size; bestRate: number } {
  const full = grow(problem, rows, [...problem.columns.keys()], 2 ** problem.depth);
  let use = columnsOf(written(full, problem));
  if (use.length === 0) use = [0];
  const most = use.length;
  const first = crossValidated(problem, folds, use);
  const goal = first.best.rate - Math.max(first.best.error, 0.005);
  let size = first.smallest;
  while (use.length > 1) {
    onProgress?.((most - use.length + 1) / most);
    const without = use
      .map((gone) => ({
        gone,
        size: crossValidated(
          problem,
          folds,
          use.filter((one) => one !== gone),
        ),
      }))
      .sort((a, b) => b.size.best.rate - a.size.best.rate)[0];
    if (!without || without.size.best.rate < goal) break;
    use = use.filter((one) => one !== without.gone);
    size = smallestAbove(without.size.sizes, Math.min(goal, without.size.best.rate));
  }
  onProgress?.(1);
  return { use, size, bestRate: first.best.rate };
}

const smallestAbove = (sizes: readonly Size[], goal: number): Size =>
  sizes.find(({ rate }) => rate >= goal) ?? (sizes[sizes.length - 1] as Size);

function crossValidated(
  problem: Problem,
  folds: { train: Int32Array; test: Int32Array }[],
  use: readonly number[],
): { sizes: Size[]; best: Size; smallest: Size } {
  const most = 2 ** problem.depth;
  const rates = folds.map(({ train, test }) => {
    // Leaves shrink with the rows they are grown on.
    const least = Math.max(1, Math.round((problem.least * train.length) / problem.labels.length));
    const tree = grow({ ...problem, least }, train, use, most);
    return hitsBySize(tree, problem, test, most).map((hits) => hits / Math.max(1, test.length));
  });
  const sizes = Array.from({ length: most }, (_, i) => {
    const own = rates.map((byFold) => byFold[i] as number);
    const rate = own.reduce((sum, one) => sum + one, 0) / own.length;
    const variance = own.reduce((sum, one) => sum + (one - rate) ** 2, 0) / Math.max(1, own.length - 1);
    return { leaves: i + 1, rate, error: Math.sqrt(variance / own.length) };
  });
  const best = sizes.reduce((a, b) => (b.rate > a.rate ? b : a));
  return { sizes, best, smallest: smallestAbove(sizes, best.rate - Math.max(best.error, 0.005)) };
}

function foldsOf(
  sample: Int32Array,
  folds: number,
  random: Random,
): { train: Int32Array; test: Int32Array }[] {
  const foldOf = random.shuffle(Int32Array.from(sample, (_, i) => i % folds));
  return Array.from({ length: folds }, (_, fold) => ({
    train: sample.filter((_row, i) => foldOf[i] !== fold),
    test: sample.filter((_row, i) => foldOf[i] === fold),
  }));
}

/** How many test rows the tree of 1, 2, ... `most` leaves hits: one walk per row, as the sizes are nested. */
function hitsBySize(tree: Node, { columns, labels }: Problem, test: Int32Array, most: number): number[] {
  const changes = new Float64Array(most + 2);
  for (const row of test) {
    const hit = (node: Node): number => Number(node.segment === labels[row]);
    let node = tree;
    let before = 0;
    let size = 1;
    for (;;) {
      changes[size] = (changes[size] as number) + hit(node) - before;
      before = hit(node);
      if (!node.split || !node.left || !node.right || node.born > most) break;
      size = node.born;
      const bin = (columns[node.split.column] as BinnedColumn).bins[row] as number;
      node = node.split.left[bin] ? node.left : node.right;
    }
  }
  let hits = 0;
  return Array.from({ length: most }, (_, i) => (hits += changes[i + 1] as number));
}

/** The tree of at most so many leaves, always splitting the leaf that gains most. */
function grow(problem: Problem, rows: Int32Array, use: readonly number[], leaves: number): Node {
  const root = nodeOf(problem, rows, 0, use);
  const open = [root];
  for (let born = 2; born <= leaves; born++) {
    const gain = (node: Node): number => node.split?.gain ?? 0;
    const next = open.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    if (!next.split) break;
    const { left, column } = next.split;
    const { bins } = problem.columns[column] as BinnedColumn;
    next.born = born;
    next.left = nodeOf(
      problem,
      next.rows.filter((row) => left[bins[row] as number]),
      next.depth + 1,
      use,
    );
    next.right = nodeOf(
      problem,
      next.rows.filter((row) => !left[bins[row] as number]),
      next.depth + 1,
      use,
    );
    open.splice(open.indexOf(next), 1, next.left, next.right);
  }
  for (const leaf of open) leaf.split = null;
  return root;
}

function nodeOf(problem: Problem, rows: Int32Array, depth: number, use: readonly number[]): Node {
  const { labels, segments } = problem;
  const counts = new Float64Array(segments);
  for (const row of rows) counts[labels[row] as number] = (counts[labels[row] as number] as number) + 1;
  const segment = counts.indexOf(Math.max(...counts));
  const node = { rows, counts, segment, depth, split: null, born: Infinity, left: null, right: null };
  const done = depth >= problem.depth || rows.length < 2 * problem.least || counts[segment] === rows.length;
  return done ? node : { ...node, split: bestSplit(problem, rows, counts, use) };
}

/** Σ counts² / n, the part of the Gini impurity that a split changes. */
function purity(counts: Float64Array, size: number): number {
  let sum = 0;
  for (let c = 0; c < counts.length; c++) sum += (counts[c] as number) ** 2;
  return size > 0 ? sum / size : 0;
}

function bestSplit(
  { columns, labels, segments, least }: Problem,
  rows: Int32Array,
  counts: Float64Array,
  use: readonly number[],
): Split | null {
  const before = purity(counts, rows.length);
  let found: Split | null = null;
  for (const column of use) {
    const { bins, count } = columns[column] as BinnedColumn;
    const table = new Float64Array((count + 1) * segments);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const cell = (bins[row] as number) * segments + (labels[row] as number);
      table[cell] = (table[cell] as number) + 1;
    }
    for (const order of ordersOf(columns[column] as BinnedColumn, table, segments)) {
      const best = bestCut(table, order, count, segments, counts, rows.length, least);
      const gain = best ? best.purity - before : 0;
      if (best && gain > 1e-9 * rows.length && gain > (found?.gain ?? 0) * (1 + 1e-12))
        found = { column, left: best.left, gain };
    }
  }
  return found;
}

/** The orders of the bins along which cuts are tried: their own, or for levels by the share of each segment. */
function ordersOf({ numeric, count }: BinnedColumn, table: Float64Array, segments: number): number[][] {
  const own = Array.from({ length: count }, (_, bin) => bin);
  if (numeric) return [own];
  const sizes = own.map((bin) =>
    table.subarray(bin * segments, (bin + 1) * segments).reduce((a, b) => a + b, 0),
  );
  const present = own.filter((bin) => (sizes[bin] as number) > 0);
  return Array.from({ length: segments }, (_, segment) => {
    const share = (bin: number): number =>
      (table[bin * segments + segment] as number) / (sizes[bin] as number);
    return [...present].sort((a, b) => share(a) - share(b) || a - b);
  });
}

/** The cut along an order that leaves the purest parts; rows without a value are tried on both sides. */
function bestCut(
  table: Float64Array,
  order: readonly number[],
  missing: number,
  segments: number,
  counts: Float64Array,
  size: number,
  least: number,
): { purity: number; left: Uint8Array } | null {
  const without = table.subarray(missing * segments, (missing + 1) * segments);
  const anyMissing = without.some((count) => count > 0);
  let most = -Infinity;
  let cut: { at: number; missingLeft: boolean } | null = null;
  for (const missingLeft of anyMissing ? [false, true] : [false]) {
    const left = missingLeft ? without.slice() : new Float64Array(segments);
    const right = new Float64Array(segments);
    for (let at = 0; at + (anyMissing && !missingLeft ? 0 : 1) < order.length; at++) {
      const from = (order[at] as number) * segments;
      let leftSize = 0;
      for (let c = 0; c < segments; c++) {
        left[c] = (left[c] as number) + (table[from + c] as number);
        right[c] = (counts[c] as number) - (left[c] as number);
        leftSize += left[c] as number;
      }
      if (leftSize < least || size - leftSize < least) continue;
      const found = purity(left, leftSize) + purity(right, size - leftSize);
      if (found > most * (1 + 1e-12)) [most, cut] = [found, { at, missingLeft }];
    }
  }
  if (!cut) return null;
  const goesLeft = new Uint8Array(missing + 1);
  for (const bin of order.slice(0, cut.at + 1)) goesLeft[bin] = 1;
  // Where the node has no missing values, later ones go with the larger part.
  if (cut.missingLeft) goesLeft[missing] = 1;
  else if (!anyMissing) {
    const leftSize = order
      .slice(0, cut.at + 1)
      .reduce(
        (sum, bin) => sum + table.subarray(bin * segments, (bin + 1) * segments).reduce((a, b) => a + b, 0),
        0,
      );
    goesLeft[missing] = Number(leftSize * 2 >= size);
  }
  return { purity: most, left: goesLeft };
}

const leavesOf = (tree: TypingTree): number =>
  tree.kind === 'leaf' ? 1 : leavesOf(tree.left) + leavesOf(tree.right);

function columnsOf(tree: TypingTree): number[] {
  if (tree.kind === 'leaf') return [];
  const all = [tree.column, ...columnsOf(tree.left), ...columnsOf(tree.right)];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The plain shape; a question whose two answers are the same is dropped. */
function written(node: Node, problem: Problem): TypingTree {
  const leaf: TypingTree = { kind: 'leaf', segment: node.segment, counts: Array.from(node.counts) };
  if (!node.split || !node.left || !node.right) return leaf;
  const { column, left: goesLeft } = node.split;
  const own = problem.columns[column] as BinnedColumn;
  const left = written(node.left, problem);
  const right = written(node.right, problem);
  if (left.kind === 'leaf' && right.kind === 'leaf' && left.segment === right.segment) return leaf;
  const missing = goesLeft[own.count] ? 'left' : 'right';
  if (own.numeric) {
    const last = goesLeft.subarray(0, own.count).lastIndexOf(1);
    return { kind: 'numeric', column, atMost: own.cuts[last] ?? Infinity, missing, left, right };
  }
  const levels = Array.from({ length: own.count }, (_, level) => level).filter((level) => goesLeft[level]);
  return { kind: 'categorical', column, levels, missing, left, right };
}
