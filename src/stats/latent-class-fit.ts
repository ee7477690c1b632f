import { answerPatterns, answersOf, type AnswerPatterns, type CategoricalItems } from './answer-patterns';
import type { LatentClasses } from './latent-class';
import { symmetricEigen } from './linear-algebra';
import { chiSquareTail } from './tail-probabilities';

export interface ClassFit {
  /** Likelihood ratio 2 Σ observed ln(observed / expected) over the patterns met. */
  likelihoodRatio: number;
  /** Pearson's chi-square over all patterns, met or not. */
  chiSquare: number;
  /** The smaller of n and the number of possible patterns less 1, less the free parameters; not above 0: no test. */
  degreesOfFreedom: number;
  /** Of the likelihood ratio; null without degrees of freedom. Not to be trusted where most patterns are rare. */
  p: number | null;
}

/** How well classes reproduce the whole table of complete answers; null where any answer is missing. As poLCA. */
export function classFit(items: CategoricalItems, classes: LatentClasses): ClassFit | null {
  const patterns = answerPatterns(items);
  let [likelihoodRatio, chiSquare, covered] = [0, 0, 0];
  for (let p = 0; p < patterns.counts.length; p++) {
    const answers = answersOf(patterns, p);
    if (answers.includes(classes.width)) return null;
    const observed = patterns.counts[p] as number;
    const expected = patterns.total * jointOf(answers, classes).reduce((sum, one) => sum + one, 0);
    likelihoodRatio += 2 * observed * Math.log(observed / expected);
    chiSquare += (observed - expected) ** 2 / expected;
    covered += expected;
  }
  const cells = items.levels.reduce((product, own) => product * own, 1);
  const degreesOfFreedom = Math.min(patterns.total, cells - 1) - classes.parameters;
  return {
    likelihoodRatio,
    chiSquare: chiSquare + Math.max(0, patterns.total - covered),
    degreesOfFreedom,
    p: degreesOfFreedom > 0 ? chiSquareTail(likelihoodRatio, degreesOfFreedom) : null,
  };
}

/** For each class its share times the probability of the answers. */
function jointOf(
  answers: readonly number[],
  { k, proportions, probabilities, width }: LatentClasses,
): number[] {
  return Array.from({ length: k }, (_, c) =>
    answers.reduce(
      (product, slot) => (slot === width ? product : product * (probabilities[c * width + slot] as number)),
      proportions[c] as number,
    ),
  );
}

export interface BivariateResidual {
  first: number;
  second: number;
  /** Pearson's chi-square of the two items' table against the model, per degree of freedom: about 1 where it fits. */
  residual: number;
}

/**
 * What two items still have in common within the classes (Vermunt & Magidson): far above 1 (say 4) speaks for another
 * class or for leaving out one of the two. Over rows with both answers; the largest first.
 */
export function bivariateResiduals(items: CategoricalItems, classes: LatentClasses): BivariateResidual[] {
  const patterns = answerPatterns(items);
  const { offsets, width } = classes;
  const pairs = new Float64Array(width * width);
  for (let p = 0; p < patterns.counts.length; p++) {
    const answers = answersOf(patterns, p).filter((slot) => slot < width);
    for (const a of answers)
      for (const b of answers)
        pairs[a * width + b] = (pairs[a * width + b] as number) + (patterns.counts[p] as number);
  }
  const slotsOf = (j: number): number[] =>
    Array.from(
      { length: (offsets[j + 1] as number) - (offsets[j] as number) },
      (_, l) => (offsets[j] as number) + l,
    );
  const found: BivariateResidual[] = [];
  for (let first = 0; first < items.levels.length; first++)
    for (let second = first + 1; second < items.levels.length; second++) {
      const cells = slotsOf(first).flatMap((a) => slotsOf(second).map((b) => [a, b] as const));
      const total = cells.reduce((sum, [a, b]) => sum + (pairs[a * width + b] as number), 0);
      const freedom = ((items.levels[first] as number) - 1) * ((items.levels[second] as number) - 1);
      if (total === 0 || freedom === 0) continue;
      const chiSquare = cells.reduce((sum, [a, b]) => {
        const expected = total * jointOf([a, b], classes).reduce((to, one) => to + one, 0);
        return expected > 0 ? sum + ((pairs[a * width + b] as number) - expected) ** 2 / expected : sum;
      }, 0);
      found.push({ first, second, residual: chiSquare / freedom });
    }
  return found.sort((a, b) => b.residual - a.residual);
}

