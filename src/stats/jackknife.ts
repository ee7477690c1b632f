/**
 * Standard errors by the delete-one-group jackknife: `replicates[g][q]` is quantity q computed without group g, and
 * `counts[g]` the rows of that group. Groups may differ in size (Busing, Meijer & van der Leeden 1999):
 *
 *   variance = mean over g of (n/m_g - 1) (θ_(g) - θ̄)²,  θ̄ = the replicates' mean weighted by n - m_g
 *
 * For a mean and equal groups this is the usual squared standard error s²/G of the group means, with G - 1 degrees of
 * freedom. NaN for a quantity with a replicate that is not finite, and for all where there are fewer than two groups.
 */
export function jackknifeErrors(replicates: readonly Float64Array[], counts: Float64Array): Float64Array {
  const quantities = replicates[0]?.length ?? 0;
  const errors = new Float64Array(quantities).fill(NaN);
  if (replicates.length < 2) return errors;
  const rows = counts.reduce((total, count) => total + count, 0);
  for (let q = 0; q < quantities; q += 1) {
    const values = replicates.map((replicate) => replicate[q] as number);
    let weighted = 0;
    let weights = 0;
    values.forEach((value, g) => {
      const kept = rows - (counts[g] as number);
      weighted += kept * value;
      weights += kept;
    });
    const centre = weighted / weights;
    let variance = 0;
    values.forEach((value, g) => {
      variance += (rows / (counts[g] as number) - 1) * (value - centre) ** 2;
    });
    errors[q] = Math.sqrt(variance / values.length);
  }
  return errors;
}

/**
 * The full covariance matrix of what `jackknifeErrors` gives the roots of the diagonal of: row-major, quantities²,
 *
 *   C_qr = mean over g of (n/m_g - 1) (θ_(g)q - θ̄_q)(θ_(g)r - θ̄_r)
 *
 * Groups of rows may differ in size. `counts` are rows, with weights too. With G groups its rank is at most G - 1, so
 * it is singular where there are more quantities. NaN in the row and column of a quantity with a replicate that is not
 * finite, and everywhere where there are fewer than two groups.
 */
export function jackknifeCovariance(replicates: readonly Float64Array[], counts: Float64Array): Float64Array {
  const quantities = replicates[0]?.length ?? 0;
  const covariance = new Float64Array(quantities * quantities);
  if (replicates.length < 2) return covariance.fill(NaN);
  const rows = counts.reduce((total, count) => total + count, 0);
  const centre = new Float64Array(quantities);
  replicates.forEach((replicate, g) => {
    const share = (rows - (counts[g] as number)) / (rows * (replicates.length - 1));
    for (let q = 0; q < quantities; q += 1)
      centre[q] = (centre[q] as number) + share * (replicate[q] as number);
  });
  replicates.forEach((replicate, g) => {
    const off = replicate.map((value, q) => value - (centre[q] as number));
    addOuterProduct(covariance, off, (rows / (counts[g] as number) - 1) / replicates.length);
  });
  for (let q = 0; q < quantities; q += 1)
    for (let r = 0; r < q; r += 1) covariance[r * quantities + q] = covariance[q * quantities + r] as number;
  return covariance;
}

/** Adds factor · v vᵀ to the lower triangle. */
function addOuterProduct(matrix: Float64Array, vector: Float64Array, factor: number): void {
  const size = vector.length;
  for (let i = 0; i < size; i += 1) {
    const scaled = factor * (vector[i] as number);
    for (let j = 0; j <= i; j += 1)
      matrix[i * size + j] = (matrix[i * size + j] as number) + scaled * (vector[j] as number);
  }
}
