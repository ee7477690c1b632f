import type { Forecast } from '../../../stats/buy-till-you-die';
import { distinctRows, valuesAt } from '../../../stats/distinct-rows';
import type { DistinctCustomers } from '../customers';
import type { Terms } from './terms';

/**
 * What active customers will do, once for each distinct frequency and age (and phase, for regular buyers): the costly
 * sums. Place p of an outlook o with so many phases is o * phases + phase.
 */
export interface Outlooks {
  /** For each distinct customer the number of its outlook. */
  outlookOf: Int32Array;
  frequency: Float64Array;
  age: Float64Array;
  phases: number;
  /** Purchases expected by the end of each step, step by step within each place. */
  expected: Float64Array;
  steps: number;
}

export function outlooksOf(
  forecast: Forecast,
  customers: DistinctCustomers,
  horizons: Float64Array,
): Outlooks {
  const distinct = distinctRows([customers.frequency, customers.age]);
  const frequency = valuesAt(customers.frequency, distinct.first);
  const age = valuesAt(customers.age, distinct.first);
  const { phases } = forecast;
  const steps = horizons.length;
  const expected = new Float64Array(frequency.length * phases * steps);
  for (let outlook = 0, place = 0; outlook < frequency.length; outlook += 1)
    for (let phase = 0; phase < phases; phase += 1, place += 1)
      forecast.expectedIfActive(
        frequency[outlook] as number,
        age[outlook] as number,
        phase,
        horizons,
        expected.subarray(place * steps, (place + 1) * steps),
      );
  return { outlookOf: distinct.groupOf, frequency, age, phases, expected, steps };
}

/** P(alive) of each distinct customer, phase by phase within each. */
export function activityOf(forecast: Forecast, customers: DistinctCustomers): Float64Array {
  const { frequency, recency, age } = customers;
  const { phases } = forecast;
  const shares = new Float64Array(frequency.length * phases);
  if (phases === 1)
    for (let i = 0; i < shares.length; i += 1)
      shares[i] = forecast.probabilityActive(frequency[i] as number, recency[i] as number, age[i] as number);
  else
    for (let i = 0; i < frequency.length; i += 1)
      forecast.probabilityActive(
        frequency[i] as number,
        recency[i] as number,
        age[i] as number,
        shares.subarray(i * phases, (i + 1) * phases),
      );
  return shares;
}

/** The mean over the phases of something known for each place; with 1 everywhere it is P(alive). */
export function weigh(
  shares: Float64Array,
  { outlookOf, phases }: Pick<Outlooks, 'outlookOf' | 'phases'>,
  perPlace: (place: number) => number,
): Float64Array {
  if (phases === 1) return shares.map((share, i) => share * perPlace(outlookOf[i] as number));
  return Float64Array.from(outlookOf, (outlook, i) => {
    let sum = 0;
    for (let phase = 0; phase < phases; phase += 1)
      sum += (shares[i * phases + phase] as number) * perPlace(outlook * phases + phase);
    return sum;
  });
}

/** Purchases by the end of each step, discounted and summed up to it: value but for spend. Rises step by step in a place. */
export function discountedUpTo({ expected, steps }: Outlooks, factors: Float64Array): Float64Array {
  const sums = new Float64Array(expected.length);
  for (let first = 0; first < expected.length; first += steps) {
    let [before, sum] = [0, 0];
    for (let step = 0; step < steps; step += 1) {
      const until = expected[first + step] as number;
      sum += (until - before) * (factors[step] as number);
      before = until;
      sums[first + step] = sum;
    }
  }
  return sums;
}

/** Discounted purchases for ever, for each place. */
export function discountedForEver(
  forecast: Forecast,
  { frequency, age, phases }: Pick<Outlooks, 'frequency' | 'age' | 'phases'>,
  { rate, times }: NonNullable<Terms['forever']>,
): Float64Array {
  const worth = new Float64Array(frequency.length * phases);
  // The model shares its sums between equal frequencies and phases, whatever the age.
  for (let place = 0; place < worth.length; place += 1) {
    const outlook = Math.floor(place / phases);
    worth[place] =
      times *
      forecast.discountedIfActive(frequency[outlook] as number, age[outlook] as number, place % phases, rate);
  }
  return worth;
}
