import { SINGULAR } from './shapley-walk';

/** The columns in order of entry, and what each column's R² counts for. */
export interface Entry {
  columns: Int32Array;
  owners: Int32Array;
}

/** Room for one factorisation after another. */
export interface FactorRoom {
  factor: Float64Array;
  outcome: Float64Array;
}

export const factorRoom = (columns: number): FactorRoom => ({
  factor: new Float64Array(columns * columns),
  outcome: new Float64Array(columns),
});

/**
 * Adds to `gains`, by owner, the R² that each column adds when they enter in order: squares of the outcome's row of the
 * Cholesky factor in that order. `correlation` is square, `size` wide, the outcome first, columns counted from 0 after
 * it. The factor keeps its diagonal inverted; two running sums, since one would wait for itself.
 */
export function addSequentialGains(
  correlation: Float64Array,
  size: number,
  { columns, owners }: Entry,
  gains: Float64Array,
  { factor, outcome }: FactorRoom,
): void {
  const count = columns.length;
  for (let i = 0; i < count; i += 1) {
    const column = columns[i] as number;
    const source = (column + 1) * size + 1;
    const own = i * count;
    let variance = correlation[source + column] as number;
    let covariance = correlation[source - 1] as number;
    for (let j = 0; j < i; j += 1) {
      const other = j * count;
      let rest = correlation[source + (columns[j] as number)] as number;
      let odd = 0;
      let k = 0;
      for (; k + 1 < j; k += 2) {
        rest -= (factor[own + k] as number) * (factor[other + k] as number);
        odd += (factor[own + k + 1] as number) * (factor[other + k + 1] as number);
      }
      if (k < j) rest -= (factor[own + k] as number) * (factor[other + k] as number);
      const entry = (rest - odd) * (factor[other + j] as number);
      factor[own + j] = entry;
      variance -= entry * entry;
      covariance -= entry * (outcome[j] as number);
    }
    const inverse = variance > SINGULAR ? 1 / Math.sqrt(variance) : 0;
    factor[own + i] = inverse;
    const gain = covariance * inverse;
    outcome[i] = gain;
    const owner = owners[i] as number;
    gains[owner] = (gains[owner] as number) + gain * gain;
  }
}

/** R² of some columns together (0 for none); `room` is used where it is given and keeps their factor. */
export function rSquaredOf(
  correlation: Float64Array,
  size: number,
  columns: readonly number[],
  room = factorRoom(columns.length),
): number {
  const gains = new Float64Array(1);
  const entry = { columns: Int32Array.from(columns), owners: new Int32Array(columns.length) };
  addSequentialGains(correlation, size, entry, gains, room);
  return gains[0] as number;
}
