/** Rows of equal numbers gathered: most likelihoods cost as much as the distinct rows, not as the customers. */
export interface DistinctRows {
  /** For each distinct row the first row that holds it, in order of appearance. */
  first: Int32Array;
  /** How many rows are equal to it. */
  counts: Float64Array;
  /** For each row the number of its distinct row, from 0. */
  groupOf: Int32Array;
}

/**
 * Finds the distinct rows of some columns of equal length, by hashing: linear in the rows. Numbers are equal when `===`
 * (so 0 and -0 are); NaN is not allowed.
 */
export function distinctRows(columns: readonly Float64Array[]): DistinctRows {
  const rowCount = columns[0]?.length ?? 0;
  const size = 2 ** Math.ceil(Math.log2(Math.max(rowCount, 1) * 2 + 1));
  const slots = new Int32Array(size).fill(-1);
  const groupOf = new Int32Array(rowCount);
  const first = new Int32Array(rowCount);
  const counts = new Float64Array(rowCount);
  const hash = rowHasher(columns);
  const same = (a: number, b: number): boolean => columns.every((column) => column[a] === column[b]);
  let groups = 0;
  for (let row = 0; row < rowCount; row += 1) {
    let slot = hash(row) & (size - 1);
    let group = slots[slot] as number;
    while (group >= 0 && !same(row, first[group] as number)) {
      slot = (slot + 1) & (size - 1);
      group = slots[slot] as number;
    }
    if (group < 0) {
      group = groups;
      groups += 1;
      slots[slot] = group;
      first[group] = row;
    }
    groupOf[row] = group;
    counts[group] = (counts[group] as number) + 1;
  }
  return { first: first.slice(0, groups), counts: counts.slice(0, groups), groupOf };
}

/** The values of a column at some rows. */
export function valuesAt(column: Float64Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) values[i] = column[rows[i] as number] as number;
  return values;
}

/** Mixes the two halves of each double (Murmur3's finaliser). */
function rowHasher(columns: readonly Float64Array[]): (row: number) => number {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  return (row) => {
    let hash = 0x9e3779b9;
    for (const column of columns) {
      number[0] = (column[row] as number) + 0;
      hash = Math.imul(hash ^ (words[0] as number), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13) ^ (words[1] as number), 0xc2b2ae35);
      hash ^= hash >>> 16;
    }
    return hash >>> 0;
  };
}
