import type { OutcomePatterns } from './cumulative-logit';
import { distinctRows, valuesAt } from './distinct-rows';
import { mergedGroups, type PatternGroups } from './pattern-groups';

/** Rows as they come: one per answer, or one per distinct answer with its count as weight. */
export interface OutcomeRows {
  /** By driver column, one value per row; no NaN. */
  columns: readonly Float64Array[];
  /** By row: its category, from 0; of a 0/1 outcome the outcome itself. */
  category: ArrayLike<number>;
  categories: number;
  /** By row, not negative; null counts each row once. */
  weight: Float64Array | null;
  /** By row: its group, from 0. */
  group: ArrayLike<number>;
  groups: number;
}

/** Gathers rows into distinct patterns of drivers and, for the jackknife, what each group has of them; linear in rows. */
export function patternsOfRows(rows: OutcomeRows): { patterns: OutcomePatterns; groups: PatternGroups } {
  const count = rows.category.length;
  const { first, groupOf } = distinctRows(rows.columns);
  // Without drivers all rows are one pattern.
  const patternCount = rows.columns.length > 0 ? first.length : Math.min(count, 1);
  const patternOf = rows.columns.length > 0 ? groupOf : new Int32Array(count);
  const { order, offsets } = sortedByGroup(rows);
  const entries = Array.from({ length: rows.categories }, () => new Float64Array(count));
  order.forEach((row, entry) => {
    const own = entries[rows.category[row] as number];
    if (own) own[entry] = rows.weight ? (rows.weight[row] as number) : 1;
  });
  const groups = mergedGroups({ offsets, patterns: order, counts: entries }, patternOf, patternCount);
  const counts = groups.counts.map((values) => {
    const own = new Float64Array(patternCount);
    groups.patterns.forEach(
      (pattern, e) => (own[pattern] = (own[pattern] as number) + (values[e] as number)),
    );
    return own;
  });
  return { patterns: { columns: rows.columns.map((column) => valuesAt(column, first)), counts }, groups };
}

/** The rows in order of their groups, by counting. */
function sortedByGroup({ group, groups }: OutcomeRows): { order: Int32Array; offsets: Int32Array } {
  const offsets = new Int32Array(groups + 1);
  for (let i = 0; i < group.length; i += 1) {
    const after = (group[i] as number) + 1;
    offsets[after] = (offsets[after] as number) + 1;
  }
  for (let g = 0; g < groups; g += 1) offsets[g + 1] = (offsets[g + 1] as number) + (offsets[g] as number);
  const next = offsets.slice();
  const order = new Int32Array(group.length);
  for (let i = 0; i < group.length; i += 1) {
    const own = group[i] as number;
    order[next[own] as number] = i;
    next[own] = (next[own] as number) + 1;
  }
  return { order, offsets };
}
