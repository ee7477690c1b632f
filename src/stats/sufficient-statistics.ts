/**
 * Sums from which means and covariances follow, for several blocks of rows. All values are taken less one common
 * origin (near the overall means, so that nothing cancels); blocks with the same origin then merge by adding.
 *
 * With survey weights each row's values and products are multiplied by its weight before adding; a row that weighs 0
 * is left out before. `counts` stay rows, for they say how much was asked; what is divided by is the weight.
 */
export interface Blocks {
  /** Variables per row. */
  variables: number;
  /** Rows of each block; none is 0. */
  counts: Float64Array;
  /** Sum of each block's weights; absent where every row weighs 1. */
  weights?: Float64Array;
  /** Block g's sums at g·variables. */
  sums: Float64Array;
  /** Block g's sums of products, the lower triangle row by row (entry (i, j) at i(i+1)/2 + j), one after the other. */
  products: Float64Array;
}

/** One set of rows. */
export interface Moments {
  /** Rows. */
  count: number;
  /** Sum of their weights; absent where every row weighs 1. */
  weight?: number;
  sums: Float64Array;
  products: Float64Array;
}

/** Entries of the lower triangle, diagonal included. */
export const triangle = (variables: number): number => (variables * (variables + 1)) / 2;

/**
 * The sums of rows held as columns (of equal length, finite, taken less an origin near their means), row r counting
 * `counts[r]` times: how often a bootstrap drew it, or its weight. Without `counts` every row counts once.
 */
export function momentsOfRows(columns: readonly Float64Array[], counts?: Float64Array): Moments {
  const rows = columns[0]?.length ?? 0;
  const weights = counts ?? new Float64Array(rows).fill(1);
  const moments: Moments = {
    count: weights.reduce((total, weight) => total + weight, 0),
    sums: new Float64Array(columns.length),
    products: new Float64Array(triangle(columns.length)),
  };
  let at = 0;
  columns.forEach((column, i) => {
    const weighted = column.map((value, row) => value * (weights[row] as number));
    moments.sums[i] = weighted.reduce((total, value) => total + value, 0);
    for (const other of columns.slice(0, i + 1)) {
      let total = 0;
      for (let row = 0; row < rows; row += 1) total += (weighted[row] as number) * (other[row] as number);
      moments.products[at] = total;
      at += 1;
    }
  });
  return moments;
}

/** All blocks together: the same as one pass over all their rows. */
export function mergeBlocks({ variables, counts, weights, sums, products }: Blocks): Moments {
  const size = triangle(variables);
  const merged: Moments = { count: 0, sums: new Float64Array(variables), products: new Float64Array(size) };
  for (let block = 0; block < counts.length; block += 1) {
    merged.count += counts[block] as number;
    add(merged.sums, sums, block * variables, 1);
    add(merged.products, products, block * size, 1);
  }
  if (weights) merged.weight = weights.reduce((total, weight) => total + weight, 0);
  return merged;
}

/** Everything but one block: what a delete-one-group jackknife asks for. */
export function withoutBlock(whole: Moments, blocks: Blocks, block: number): Moments {
  const rest: Moments = {
    count: whole.count - (blocks.counts[block] as number),
    sums: whole.sums.slice(),
    products: whole.products.slice(),
  };
  if (blocks.weights) rest.weight = weightOf(whole) - (blocks.weights[block] as number);
  add(rest.sums, blocks.sums, block * blocks.variables, -1);
  add(rest.products, blocks.products, block * whole.products.length, -1);
  return rest;
}

/** What sums are divided by: the sum of weights, or the rows where there are none. */
const weightOf = ({ count, weight }: Moments): number => weight ?? count;

/** (Weighted) means less the origin. */
export function meansOf(moments: Moments): Float64Array {
  const weight = weightOf(moments);
  return moments.sums.map((total) => total / weight);
}

/**
 * The sample covariance matrix, full and row-major. A variance below `rounding` times the sum of squares it came from
 * is 0: the variable is constant in these rows.
 *
 *   C_ij = n/(n - 1) · Σ w (x_i - x̄_i)(x_j - x̄_j) / Σ w,  n the rows, x̄ the weighted means
 *
 * Without weights that is the divisor n - 1. Weights count by their ratios alone: all twice as large changes nothing.
 * Its correlations are those of R's cov.wt, held to 1e-10 in tests/stats.
 */
export function covarianceOf(moments: Moments, rounding = 1e-13): Float64Array {
  const { count, sums, products } = moments;
  const variables = sums.length;
  const weight = weightOf(moments);
  const divisor = moments.weight === undefined ? count - 1 : (weight * (count - 1)) / count;
  const covariance = new Float64Array(variables * variables);
  let at = 0;
  for (let i = 0; i < variables; i += 1)
    for (let j = 0; j <= i; j += 1, at += 1) {
      const raw = products[at] as number;
      const centred = raw - ((sums[i] as number) * (sums[j] as number)) / weight;
      const value = i === j && centred <= rounding * raw ? 0 : centred / divisor;
      covariance[i * variables + j] = value;
      covariance[j * variables + i] = value;
    }
  return covariance;
}

function add(target: Float64Array, source: Float64Array, offset: number, sign: 1 | -1): void {
  for (let i = 0; i < target.length; i += 1)
    target[i] = (target[i] as number) + sign * (source[offset + i] as number);
}
