/**
 * The digamma function ψ(x) = d/dx ln Γ(x), for x > 0.
 *
 * Moved up to 10 by ψ(x) = ψ(x+1) - 1/x, then the asymptotic series. -Infinity at 0; NaN for negative and NaN
 * arguments. Error below 1e-13 of max(1, |ψ|), held to mpmath in tests/stats. Source: DLMF 5.5.2, 5.11.2.
 *
 * Example: digamma(1) = -0.5772156649015329, minus Euler's constant.
 */
export function digamma(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return -Infinity;
  let moved = 0;
  let at = x;
  for (; at < ASYMPTOTIC_FROM; at += 1) moved += 1 / at;
  const square = 1 / (at * at);
  return Math.log(at) - 0.5 / at - square * horner(DIGAMMA_SERIES, square) - moved;
}

/**
 * The trigamma function ψ'(x), the second derivative of ln Γ(x), for x > 0. Infinity at 0, NaN below.
 * Relative error below 1e-13, held to mpmath in tests/stats. Source: DLMF 5.15.5, 5.15.8.
 *
 * Example: trigamma(1) = 1.6449340668482264, π²/6.
 */
export function trigamma(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x === 0) return Infinity;
  let moved = 0;
  let at = x;
  for (; at < ASYMPTOTIC_FROM; at += 1) moved += 1 / (at * at);
  const square = 1 / (at * at);
  return moved + 1 / at + 0.5 * square + (square / at) * horner(TRIGAMMA_SERIES, square);
}

const ASYMPTOTIC_FROM = 10;
/** B(2k) / 2k and B(2k) for k = 1, 2, ...: the coefficients of x^-2k and of x^(-2k-1). */
const DIGAMMA_SERIES = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];
const TRIGAMMA_SERIES = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

function horner(coefficients: readonly number[], at: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) sum = (coefficients[i] as number) + at * sum;
  return sum;
}
