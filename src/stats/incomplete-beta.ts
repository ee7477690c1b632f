import { logBeta } from './log-beta';
import { stirlingError } from './log-gamma';

/**
 * The regularised incomplete beta function I_x(a, b), the probability that a beta(a, b) variable is below x.
 *
 * `x` in 0..1, `a` and `b` above 0; `complement` is 1 - x where the caller knows it more exactly than the subtraction
 * would. NaN outside. By Lentz's continued fraction on the side where it converges fast; for a and b from 10 on its
 * factor is formed without large logarithms. Relative error below 1e-12, held to mpmath at 60 digits in tests/stats.
 * For an upper tail ask for I_{1-x}(b, a) and not 1 - I_x(a, b). Source: DLMF 8.17.22, 8.17.4.
 *
 * Example: regularisedIncompleteBeta(0.1, 2, 3) = 0.0523.
 */
export function regularisedIncompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (!(x >= 0 && complement >= 0 && x <= 1 && a > 0 && b > 0)) return NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x * (a + b + 2) > a + 1) return 1 - fromBelow(complement, b, a, x);
  return fromBelow(x, a, b, complement);
}

function fromBelow(x: number, a: number, b: number, complement: number): number {
  return (betaKernel(x, a, b, complement) / a) * continuedFraction(x, a, b);
}

/** x^a (1-x)^b / B(a, b). */
function betaKernel(x: number, a: number, b: number, complement: number): number {
  if (a >= 10 && b >= 10) {
    const off = x * b - complement * a;
    const powers = a * Math.log1p(off / a) + b * Math.log1p(-off / b);
    const errors = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
    return Math.sqrt((a * b) / ((a + b) * 2 * Math.PI)) * Math.exp(powers + errors);
  }
  const powers = a * Math.log(x) + b * (x < 0.5 ? Math.log1p(-x) : Math.log(complement));
  return Math.exp(powers - logBeta(a, b));
}

/** The fraction 1/(1 + d1/(1 + d2/(1 + ...))) by the modified Lentz method. */
function continuedFraction(x: number, a: number, b: number): number {
  const TINY = 1e-300;
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return result;
}
