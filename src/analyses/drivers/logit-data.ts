import type { OutcomePatterns } from '../../stats/cumulative-logit';
import { distinctRows, valuesAt } from '../../stats/distinct-rows';
import type { PatternGroups } from '../../stats/pattern-groups';
import type { Encoding } from './encode';
import type { RowTable } from './rows';

/** Distinct rows of drivers with the outcomes counted on each, in all and by group of the jackknife. */
export interface LogitData {
  patterns: OutcomePatterns;
  groups: PatternGroups;
  /** The outcome's values from the lowest, as `counts` has them. */
  categories: number[];
}

/** Weights are scaled to a mean of 1, so that they count by their ratios alone. */
export function logitData(rows: RowTable, groupIds: Float64Array, encoding: Encoding): LogitData {
  const outcome = rows.columns[0] as Float64Array;
  const drivers = rows.columns.slice(1, 1 + encoding.driverVariables);
  const { first, groupOf } = distinctRows(drivers);
  const categories = [...new Set(outcome)].toSorted((a, b) => a - b);
  const counted = rows.times.map((times, row) => rows.weights?.[row] ?? times);
  const scale = total(rows.times) / total(counted);
  const counts = categories.map(() => new Float64Array(first.length));
  const entries = groupedEntries(rows, groupIds, groupOf, first.length, categories.length);
  outcome.forEach((value, row) => {
    const category = categories.indexOf(value);
    const amount = (counted[row] as number) * scale;
    add(counts[category] as Float64Array, groupOf[row] as number, amount);
    add(entries.counts[category] as Float64Array, entries.entryOf[row] as number, amount);
  });
  const columns = drivers.map((column) => valuesAt(column, first));
  const { offsets, patterns } = entries;
  return { patterns: { columns, counts }, groups: { offsets, patterns, counts: entries.counts }, categories };
}

/** One entry per group and pattern that occur, group after group. */
function groupedEntries(
  rows: RowTable,
  groupIds: Float64Array,
  patternOf: Int32Array,
  patternCount: number,
  categories: number,
): PatternGroups & { counts: Float64Array[]; entryOf: Int32Array } {
  const placeOf = new Map(Array.from(groupIds, (group, place) => [group, place]));
  const keys = Float64Array.from(
    rows.group,
    (group, row) => (placeOf.get(group) ?? 0) * patternCount + (patternOf[row] as number),
  );
  const sorted = [...new Set(keys)].toSorted((a, b) => a - b);
  const places = new Map(sorted.map((key, place) => [key, place]));
  const offsets = new Int32Array(groupIds.length + 1);
  for (const key of sorted) {
    const group = Math.floor(key / patternCount) + 1;
    offsets[group] = (offsets[group] as number) + 1;
  }
  for (let group = 1; group < offsets.length; group += 1)
    offsets[group] = (offsets[group] as number) + (offsets[group - 1] as number);
  return {
    offsets,
    patterns: Int32Array.from(sorted, (key) => key % patternCount),
    counts: Array.from({ length: categories }, () => new Float64Array(sorted.length)),
    entryOf: Int32Array.from(keys, (key) => places.get(key) as number),
  };
}

function add(to: Float64Array, at: number, amount: number): void {
  to[at] = (to[at] as number) + amount;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
