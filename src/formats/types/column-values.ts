import { missingSpelling, trimmed } from './missing';

/** The values of a column's sample, once each. */
export interface ColumnValues {
  /** Those that stand for a value, without spaces around them. */
  present: string[];
  /** Times that a value occurs. */
  counts: ReadonlyMap<string, number>;
  /** Spellings of a missing value other than an empty one, in lower case. */
  missing: string[];
  /** Values present, repeats counted. */
  total: number;
}

/** Sorts the values of a column; those in `missing` (in lower case) count as missing besides the usual spellings. */
export function columnValues(values: readonly string[], missing: readonly string[] = []): ColumnValues {
  const counts = new Map<string, number>();
  const spelled = new Set<string>();
  const spellings = new Map<string, string | null>();
  let total = 0;
  for (const raw of values) {
    const value = trimmed(raw);
    let spelling = spellings.get(value);
    if (spelling === undefined) {
      spelling = missing.includes(value.toLowerCase()) ? value.toLowerCase() : missingSpelling(value);
      spellings.set(value, spelling);
    }
    if (spelling !== null) {
      if (spelling !== '') spelled.add(spelling);
      continue;
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total += 1;
  }
  return { present: [...counts.keys()], counts, missing: [...spelled], total };
}
