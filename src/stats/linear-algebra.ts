/** Small dense matrices as Float64Array, row-major: entry (i, j) of an n × n matrix is at i·n + j. */

/**
 * The lower Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ (upper triangle 0), or null where a
 * pivot is not above `tolerance` times its diagonal entry. Only the lower triangle is read.
 */
export function cholesky(matrix: Float64Array, size: number, tolerance = 0): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = matrix[i * size + j] as number;
      for (let k = 0; k < j; k += 1)
        rest -= (factor[i * size + k] as number) * (factor[j * size + k] as number);
      if (i !== j) factor[i * size + j] = rest / (factor[j * size + j] as number);
      else if (rest > tolerance * (matrix[i * size + i] as number)) factor[i * size + i] = Math.sqrt(rest);
      else return null;
    }
  }
  return factor;
}

/** The x of L Lᵀ x = b, for a lower Cholesky factor. */
export function solveCholesky(factor: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    let rest = x[i] as number;
    for (let k = 0; k < i; k += 1) rest -= (factor[i * size + k] as number) * (x[k] as number);
    x[i] = rest / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = x[i] as number;
    for (let k = i + 1; k < size; k += 1) rest -= (factor[k * size + i] as number) * (x[k] as number);
    x[i] = rest / (factor[i * size + i] as number);
  }
  return x;
}

/** The inverse of A = L Lᵀ, for a lower Cholesky factor: symmetric. */
export function inverseFromCholesky(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solved = solveCholesky(factor, size, unit);
    for (let row = 0; row < size; row += 1) inverse[row * size + column] = solved[row] as number;
  }
  return inverse;
}

export interface Eigen {
  /** Descending. */
  values: Float64Array;
  /** Column j, at i·n + j, is the unit vector of value j; its sign is arbitrary. */
  vectors: Float64Array;
}

/**
 * Eigenvalues and vectors of a symmetric matrix by cyclic Jacobi rotations: slow above some hundred rows, but accurate
 * to a few units of rounding of the largest value. Source: Golub & Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) v[i * size + i] = 1;
  for (let sweep = 0; sweep < 60 && offDiagonal(a, size) > 0; sweep += 1)
    for (let p = 0; p < size - 1; p += 1) for (let q = p + 1; q < size; q += 1) rotate(a, v, size, p, q);
  return sorted(a, v, size);
}

/** The sum of squares off the diagonal, 0 where it is below what rounding leaves. */
function offDiagonal(a: Float64Array, size: number): number {
  let off = 0;
  let all = 0;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const square = (a[i * size + j] as number) ** 2;
      all += square;
      if (i !== j) off += square;
    }
  return off > 1e-34 * all ? off : 0;
}

/** One rotation that makes entry (p, q) zero. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] as number;
  if (apq === 0) return;
  const tau = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0; k < size; k += 1) {
    turn(a, k * size + p, k * size + q, c, s);
    turn(v, k * size + p, k * size + q, c, s);
  }
  for (let k = 0; k < size; k += 1) turn(a, p * size + k, q * size + k, c, s);
}

function turn(m: Float64Array, first: number, second: number, c: number, s: number): void {
  const x = m[first] as number;
  const y = m[second] as number;
  m[first] = c * x - s * y;
  m[second] = s * x + c * y;
}

function sorted(a: Float64Array, v: Float64Array, size: number): Eigen {
  const order = Array.from({ length: size }, (_, i) => i);
  order.sort((i, j) => (a[j * size + j] as number) - (a[i * size + i] as number));
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let k = 0; k < size; k += 1) vectors[k * size + to] = v[k * size + from] as number;
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i] as number), vectors };
}
