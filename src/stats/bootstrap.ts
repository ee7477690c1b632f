import { createRandom } from './random';

/**
 * Bootstrap replicates of any quantities: `units` rows (or keys) are drawn with replacement, as many as there are, and
 * `quantitiesOf` gets how often each was drawn (Float64Array of whole numbers that sum to `units`; the same array every
 * time). Deterministic for a seed. Empty where there are no units. Source: Efron & Tibshirani (1993).
 */
export function bootstrapReplicates(
  units: number,
  replicates: number,
  seed: number,
  quantitiesOf: (counts: Float64Array) => Float64Array,
): Float64Array[] {
  if (units === 0) return [];
  const random = createRandom(seed);
  const counts = new Float64Array(units);
  return Array.from({ length: replicates }, () => {
    counts.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const unit = random.integer(units);
      counts[unit] = (counts[unit] as number) + 1;
    }
    return quantitiesOf(counts).slice();
  });
}

/** By quantity; all NaN where fewer than two replicates are finite. */
export interface BootstrapIntervals {
  low: Float64Array;
  high: Float64Array;
  /** The replicates' standard deviation (divisor count - 1): the standard error. */
  errors: Float64Array;
  /** Replicates that were finite and so were used: a quantity may not exist in every draw. */
  used: Float64Array;
}

/**
 * Percentile intervals: the quantiles (*type 7*) of the replicates at (1 ± confidence) / 2, `confidence` between 0 and 1
 * (0.95). In 2,000 replicates their ends vary by some 3 % of the width.
 */
export function percentileIntervals(
  replicates: readonly Float64Array[],
  confidence: number,
): BootstrapIntervals {
  const quantities = replicates[0]?.length ?? 0;
  const blank = (): Float64Array => new Float64Array(quantities).fill(NaN);
  const intervals = { low: blank(), high: blank(), errors: blank(), used: blank() };
  for (let q = 0; q < quantities; q += 1) {
    const values = Float64Array.from(replicates, (replicate) => replicate[q] as number)
      .filter(Number.isFinite)
      .sort();
    intervals.used[q] = values.length;
    if (values.length < 2) continue;
    intervals.low[q] = quantile(values, (1 - confidence) / 2);
    intervals.high[q] = quantile(values, (1 + confidence) / 2);
    intervals.errors[q] = deviation(values);
  }
  return intervals;
}

/** Type 7: linear between the sorted values, the first at 0 and the last at 1. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