export interface ClassErrors {
  proportions: Float64Array;
  /** In the order of LatentClasses.probabilities. */
  probabilities: Float64Array;
}

/**
 * Standard errors of shares and probabilities, from the outer product of the scores of their logits (as poLCA: a
 * pseudo-inverse, delta method); 0 for a probability that came to rest at 0 or 1, where there is none to give.
 */
export function classStandardErrors(items: CategoricalItems, classes: LatentClasses): ClassErrors {
  const { k, offsets, width, proportions, probabilities } = classes;
  const size = classes.parameters;
  const patterns = answerPatterns(items);
  const covariance = pseudoInverse(information(patterns, classes), size);
  const blockError = (start: number, shares: Float64Array): Float64Array =>
    shares.map((own, l) => {
      const slope = (m: number): number => own * (Number(l === m) - (shares[m] as number));
      let variance = 0;
      for (let a = 1; a < shares.length; a++)
        for (let b = 1; b < shares.length; b++)
          variance += slope(a) * slope(b) * (covariance[(start + a - 1) * size + start + b - 1] as number);
      return Math.sqrt(Math.max(0, variance));
    });
  const errors = new Float64Array(k * width);
  let start = k - 1;
  for (let c = 0; c < k; c++)
    for (let j = 0; j + 1 < offsets.length; j++) {
      const from = c * width + (offsets[j] as number);
      const shares = probabilities.slice(from, c * width + (offsets[j + 1] as number));
      errors.set(blockError(start, shares), from);
      start += shares.length - 1;
    }
  return { proportions: blockError(0, proportions), probabilities: errors };
}

/** Σ over rows of the score times itself; first the logits of classes 2.., then class by class of levels 2... */
function information(patterns: AnswerPatterns, classes: LatentClasses): Float64Array {
  const { k, offsets, width, proportions, probabilities, parameters: size } = classes;
  const result = new Float64Array(size * size);
  for (let p = 0; p < patterns.counts.length; p++) {
    const answers = answersOf(patterns, p);
    const joint = jointOf(answers, classes);
    const total = joint.reduce((sum, one) => sum + one, 0);
    const score: number[] = [];
    for (let c = 1; c < k; c++) score.push((joint[c] as number) / total - (proportions[c] as number));
    for (let c = 0; c < k; c++)
      answers.forEach((answer, j) => {
        for (let slot = (offsets[j] as number) + 1; slot < (offsets[j + 1] as number); slot++) {
          const off = Number(slot === answer) - (probabilities[c * width + slot] as number);
          score.push(answer === width ? 0 : ((joint[c] as number) / total) * off);
        }
      });
    const count = patterns.counts[p] as number;
    score.forEach((a, i) =>
      score.forEach((b, j) => (result[i * size + j] = (result[i * size + j] as number) + count * a * b)),
    );
  }
  return result;
}

/** Moore-Penrose, with what is below 1.5e-8 of the largest eigenvalue taken as 0 (as MASS's ginv). */
function pseudoInverse(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const least = Math.sqrt(Number.EPSILON) * (values[0] ?? 0);
  const result = new Float64Array(size * size);
  values.forEach((value, e) => {
    if (value <= least) return;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        result[i * size + j] =
          (result[i * size + j] as number) +
          ((vectors[i * size + e] as number) * (vectors[j * size + e] as number)) / value;
  });
  return result;
}
