import { noPairs, type PairSums } from '../../stats/pairwise';
import { triangle, type Blocks } from '../../stats/sufficient-statistics';
import type { Encoding } from './encode';
import type { GapRows } from './gaps-query';
import type { Numbers } from './numbers';

/** The query of gaps as columns: entry g belongs to the rows without (or with) column `gap[g]`. */
export interface GapTable {
  rowsOf: readonly (GapRows | null)[];
  gap: Float64Array;
  group: Float64Array;
  by: Float64Array | null;
  filter: Float64Array | null;
  rows: Float64Array;
  /** null where every row weighs 1. */
  weights: Float64Array | null;
  /** By column: rows that have it too, and their weights. */
  counts: Float64Array[];
  weightsOf: Float64Array[];
  /** By variable. */
  sums: Float64Array[];
  squares: Float64Array[];
}

export function gapTable(
  rows: Numbers,
  rowsOf: readonly (GapRows | null)[],
  { columns, variables }: Encoding,
): GapTable {
  const column = (name: string): Float64Array => rows[name] ?? new Float64Array(0);
  const weights = rows['w'] ?? null;
  return {
    rowsOf,
    gap: column('gap'),
    group: column('row_group'),
    by: rows['by_code'] ?? null,
    filter: rows['filter_code'] ?? null,
    rows: column('n'),
    weights,
    counts: columns.map((_, i) => column(`n${i}`)),
    weightsOf: columns.map((_, i) => column(`${weights ? 'w' : 'n'}${i}`)),
    sums: variables.map((_, i) => column(`s${i}`)),
    squares: variables.map((_, i) => column(`q${i}`)),
  };
}

/** Of one group, by column with gaps: what its rows without (or with) that column come to. */
interface Gaps {
  rows: Float64Array;
  weights: Float64Array;
  /** At gap·columns + column. */
  counts: Float64Array;
  weightsOf: Float64Array;
  /** At gap·variables + variable. */
  sums: Float64Array;
  squares: Float64Array;
}

/** Sums by pair of variables for each group of `blocks` (in whose products a missing answer is 0). */
export function pairBlocks(
  table: GapTable,
  kept: (entry: number) => boolean,
  blocks: Blocks,
  groupIds: Float64Array,
  encoding: Encoding,
): PairSums[] {
  const gaps = gapsByGroup(table, kept, groupIds, encoding);
  return gaps.map((own, group) => groupPairs(blocks, group, own, table.rowsOf, encoding));
}

function gapsByGroup(
  table: GapTable,
  kept: (entry: number) => boolean,
  groupIds: Float64Array,
  { columns, variables }: Encoding,
): Gaps[] {
  const places = new Map(Array.from(groupIds, (id, place) => [id, place]));
  const [wide, long] = [columns.length, variables.length];
  const numbers = (length: number): Float64Array => new Float64Array(length);
  const groups = Array.from(groupIds, (): Gaps => ({
    rows: numbers(wide),
    weights: numbers(wide),
    counts: numbers(wide * wide),
    weightsOf: numbers(wide * wide),
    sums: numbers(wide * long),
    squares: numbers(wide * long),
  }));
  table.rows.forEach((rows, entry) => {
    const own = groups[places.get(table.group[entry] as number) ?? -1];
    if (!own || !kept(entry)) return;
    const gap = table.gap[entry] as number;
    add(own.rows, gap, rows);
    add(own.weights, gap, (table.weights ?? table.rows)[entry] as number);
    const spread = (to: Float64Array, from: readonly Float64Array[]): void =>
      from.forEach((values, i) => add(to, gap * from.length + i, values[entry] as number));
    spread(own.counts, table.counts);
    spread(own.weightsOf, table.weightsOf);
    spread(own.sums, table.sums);
    spread(own.squares, table.squares);
  });
  return groups;
}

/** Over the rows that have i and j: those with i, less those of them without j. */
function groupPairs(
  { counts, weights, sums, products }: Blocks,
  group: number,
  gaps: Gaps,
  rowsOf: GapTable['rowsOf'],
  { columns, variables }: Encoding,
): PairSums {
  const [wide, long] = [columns.length, variables.length];
  const pairs = noPairs(long);
  const rows = counts[group] as number;
  const weight = weights ? (weights[group] as number) : rows;
  /** `all` over the rows with something; `some` the same over the rows without (or with) column j. */
  const having = (j: number, all: number, some: number): number =>
    rowsOf[j] === null ? all : rowsOf[j] === 'with' ? some : all - some;
  const product = (i: number, j: number): number =>
    products[group * triangle(long) + triangle(Math.max(i, j)) + Math.min(i, j)] as number;
  variables.forEach(({ column: a }, i) => {
    const own = having(a, rows, gaps.rows[a] as number);
    const ownWeight = having(a, weight, gaps.weights[a] as number);
    variables.forEach(({ column: b }, j) => {
      const place = i * long + j;
      const of = (values: Float64Array, width: number, at: number): number =>
        values[b * width + at] as number;
      pairs.counts[place] = having(b, own, of(gaps.counts, wide, a));
      pairs.weights[place] = having(b, ownWeight, of(gaps.weightsOf, wide, a));
      pairs.sums[place] = having(b, sums[group * long + i] as number, of(gaps.sums, long, i));
      pairs.squares[place] = having(b, product(i, i), of(gaps.squares, long, i));
      pairs.products[place] = product(i, j);
    });
  });
  return pairs;
}

function add(to: Float64Array, place: number, value: number): void {
  to[place] = (to[place] as number) + value;
}
