import { levelsOf, type Histories } from './customer-histories';
import type { Evaluation } from './damped-newton';
import { add, evaluationOf, logRisingTotals } from './likelihood-search';
import { departureBuffer, placeDepartures, type ParetoNbdParameters } from './pareto-nbd-departures';

/**
 * The Pareto/NBD log-likelihood in ln r, ln α, ln s, ln β with exact gradient and Hessian. Per customer, n = r + x,
 *
 *   L = Γ(n)/Γ(r) α^-x [ f(T) + ∫ from t_x to T of s/(β+y) f(y) dy ],   f(y) = (1 + y/α)^-n (1 + y/β)^-s:
 *
 * still active at T, or gone at some y since t_x. The literature writes the integral as a difference of two 2F1, which
 * cancels and needs a branch on α >= β; as it stands all its terms are positive, α = β is nothing special, and derivatives
 * are moments over the same points. Source: Fader & Hardie, "A note on deriving the Pareto/NBD model", 2005.
 */
export function paretoLikelihoodOf(histories: Histories): (logs: readonly number[]) => Evaluation {
  const levels = levelsOf(histories);
  const purchases = levels.x.reduce((sum, x, i) => sum + x * (levels.counts[i] as number), 0);
  return (logs) => {
    const [r, alpha, s, beta] = logs.map(Math.exp) as [number, number, number, number];
    const sums = new Float64Array(15);
    const rising = logRisingTotals(r, levels.x, levels.counts);
    add(sums, 0, rising.value - purchases * (logs[1] as number));
    add(sums, 1, r * rising.first);
    add(sums, 2, -purchases);
    add(sums, 5, r * rising.first + r * r * rising.second);
    addCustomers(sums, histories, { r, alpha, s, beta });
    return evaluationOf(sums);
  };
}

const departures = departureBuffer();

/**
 * Of each customer ln(f(T) + ∫ ...), the logarithm of a mixture: its slope is the mean of the points' slopes, its Hessian
 * the mean of their Hessians plus the covariance of their slopes. A point that left at y has the slopes
 * -r ln(1+y/α), n y/(α+y), 1 - s ln(1+y/β), (s+1) y/(β+y) - 1; one active at T the same at T but for -s ln(1+T/β) and
 * s T/(β+T).
 */
function addCustomers(
  sums: Float64Array,
  { frequency, recency, age, counts }: Histories,
  parameters: ParetoNbdParameters,
): void {
  const { r, alpha, s, beta } = parameters;
  const moments = new Float64Array(15);
  for (let i = 0; i < age.length; i += 1) {
    const n = r + (frequency[i] as number);
    const last = recency[i] as number;
    const end = age[i] as number;
    moments.fill(0);
    placeDepartures(departures, parameters, n, last, end);
    const logAlpha = Math.log1p(last / alpha);
    const logBeta = Math.log1p(last / beta);
    let share = 0;
    let sharesSquare = 0;
    for (let k = 0; k < departures.points; k += 1) {
      const y = last + (departures.after[k] as number);
      const h = y / (beta + y);
      const weight = departures.weight[k] as number;
      share += weight * h;
      sharesSquare += weight * h * h;
      const one = -r * (logAlpha + (departures.logAlpha[k] as number));
      const three = 1 - s * (logBeta + (departures.logBeta[k] as number));
      addPoint(moments, weight, one, (n * y) / (alpha + y), three, (s + 1) * h - 1);
    }
    // Second derivatives in ln s, ln β of those who left, then of the one still active.
    let ss = (moments[3] as number) - (moments[0] as number);
    let sb = s * share;
    let bb = (s + 1) * (sharesSquare - share);
    const endAlpha = Math.log1p((end - last) / (alpha + last));
    const endBeta = Math.log1p((end - last) / (beta + last));
    const active = Math.exp(-n * endAlpha - s * endBeta);
    const h = end / (beta + end);
    const three = -s * (logBeta + endBeta);
    addPoint(moments, active, -r * (logAlpha + endAlpha), (n * end) / (alpha + end), three, s * h);
    ss += active * three;
    sb += active * s * h;
    bb += active * s * h * (h - 1);
    add(sums, 0, -(counts[i] as number) * (n * logAlpha + s * logBeta));
    addMixture(sums, moments, counts[i] as number, r, n, ss, sb, bb);
  }
}

/** Adds a weighted point: 0 weight, 1-4 slopes, 5-14 their products, row by row. */
function addPoint(m: Float64Array, weight: number, a: number, b: number, c: number, d: number): void {
  add(m, 0, weight);
  add(m, 1, weight * a);
  add(m, 2, weight * b);
  add(m, 3, weight * c);
  add(m, 4, weight * d);
  add(m, 5, weight * a * a);
  add(m, 6, weight * a * b);
  add(m, 7, weight * a * c);
  add(m, 8, weight * a * d);
  add(m, 9, weight * b * b);
  add(m, 10, weight * b * c);
  add(m, 11, weight * b * d);
  add(m, 12, weight * c * c);
  add(m, 13, weight * c * d);
  add(m, 14, weight * d * d);
}

/** Adds the logarithm of a mixture with its derivatives to the sums over customers. */
function addMixture(
  sums: Float64Array,
  m: Float64Array,
  count: number,
  r: number,
  n: number,
  ss: number,
  sb: number,
  bb: number,
): void {
  const total = m[0] as number;
  const one = (m[1] as number) / total;
  const two = (m[2] as number) / total;
  const three = (m[3] as number) / total;
  const four = (m[4] as number) / total;
  const product = (i: number): number => (m[i] as number) / total;
  add(sums, 0, count * Math.log(total));
  add(sums, 1, count * one);
  add(sums, 2, count * two);
  add(sums, 3, count * three);
  add(sums, 4, count * four);
  add(sums, 5, count * (product(5) - one * one + one));
  add(sums, 6, count * (product(6) - one * two + (r / n) * two));
  add(sums, 7, count * (product(7) - one * three));
  add(sums, 8, count * (product(8) - one * four));
  add(sums, 9, count * (product(9) - two * two + product(9) / n - two));
  add(sums, 10, count * (product(10) - two * three));
  add(sums, 11, count * (product(11) - two * four));
  add(sums, 12, count * (product(12) - three * three + ss / total));
  add(sums, 13, count * (product(13) - three * four + sb / total));
  add(sums, 14, count * (product(14) - four * four + bb / total));
}
