/**
 * All 2^p models of p players by one depth-first walk. The "in" branch sweeps a player's columns out of what is left
 * (a Schur complement, as many rows smaller), the "out" branch drops them. The matrices shrink as fast as the branches
 * multiply, so the whole costs O(2^p) operations and a few kilobytes.
 *
 * A matrix is a packed lower triangle: row i at i(i+1)/2, row 0 the outcome, the players' columns after it in the order
 * of the players. Entry (0, 0) is not the outcome's variance but the R² of the players that are in. Nothing here is
 * passed or returned as a fractional number: that would cost an allocation per model.
 */
export interface Walk {
  /** A stack of triangles, the correlations at the bottom. */
  matrix: Float64Array;
  /** By player from 1: its columns. */
  widths: Int32Array;
  /** By size of a set: what its R² counts towards a member, beyond what it counts against everybody. */
  weights: Float64Array;
  /** By players left to decide on: the weighted R² of the sets just visited. */
  sums: Float64Array;
  /** By player from 1: the weighted R² of the sets that it is in, those visited last. */
  totals: Float64Array;
  /** The same, of all before: adding millions of small numbers one by one would lose digits. */
  settled: Float64Array;
}

/** A column whose variance left by the others is below this share of its own counts as their exact combination. */
export const SINGULAR = 1e-10;

/** Totals are settled whenever this many players are left: after 2^10 models. */
const SETTLE_AT = 10;

/** The walk over players with these numbers of columns; `correlation` has the outcome first, then column by column. */
export function walkAll(correlation: Float64Array, widths: readonly number[]): Float64Array {
  const players = widths.length;
  const columns = widths.reduce((total, width) => total + width, 0);
  const walk: Walk = {
    matrix: packedWithRoom(correlation, columns + 1),
    widths: Int32Array.of(0, ...widths),
    weights: memberWeights(players),
    sums: new Float64Array(players + 1),
    totals: new Float64Array(players + 1),
    settled: new Float64Array(players + 1),
  };
  visit(walk, 0, columns, players, 0);
  settle(walk, players);
  return walk.settled.slice(1);
}

/** Visits all sets that extend the `size` players who are in by some of players 1 .. `left`. */
function visit(walk: Walk, at: number, columns: number, left: number, size: number): void {
  const { sums } = walk;
  if (left === 4 && columns === 4) return visitFour(walk, at, size);
  if (left === 0) {
    sums[0] = (walk.weights[size] as number) * (walk.matrix[at] as number);
    return;
  }
  const width = walk.widths[left] as number;
  let next = at;
  for (let last = columns; last > columns - width; last -= 1) next = sweep(walk.matrix, next, last);
  visit(walk, next, columns - width, left - 1, size + 1);
  const inside = sums[left - 1] as number;
  walk.totals[left] = (walk.totals[left] as number) + inside;
  visit(walk, at, columns - width, left - 1, size);
  sums[left] = inside + (sums[left - 1] as number);
  if (left === SETTLE_AT) settle(walk, left);
}

function settle({ totals, settled }: Walk, players: number): void {
  for (let player = 1; player <= players; player += 1) {
    settled[player] = (settled[player] as number) + (totals[player] as number);
    totals[player] = 0;
  }
}

/** Sweeps the last of a triangle's columns out of the others; returns where the smaller triangle is. */
export function sweep(matrix: Float64Array, at: number, last: number): number {
  const row = at + (last * (last + 1)) / 2;
  const pivot = matrix[row + last] as number;
  if (pivot <= SINGULAR) return at;
  const next = row + last + 1;
  const scale = 1 / pivot;
  const toOutcome = matrix[row] as number;
  matrix[next] = (matrix[at] as number) + toOutcome * toOutcome * scale;
  let from = at + 1;
  let to = next + 1;
  for (let i = 1; i < last; i += 1) {
    const factor = (matrix[row + i] as number) * scale;
    for (let j = 0; j <= i; j += 1)
      matrix[to + j] = (matrix[from + j] as number) - factor * (matrix[row + j] as number);
    from += i + 1;
    to += i + 1;
  }
  return next;
}

