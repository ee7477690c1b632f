import type { BgNbdParameters } from './bg-nbd';

/**
 * The probability that a customer is still active under the BG/NBD model:
 * 1 / (1 + a/(b+x-1) ((α+T)/(α+t_x))^(r+x)), and exactly 1 where x = 0, since the model lets nobody leave before a
 * repeat purchase. Arguments as in `fitBgNbd`. Source: Fader, Hardie & Lee (2008), "Computing P(alive) using the BG/NBD
 * model", brucehardie.com/notes/021.
 */
export function probabilityAlive(
  { r, alpha, a, b }: BgNbdParameters,
  frequency: number,
  recency: number,
  age: number,
): number {
  if (frequency === 0) return 1;
  const silence = Math.log((alpha + age) / (alpha + recency));
  return 1 / (1 + (a / (b + frequency - 1)) * Math.exp((r + frequency) * silence));
}

/**
 * Purchases expected in (T, T + t] of a customer who is active at T, for several t at once; times the probability of being
 * active it is E[X(t) | x, t_x, T], and with frequency = age = 0 the E[X(t)] of a new customer.
 *
 * The literature writes it (a+b+x-1)/(a-1) [1 - (1-z)^(r+x) 2F1(r+x, b+x; a+b+x-1; z)], z = t/(α+T+t), which is 0/0 at
 * a = 1 and overflows for heavy buyers. It equals the sum over k of P(N = k) S_k, where N, the purchases without leaving,
 * is negative binomial (r+x, z) and S_k = sum over j < k of (b+x)_j / (a+b+x)_j is how many of k are made before leaving:
 * positive terms only, nothing special at a = 1. Scaled as it goes, so that nothing overflows.
 *
 * @param horizons times t from `age`, at least 0, rising, in the unit of `age`
 * @param expected where the results go, one per horizon
 * @param regularity k of Erlang-k times between purchases: only every k-th event of the rate is a purchase (then r and
 *   alpha are those of the events), and `events` of them have passed since the last purchase; 1 and 0 when absent
 *
 * Relative error below 1e-12 up to some thousand purchases without leaving, and growing with their number (the terms),
 * held in tests/stats to values by mpmath and to BTYD's expectations.
 */
export function expectedPurchasesIfActive(
  { r, alpha, a, b }: BgNbdParameters,
  frequency: number,
  age: number,
  horizons: Float64Array,
  expected: Float64Array,
  regularity = 1,
  events = 0,
): void {
  const shape = r + regularity * frequency + events;
  const stay = b + frequency;
  const places = horizons.length;
  const ratios = horizons.map((t) => t / (alpha + age + t));
  const terms = new Float64Array(places).fill(1);
  const scales = horizons.map((t) => -shape * Math.log1p(t / (alpha + age)));
  expected.fill(0);
  let kept = 0;
  let survived = 1;
  let bought = 0;
  let from = 0;
  for (let k = 1; from < places; k += 1) {
    const growth = (shape + k - 1) / k;
    if ((events + k) % regularity === 0) {
      kept += survived;
      survived *= (stay + bought) / (a + stay + bought);
      bought += 1;
    }
    for (let h = from; h < places; h += 1) {
      const term = (terms[h] as number) * growth * (ratios[h] as number);
      terms[h] = term;
      expected[h] = (expected[h] as number) + term * kept;
      if (term > HUGE) {
        terms[h] = term / HUGE;
        expected[h] = (expected[h] as number) / HUGE;
        scales[h] = (scales[h] as number) + LOG_HUGE;
      }
    }
    // The horizons rise and so do the ratios: the shorter one is done first.
    while (from < places && kept > 0 && isDone(from, k)) from += 1;
  }
  for (let h = 0; h < places; h += 1) expected[h] = (expected[h] as number) * Math.exp(scales[h] as number);

  /** What is left is below a geometric series, but for the slow growth of S_k. */
  function isDone(h: number, k: number): boolean {
    const ratio = ((ratios[h] as number) * (shape + k)) / (k + 1);
    const left = ((terms[h] as number) * kept * ratio) / (1 - ratio);
    return ratio < 1 && left <= 1e-17 * (expected[h] as number);
  }
}

/** A power of two: scaling by it rounds nothing. */
const HUGE = 2 ** 600;
const LOG_HUGE = 600 * Math.LN2;
