/**
 * Singular values of a square row-major matrix, descending, by one-sided Jacobi rotations: pairs of rows are turned
 * until all are at right angles, then their lengths are the values. Small values keep their digits, which the
 * eigenvalues of a product AAᵀ would not. Source: Golub & Van Loan, Matrix Computations, 8.6.3.
 */
export function singularValues(matrix: Float64Array, size: number): Float64Array {
  const a = matrix.slice();
  const row = (i: number): Float64Array => a.subarray(i * size, (i + 1) * size);
  for (let sweep = 0, turned = true; sweep < 60 && turned; sweep += 1) {
    turned = false;
    for (let p = 0; p < size - 1; p += 1)
      for (let q = p + 1; q < size; q += 1) turned = turn(row(p), row(q)) || turned;
  }
  const lengths = Float64Array.from({ length: size }, (_, i) => Math.sqrt(product(row(i), row(i))));
  return lengths.sort().reverse();
}

/** Turns two rows in their plane until they are at right angles; false where they already were. */
function turn(first: Float64Array, second: Float64Array): boolean {
  const across = product(first, second);
  const [one, two] = [product(first, first), product(second, second)];
  if (Math.abs(across) <= 1e-16 * Math.sqrt(one * two)) return false;
  const tau = (two - one) / (2 * across);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0; k < first.length; k += 1) {
    const x = first[k] as number;
    const y = second[k] as number;
    first[k] = c * x - s * y;
    second[k] = s * x + c * y;
  }
  return true;
}

function product(first: Float64Array, second: Float64Array): number {
  let total = 0;
  for (let k = 0; k < first.length; k += 1) total += (first[k] as number) * (second[k] as number);
  return total;
}
