import { distinctRows } from './distinct-rows';

export interface CategoricalItems {
  /** Row-major, n x items: each answer's level from 0, -1 where missing. */
  codes: Int32Array | Int16Array | Int8Array;
  /** Number of levels of each item. */
  levels: readonly number[];
  /** How often each row counts, 0 or more; once each where not given. */
  weights?: Float64Array | undefined;
}

/** Items taken together, so that one look-up stands for several answers. */
interface Block {
  /** Number of its first joint answer among those of all blocks. */
  start: number;
  items: number;
  /** For each joint answer the slots of its answers; `slotCount` for a missing one. */
  slots: Int32Array;
  /** All levels of all items: the slot of "missing". */
  slotCount: number;
}

export interface AnswerPatterns {
  /** For each distinct pattern the numbers of its joint answers, block after block; sorted. */
  codes: Int32Array;
  /** How often each pattern occurs, above 0. */
  counts: Float64Array;
  total: number;
  blocks: readonly Block[];
  /** Joint answers of all blocks. */
  joint: number;
  /** Where each item's slots begin; the last entry is the number of slots. */
  offsets: Int32Array;
  /** For each slot its share among the answers to its item. */
  shares: Float64Array;
  /** For each row the number of its pattern; -1 where it has no answer or no weight. */
  groupOf: Int32Array;
}

/** Joint answers a block may have: small enough for its numbers to stay in the processor's nearest memory. */
const MOST_JOINT = 256;

/**
 * The distinct rows of categorical answers with their counts, in an order of their own: what a likelihood needs of any
 * number of rows. Neighbouring items are joined to blocks of at most 256 joint answers (missing counting as an answer),
 * which makes a pass over many patterns two to four times as fast; few rows are not worth it. Rows without any answer
 * are left out.
 */
export function answerPatterns(items: CategoricalItems): AnswerPatterns {
  const { levels, weights } = items;
  const count = levels.length ? items.codes.length / levels.length : 0;
  const offsets = new Int32Array(levels.length + 1);
  levels.forEach((most, j) => (offsets[j + 1] = (offsets[j] as number) + most));
  const groups = blockItems(levels, Math.min(MOST_JOINT, count / 50));
  const blocks = blocksOf(groups, levels, offsets);
  const columns = groups.map((members) => jointAnswers(items, members, count));
  const { first, groupOf } = distinctRows(columns);
  const order = sortedPatterns(columns, first);
  const position = new Int32Array(first.length);
  order.forEach((from, to) => (position[from] = to));
  const counts = new Float64Array(first.length);
  for (let row = 0; row < count; row++) {
    const group = position[groupOf[row] as number] as number;
    groupOf[row] = group;
    counts[group] = (counts[group] as number) + (weights ? (weights[row] as number) : 1);
  }
  const codes = new Int32Array(first.length * blocks.length);
  order.forEach((from, to) =>
    columns.forEach((column, b) => {
      codes[to * blocks.length + b] = (blocks[b] as Block).start + (column[first[from] as number] as number);
    }),
  );
  const last = blocks[blocks.length - 1];
  const all = {
    codes,
    counts,
    total: 0,
    blocks,
    joint: last ? last.start + last.slots.length / last.items : 0,
    offsets,
    shares: new Float64Array(offsets[levels.length] as number),
    groupOf,
  };
  return withShares(withoutEmpty(all));
}

/** Neighbouring items as long as their joint answers stay within the limit. */
function blockItems(levels: readonly number[], most: number): number[][] {
  const groups: number[][] = [];
  let size = Infinity;
  levels.forEach((own, j) => {
    if (size * (own + 1) > most) {
      groups.push([]);
      size = 1;
    }
    groups[groups.length - 1]?.push(j);
    size *= own + 1;
  });
  return groups;
}

