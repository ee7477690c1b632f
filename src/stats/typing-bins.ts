/** A column a rule may ask for. */
export type TypingColumn =
  | {
      kind: 'numeric';
      /** NaN where missing. */
      values: Float64Array;
    }
  | {
      kind: 'categorical';
      /** Level codes from 0, -1 where missing. */
      codes: Int32Array;
      levels: number;
    };

export interface BinnedColumn {
  numeric: boolean;
  /** For each row its bin; `count` where missing. */
  bins: Uint16Array;
  count: number;
  /** Between bin b and the next: the roundest number from the largest value of b to below the least of the next. */
  cuts: number[];
}

const MOST_BINS = 64;
const MOST_LEVELS = 60_000;

/** Numeric columns in up to 64 bins of about equally many rows (each value its own where there are fewer values). */
export function binColumns(columns: readonly TypingColumn[]): BinnedColumn[] {
  return columns.map((column) => {
    if (column.kind === 'numeric') return binNumbers(column.values);
    if (column.levels > MOST_LEVELS) throw new RangeError(`a column of ${column.levels} levels`);
    const bins = Uint16Array.from(column.codes, (code) => (code < 0 ? column.levels : code));
    return { numeric: false, bins, count: column.levels, cuts: [] };
  });
}

function binNumbers(values: Float64Array): BinnedColumn {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const ends = binEnds(sorted);
  const count = Math.max(1, ends.length);
  const bins = new Uint16Array(values.length);
  const tops = ends.map((end) => sorted[end] as number);
  values.forEach((value, row) => (bins[row] = Number.isNaN(value) ? count : firstAtLeast(tops, value)));
  const cuts = ends
    .slice(0, -1)
    .map((end) => roundestBetween(sorted[end] as number, sorted[end + 1] as number));
  return { numeric: true, bins, count, cuts };
}

/** Positions in the sorted values where bins end: never between equal values. */
function binEnds(sorted: Float64Array): number[] {
  const ends: number[] = [];
  const size = sorted.length / MOST_BINS;
  const distinct = distinctUpTo(sorted, MOST_BINS);
  for (let at = 0; at < sorted.length; at++) {
    const last = at + 1 === sorted.length;
    if (!last && sorted[at] === sorted[at + 1]) continue;
    if (last || distinct || at + 1 >= (ends.length + 1) * size) ends.push(at);
  }
  return ends;
}

function distinctUpTo(sorted: Float64Array, most: number): boolean {
  let distinct = 1;
  for (let i = 1; i < sorted.length && distinct <= most; i++) distinct += Number(sorted[i] !== sorted[i - 1]);
  return distinct <= most;
}

function firstAtLeast(tops: readonly number[], value: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] as number) >= value) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low);
}

/** The number with the fewest digits in low <= x < high, the one nearest the middle of those; `low` where rounding fails. */
export function roundestBetween(low: number, high: number): number {
  if (low <= 0 && high > 0) return 0;
  const middle = low + (high - low) / 2;
  const largest = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high), 1e-300)));
  for (let power = largest; power > largest - 17; power--) {
    const rounded =
      power >= 0
        ? Math.round(middle / 10 ** power) * 10 ** power
        : Math.round(middle * 10 ** -power) / 10 ** -power;
    if (rounded >= low && rounded < high) return rounded;
  }
  return low;
}
