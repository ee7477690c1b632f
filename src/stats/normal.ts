import { incompleteGamma } from './incomplete-gamma';

/**
 * P(Z <= z) of the standard normal distribution; relative error below 1e-12 in both tails: P(Z > z) is
 * normalDistribution(-z). NaN for NaN. By Q(1/2, z²/2)/2 (DLMF 7.11.2), held to mpmath in tests/stats.
 *
 * Example: normalDistribution(1.959963984540054) = 0.975.
 */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/**
 * The z below which the standard normal distribution holds `probability`; -Infinity at 0, Infinity at 1, NaN outside.
 * Relative error below 1e-15. Source: Wichura, "Algorithm AS 241", Applied Statistics 37(3), 1988, PPND16; held to
 * mpmath in tests/stats.
 *
 * Example: normalQuantile(0.975) = 1.959963984540054.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return NaN;
  const off = probability - 0.5;
  if (Math.abs(off) <= 0.425) {
    const r = 0.180625 - off * off;
    return (off * polynomial(MIDDLE, r)) / polynomial(MIDDLE_BELOW, r);
  }
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0) return off < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const z =
    r <= 5
      ? polynomial(TAIL, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
      : polynomial(FAR, r - 5) / polynomial(FAR_BELOW, r - 5);
  return off < 0 ? -z : z;
}

/** Coefficients of AS 241, of the powers 0 to 7: numerators and denominators of three regions. */
const MIDDLE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const MIDDLE_BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const TAIL = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const TAIL_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

function polynomial(coefficients: readonly number[], at: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) sum = (coefficients[i] as number) + at * sum;
  return sum;
}
