import type { BgNbdParameters } from './bg-nbd';
import { expectedPurchasesIfActive } from './bg-nbd-forecast';
import type { Forecast } from './buy-till-you-die';
import { expectedRepeats } from './hypergeometric';
import { logGamma } from './log-gamma';

/** How a model with beta-geometric leaving differs from BG/NBD. */
export interface BetaGeometricForm {
  /** Whether a customer can leave right after the first purchase too (MBG), or only after a repeat purchase (BG). */
  leavesAtFirst: boolean;
  /** k of Erlang-k times between purchases, of whose events the rate is Gamma(r, rate alpha): 1 for random ones. */
  regularity: number;
}

/**
 * The forecasts of BG/NBD, MBG/NBD and MBG/CNBD-k, exact for every k. An active customer's chance of leaving is
 * Beta(a, b + x), with one more stay (b + x + 1) where the first purchase counts; the rate of events is, given that j have
 * passed since the last purchase, Gamma(r + k x + j, rate alpha + T), and j has the probabilities of the likelihood.
 */
export function betaGeometricForecast(parameters: BgNbdParameters, form: BetaGeometricForm): Forecast {
  const { r, alpha, a, b } = parameters;
  const { regularity, leavesAtFirst } = form;
  const ahead = leavesAtFirst ? { r, alpha, a, b: b + 1 } : parameters;
  const shares = new Float64Array(regularity);
  const discounted = discounter(ahead, regularity);
  return {
    phases: regularity,
    probabilityActive: (x, recency, age, byPhase) => {
      const active = activeAt(parameters, form, x, x === 0 ? 0 : recency, age, byPhase ?? shares);
      byPhase?.forEach((share, j) => (byPhase[j] = share * active));
      return active;
    },
    expectedIfActive: (x, age, phase, horizons, expected) =>
      expectedPurchasesIfActive(ahead, x, age, horizons, expected, regularity, phase),
    discountedIfActive: discounted,
    frequencies: (t, most) => frequenciesOf(parameters, form, t, most),
  };
}

/** P(active); `shares` receives the probability of each phase of those active. */
function activeAt(
  { r, alpha, a, b }: BgNbdParameters,
  { regularity, leavesAtFirst }: BetaGeometricForm,
  x: number,
  recency: number,
  age: number,
  shares: Float64Array,
): number {
  const n = r + regularity * x;
  const silence = (age - recency) / (alpha + age);
  let term = 1;
  let total = 1;
  shares[0] = 1;
  for (let j = 1; j < regularity; j += 1) {
    term *= ((n + j - 1) / j) * silence;
    shares[j] = term;
    total += term;
  }
  for (let j = 0; j < regularity; j += 1) shares[j] = (shares[j] as number) / total;
  const coins = leavesAtFirst ? x + 1 : x;
  if (coins === 0) return 1;
  const odds = n * Math.log1p((age - recency) / (alpha + recency)) - Math.log(total);
  return 1 / (1 + (a / (b + coins - 1)) * Math.exp(odds));
}

/**
 * The mean over the rate λ of φ^(k-j) 2F1(1, b + x; a + b + x; φ^k), φ = λ/(λ + rate): each event discounts by φ, each
 * purchase is survived or not. By the trapezoidal rule in ln λ on a grid that does not depend on T, so that customers
 * with equal x share the 2F1; relative error below 1e-10.
 */
function discounter(
  { r, alpha, a, b }: BgNbdParameters,
  regularity: number,
): (x: number, age: number, phase: number, rate: number) => number {
  const known = new Map<number, Map<number, number>>();
  let knownRate = NaN;
  return (x, age, phase, rate) => {
    if (rate !== knownRate) known.clear();
    knownRate = rate;
    const gridOf = x * regularity + phase;
    const grid = known.get(gridOf) ?? new Map<number, number>();
    known.set(gridOf, grid);
    const shape = r + regularity * x + phase;
    const step = Math.min(0.25, 0.6 / Math.sqrt(shape));
    const logScale = Math.log(alpha + age);
    const logNorm = logGamma(shape);
    const worth = (y: number): number => {
      const logFactor = -Math.log1p(rate * Math.exp(-y));
      return (
        Math.exp((regularity - phase) * logFactor) *
        expectedRepeats(a, b + x, Math.exp(regularity * logFactor))
      );
    };
    const termAt = (place: number): number => {
      const y = place * step;
      const value = grid.get(place) ?? worth(y);
      grid.set(place, value);
      return Math.exp(shape * (y + logScale) - Math.exp(y + logScale) - logNorm) * value;
    };
    const mode = Math.round((Math.log(shape) - logScale) / step);
    let sum = termAt(mode);
    for (const direction of [-1, 1])
      for (let k = 1; ; k += 1) {
        const term = termAt(mode + k * direction);
        sum += term;
        if (!(term > 1e-15 * sum)) break;
      }
    return step * sum;
  };
}

/** P(X(t) = x): stayed through all x purchases and made no more, or left right after the last of them. */
function frequenciesOf(
  { r, alpha, a, b }: BgNbdParameters,
  { regularity, leavesAtFirst }: BetaGeometricForm,
  t: number,
  most: number,
): Float64Array {
  let term = Math.exp(-r * Math.log1p(t / alpha));
  let before = 0;
  // The chance of having stayed through the coins before the last one.
  let stayed = 1;
  return Float64Array.from({ length: most + 1 }, (_, x) => {
    let exactly = 0;
    for (let s = regularity * x; s < regularity * (x + 1); s += 1) {
      exactly += term;
      term *= ((r + s) / (s + 1)) * (t / (alpha + t));
    }
    const atLeast = Math.max(0, 1 - before);
    before += exactly;
    const coins = leavesAtFirst ? x + 1 : x;
    if (coins === 0) return exactly;
    const leaving = a / (a + b + coins - 1);
    const probability = stayed * ((1 - leaving) * exactly + leaving * atLeast);
    stayed *= 1 - leaving;
    return probability;
  });
}
