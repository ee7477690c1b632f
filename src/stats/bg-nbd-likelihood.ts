import { levelsOf, type Histories } from './customer-histories';
import type { Evaluation } from './damped-newton';
import { add } from './likelihood-search';

/**
 * The log-likelihood in ln r, ln alpha, ln a, ln b with exact gradient and Hessian. Per customer it is
 *
 *   ln Γ(r+x)/Γ(r) + r ln α + ln Γ(b+x)/Γ(b) - ln Γ(a+b+x)/Γ(a+b) + ln( e^A + [x > 0] e^B ),
 *   A = -(r+x) ln(α+T),   B = ln a - ln(b+x-1) - (r+x) ln(α+t_x).
 *
 * x is whole, so that the ratios of gammas are sums of ln(r+i), i < x: no special function, and no cancellation.
 */
export function likelihoodOf(histories: Histories): (logs: readonly number[]) => Evaluation {
  const levels = levelsOf(histories);
  return (logs) => {
    const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
    const sums = new Float64Array(15);
    addCounts(sums, levels, r, alpha, a, b);
    addTimes(sums, histories, r, alpha, a, b);
    return inLogarithms(sums, [r, alpha, a, b]);
  };
}

/*
 * Layout of the sums: 0 value; 1-4 gradient in r, alpha, a, b; 5-14 Hessian rr, rα, ra, rb, αα, αa, αb, aa, ab, bb.
 */
function addCounts(
  sums: Float64Array,
  levels: { x: Float64Array; counts: Float64Array },
  r: number,
  alpha: number,
  a: number,
  b: number,
): void {
  const logAlpha = Math.log(alpha);
  let i = 0;
  let log = 0;
  let rOne = 0;
  let rTwo = 0;
  let bOne = 0;
  let bTwo = 0;
  let abOne = 0;
  let abTwo = 0;
  for (let level = 0; level < levels.x.length; level += 1) {
    for (; i < (levels.x[level] as number); i += 1) {
      log += Math.log(((r + i) * (b + i)) / (a + b + i));
      rOne += 1 / (r + i);
      rTwo += 1 / ((r + i) * (r + i));
      bOne += 1 / (b + i);
      bTwo += 1 / ((b + i) * (b + i));
      abOne += 1 / (a + b + i);
      abTwo += 1 / ((a + b + i) * (a + b + i));
    }
    const weight = levels.counts[level] as number;
    add(sums, 0, weight * (log + r * logAlpha));
    add(sums, 1, weight * (rOne + logAlpha));
    add(sums, 2, (weight * r) / alpha);
    add(sums, 3, -weight * abOne);
    add(sums, 4, weight * (bOne - abOne));
    add(sums, 5, -weight * rTwo);
    add(sums, 6, weight / alpha);
    add(sums, 9, (-weight * r) / (alpha * alpha));
    add(sums, 12, weight * abTwo);
    add(sums, 13, weight * abTwo);
    add(sums, 14, weight * (abTwo - bTwo));
  }
}

/** ln(e^A + e^B): its Hessian is the mean of A's and B's plus p q d d', d the difference of the gradients. */
function addTimes(
  sums: Float64Array,
  { frequency, recency, age, counts }: Histories,
  r: number,
  alpha: number,
  a: number,
  b: number,
): void {
  for (let i = 0; i < age.length; i += 1) {
    const x = frequency[i] as number;
    const weight = counts[i] as number;
    const ageInverse = 1 / (alpha + (age[i] as number));
    const logAge = -Math.log(ageInverse);
    const n = r + x;
    if (x === 0) {
      add(sums, 0, -weight * n * logAge);
      add(sums, 1, -weight * logAge);
      add(sums, 2, -weight * n * ageInverse);
      add(sums, 6, -weight * ageInverse);
      add(sums, 9, weight * n * ageInverse * ageInverse);
      continue;
    }
    const lastInverse = 1 / (alpha + (recency[i] as number));
    const logLast = -Math.log(lastInverse);
    const before = 1 / (b + x - 1);
    const odds = a * before * Math.exp(n * (logAge - logLast));
    const p = 1 / (1 + odds);
    const q = odds === Infinity ? 1 : odds * p;
    // Not log1p(odds) alone: the odds of having left overflow for a heavy buyer long silent.
    const logOneAndOdds = odds < 1e300 ? Math.log1p(odds) : Math.log(a * before) + n * (logAge - logLast);
    add(sums, 0, weight * (logOneAndOdds - n * logAge));
    const inverse = p * ageInverse + q * lastInverse;
    add(sums, 1, -weight * (p * logAge + q * logLast));
    add(sums, 2, -weight * n * inverse);
    add(sums, 3, (weight * q) / a);
    add(sums, 4, -weight * q * before);
    const pq = weight * p * q;
    const dr = logLast - logAge;
    const dAlpha = n * (lastInverse - ageInverse);
    const da = -1 / a;
    const db = before;
    add(sums, 5, pq * dr * dr);
    add(sums, 6, pq * dr * dAlpha - weight * inverse);
    add(sums, 7, pq * dr * da);
    add(sums, 8, pq * dr * db);
    add(
      sums,
      9,
      pq * dAlpha * dAlpha + weight * n * (p * ageInverse * ageInverse + q * lastInverse * lastInverse),
    );
    add(sums, 10, pq * dAlpha * da);
    add(sums, 11, pq * dAlpha * db);
    add(sums, 12, pq * da * da - weight * q * da * da);
    add(sums, 13, pq * da * db);
    add(sums, 14, pq * db * db + weight * q * db * db);
  }
}

/** The chain rule for exp: gradient θ g, Hessian θ H θ' + diag(θ g). */
function inLogarithms(sums: Float64Array, parameters: readonly number[]): Evaluation {
  const gradient = parameters.map((value, i) => value * (sums[1 + i] as number));
  const hessian = parameters.map((left, i) =>
    parameters.map((right, j) => {
      const [low, high] = i < j ? [i, j] : [j, i];
      // Where row `low` of the upper triangle begins, less `low`: 0, 4, 7, 9 with the diagonal.
      const place = 5 + (low * (9 - low)) / 2 + high - low;
      return left * right * (sums[place] as number) + (i === j ? (gradient[i] as number) : 0);
    }),
  );
  return { value: sums[0] as number, gradient, hessian };
}
