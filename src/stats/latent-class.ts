import { entropyR2, likeliest } from './gaussian-mixture';
import { hasSettled } from './expectation-maximisation';
import { answerPatterns, type AnswerPatterns, type CategoricalItems } from './answer-patterns';
import type { Random } from './random';

export interface LatentClassOptions {
  k: number;
  random: Random;
  /** Random starts tried; the best likelihood counts. Default 50. */
  restarts?: number;
  /** Above so many distinct patterns the starts are tried on that many, drawn evenly. Default 4,000. */
  mostPatternsForRestarts?: number;
  onProgress?: (fraction: number) => void;
}
export interface LatentClasses {
  k: number;
  /** Shares of the classes, the largest first. */
  proportions: Float64Array;
  /** P(level | class): class c, item j, level l stands at c * width + offsets[j] + l. */
  probabilities: Float64Array;
  /** Where each item's levels begin; the last entry is `width`, the number of all levels. */
  offsets: Int32Array;
  width: number;
  logLikelihood: number;
  /** Free parameters: k - 1 and (levels - 1) for each item and class. */
  parameters: number;
  aic: number;
  /** -2 log-likelihood + parameters ln n, n the rows with at least one answer. */
  bic: number;
  /** Rows with at least one answer, by weight. */
  count: number;
  entropyR2: number;
  /** Row-major, n x k, for every row given: each sums to 1; a row without answers has the proportions. */
  posteriors: Float64Array;
  /** For each row its likeliest class, the first of equals. */
  labels: Int32Array;
  iterations: number;
  converged: boolean;
  /** Of the starts that were followed to the end, how many reached this likelihood. */
  timesFound: number;
}

/**
 * Latent classes (Lazarsfeld; Goodman 1974; Linzer & Lewis 2011) of categorical items by maximum likelihood: EM from many
 * seeded random starts. Ordinal items are treated as categorical: the order of their levels is not used. A missing
 * answer counts as missing at random and takes no part.
 *
 * Equal rows are counted once. Starts run for a few rounds, the best third further, the best few to rest (early
 * abandonment); steps are lengthened by SQUAREM (Varadhan & Roland 2008) and taken back where the likelihood would
 * fall. Neither the order of rows nor a weight written as repeated rows changes anything. Null where there is no row
 * with an answer or no start came to rest. Above 4,000 patterns rest is a gain still to come below 1e-8 of the
 * log-likelihood (a log-likelihood of -1,500,000 is right to about 0.02), or after 400 passes a last quarter that gained less
 * than 1e-6 of it: more classes than the data hold creep for ever. Checked against poLCA on carcinoma and values (log-likelihood 1e-4).
 */
export function latentClasses(items: CategoricalItems, options: LatentClassOptions): LatentClasses | null {
  const { k, random, onProgress } = options;
  const restarts = k === 1 ? 1 : (options.restarts ?? 50);
  const patterns = answerPatterns(items);
  if (!(patterns.total > 0)) return null;
  const sample = sampledPatterns(patterns, options.mostPatternsForRestarts ?? 4000);
  let runs: Run[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    runs.push(iterate(sample, randomStart(patterns, k, random), 12));
    onProgress?.((0.4 * (restart + 1)) / restarts);
  }
  runs = best(runs, Math.ceil(restarts / 3)).map((run) => iterate(sample, run, 40));
  onProgress?.(0.5);
  runs = best(runs, Math.min(runs.length, sample === patterns ? 8 : 3)).map((run) =>
    iterate(sample, run, MOST_STEPS, sample === patterns ? TIGHT : ROUGH),
  );
  onProgress?.(0.6);
  if (sample !== patterns)
    runs = best(runs, 1).map((run) => iterate(patterns, softened(run, patterns), MOST_STEPS_ON_ALL, LOOSE));
  const converged = runs.filter((run) => run.converged);
  const found = best(converged, 1)[0];
  onProgress?.(1);
  if (!found) return null;
  const same = converged.filter((run) => found.logLikelihood - run.logLikelihood < 1e-4).length;
  return described(patterns, bySize(found, k), k, same);
}

const MOST_STEPS = 6000;
/** Where there are too many patterns to try starts on all: what fits in some seconds. */
const MOST_STEPS_ON_ALL = 400;
/** The gain still to come, as a share of the log-likelihood, at which an iteration rests: on few patterns and on many. */
const TIGHT = 2e-9;
const LOOSE = 1e-8;
const ROUGH = 1e-6;

