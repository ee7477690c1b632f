import { symmetricEigen } from './linear-algebra';
import { correlationOf } from './shapley';

/** Directions of the drivers that hold less than this share of one driver's variance are left out as rounding. */
const SINGULAR = 1e-10;

/**
 * Johnson's relative weights in units of R² (each 0..1, they sum to R²): the drivers are replaced by their closest
 * uncorrelated stand-ins, and each stand-in's share of R² is handed back by squared correlations.
 *
 *   R_xx = V D² Vᵀ,  L = V D Vᵀ,  b = L⁻¹ r_xy,  weight_k = Σ_j L_kj² b_j²
 *
 * `covariance` as for `lmg`: row-major, (drivers + 1)², the outcome first. Costs O(p³): for any number of drivers.
 * Equal to Genizi's decomposition; its derivation has been called flawed (Thomas et al. 2014), so LMG is preferred.
 * Source: Johnson (2000), Multivariate Behavioral Research 35(1). Held to R to 1e-10 in tests/stats.
 */
export function relativeWeights(covariance: Float64Array, drivers: number): Float64Array {
  const size = drivers + 1;
  const correlation = correlationOf(covariance, size);
  const among = new Float64Array(drivers * drivers);
  for (let i = 0; i < drivers; i += 1)
    for (let j = 0; j < drivers; j += 1)
      among[i * drivers + j] = correlation[(i + 1) * size + j + 1] as number;
  const { values, vectors } = symmetricEigen(among, drivers);
  const root = (power: 1 | -1): Float64Array =>
    recomposed(
      vectors,
      values.map((value) => (value > SINGULAR ? value ** (power / 2) : 0)),
      drivers,
    );
  const toOutcome = correlation.subarray(1, size);
  const slopes = product(root(-1), toOutcome, drivers);
  const squares = (values: Float64Array): Float64Array => values.map((value) => value * value);
  return product(squares(root(1)), squares(slopes), drivers);
}

/** V diag(d) Vᵀ. */
function recomposed(vectors: Float64Array, diagonal: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      let total = 0;
      for (let k = 0; k < size; k += 1)
        total +=
          (vectors[i * size + k] as number) * (diagonal[k] as number) * (vectors[j * size + k] as number);
      result[i * size + j] = total;
    }
  return result;
}

/** A matrix times a vector. */
function product(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let total = 0;
    for (let j = 0; j < size; j += 1) total += (matrix[i * size + j] as number) * (vector[j] as number);
    return total;
  });
}
