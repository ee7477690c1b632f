import type { Encoding } from './encode';
import type { Numbers } from './numbers';

/** Single rows (or equal ones together) as numbers of the model. */
export interface RowTable {
  /** By variable; NaN where the answer is missing. */
  columns: Float64Array[];
  weights: Float64Array | null;
  /** How many rows each stands for. */
  times: Float64Array;
  group: Float64Array;
  by: Float64Array | null;
  filter: Float64Array | null;
  /** What is drawn together by a bootstrap: the row's place among `unitCount` keys, or rows. */
  units: Float64Array;
  unitCount: number;
}

export function rowTable(rows: Numbers, encoding: Encoding): RowTable {
  const group = rows['row_group'] ?? new Float64Array(0);
  const clusters = rows['row_cluster'];
  const places = new Map<number, number>();
  const units = clusters
    ? clusters.map((cluster) => {
        const place = places.get(cluster) ?? places.size;
        places.set(cluster, place);
        return place;
      })
    : Float64Array.from(group.keys());
  return {
    columns: encoding.variables.map((_, i) => rows[`x${i}`] ?? new Float64Array(0)),
    weights: rows['w'] ?? null,
    times: rows['n'] ?? new Float64Array(0),
    group,
    by: rows['by_code'] ?? null,
    filter: rows['filter_code'] ?? null,
    units,
    unitCount: clusters ? places.size : group.length,
  };
}

/** Some of the rows; the units stay numbered as they were, so that slices are drawn together. */
export function someRows(table: RowTable, kept: (row: number) => boolean): RowTable {
  const places = Array.from(table.group.keys()).filter(kept);
  if (places.length === table.group.length) return table;
  const chosen = (values: Float64Array): Float64Array =>
    Float64Array.from(places, (place) => values[place] as number);
  const optional = (values: Float64Array | null): Float64Array | null => values && chosen(values);
  return {
    columns: table.columns.map(chosen),
    weights: optional(table.weights),
    times: chosen(table.times),
    group: chosen(table.group),
    by: optional(table.by),
    filter: optional(table.filter),
    units: chosen(table.units),
    unitCount: table.unitCount,
  };
}

/** The rows without a gap. */
export const completeRows = (table: RowTable): RowTable =>
  someRows(table, (row) => table.columns.every((column) => Number.isFinite(column[row])));

/** Units numbered anew from 0, where only some of them are left. */
export function renumbered(table: RowTable): RowTable {
  const places = new Map<number, number>();
  const units = table.units.map((unit) => {
    const place = places.get(unit) ?? places.size;
    places.set(unit, place);
    return place;
  });
  return { ...table, units, unitCount: places.size };
}
