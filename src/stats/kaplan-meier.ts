import type { LifeTable } from './life-table';

/** Observed survival, entry t for t periods; entry 0 is 1. */
export interface ObservedSurvival {
  survival: Float64Array;
  /** Greenwood's standard error; NaN where nobody is left to tell. */
  standardError: Float64Array;
  /** Pointwise limits; NaN where survival is 0 or nobody has left yet, since there is no interval then. */
  low: Float64Array;
  high: Float64Array;
}

/**
 * The Kaplan-Meier estimate of survival from a life table, S(t) = Π (1 - left/at risk), with Greenwood's standard error
 * S √Σ left / (at risk (at risk - left)) and limits on the log-log scale, S^exp(±z se / (S ln S)), which stay in 0..1.
 *
 * @param z of the interval: 1.959963984540054 for 95 %
 * @returns one entry more than the table has periods. Survival is NaN from the first period in which nobody is at risk.
 *
 * Source: Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4. Held in tests/stats to
 * R's survival 3.5-3 (conf.type "log-log").
 */
export function kaplanMeier({ atRisk, left }: LifeTable, z: number): ObservedSurvival {
  const size = left.length + 1;
  const [survival, standardError, low, high] = [0, 0, 0, 0].map(() => new Float64Array(size).fill(NaN)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  survival[0] = 1;
  standardError[0] = 0;
  let sum = 0;
  let product = 1;
  for (let t = 1; t < size; t += 1) {
    const known = atRisk[t - 1] as number;
    if (!(known > 0)) break;
    const gone = left[t - 1] as number;
    product *= (known - gone) / known;
    sum += gone / (known * (known - gone));
    survival[t] = product;
    if (!(product > 0)) continue;
    standardError[t] = product * Math.sqrt(sum);
    if (product === 1) continue;
    const spread = (z * Math.sqrt(sum)) / Math.log(product);
    low[t] = product ** Math.exp(-spread);
    high[t] = product ** Math.exp(spread);
  }
  return { survival, standardError, low, high };
}
