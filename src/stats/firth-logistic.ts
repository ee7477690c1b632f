import { keptColumns } from './cumulative-logit-fit';
import { cholesky, inverseFromCholesky, solveCholesky } from './linear-algebra';
import { chance, type BinaryPatterns } from './logistic';
import { binaryPatterns, logitDesign } from './logit-design';

export interface FirthFit {
  /** Intercept, then one per column; 0 of an aliased column. */
  coefficients: Float64Array;
  /** From the information at the estimate, as brglm2 and logistf give them. */
  standardErrors: Float64Array;
  /** Row-major, (columns + 1)². */
  covariance: Float64Array;
  aliased: number[];
  /** ℓ + ½ log det I at its maximum, over columns scaled to standard deviation 1. */
  penalisedLogLikelihood: number;
}

/**
 * Logistic regression by Firth's penalised likelihood ℓ + ½ log det I: finite even under separation, and with the bias
 * of order 1/n removed. The score's residuals become y - n p + h (½ - p), h a pattern's leverage.
 *
 * Null where the outcome takes one value or the search does not converge. Held to brglm2 to 1e-7 on separated data
 * (tests/stats/logistic.test.ts). Sources: Firth (1993), Biometrika 80(1); Heinze & Schemper (2002).
 */
export function firthLogistic(patterns: BinaryPatterns): FirthFit | null {
  const design = logitDesign(binaryPatterns(patterns.columns, patterns.events, patterns.trials));
  if (design.data.events.length === 0) return null;
  const kept = keptColumns(design);
  const ones = new Float64Array(patterns.trials.length).fill(1);
  const columns = [ones, ...kept.map((a) => design.data.columns[a] as Float64Array)];
  const found = search(columns, patterns);
  if (!found) return null;
  return inOwnUnits(found, kept, design.centre, design.scale);
}

interface Penalised {
  point: Float64Array;
  value: number;
  /** The modified score. */
  score: Float64Array;
  factor: Float64Array;
}

const MOST_ITERATIONS = 500;
/** The score test of the modified score: each coefficient then stands within 1e-9 of its standard error. */
const SETTLED = 1e-18;

/** Fisher scoring on the modified score, with halved steps where the penalised likelihood would fall. */
function search(columns: readonly Float64Array[], patterns: BinaryPatterns): Penalised | null {
  let here = penalised(columns, patterns, new Float64Array(columns.length));
  for (let iteration = 0; here && iteration < MOST_ITERATIONS; iteration += 1) {
    const { factor, score, point, value } = here;
    const step = solveCholesky(factor, point.length, score);
    const gain = step.reduce((sum, move, i) => sum + move * (score[i] as number), 0);
    if (gain <= SETTLED) return here;
    let next: Penalised | null = null;
    for (let share = Math.min(1, 5 / Math.max(...step.map(Math.abs))); share > 1e-10; share /= 2) {
      next = penalised(
        columns,
        patterns,
        point.map((at, i) => at + share * (step[i] as number)),
      );
      if (next && next.value >= value - 1e-12 * (1 + Math.abs(value))) break;
    }
    here = next;
  }
  return null;
}

/** The penalised log-likelihood and its modified score at a point; null where the information is singular. */
function penalised(
  columns: readonly Float64Array[],
  { events, trials }: BinaryPatterns,
  point: Float64Array,
): Penalised | null {
  const size = columns.length;
  const information = new Float64Array(size * size);
  const chances = new Float64Array(trials.length);
  let value = 0;
  for (let i = 0; i < trials.length; i += 1) {
    let eta = 0;
    for (let a = 0; a < size; a += 1) eta += (point[a] as number) * at(columns, a, i);
    const p = chance(eta);
    chances[i] = p;
    const trial = trials[i] as number;
    const losing = (events[i] as number) - (eta > 0 ? trial : 0);
    value += losing * eta - trial * Math.log1p(Math.exp(-Math.abs(eta)));
    const weight = trial * p * chance(-eta);
    for (let a = 0; a < size; a += 1)
      for (let b = 0; b <= a; b += 1)
        information[a * size + b] =
          (information[a * size + b] as number) + weight * at(columns, a, i) * at(columns, b, i);
  }
  const factor = cholesky(information, size, 1e-14);
  if (!factor) return null;
  for (let a = 0; a < size; a += 1) value += Math.log(factor[a * size + a] as number);
  return { point, value, score: modifiedScore(columns, events, trials, chances, factor), factor };
}

function modifiedScore(
  columns: readonly Float64Array[],
  events: Float64Array,
  trials: Float64Array,
  chances: Float64Array,
  factor: Float64Array,
): Float64Array {
  const size = columns.length;
  const score = new Float64Array(size);
  const x = new Float64Array(size);
  for (let i = 0; i < trials.length; i += 1) {
    for (let a = 0; a < size; a += 1) x[a] = at(columns, a, i);
    const solved = solveCholesky(factor, size, x);
    const p = chances[i] as number;
    const trial = trials[i] as number;
    const leverage =
      trial * p * (1 - p) * solved.reduce((sum, value, a) => sum + value * (x[a] as number), 0);
    const residual = (events[i] as number) - trial * p + leverage * (0.5 - p);
    for (let a = 0; a < size; a += 1) score[a] = (score[a] as number) + residual * (x[a] as number);
  }
  return score;
}

function inOwnUnits(
  { point, value, factor }: Penalised,
  kept: readonly number[],
  centre: Float64Array,
  scale: Float64Array,
): FirthFit {
  const scaled = inverseFromCholesky(factor, point.length);
  const size = centre.length + 1;
  const coefficients = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  /** Of each kept parameter what one unit adds to each coefficient in own units. */
  const effect = (i: number): [number, number][] => {
    if (i === 0) return [[0, 1]];
    const a = kept[i - 1] as number;
    const slope = 1 / (scale[a] as number);
    return [
      [a + 1, slope],
      [0, -slope * (centre[a] as number)],
    ];
  };
  for (let i = 0; i < point.length; i += 1)
    for (const [r, unit] of effect(i)) {
      coefficients[r] = (coefficients[r] as number) + unit * (point[i] as number);
      for (let j = 0; j < point.length; j += 1)
        for (const [s, other] of effect(j))
          covariance[r * size + s] =
            (covariance[r * size + s] as number) + unit * other * (scaled[i * point.length + j] as number);
    }
  return {
    coefficients,
    covariance,
    standardErrors: Float64Array.from({ length: size }, (_, i) =>
      Math.sqrt(covariance[i * size + i] as number),
    ),
    aliased: Array.from({ length: size - 1 }, (_, a) => a).filter((a) => !kept.includes(a)),
    penalisedLogLikelihood: value,
  };
}

const at = (columns: readonly Float64Array[], a: number, i: number): number =>
  (columns[a] as Float64Array)[i] as number;
