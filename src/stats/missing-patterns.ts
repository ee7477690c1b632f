import { triangle, type Blocks } from './sufficient-statistics';

/**
 * Sums for rows with missing answers: a block holds the rows of one group that have the same variables observed. As in
 * `Blocks` all values are taken less one common origin near the means (one of all rows, not one per pattern).
 */
export interface PatternBlocks {
  variables: number;
  /** Groups (of the jackknife); block b belongs to `group[b]`, 0 .. groups - 1. */
  groups: number;
  group: ArrayLike<number>;
  /** Which variables block b's rows have: the sum of 2^i over them, so at most 53 variables. Blocks with 0 count nowhere. */
  observed: ArrayLike<number>;
  /** Rows of each block. */
  counts: Float64Array;
  /** Sum of each block's weights (rows that weigh 0 left out); absent where every row weighs 1. */
  weights?: Float64Array;
  /** Block b's (weighted) sums at b·variables; what stands at a variable it does not have is ignored. */
  sums: Float64Array;
  /** Block b's (weighted) sums of products, packed lower triangles as in `Blocks`; the same. */
  products: Float64Array;
}

/** The sums of each pattern of missingness, over all groups or all but one. */
export interface PatternSums {
  variables: number;
  /** By pattern, the variables it has, ascending. */
  observed: readonly Uint8Array[];
  counts: Float64Array;
  /** Sums of weights; equal to the counts where there are no weights. */
  weights: Float64Array;
  sums: Float64Array;
  products: Float64Array;
}

export interface MergedPatterns extends PatternSums {
  /** The pattern of each block; -1 for rows with nothing observed. */
  patternOf: Int32Array;
}

/** All groups together: one entry per pattern that has rows. RangeError above 53 variables. */
export function mergePatterns(blocks: PatternBlocks): MergedPatterns {
  const { variables, counts } = blocks;
  if (variables > 53)
    throw new RangeError(`patterns of ${variables} variables: at most 53 can be told apart`);
  const found = new Map<number, number>();
  const patternOf = Int32Array.from(counts, (count, block) => {
    const mask = blocks.observed[block] as number;
    if (!(count > 0) || mask === 0) return -1;
    const pattern = found.get(mask) ?? found.size;
    found.set(mask, pattern);
    return pattern;
  });
  const merged: MergedPatterns = {
    variables,
    observed: [...found.keys()].map((mask) => variablesIn(mask, variables)),
    counts: new Float64Array(found.size),
    weights: new Float64Array(found.size),
    sums: new Float64Array(found.size * variables),
    products: new Float64Array(found.size * triangle(variables)),
    patternOf,
  };
  patternOf.forEach((pattern, block) => addBlock(merged, pattern, blocks, block, 1));
  return merged;
}

/** Everything but one group: what a delete-one-group jackknife asks for. Patterns may be left without rows. */
export function withoutGroup(whole: MergedPatterns, blocks: PatternBlocks, group: number): PatternSums {
  const rest: PatternSums = {
    ...whole,
    counts: whole.counts.slice(),
    weights: whole.weights.slice(),
    sums: whole.sums.slice(),
    products: whole.products.slice(),
  };
  whole.patternOf.forEach((pattern, block) => {
    if (blocks.group[block] === group) addBlock(rest, pattern, blocks, block, -1);
  });
  return rest;
}

/** Rows of each group with anything observed: the counts of the jackknife. */
export function rowsOfGroups({ groups, group, observed, counts }: PatternBlocks): Float64Array {
  const rows = new Float64Array(groups);
  counts.forEach((count, block) => {
    const g = group[block] as number;
    if (observed[block] !== 0) rows[g] = (rows[g] as number) + count;
  });
  return rows;
}

/** Listwise: the complete rows alone, as blocks by group (groups without a complete row are left out). */
export function completeBlocks(patterns: PatternBlocks): Blocks {
  const { variables, counts, weights, sums, products } = patterns;
  const size = triangle(variables);
  const complete = [...counts.keys()].filter(
    (block) => patterns.observed[block] === 2 ** variables - 1 && (counts[block] as number) > 0,
  );
  const places = new Map<number, number>();
  for (const block of complete) {
    const group = patterns.group[block] as number;
    if (!places.has(group)) places.set(group, places.size);
  }
  const result: Blocks = {
    variables,
    counts: new Float64Array(places.size),
    ...(weights && { weights: new Float64Array(places.size) }),
    sums: new Float64Array(places.size * variables),
    products: new Float64Array(places.size * size),
  };
  for (const block of complete) {
    const place = places.get(patterns.group[block] as number) as number;
    add(result.counts, place, counts, block, 1, 1);
    if (weights && result.weights) add(result.weights, place, weights, block, 1, 1);
    add(result.sums, place, sums, block, variables, 1);
    add(result.products, place, products, block, size, 1);
  }
  return result;
}

/** Ascending. */
const variablesIn = (mask: number, variables: number): Uint8Array =>
  Uint8Array.from({ length: variables }, (_, i) => i).filter((i) => Math.floor(mask / 2 ** i) % 2 === 1);

function addBlock(to: PatternSums, pattern: number, from: PatternBlocks, block: number, sign: 1 | -1): void {
  if (pattern < 0) return;
  add(to.counts, pattern, from.counts, block, 1, sign);
  add(to.weights, pattern, from.weights ?? from.counts, block, 1, sign);
  add(to.sums, pattern, from.sums, block, from.variables, sign);
  add(to.products, pattern, from.products, block, triangle(from.variables), sign);
}

/** Adds entry `source` of `from` to entry `target` of `to`, both of `length` numbers. */
function add(
  to: Float64Array,
  target: number,
  from: Float64Array,
  source: number,
  length: number,
  sign: 1 | -1,
): void {
  for (let i = 0; i < length; i += 1)
    to[target * length + i] =
      (to[target * length + i] as number) + sign * (from[source * length + i] as number);
}
