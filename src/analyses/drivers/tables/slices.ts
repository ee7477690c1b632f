import { textColumn, type Column } from '../../../values/table';
import type { DriverResult, DriversResult, SliceResult } from '../result';

/** A slice under the name that tables give it: its level, or 'all'; null where there is no `by`. */
export interface NamedSlice {
  slice: SliceResult;
  level: string | null;
}

/** All rows first, then every level. */
export function slicesOf({ all, levels }: DriversResult): NamedSlice[] {
  if (levels.length === 0) return [{ slice: all, level: null }];
  const taken = levels.some(({ level }) => level === 'all');
  return [
    { slice: all, level: taken ? '(all)' : 'all' },
    ...levels.map((slice) => ({ slice, level: slice.level })),
  ];
}

/** The column `level`, in tables that hold several slices; nothing without `by`. */
export const levelColumn = (levels: readonly (string | null)[]): Column[] =>
  levels.every((level) => level === null) ? [] : [textColumn('level', [...levels])];

/** Most important first; those that do not vary last. */
export const byImportance = (drivers: readonly DriverResult[]): DriverResult[] =>
  drivers.toSorted(
    (a, b) => Number(a.constant) - Number(b.constant) || b.importance.value - a.importance.value,
  );