function blocksOf(groups: readonly number[][], levels: readonly number[], offsets: Int32Array): Block[] {
  const slotCount = offsets[levels.length] as number;
  let start = 0;
  return groups.map((members) => {
    const size = members.reduce((product, j) => product * ((levels[j] as number) + 1), 1);
    const slots = new Int32Array(size * members.length);
    for (let joint = 0; joint < size; joint++) {
      let rest = joint;
      members.forEach((j, at) => {
        const answer = rest % ((levels[j] as number) + 1);
        rest = Math.floor(rest / ((levels[j] as number) + 1));
        slots[joint * members.length + at] = answer === 0 ? slotCount : (offsets[j] as number) + answer - 1;
      });
    }
    const block = { start, items: members.length, slots, slotCount };
    start += size;
    return block;
  });
}

/** For each row the number of its joint answer to some items: 0 where all are missing. */
function jointAnswers(
  { codes, levels }: CategoricalItems,
  members: readonly number[],
  count: number,
): Float64Array {
  const joint = new Float64Array(count);
  let radix = 1;
  for (const j of members) {
    const own = levels[j] as number;
    for (let row = 0; row < count; row++) {
      const code = codes[row * levels.length + j] as number;
      if (code >= own) throw new RangeError(`an answer ${code} to an item of ${own} levels`);
      joint[row] = (joint[row] as number) + radix * (Math.max(code, -1) + 1);
    }
    radix *= own + 1;
  }
  return joint;
}

function sortedPatterns(columns: readonly Float64Array[], first: Int32Array): Uint32Array {
  return Uint32Array.from(first.keys()).sort((a, b) => {
    for (const column of columns) {
      const difference = (column[first[a] as number] as number) - (column[first[b] as number] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** Without patterns of weight 0 and the one that has no answers. */
function withoutEmpty(patterns: AnswerPatterns): AnswerPatterns {
  const { counts, codes, blocks, groupOf } = patterns;
  const width = blocks.length;
  const answered = (p: number): boolean =>
    blocks.some(({ start }, b) => (codes[p * width + b] as number) !== start);
  const kept = Array.from(counts.keys()).filter((p) => (counts[p] as number) > 0 && answered(p));
  if (kept.length === counts.length) return patterns;
  const position = new Int32Array(counts.length).fill(-1);
  kept.forEach((from, to) => (position[from] = to));
  const keptCodes = new Int32Array(kept.length * width);
  kept.forEach((from, to) => keptCodes.set(codes.subarray(from * width, (from + 1) * width), to * width));
  return {
    ...patterns,
    codes: keptCodes,
    counts: Float64Array.from(kept, (p) => counts[p] as number),
    groupOf: groupOf.map((group) => position[group] as number),
  };
}

function withShares(patterns: AnswerPatterns): AnswerPatterns {
  const { counts, codes, blocks, shares, offsets } = patterns;
  let total = 0;
  for (let p = 0; p < counts.length; p++) {
    total += counts[p] as number;
    blocks.forEach(({ start, items, slots }, b) => {
      const joint = (codes[p * blocks.length + b] as number) - start;
      for (let j = 0; j < items; j++) {
        const slot = slots[joint * items + j] as number;
        if (slot < shares.length) shares[slot] = (shares[slot] as number) + (counts[p] as number);
      }
    });
  }
  for (let j = 0; j + 1 < offsets.length; j++) {
    const own = shares.subarray(offsets[j] as number, offsets[j + 1] as number);
    const answers = own.reduce((sum, one) => sum + one, 0);
    if (answers > 0) own.forEach((one, l) => (own[l] = one / answers));
  }
  return { ...patterns, total };
}

/** The slots of a pattern's answers, item after item: offsets[item] + level, or the number of slots where missing. */
export function answersOf({ codes, blocks }: AnswerPatterns, pattern: number): number[] {
  return blocks.flatMap(({ start, items, slots }, b) => {
    const joint = (codes[pattern * blocks.length + b] as number) - start;
    return Array.from(slots.subarray(joint * items, (joint + 1) * items));
  });
}
