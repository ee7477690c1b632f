import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, inverseFromCholesky, solveCholesky, symmetricEigen } from '../../src/stats/linear-algebra';
import { expectClose } from '../close';

/** F Fᵀ + I/2 from arbitrary numbers: symmetric and positive definite. */
const anyPositive = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((f) => ({
      size,
      matrix: Float64Array.from({ length: size * size }, (_, at) => {
        const [i, j] = [Math.floor(at / size), at % size];
        let total = i === j ? 0.5 : 0;
        for (let k = 0; k < size; k += 1) total += (f[i * size + k] as number) * (f[j * size + k] as number);
        return total;
      }),
    })),
);
const times = (a: Float64Array, b: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size * size }, (_, at) => {
    let total = 0;
    for (let k = 0; k < size; k += 1)
      total += (a[Math.floor(at / size) * size + k] as number) * (b[k * size + (at % size)] as number);
    return total;
  });
const transposed = (a: Float64Array, size: number): Float64Array =>
  a.map((_, at) => a[(at % size) * size + Math.floor(at / size)] as number);

describe('linear algebra', () => {
  it('factors a matrix into L Lᵀ', () => {
    fc.assert(
      fc.property(anyPositive, ({ size, matrix }) => {
        const factor = cholesky(matrix, size) as Float64Array;
        expectClose(times(factor, transposed(factor, size), size), [...matrix], {
          relative: 1e-12,
          absolute: 1e-12,
        });
      }),
    );
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(1, 1, 1, 1), 2, 1e-10)).toBeNull();
    expect(cholesky(Float64Array.of(0), 1)).toBeNull();
  });

  it('solves and inverts: A x = b and A A⁻¹ = I', () => {
    const factor = cholesky(Float64Array.of(4, 2, 2, 3), 2) as Float64Array;
    expectClose(solveCholesky(factor, 2, [8, 7]), [1.25, 1.5], { relative: 1e-14 });
    expectClose(inverseFromCholesky(factor, 2), [0.375, -0.25, -0.25, 0.5], { relative: 1e-14 });
  });

  it('finds orthonormal eigenvectors that give the matrix back, values descending', () => {
    fc.assert(
      fc.property(anyPositive, ({ size, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, size);
        const scaled = vectors.map((value, at) => value * (values[at % size] as number));
        const back = transposed(vectors, size);
        const largest = values[0] as number;
        expectClose(times(scaled, back, size), [...matrix], { relative: 0, absolute: 1e-13 * largest });
        const unit = Array.from({ length: size * size }, (_, at) =>
          Math.floor(at / size) === at % size ? 1 : 0,
        );
        expectClose(times(back, vectors, size), unit, { relative: 1e-13, absolute: 1e-13 });
        expect([...values]).toEqual([...values].toSorted((a, b) => b - a));
      }),
    );
  });

  it('knows the eigenvalues of a matrix with a closed form', () => {
    expectClose(symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values, [3, 1], { relative: 1e-15 });
    expectClose(
      symmetricEigen(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3).values,
      [2 + Math.SQRT2, 2, 2 - Math.SQRT2],
      { relative: 1e-14 },
    );
  });
});
