import { regularisedIncompleteBeta } from './incomplete-beta';
import { logGamma } from './log-gamma';

/**
 * P(T > t) of Student's t with `degreesOfFreedom` above 0 (fractions allowed), exact far into the tail: for t > 0 it
 * is half of I_x(df/2, 1/2) with x = df/(df + t²). NaN where the arguments are. Relative error below 1e-12.
 *
 * Example: studentTTail(2, 10) = 0.036694017385370196.
 */
export function studentTTail(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || Number.isNaN(t)) return NaN;
  const square = t * t;
  const whole = degreesOfFreedom + square;
  const outside = Number.isFinite(square)
    ? regularisedIncompleteBeta(degreesOfFreedom / whole, degreesOfFreedom / 2, 0.5, square / whole)
    : 0;
  return t >= 0 ? outside / 2 : 1 - outside / 2;
}

/**
 * The t below which Student's distribution holds `probability` (0 < probability < 1): the multiplier of a 95 %
 * interval is studentTQuantile(0.975, df). NaN outside. By Newton's method on the tail from 0 outwards, where the tail
 * is convex, so that it never overshoots. Relative error below 1e-10.
 *
 * Example: studentTQuantile(0.975, 10) = 2.228138851986274.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1 && degreesOfFreedom > 0)) return NaN;
  if (probability < 0.5) return -upperQuantile(probability, degreesOfFreedom);
  return upperQuantile(1 - probability, degreesOfFreedom);
}

function upperQuantile(tail: number, df: number): number {
  const constant = logGamma((df + 1) / 2) - logGamma(df / 2) - Math.log(df * Math.PI) / 2;
  let t = 0;
  for (let step = 0; step < 2000; step += 1) {
    const logDensity = constant - ((df + 1) / 2) * Math.log1p((t * t) / df);
    const change = (studentTTail(t, df) - tail) / Math.exp(logDensity);
    t += change;
    if (!(Math.abs(change) > 1e-14 * t)) break;
  }
  return t;
}
