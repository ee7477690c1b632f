import { everyNth, kMeans, type Points } from './k-means';
import { symmetricEigen } from './linear-algebra';
import { createRandom, type Random } from './random';

export interface GapRow {
  k: number;
  /** ln of the within-cluster sum of squares. */
  logWithin: number;
  /** Its mean over reference sets without clusters. */
  expected: number;
  /** expected - logWithin: the larger, the more the clusters explain beyond what an even cloud would give. */
  gap: number;
  /** Standard deviation over the references times √(1 + 1/references). */
  standardError: number;
}
export interface GapOptions {
  /** k = 1 .. largest are looked at. */
  largest: number;
  random: Random;
  /** Reference sets, default 20. */
  references?: number;
  /** k-means restarts on each set, default 5. */
  restarts?: number;
  /** Above so many points every n-th is taken, default 1,500. */
  most?: number;
  /** The even cloud fills the box of the variables, or that of the principal axes (default). */
  box?: 'variables' | 'principal axes';
  onProgress?: (fraction: number) => void;
}

/**
 * The gap statistic (Tibshirani, Walther & Hastie 2001) of k-means for k = 1 .. `largest`: ln W of the points against
 * the same of points spread evenly over their box. Stops short of the number of distinct points, where W is 0; empty
 * where there are none. Squared Euclidean distances, as in the paper. Weights are not used.
 */
export function gapStatistic(points: Points, options: GapOptions): GapRow[] {
  const { largest, random, references = 20, restarts = 5, onProgress } = options;
  const sample = { ...everyNth(points, options.most ?? 1500), weights: undefined };
  const turned = options.box === 'variables' ? sample : onPrincipalAxes(sample);
  const observed = logWithins(turned, largest, restarts, random);
  const expected = Array.from({ length: references }, (_, reference) => {
    const found = logWithins(evenCloud(turned, random), observed.length, restarts, random);
    onProgress?.((reference + 1) / references);
    return found;
  });
  return observed.map((logWithin, i) => {
    const logs = expected.map((one) => one[i] as number);
    const mean = logs.reduce((sum, log) => sum + log, 0) / references;
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / references;
    return {
      k: i + 1,
      logWithin,
      expected: mean,
      gap: mean - logWithin,
      standardError: Math.sqrt(variance * (1 + 1 / references)),
    };
  });
}

/**
 * The paper's choice: the smallest k whose gap is at least that of k + 1 less one standard error; the last k where none
 * is, null for no rows.
 */
export function gapChoice(rows: readonly GapRow[]): number | null {
  const found = rows.find(({ gap }, i) => {
    const next = rows[i + 1];
    return next !== undefined && gap >= next.gap - next.standardError;
  });
  return (found ?? rows[rows.length - 1])?.k ?? null;
}

function logWithins(points: Points, largest: number, restarts: number, random: Random): number[] {
  const logs: number[] = [];
  for (let k = 1; k <= largest; k++) {
    let within = 0;
    try {
      const seeded = createRandom(random.integer(2 ** 32));
      within = kMeans(points, { k, random: seeded, restarts: k === 1 ? 1 : restarts }).withinSumOfSquares;
    } catch (problem) {
      // No more distinct points than k.
      if (!(problem instanceof RangeError)) throw problem;
    }
    if (!(within > 0)) break;
    logs.push(Math.log(within));
  }
  return logs;
}

/** The same points seen along their principal axes: distances stay. */
function onPrincipalAxes({ values, dimensions: d }: Points): Points {
  const count = values.length / d;
  const means = new Float64Array(d);
  values.forEach((value, at) => (means[at % d] = (means[at % d] as number) + value / count));
  const centred = values.map((value, at) => value - (means[at % d] as number));
  const products = new Float64Array(d * d);
  for (let at = 0; at < centred.length; at += d)
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        products[i * d + j] =
          (products[i * d + j] as number) + (centred[at + i] as number) * (centred[at + j] as number);
  const { vectors } = symmetricEigen(products, d);
  const turned = new Float64Array(values.length);
  for (let at = 0; at < centred.length; at += d)
    for (let axis = 0; axis < d; axis++) {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += (centred[at + i] as number) * (vectors[i * d + axis] as number);
      turned[at + axis] = sum;
    }
  return { values: turned, dimensions: d };
}

function evenCloud({ values, dimensions: d }: Points, random: Random): Points {
  const low = values.slice(0, d);
  const high = values.slice(0, d);
  values.forEach((value, at) => {
    low[at % d] = Math.min(low[at % d] as number, value);
    high[at % d] = Math.max(high[at % d] as number, value);
  });
  return {
    values: values.map(
      (_, at) =>
        (low[at % d] as number) + random.next() * ((high[at % d] as number) - (low[at % d] as number)),
    ),
    dimensions: d,
  };
}
