/**
 * Values with the tails brought to the quantiles `share` and 1 - share (type 7): 0 leaves all as they are, 0.01 is
 * usual. Share from 0 to below 0.5. Empty stays empty.
 */
export function winsorise(values: Float64Array, share: number): Float64Array {
  if (!(share >= 0 && share < 0.5)) throw new RangeError(`winsorise at ${share}`);
  if (values.length === 0 || share === 0) return values.slice();
  const sorted = values.slice().sort();
  const low = quantile(sorted, share);
  const high = quantile(sorted, 1 - share);
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/** Type 7: linear between the order statistics. */
function quantile(sorted: Float64Array, probability: number): number {
  const at = (sorted.length - 1) * probability;
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}

export interface Standardised {
  values: Float64Array;
  mean: number;
  /** Standard deviation (n - 1), n the sum of weights. */
  spread: number;
}

/** z-scores (x - mean) / s, in two passes. Null where there is no spread: nothing to tell rows apart by. */
export function standardise(values: Float64Array, weights?: Float64Array): Standardised | null {
  let total = 0;
  let sum = 0;
  const first = values[0] ?? 0;
  const weightOf = (i: number): number => (weights ? (weights[i] as number) : 1);
  values.forEach((value, i) => {
    total += weightOf(i);
    sum += weightOf(i) * (value - first);
  });
  const mean = first + sum / total;
  const squares = values.reduce((to, value, i) => to + weightOf(i) * (value - mean) ** 2, 0);
  const spread = Math.sqrt(squares / (total - 1));
  if (!(spread > 0) || !Number.isFinite(spread)) return null;
  return { values: values.map((value) => (value - mean) / spread), mean, spread };
}
