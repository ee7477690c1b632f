import type { LogitData } from './cumulative-logit';
import { distinctRows, valuesAt } from './distinct-rows';
import { thresholdCounts } from './logit-design';

/** Which group (of a jackknife) the answers of each pattern are in; one entry per group and pattern that occur. */
export interface PatternGroups {
  /** Group g has the entries from offsets[g] up to offsets[g + 1]. */
  offsets: Int32Array;
  /** By entry: its pattern. */
  patterns: Int32Array;
  /** By category, by entry: its (weighted) answers; of a 0/1 outcome [zeros, ones]. */
  counts: readonly Float64Array[];
}

/** Patterns to fit from, with the groups' entries laid out beside them. */
export interface GroupedPatterns {
  /** By column, by pattern. */
  columns: readonly Float64Array[];
  /** By category, by pattern. */
  counts: readonly Float64Array[];
  groups: (PatternGroups & { columns: readonly Float64Array[] }) | null;
  events: readonly Float64Array[];
  trials: readonly Float64Array[];
  groupEvents: readonly Float64Array[];
  groupTrials: readonly Float64Array[];
}

export function groupedPatterns(
  columns: readonly Float64Array[],
  counts: readonly Float64Array[],
  groups: PatternGroups | null,
): GroupedPatterns {
  const own = thresholdCounts(counts);
  const ofGroups = thresholdCounts(groups?.counts ?? []);
  return {
    columns,
    counts,
    groups: groups && { ...groups, columns: columns.map((column) => valuesAt(column, groups.patterns)) },
    ...own,
    groupEvents: ofGroups.events,
    groupTrials: ofGroups.trials,
  };
}

/** The data of a model with some of the columns. */
export function modelData(source: GroupedPatterns, kept: readonly number[], totals: Float64Array): LogitData {
  const { events, trials } = source;
  return { columns: kept.map((a) => source.columns[a] as Float64Array), events, trials, totals };
}

/** The groups' entries as data of a model with some of the columns; `totals` is set by group. */
export function groupData(source: GroupedPatterns, kept: readonly number[]): LogitData {
  const columns = source.groups?.columns ?? [];
  return {
    columns: kept.map((a) => columns[a] as Float64Array),
    events: source.groupEvents,
    trials: source.groupTrials,
    totals: new Float64Array(0),
  };
}

/** By group its answers in each category. */
export function groupTotals({ offsets, counts }: PatternGroups): Float64Array[] {
  return Array.from({ length: offsets.length - 1 }, (_, g) =>
    Float64Array.from(counts, (values) => {
      let total = 0;
      for (let e = offsets[g] as number; e < (offsets[g + 1] as number); e += 1) total += values[e] as number;
      return total;
    }),
  );
}

/** Merging pays from this share of distinct patterns down. */
const WORTHWHILE = 0.75;

/** The same answers over the patterns of `present` columns alone, where that leaves clearly fewer of them. */
export function mergedPatterns(source: GroupedPatterns, present: readonly number[]): GroupedPatterns {
  const rows = source.counts[0]?.length ?? 0;
  const { first, groupOf } = distinctRows(present.map((a) => source.columns[a] as Float64Array));
  if (first.length > WORTHWHILE * rows || present.length === 0) return source;
  const counts = source.counts.map((values) => {
    const merged = new Float64Array(first.length);
    values.forEach((value, i) => addAt(merged, groupOf[i] as number, value));
    return merged;
  });
  const columns = source.columns.map((column, a) =>
    present.includes(a) ? valuesAt(column, first) : new Float64Array(0),
  );
  return groupedPatterns(
    columns,
    counts,
    source.groups && mergedGroups(source.groups, groupOf, first.length),
  );
}

/** Entries of one group on patterns that are now the same become one; `groupOf` has the new number of each old pattern. */
export function mergedGroups(groups: PatternGroups, groupOf: Int32Array, patterns: number): PatternGroups {
  const entryOf = new Int32Array(patterns).fill(-1);
  const merged = new Int32Array(groups.patterns.length);
  const offsets = new Int32Array(groups.offsets.length);
  const counts = groups.counts.map(() => new Float64Array(groups.patterns.length));
  let entries = 0;
  for (let g = 0; g + 1 < offsets.length; g += 1) {
    const begin = entries;
    for (let e = groups.offsets[g] as number; e < (groups.offsets[g + 1] as number); e += 1) {
      const pattern = groupOf[groups.patterns[e] as number] as number;
      let entry = entryOf[pattern] as number;
      if (entry < begin || entry < 0) {
        entry = entries;
        entries += 1;
        entryOf[pattern] = entry;
        merged[entry] = pattern;
      }
      groups.counts.forEach((values, c) => addAt(counts[c] as Float64Array, entry, values[e] as number));
    }
    offsets[g + 1] = entries;
  }
  return {
    offsets,
    patterns: merged.slice(0, entries),
    counts: counts.map((values) => values.slice(0, entries)),
  };
}

function addAt(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] as number) + amount;
}