/** The last four players, where each is one column: the loops of `sweep` would cost more than their sums. */
function visitFour(walk: Walk, at: number, size: number): void {
  const m = walk.matrix;
  const y = m[at + 10] as number;
  const c1 = m[at + 11] as number;
  const c2 = m[at + 12] as number;
  const c3 = m[at + 13] as number;
  const v = m[at + 14] as number;
  const scale = v > SINGULAR ? 1 / v : 0;
  const f1 = c1 * scale;
  const f2 = c2 * scale;
  const f3 = c3 * scale;
  const to = at + 15;
  m[to] = (m[at] as number) + y * y * scale;
  m[to + 1] = (m[at + 1] as number) - y * f1;
  m[to + 2] = (m[at + 2] as number) - c1 * f1;
  m[to + 3] = (m[at + 3] as number) - y * f2;
  m[to + 4] = (m[at + 4] as number) - c1 * f2;
  m[to + 5] = (m[at + 5] as number) - c2 * f2;
  m[to + 6] = (m[at + 6] as number) - y * f3;
  m[to + 7] = (m[at + 7] as number) - c1 * f3;
  m[to + 8] = (m[at + 8] as number) - c2 * f3;
  m[to + 9] = (m[at + 9] as number) - c3 * f3;
  visitThree(walk, to, size + 1);
  const inside = walk.sums[3] as number;
  walk.totals[4] = (walk.totals[4] as number) + inside;
  visitThree(walk, at, size);
  walk.sums[4] = inside + (walk.sums[3] as number);
}

/** The eight sets of the last three columns; r with the columns of a set is its R², y and v what it leaves. */
function visitThree({ matrix, weights, sums, totals }: Walk, at: number, size: number): void {
  const r = matrix[at] as number;
  const y1 = matrix[at + 1] as number;
  const v1 = matrix[at + 2] as number;
  const y2 = matrix[at + 3] as number;
  const c12 = matrix[at + 4] as number;
  const v2 = matrix[at + 5] as number;
  const y3 = matrix[at + 6] as number;
  const c13 = matrix[at + 7] as number;
  const c23 = matrix[at + 8] as number;
  const v3 = matrix[at + 9] as number;

  const r1 = v1 > SINGULAR ? r + (y1 * y1) / v1 : r;
  const scale2 = v2 > SINGULAR ? 1 / v2 : 0;
  const r2 = r + y2 * y2 * scale2;
  const slope12 = c12 * scale2;
  const v1Less2 = v1 - c12 * slope12;
  const y1Less2 = y1 - y2 * slope12;
  const r12 = v1Less2 > SINGULAR ? r2 + (y1Less2 * y1Less2) / v1Less2 : r2;

  const scale3 = v3 > SINGULAR ? 1 / v3 : 0;
  const r3 = r + y3 * y3 * scale3;
  const slope13 = c13 * scale3;
  const slope23 = c23 * scale3;
  const y1Less3 = y1 - y3 * slope13;
  const v1Less3 = v1 - c13 * slope13;
  const y2Less3 = y2 - y3 * slope23;
  const v2Less3 = v2 - c23 * slope23;
  const c12Less3 = c12 - c23 * slope13;
  const r13 = v1Less3 > SINGULAR ? r3 + (y1Less3 * y1Less3) / v1Less3 : r3;
  const scale23 = v2Less3 > SINGULAR ? 1 / v2Less3 : 0;
  const r23 = r3 + y2Less3 * y2Less3 * scale23;
  const slope = c12Less3 * scale23;
  const v1Less23 = v1Less3 - c12Less3 * slope;
  const y1Less23 = y1Less3 - y2Less3 * slope;
  const r123 = v1Less23 > SINGULAR ? r23 + (y1Less23 * y1Less23) / v1Less23 : r23;

  const one = weights[size + 1] as number;
  const two = weights[size + 2] as number;
  const all = (weights[size + 3] as number) * r123;
  const with3 = one * r3 + two * (r13 + r23) + all;
  totals[1] = (totals[1] as number) + (one * r1 + two * (r12 + r13) + all);
  totals[2] = (totals[2] as number) + (one * r2 + two * (r12 + r23) + all);
  totals[3] = (totals[3] as number) + with3;
  sums[3] = (weights[size] as number) * r + one * (r1 + r2) + two * r12 + with3;
}

/**
 * The Shapley sum written by sets: R²(T) counts (t-1)!(p-t)!/p! for members of T and -t!(p-t-1)!/p! for the others.
 * A member's weight less a non-member's is (t-1)!(p-t-1)!/(p-1)! = 1 / ((p-1) C(p-2, t-1)), and 1/p for the full set.
 */
function memberWeights(players: number): Float64Array {
  const weights = new Float64Array(players + 1);
  let combinations = 1;
  for (let t = 1; t < players; t += 1) {
    weights[t] = 1 / ((players - 1) * combinations);
    combinations = (combinations * (players - 1 - t)) / t;
  }
  weights[players] = 1 / players;
  return weights;
}

/** The lower triangle of a square matrix, its first entry 0, and room behind it for every smaller one. */
export function packedWithRoom(square: Float64Array, size: number): Float64Array {
  const packed = new Float64Array((size * (size + 1) * (size + 2)) / 6);
  let at = 0;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1, at += 1) packed[at] = square[i * size + j] as number;
  packed[0] = 0;
  return packed;
}
