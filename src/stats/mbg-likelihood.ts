import { levelsOf, type Histories } from './customer-histories';
import type { Evaluation } from './damped-newton';
import { add, evaluationOf, logRisingTotals } from './likelihood-search';

/**
 * The MBG/CNBD-k log-likelihood in ln r, ln α, ln a, ln b with exact gradient and Hessian, without the constant
 * (k-1) Σ ln Δt - Σ x ln Γ(k) of the times between purchases. Per customer, n = r + k x,
 *
 *   ln Γ(n)/Γ(r) - k x ln α + ln (b)_x/(a+b)_(x+1) + ln( e^A + e^B ),
 *   A = ln(b+x) - n ln(1+T/α) + ln Σ over j < k of (n)_j/j! ((T-t_x)/(α+T))^j,   B = ln a - n ln(1+t_x/α):
 *
 * still active, in any phase j of the Erlang interval since the last purchase, or gone right after it. k = 1 is MBG/NBD.
 */
export const mbgLikelihoodOf =
  (k: number) =>
  (histories: Histories): ((logs: readonly number[]) => Evaluation) => {
    const levels = levelsOf(histories);
    const phases = levels.x.map((x) => k * x);
    const coins = levels.x.map((x) => x + 1);
    const allPhases = phases.reduce((sum, length, i) => sum + length * (levels.counts[i] as number), 0);
    return (logs) => {
      const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
      const sums = new Float64Array(15);
      const ofR = logRisingTotals(r, phases, levels.counts);
      const ofB = logRisingTotals(b, levels.x, levels.counts);
      const ofBoth = logRisingTotals(a + b, coins, levels.counts);
      add(sums, 0, ofR.value - allPhases * (logs[1] as number) + ofB.value - ofBoth.value);
      add(sums, 1, r * ofR.first);
      add(sums, 2, -allPhases);
      add(sums, 3, -a * ofBoth.first);
      add(sums, 4, b * (ofB.first - ofBoth.first));
      add(sums, 5, r * ofR.first + r * r * ofR.second);
      add(sums, 12, -a * ofBoth.first - a * a * ofBoth.second);
      add(sums, 13, -a * b * ofBoth.second);
      add(sums, 14, b * (ofB.first - ofBoth.first) + b * b * (ofB.second - ofBoth.second));
      addCustomers(sums, histories, k, r, alpha, a, b);
      return evaluationOf(sums);
    };
  };

/** ln(e^A + e^B) of each customer: its Hessian is the mean of A's and B's plus p q d d', d the difference of slopes. */
function addCustomers(
  sums: Float64Array,
  { frequency, recency, age, counts }: Histories,
  k: number,
  r: number,
  alpha: number,
  a: number,
  b: number,
): void {
  const phase = new Float64Array(6);
  for (let i = 0; i < age.length; i += 1) {
    const x = frequency[i] as number;
    const last = recency[i] as number;
    const end = age[i] as number;
    const count = counts[i] as number;
    const n = r + k * x;
    phaseMoments(phase, k, n, r, end - last, alpha, end);
    const [log = 0, one = 0, two = 0, oneOne = 0, oneTwo = 0, twoTwo = 0] = phase;
    const logEnd = Math.log1p(end / alpha);
    const logLast = Math.log1p(last / alpha);
    const endShare = end / (alpha + end);
    const lastShare = last / (alpha + last);
    const stay = b / (b + x);
    const active = Math.log(b + x) - n * logEnd + log;
    const gone = Math.log(a) - n * logLast;
    const odds = Math.exp(-Math.abs(active - gone));
    const larger = 1 / (1 + odds);
    const p = active >= gone ? larger : odds * larger;
    const q = active >= gone ? odds * larger : larger;
    const activeR = one - r * logEnd;
    const activeAlpha = n * endShare + two;
    const goneR = -r * logLast;
    const goneAlpha = n * lastShare;
    add(sums, 0, count * (Math.max(active, gone) + Math.log1p(odds)));
    add(sums, 1, count * (p * activeR + q * goneR));
    add(sums, 2, count * (p * activeAlpha + q * goneAlpha));
    add(sums, 3, count * q);
    add(sums, 4, count * p * stay);
    const both = count * p * q;
    const dr = activeR - goneR;
    const dAlpha = activeAlpha - goneAlpha;
    add(sums, 5, both * dr * dr + count * (p * (oneOne - r * logEnd) + q * goneR));
    add(sums, 6, both * dr * dAlpha + count * r * (p * endShare + q * lastShare) + count * p * oneTwo);
    add(sums, 7, -both * dr);
    add(sums, 8, both * dr * stay);
    const curve = p * (twoTwo - n * endShare * (1 - endShare)) - q * n * lastShare * (1 - lastShare);
    add(sums, 9, both * dAlpha * dAlpha + count * curve);
    add(sums, 10, -both * dAlpha);
    add(sums, 11, both * dAlpha * stay);
    add(sums, 12, both);
    add(sums, 13, -both * stay);
    add(sums, 14, both * stay * stay + count * p * stay * (1 - stay));
  }
}

/**
 * The sum over phases of (n)_j/j! u^j, u = silence/(α+T), in logarithms: 0 its logarithm, 1 and 2 the slopes in ln r and
 * ln α, 3-5 the second derivatives.
 */
function phaseMoments(
  into: Float64Array,
  k: number,
  n: number,
  r: number,
  silence: number,
  alpha: number,
  end: number,
): void {
  into.fill(0);
  if (k === 1) return;
  const u = silence / (alpha + end);
  const share = alpha / (alpha + end);
  let [term, total, harmonic, squares] = [1, 1, 0, 0];
  for (let j = 1; j < k; j += 1) {
    const inverse = 1 / (n + j - 1);
    term *= ((n + j - 1) / j) * u;
    harmonic += inverse;
    squares += inverse * inverse;
    total += term;
    const one = r * harmonic;
    const two = -j * share;
    add(into, 1, term * one);
    add(into, 2, term * two);
    add(into, 3, term * (one * one - r * r * squares + one));
    add(into, 4, term * one * two);
    add(into, 5, term * (two * two + two * (1 - share)));
  }
  for (let i = 1; i < 6; i += 1) into[i] = (into[i] as number) / total;
  const [, one = 0, two = 0] = into;
  add(into, 3, -one * one);
  add(into, 4, -one * two);
  add(into, 5, -two * two);
  into[0] = Math.log(total);
}