/** Proportions and, class after class for each level, probabilities: slot * k + class. */
interface Parameters {
  proportions: Float64Array;
  bySlot: Float64Array;
}
interface Run extends Parameters {
  logLikelihood: number;
  iterations: number;
  converged: boolean;
}

const best = (runs: readonly Run[], most: number): Run[] =>
  [...runs].sort((a, b) => b.logLikelihood - a.logLikelihood).slice(0, most);

/** Evenly drawn from the sorted patterns, each as often as it is met: the same for any order of rows. */
function sampledPatterns(patterns: AnswerPatterns, most: number): AnswerPatterns {
  const { counts, codes, blocks, total } = patterns;
  if (counts.length <= most) return patterns;
  const drawn = new Float64Array(counts.length);
  let pattern = 0;
  let below = counts[0] as number;
  for (let draw = 0; draw < most; draw++) {
    const target = ((draw + 0.5) * total) / most;
    while (below < target && pattern < counts.length - 1) below += counts[++pattern] as number;
    drawn[pattern] = (drawn[pattern] as number) + 1;
  }
  const kept = Array.from(drawn.keys()).filter((at) => (drawn[at] as number) > 0);
  const width = blocks.length;
  const keptCodes = new Int32Array(kept.length * width);
  kept.forEach((from, to) => keptCodes.set(codes.subarray(from * width, (from + 1) * width), to * width));
  return {
    ...patterns,
    codes: keptCodes,
    counts: Float64Array.from(kept, (at) => drawn[at] as number),
    total: most,
  };
}

function randomStart({ offsets, shares }: AnswerPatterns, k: number, random: Random): Parameters {
  const width = shares.length;
  const bySlot = new Float64Array((width + 1) * k).fill(1);
  for (let slot = 0; slot < width; slot++)
    for (let c = 0; c < k; c++)
      bySlot[slot * k + c] =
        k === 1 ? (shares[slot] as number) : (0.05 + random.next()) * (shares[slot] as number);
  normalise(bySlot, offsets, k);
  return { proportions: new Float64Array(k).fill(1 / k), bySlot };
}

/** Each item's probabilities of a class to sum 1. */
function normalise(bySlot: Float64Array, offsets: Int32Array, k: number): void {
  for (let j = 0; j + 1 < offsets.length; j++)
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let slot = offsets[j] as number; slot < (offsets[j + 1] as number); slot++)
        sum += bySlot[slot * k + c] as number;
      if (!(sum > 0)) continue;
      for (let slot = offsets[j] as number; slot < (offsets[j + 1] as number); slot++)
        bySlot[slot * k + c] = (bySlot[slot * k + c] as number) / sum;
    }
}

/** A hundredth of everybody's answers in every class: what the sample never showed must not stay impossible. */
function softened(run: Run, { shares, offsets }: AnswerPatterns): Parameters {
  const k = run.proportions.length;
  const bySlot = run.bySlot.map((p, at) =>
    at < shares.length * k ? 0.99 * p + 0.01 * (shares[Math.floor(at / k)] as number) : p,
  );
  normalise(bySlot, offsets, k);
  return { proportions: run.proportions.map((p) => 0.99 * p + 0.01 / k), bySlot };
}

/** EM with SQUAREM steps until the gain still to come is nothing, or for some evaluations. */
function iterate(patterns: AnswerPatterns, start: Parameters, most: number, rest = TIGHT): Run {
  const work = workspace(patterns, start.proportions.length);
  let current: Parameters = start;
  let evaluations = 0;
  let atThreeQuarters = -Infinity;
  for (;;) {
    const first = step(patterns, current, work);
    const second = step(patterns, first.next, work);
    evaluations += 2;
    const third = step(patterns, second.next, work);
    evaluations += 1;
    const { logLikelihood } = third;
    const settled = hasSettled([first.logLikelihood, second.logLikelihood, logLikelihood], rest);
    if (settled || evaluations >= most) {
      // Out of steps: at rest all the same where the last quarter of them gained less than a millionth.
      const converged = settled || logLikelihood - atThreeQuarters < ROUGH * Math.abs(logLikelihood);
      return { ...second.next, logLikelihood, iterations: evaluations, converged };
    }
    if (evaluations <= 0.75 * most) atThreeQuarters = logLikelihood;
    const leapt = leap(current, first.next, second.next, patterns.offsets);
    const landed = step(patterns, leapt, work);
    evaluations += 1;
    current = landed.logLikelihood >= third.logLikelihood ? landed.next : third.next;
  }
}

