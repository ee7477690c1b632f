/**
 * Sums from which means and covariances follow, for several blocks of rows. All values are taken less one common
 * origin (near the overall means, so that nothing cancels); blocks with the same origin then merge by adding.
 */
export interface Blocks {
  /** Variables per row. */
  variables: number;
  /** Rows of each block; none is 0. */
  counts: Float64Array;
  /** Block g's sums at g·variables. */
  sums: Float64Array;
  /** Block g's sums of products, the lower triangle row by row (entry (i, j) at i(i+1)/2 + j), one after the other. */
  products: Float64Array;
}

/** One set of rows. */
export interface Moments {
  count: number;
  sums: Float64Array;
  products: Float64Array;
}

/** Entries of the lower triangle, diagonal included. */
export const triangle = (variables: number): number => (variables * (variables + 1)) / 2;

/** All blocks together: the same as one pass over all their rows. */
export function mergeBlocks({ variables, counts, sums, products }: Blocks): Moments {
  const size = triangle(variables);
  const merged: Moments = { count: 0, sums: new Float64Array(variables), products: new Float64Array(size) };
  for (let block = 0; block < counts.length; block += 1) {
    merged.count += counts[block] as number;
    add(merged.sums, sums, block * variables, 1);
    add(merged.products, products, block * size, 1);
  }
  return merged;
}

/** Everything but one block: what a delete-one-group jackknife asks for. */
export function withoutBlock(whole: Moments, blocks: Blocks, block: number): Moments {
  const rest: Moments = {
    count: whole.count - (blocks.counts[block] as number),
    sums: whole.sums.slice(),
    products: whole.products.slice(),
  };
  add(rest.sums, blocks.sums, block * blocks.variables, -1);
  add(rest.products, blocks.products, block * whole.products.length, -1);
  return rest;
}

/** Means less the origin. */
export const meansOf = ({ count, sums }: Moments): Float64Array => sums.map((total) => total / count);

/**
 * The sample covariance matrix (divisor count - 1), full and row-major. A variance below `rounding` times the sum of
 * squares it came from is 0: the variable is constant in these rows.
 */
export function covarianceOf({ count, sums, products }: Moments, rounding = 1e-13): Float64Array {
  const variables = sums.length;
  const covariance = new Float64Array(variables * variables);
  let at = 0;
  for (let i = 0; i < variables; i += 1)
    for (let j = 0; j <= i; j += 1, at += 1) {
      const raw = products[at] as number;
      const centred = raw - ((sums[i] as number) * (sums[j] as number)) / count;
      const value = i === j && centred <= rounding * raw ? 0 : centred / (count - 1);
      covariance[i * variables + j] = value;
      covariance[j * variables + i] = value;
    }
  return covariance;
}

function add(target: Float64Array, source: Float64Array, offset: number, sign: 1 | -1): void {
  for (let i = 0; i < target.length; i += 1)
    target[i] = (target[i] as number) + sign * (source[offset + i] as number);
}
