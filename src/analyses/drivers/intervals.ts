import { percentileIntervals } from '../../stats/bootstrap';
import { jackknifeCovariance, jackknifeErrors } from '../../stats/jackknife';
import { drawJointNormals } from '../../stats/joint-draws';
import { normalQuantile } from '../../stats/normal';
import { studentTQuantile } from '../../stats/student-t';
import type { Estimate, ModelFacts } from './result';

/** Estimates with what resampling made of them: one vector per group left out, or per bootstrap draw. */
export interface Replicated {
  point: Float64Array;
  replicates: Float64Array[];
  /** Rows of each group left out; null for a bootstrap, whose replicates serve as they are. */
  counts: Float64Array | null;
}

const DRAWS = 4000;

/** Intervals, covariances and draws of the quantities of one slice. */
export class Intervals {
  readonly point: Float64Array;
  readonly kind: ModelFacts['intervals'];
  readonly degreesOfFreedom: number;
  /** Standard errors to either side of an interval. */
  readonly multiplier: number;
  readonly errors: Float64Array;
  readonly replicated: Replicated;
  readonly #ends: { low: Float64Array; high: Float64Array } | null;

  constructor(replicated: Replicated, confidence: number) {
    const { point, replicates, counts } = replicated;
    this.replicated = replicated;
    this.point = point;
    this.kind = replicates.length < 2 ? 'none' : counts ? 'jackknife' : 'bootstrap';
    this.degreesOfFreedom = counts ? replicates.length - 1 : NaN;
    const probability = (1 + confidence) / 2;
    this.multiplier = counts
      ? studentTQuantile(probability, this.degreesOfFreedom)
      : normalQuantile(probability);
    const percentiles = counts ? null : percentileIntervals(replicates, confidence);
    this.#ends = percentiles;
    this.errors =
      percentiles?.errors ??
      (counts && replicates.length > 1 ? jackknifeErrors(replicates, counts) : point.map(() => NaN));
  }

  /** The quantity at a place, its ends kept within what is possible. */
  at(place: number, lowest = -Infinity, highest = Infinity): Estimate {
    return this.#of(this.point[place] as number, place, lowest, highest);
  }

  #of(raw: number, place: number, lowest: number, highest: number): Estimate {
    const within = (value: number): number => Math.min(highest, Math.max(lowest, value));
    if (this.#ends) {
      const [low, high] = [this.#ends.low[place] ?? NaN, this.#ends.high[place] ?? NaN];
      return { value: within(raw), low: within(low), high: within(high) };
    }
    const reach = this.multiplier * (this.errors[place] as number);
    return { value: within(raw), low: within(raw - reach), high: within(raw + reach) };
  }

  /** The covariance of the quantities at some places, row-major. */
  covariance(places: readonly number[]): Float64Array {
    const { replicates, counts } = this.replicated;
    const chosen = replicates.map((replicate) => pick(replicate, places));
    return counts ? jackknifeCovariance(chosen, counts) : sampleCovariance(chosen);
  }

  /** Joint draws of the quantities at some places, one after the other; null where nothing can be said. */
  draws(places: readonly number[], seed: number): Float64Array | null {
    if (this.kind === 'none') return null;
    if (this.kind === 'bootstrap') {
      const usable = this.replicated.replicates
        .map((replicate) => pick(replicate, places))
        .filter((values) => values.every(Number.isFinite));
      return usable.length === 0 ? null : concatenated(usable);
    }
    return drawJointNormals(pick(this.point, places), this.covariance(places), DRAWS, seed);
  }

  /** An estimate of a combination of quantities: value and replicates of `of`, as an interval of its own. */
  ofCombination(of: (quantities: Float64Array) => number): Estimate & { error: number } {
    const one = (values: Float64Array): Float64Array => Float64Array.of(of(values));
    const { point, replicates, counts } = this.replicated;
    return combinationInterval(
      { point: one(point), replicates: replicates.map(one), counts },
      this.multiplier,
      this.kind,
    );
  }
}

function combinationInterval(
  replicated: Replicated,
  multiplier: number,
  kind: ModelFacts['intervals'],
): Estimate & { error: number } {
  const value = replicated.point[0] as number;
  if (kind === 'none') return { value, low: NaN, high: NaN, error: NaN };
  const error = replicated.counts
    ? (jackknifeErrors(replicated.replicates, replicated.counts)[0] as number)
    : Math.sqrt(sampleCovariance(replicated.replicates)[0] as number);
  return { value, low: value - multiplier * error, high: value + multiplier * error, error };
}

const pick = (values: Float64Array, places: readonly number[]): Float64Array =>
  Float64Array.from(places, (place) => values[place] as number);

function concatenated(rows: readonly Float64Array[]): Float64Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float64Array(rows.length * width);
  rows.forEach((row, i) => all.set(row, i * width));
  return all;
}

/** Of the replicates that are finite throughout. */
function sampleCovariance(rows: readonly Float64Array[]): Float64Array {
  const usable = rows.filter((row) => row.every(Number.isFinite));
  const size = rows[0]?.length ?? 0;
  const covariance = new Float64Array(size * size);
  if (usable.length < 2) return covariance.fill(NaN);
  const centre = new Float64Array(size);
  for (const row of usable)
    row.forEach((value, i) => (centre[i] = (centre[i] as number) + value / usable.length));
  for (const row of usable)
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1)
        covariance[i * size + j] =
          (covariance[i * size + j] as number) +
          (((row[i] as number) - (centre[i] as number)) * ((row[j] as number) - (centre[j] as number))) /
            (usable.length - 1);
  return covariance;
}
