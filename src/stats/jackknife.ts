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
