import { logGamma, stirlingError } from './log-gamma';

/**
 * The logarithm of the beta function, ln B(a, b), for a and b above 0, without cancellation where one of the two is
 * large. NaN below 0 and for NaN. Relative error below 1e-12 away from the zeros of ln B, held to mpmath in tests/stats.
 * Source: DLMF 5.12.1, 5.11.1.
 *
 * Example: logBeta(0.5, 0.5) = 1.1447298858494002, ln π.
 */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const ratio =
    (large - 0.5) * Math.log1p(small / large) +
    small * Math.log(large + small) -
    small +
    stirlingError(large + small) -
    stirlingError(large);
  return logGamma(small) - ratio;
}