/** SQUAREM's scheme 3 on the probabilities themselves; what leaves 0..1 is brought back inside. */
function leap(zero: Parameters, one: Parameters, two: Parameters, offsets: Int32Array): Parameters {
  const k = zero.proportions.length;
  let r = 0;
  let v = 0;
  const measure = (a: Float64Array, b: Float64Array, c: Float64Array): void => {
    for (let i = 0; i < a.length; i++) {
      const ab = (b[i] as number) - (a[i] as number);
      const curve = (c[i] as number) - (b[i] as number) - ab;
      r += ab * ab;
      v += curve * curve;
    }
  };
  measure(zero.proportions, one.proportions, two.proportions);
  measure(zero.bySlot, one.bySlot, two.bySlot);
  const alpha = v > 0 ? -Math.max(1, Math.sqrt(r / v)) : -1;
  const extended = (a: Float64Array, b: Float64Array, c: Float64Array): Float64Array =>
    a.map((value, i) => {
      const ab = (b[i] as number) - value;
      const curve = (c[i] as number) - (b[i] as number) - ab;
      const far = value - 2 * alpha * ab + alpha * alpha * curve;
      // Never to 0, from where EM does not come back; not above where the last step stood, if that was nearly 0.
      return Math.min(1, Math.max(far, (c[i] as number) * 0.01));
    });
  const proportions = extended(zero.proportions, one.proportions, two.proportions);
  const total = proportions.reduce((sum, p) => sum + p, 0);
  const bySlot = extended(zero.bySlot, one.bySlot, two.bySlot);
  bySlot.fill(1, bySlot.length - k);
  normalise(bySlot, offsets, k);
  return { proportions: proportions.map((p) => p / total), bySlot };
}

interface Workspace {
  /** Per block and joint answer the product of its items' probabilities, and the expected counts, by class. */
  products: Float64Array;
  expected: Float64Array;
}
const workspace = ({ joint }: AnswerPatterns, k: number): Workspace => ({
  products: new Float64Array(joint * k),
  expected: new Float64Array(joint * k),
});

/** One EM step: the log-likelihood under the parameters given, and better parameters. */
function step(
  patterns: AnswerPatterns,
  parameters: Parameters,
  { products, expected }: Workspace,
): { logLikelihood: number; next: Parameters } {
  const { proportions } = parameters;
  const { codes, counts, blocks } = patterns;
  const k = proportions.length;
  const width = blocks.length;
  multiplyOut(patterns, parameters, products);
  expected.fill(0);
  const mass = new Float64Array(k);
  const joint = new Float64Array(k);
  let logLikelihood = 0;
  for (let p = 0, at = 0; p < counts.length; p++, at += width) {
    for (let c = 0; c < k; c++) joint[c] = proportions[c] as number;
    for (let b = 0; b < width; b++) {
      const from = (codes[at + b] as number) * k;
      for (let c = 0; c < k; c++) joint[c] = (joint[c] as number) * (products[from + c] as number);
    }
    let total = 0;
    for (let c = 0; c < k; c++) total += joint[c] as number;
    const count = counts[p] as number;
    // A product of very many small numbers underflows: those rare rows go by logarithms.
    if (total > 1e-280) logLikelihood += count * Math.log(total);
    else {
      logLikelihood += count * byLogarithms(products, codes, at, width, proportions, joint);
      total = 1;
    }
    const scale = count / total;
    for (let c = 0; c < k; c++) {
      joint[c] = (joint[c] as number) * scale;
      mass[c] = (mass[c] as number) + (joint[c] as number);
    }
    for (let b = 0; b < width; b++) {
      const to = (codes[at + b] as number) * k;
      for (let c = 0; c < k; c++) expected[to + c] = (expected[to + c] as number) + (joint[c] as number);
    }
  }
  return { logLikelihood, next: maximised(patterns, parameters, expected, mass) };
}

/** The logarithm of a row's probability; its posterior is left in `joint`. */
function byLogarithms(
  products: Float64Array,
  codes: Int32Array,
  at: number,
  width: number,
  proportions: Float64Array,
  joint: Float64Array,
): number {
  const k = proportions.length;
  let most = -Infinity;
  for (let c = 0; c < k; c++) {
    let log = Math.log(proportions[c] as number);
    for (let b = 0; b < width; b++) log += Math.log(products[(codes[at + b] as number) * k + c] as number);
    joint[c] = Math.max(log, -1e300);
    most = Math.max(most, joint[c] as number);
  }
  let total = 0;
  for (let c = 0; c < k; c++) total += joint[c] = Math.exp((joint[c] as number) - most);
  for (let c = 0; c < k; c++) joint[c] = (joint[c] as number) / total;
  return most + Math.log(total);
}

