/**
 * The logarithm of Gauss's hypergeometric function, ln 2F1(a, b; c; z), for a, b, c above 0, 0 <= z < 1 and
 * c > max(a, b) - 1: the region of the BG/NBD, Pareto/NBD and beta-geometric formulas, whose values overflow a double.
 *
 * By the series where a + b <= c and after Euler's transformation (1-z)^(c-a-b) 2F1(c-a, c-b; c; z) where not, so that
 * the terms fall; they are about 37 / (1-z). NaN outside. Error below 1e-12 of the logarithm, held to mpmath in
 * tests/stats. Source: DLMF 15.2.1, 15.8.1.
 *
 * Example: logHypergeometric(1, 1, 2, 0.5) = 0.32663425997828094, ln(2 ln 2).
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1 && c > Math.max(a, b) - 1)) return NaN;
  if (a + b <= c) return Math.log1p(seriesBeyondOne(a, b, c, z));
  return (c - a - b) * Math.log1p(-z) + Math.log1p(seriesBeyondOne(c - a, c - b, c, z));
}

/** 2F1(a, b; c; z) - 1, in terms that fall in size. */
function seriesBeyondOne(a: number, b: number, c: number, z: number): number {
  let sum = 0;
  let term = 1;
  for (let k = 0; k < 50_000_000; k += 1) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    term *= ratio;
    sum += term;
    if (ratio < 1 && Math.abs(term) * Math.abs(ratio) <= 1e-17 * Math.abs(sum) * (1 - ratio)) break;
    if (term === 0) break;
  }
  return sum;
}

/**
 * 2F1(1, b; a + b; z) for a and b above 0 and 0 <= z < 1: the sum over k of z^k (b)_k / (a+b)_k, how many times
 * something is expected that happens again with chance 1 - p, p beta(a, b), and counts z times as much each time.
 *
 * By Gauss's continued fraction (DLMF 15.7.5), which needs about 10 / sqrt(1-z) steps where the series needs 37 / (1-z).
 * NaN outside. Relative error below 1e-12 up to z = 0.9999, held to mpmath in tests/stats, and growing as 1e-17 / (1-z).
 *
 * Example: expectedRepeats(1, 1, 0.5) = 1.3862943611198906, 2 ln 2.
 */
export function expectedRepeats(a: number, b: number, z: number): number {
  if (!(a > 0 && b > 0 && z >= 0 && z < 1)) return NaN;
  const c = a + b;
  // 1/(1 - v1 z/(1 - v2 z/(1 - ...))), v odd = (b+m)(c-1+m)/((c-1+2m)(c+2m)), v even = m(a+m-1)/((c+2m-2)(c+2m-1)).
  let result = 1;
  let numerator = Infinity;
  let fraction = 1;
  for (let m = 0; m < 1_000_000; m += 1) {
    const odd = m === 0 ? b / c : ((b + m) * (c - 1 + m)) / ((c - 1 + 2 * m) * (c + 2 * m));
    fraction = 1 / (1 - odd * z * fraction);
    numerator = 1 - (odd * z) / numerator;
    const first = fraction * numerator;
    const even = ((m + 1) * (a + m)) / ((c + 2 * m) * (c + 2 * m + 1));
    fraction = 1 / (1 - even * z * fraction);
    numerator = 1 - (even * z) / numerator;
    const second = fraction * numerator;
    result *= first * second;
    if (Math.abs(first * second - 1) < 1e-16) break;
  }
  return result;
}
