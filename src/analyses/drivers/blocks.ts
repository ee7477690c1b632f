import { InputProblem } from '../../values/problem';
import { triangle, type Blocks } from '../../stats/sufficient-statistics';
import type { PatternBlocks } from '../../stats/missing-patterns';
import type { PairSums } from '../../stats/pairwise';
import type { Encoding } from './encode';
import type { Numbers } from './numbers';
import { pairBlocks, type GapTable } from './pair-blocks';

/** The blocks' query as columns: entry b belongs to block b. */
export interface BlockTable {
  variables: number;
  group: Float64Array;
  /** Codes of `Levelled`; null without the role. */
  by: Float64Array | null;
  filter: Float64Array | null;
  /** A bit per column used that has an answer; null where every row has all. */
  pattern: Float64Array | null;
  rows: Float64Array;
  weights: Float64Array | null;
  squaredWeights: Float64Array | null;
  /** By variable. */
  sums: Float64Array[];
  /** By entry of the lower triangle. */
  products: Float64Array[];
}

export function blockTable(rows: Numbers, variables: number): BlockTable {
  const column = (name: string): Float64Array => rows[name] ?? new Float64Array(0);
  const optional = (name: string): Float64Array | null => rows[name] ?? null;
  const products: Float64Array[] = [];
  for (let i = 0; i < variables; i += 1) for (let j = 0; j <= i; j += 1) products.push(column(`c${i}_${j}`));
  if (!products.every(allFinite))
    throw new InputProblem('The numbers in the chosen columns are too large to be squared and added.', {
      hint: 'Look for wrong values (beyond 1e150), or divide the column in an SQL cell first.',
    });
  return {
    variables,
    group: column('row_group'),
    by: optional('by_code'),
    filter: optional('filter_code'),
    pattern: optional('pattern'),
    rows: column('n'),
    weights: optional('w'),
    squaredWeights: optional('ww'),
    sums: Array.from({ length: variables }, (_, i) => column(`s${i}`)),
    products,
  };
}

/** The blocks of one slice, those of a group together (and of a pattern, where there are patterns). */
export interface SliceBlocks {
  blocks: Blocks;
  /** The groups that have rows, in the order in which a jackknife leaves them out. */
  groupIds: Float64Array;
  /** The same blocks by pattern; null where every row has all answers. */
  patterns: PatternBlocks | null;
  /** By group, its sums by pair of variables; null where these are not asked for. */
  pairs: PairSums[] | null;
  rows: number;
  weight: number;
  effectiveRows: number;
}

/** The codes by which a filter and a level of `by` choose. */
export type Codes = Pick<BlockTable, 'by' | 'filter'>;

/** Adds up the blocks for which `kept` says so: what a filter and a level of `by` leave. */
export function sliceBlocks(
  table: BlockTable,
  gaps: GapTable | null,
  kept: (codes: Codes, at: number) => boolean,
  encoding: Encoding,
): SliceBlocks {
  const places = new Map<string, number>();
  const keys: { group: number; pattern: number }[] = [];
  const placeOf = Int32Array.from(table.rows, (_, block) => {
    if (!kept(table, block)) return -1;
    const key = { group: table.group[block] as number, pattern: table.pattern?.[block] ?? 0 };
    const name = `${key.group}:${key.pattern}`;
    const place = places.get(name) ?? keys.push(key) - 1;
    places.set(name, place);
    return place;
  });
  const { variables } = table;
  const size = triangle(variables);
  const sums = new Float64Array(keys.length * variables);
  const products = new Float64Array(keys.length * size);
  const counts = new Float64Array(keys.length);
  const weights = table.weights ? new Float64Array(keys.length) : null;
  gather(counts, 1, 0, table.rows, placeOf);
  if (weights && table.weights) gather(weights, 1, 0, table.weights, placeOf);
  table.sums.forEach((values, i) => gather(sums, variables, i, values, placeOf));
  table.products.forEach((values, i) => gather(products, size, i, values, placeOf));
  const blocks: Blocks = { variables, counts, ...(weights && { weights }), sums, products };
  const rows = total(counts);
  const weight = weights ? total(weights) : rows;
  const squares = table.squaredWeights;
  const effectiveRows = squares
    ? weight ** 2 /
      placeOf.reduce((sum, place, block) => (place < 0 ? sum : sum + (squares[block] as number)), 0)
    : rows;
  const groupIds = Float64Array.from(new Set(keys.map(({ group }) => group)));
  if (table.pattern) groupIds.sort();
  const patterns = table.pattern ? patternBlocks(blocks, keys, groupIds, encoding) : null;
  const pairs = gaps && pairBlocks(gaps, (entry) => kept(gaps, entry), blocks, groupIds, encoding);
  return { blocks, groupIds, patterns, pairs, rows, weight, effectiveRows };
}

/** Patterns by variable instead of by column: a category's numbers are known together. */
function patternBlocks(
  blocks: Blocks,
  keys: readonly { group: number; pattern: number }[],
  groupIds: Float64Array,
  { variables }: Encoding,
): PatternBlocks {
  return {
    ...blocks,
    groups: groupIds.length,
    group: Float64Array.from(keys, ({ group }) => groupIds.indexOf(group)),
    observed: Float64Array.from(keys, ({ pattern }) =>
      variables.reduce(
        (mask, { column }, i) => (Math.floor(pattern / 2 ** column) % 2 === 1 ? mask + 2 ** i : mask),
        0,
      ),
    ),
  };
}

function gather(
  to: Float64Array,
  width: number,
  offset: number,
  from: Float64Array,
  placeOf: Int32Array,
): void {
  for (let block = 0; block < placeOf.length; block += 1) {
    const place = placeOf[block] as number;
    if (place < 0) continue;
    const at = place * width + offset;
    to[at] = (to[at] as number) + (from[block] as number);
  }
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Whether all values are: times 0 they stay 0, while Infinity and NaN spoil the sum. Runs over millions, at each live change. */
function allFinite(values: Float64Array): boolean {
  let spoilt = 0;
  for (let i = 0; i < values.length; i += 1) spoilt += (values[i] as number) * 0;
  return spoilt === 0;
}