/** For every joint answer of every block the product of its items' probabilities. */
function multiplyOut({ blocks }: AnswerPatterns, { bySlot }: Parameters, products: Float64Array): void {
  const k = bySlot.length / (blocks[0] ? blocks[0].slotCount + 1 : 1);
  for (const { start, slots, items } of blocks)
    for (let combination = 0; combination * items < slots.length; combination++)
      for (let c = 0; c < k; c++) {
        let product = 1;
        for (let j = 0; j < items; j++)
          product *= bySlot[(slots[combination * items + j] as number) * k + c] as number;
        products[(start + combination) * k + c] = product;
      }
}

/** Proportions and probabilities from expected counts. */
function maximised(
  { blocks, offsets, total }: AnswerPatterns,
  { bySlot }: Parameters,
  expected: Float64Array,
  mass: Float64Array,
): Parameters {
  const k = mass.length;
  const next = new Float64Array(bySlot.length);
  for (const { start, slots, items } of blocks)
    for (let combination = 0; combination * items < slots.length; combination++)
      for (let j = 0; j < items; j++) {
        const to = (slots[combination * items + j] as number) * k;
        for (let c = 0; c < k; c++)
          next[to + c] = (next[to + c] as number) + (expected[(start + combination) * k + c] as number);
      }
  next.fill(1, next.length - k);
  keepUnseen(next, bySlot, offsets, k);
  normalise(next, offsets, k);
  return { proportions: mass.map((m) => m / total), bySlot: next };
}

/** A class nobody of which answered an item keeps what it had for it. */
function keepUnseen(next: Float64Array, before: Float64Array, offsets: Int32Array, k: number): void {
  for (let j = 0; j + 1 < offsets.length; j++)
    for (let c = 0; c < k; c++) {
      let sum = 0;
      const [from, to] = [offsets[j] as number, offsets[j + 1] as number];
      for (let slot = from; slot < to; slot++) sum += next[slot * k + c] as number;
      if (sum > 0) continue;
      for (let slot = from; slot < to; slot++) next[slot * k + c] = before[slot * k + c] as number;
    }
}

/** Classes in the order of their size, the largest first. */
function bySize(run: Run, k: number): Run {
  const order = Array.from({ length: k }, (_, c) => c).sort(
    (a, b) => (run.proportions[b] as number) - (run.proportions[a] as number),
  );
  return {
    ...run,
    proportions: Float64Array.from(order, (c) => run.proportions[c] as number),
    bySlot: run.bySlot.map((_, at) => run.bySlot[at - (at % k) + (order[at % k] as number)] as number),
  };
}

function described(patterns: AnswerPatterns, run: Run, k: number, timesFound: number): LatentClasses {
  const { offsets, shares, total, groupOf, codes, blocks, counts } = patterns;
  const width = shares.length;
  const work = workspace(patterns, k);
  multiplyOut(patterns, run, work.products);
  const byPattern = new Float64Array(counts.length * k);
  for (let p = 0; p < counts.length; p++)
    byLogarithms(
      work.products,
      codes,
      p * blocks.length,
      blocks.length,
      run.proportions,
      byPattern.subarray(p * k, (p + 1) * k),
    );
  const posteriors = new Float64Array(groupOf.length * k);
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    for (let c = 0; c < k; c++)
      posteriors[row * k + c] = (group < 0 ? run.proportions[c] : byPattern[group * k + c]) as number;
  }
  const parameters = k - 1 + k * (width - (offsets.length - 1));
  return {
    k,
    proportions: run.proportions,
    probabilities: Float64Array.from(
      { length: k * width },
      (_, at) => run.bySlot[(at % width) * k + Math.floor(at / width)] as number,
    ),
    offsets,
    width,
    logLikelihood: run.logLikelihood,
    parameters,
    aic: -2 * run.logLikelihood + 2 * parameters,
    bic: -2 * run.logLikelihood + parameters * Math.log(total),
    count: total,
    entropyR2: entropyR2(byPattern, k, counts),
    posteriors,
    labels: likeliest(posteriors, k),
    iterations: run.iterations,
    converged: run.converged,
    timesFound,
  };
}
