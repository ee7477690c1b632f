/** How far forecasts of single customers were from what happened, beside the naive ones. */
export interface Errors {
  meanAbsolute: number;
  rootMeanSquare: number;
}

/** Of customers, in purchases. NaN-free columns of equal length, at least one entry. */
export function errorsOf(forecast: Float64Array, actual: Float64Array): Errors {
  let [absolute, square] = [0, 0];
  forecast.forEach((value, i) => {
    const off = value - (actual[i] as number);
    absolute += Math.abs(off);
    square += off * off;
  });
  return { meanAbsolute: absolute / forecast.length, rootMeanSquare: Math.sqrt(square / forecast.length) };
}

/** Means by how many repeat purchases customers had made before the check; the last level is `most` and more. */
export interface FrequencyLevel {
  frequency: number;
  customers: number;
  actual: number;
  expected: number;
  naive: number;
}

export function byFrequency(
  frequency: Float64Array,
  { actual, expected, naive }: { actual: Float64Array; expected: Float64Array; naive: Float64Array },
  most: number,
): FrequencyLevel[] {
  const levels = Array.from({ length: most + 1 }, (_, x) => ({
    frequency: x,
    ...{ customers: 0, actual: 0, expected: 0, naive: 0 },
  }));
  frequency.forEach((x, i) => {
    const level = levels[Math.min(x, most)];
    if (!level) return;
    level.customers += 1;
    level.actual += actual[i] as number;
    level.expected += expected[i] as number;
    level.naive += naive[i] as number;
  });
  return levels
    .filter(({ customers }) => customers > 0)
    .map((level) => ({
      ...level,
      actual: level.actual / level.customers,
      expected: level.expected / level.customers,
      naive: level.naive / level.customers,
    }));
}
