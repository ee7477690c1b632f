/**
 * The cumulative logit's log-likelihood and its derivatives, for outcomes in two or more ordered categories:
 *
 *   logit P(Y ≤ j) = ζ_j - x'β
 *
 * With F(a) - F(b) = F(a) (1 - F(b)) (1 - e^(b-a)) for the logistic F, the log-likelihood falls apart into one binary
 * logit per threshold, whose trials are the answers in the two categories beside it, and a part of the gaps alone:
 *
 *   ℓ = Σ_j Σ_i [ n_i,j+1 (η_i - ζ_j) - (n_ij + n_i,j+1) log(1 + e^(η_i - ζ_j)) ] + Σ_inner c n_c log(1 - e^-(ζ_c - ζ_c-1))
 *
 * Two categories are the ordinary logit with intercept -ζ; no difference of two nearly equal chances is ever taken.
 */

/** Distinct rows of drivers ("patterns") with the outcomes counted on each. */
export interface OutcomePatterns {
  /** By driver column, one value per pattern; no NaN. */
  columns: readonly Float64Array[];
  /** By category from the lowest, the (weighted, not negative) rows of each pattern; of a 0/1 outcome [zeros, ones]. */
  counts: readonly Float64Array[];
}

/** Outcomes as the likelihood wants them: by threshold, and the columns centred and scaled. */
export interface LogitData {
  columns: readonly Float64Array[];
  /** By threshold: answers in the category above it. */
  events: readonly Float64Array[];
  /** By threshold: answers in the two categories beside it. */
  trials: readonly Float64Array[];
  /** By category: all its answers. */
  totals: Float64Array;
}

/** Value and derivatives at (ζ, β); `information` is minus the Hessian, row-major, its lower triangle only. */
export interface LogitEvaluation {
  logLikelihood: number;
  gradient: Float64Array;
  information: Float64Array;
}

/** Patterns are worked through in blocks whose columns stay in the processor's nearest memory. */
export const BLOCK = 1024;

/** What one block of patterns gives to the sums; used again for each. */
export interface BlockTerms {
  score: Float64Array;
  weight: Float64Array;
  cross: readonly Float64Array[];
  product: Float64Array;
}

export function blockTerms(thresholds: number, length = BLOCK): BlockTerms {
  return {
    score: new Float64Array(length),
    weight: new Float64Array(length),
    cross: Array.from({ length: thresholds }, () => new Float64Array(length)),
    product: new Float64Array(length),
  };
}

export function emptyEvaluation(size: number): LogitEvaluation {
  return {
    logLikelihood: 0,
    gradient: new Float64Array(size),
    information: new Float64Array(size * size),
  };
}

/**
 * Evaluates at `point` (thresholds, then one slope per column) into `result`, over the patterns from `start` up to
 * `end`; the log-likelihood is -∞ (and the rest without meaning) where the thresholds are not increasing.
 */
export function evaluateLogit(
  data: LogitData,
  point: Float64Array,
  result: LogitEvaluation,
  terms: BlockTerms,
  start = 0,
  end = data.trials[0]?.length ?? 0,
): void {
  const thresholds = data.events.length;
  result.gradient.fill(0);
  result.information.fill(0);
  result.logLikelihood = addGaps(data.totals, point, thresholds, result);
  if (result.logLikelihood === -Infinity) return;
  const eta = terms.product;
  for (let from = start; from < end; from += BLOCK) {
    const count = Math.min(BLOCK, end - from);
    linearPredictor(data.columns, point, thresholds, from, count, eta);
    terms.score.fill(0, 0, count);
    terms.weight.fill(0, 0, count);
    for (let t = 0; t < thresholds; t += 1) addThreshold(data, t, from, count, eta, point, result, terms);
    addColumns(data.columns, from, count, terms, result);
  }
}

/** x'β of some patterns. */
export function linearPredictor(
  columns: readonly Float64Array[],
  point: Float64Array,
  thresholds: number,
  from: number,
  count: number,
  eta: Float64Array,
): void {
  eta.fill(0, 0, count);
  for (let a = 0; a < columns.length; a += 1) {
    const x = columns[a] as Float64Array;
    const slope = point[thresholds + a] as number;
    for (let i = 0; i < count; i += 1) eta[i] = (eta[i] as number) + slope * (x[from + i] as number);
  }
}

/** The part of the gaps between thresholds: n log(1 - e^-gap) for each inner category. */
function addGaps(
  totals: Float64Array,
  point: Float64Array,
  thresholds: number,
  result: LogitEvaluation,
): number {
  const size = result.gradient.length;
  let logLikelihood = 0;
  for (let t = 1; t < thresholds; t += 1) {
    const gap = (point[t] as number) - (point[t - 1] as number);
    if (!(gap > 0)) return -Infinity;
    const answers = totals[t] as number;
    const slope = answers / Math.expm1(gap);
    const curvature = answers / (4 * Math.sinh(gap / 2) ** 2);
    logLikelihood += answers * Math.log(-Math.expm1(-gap));
    add(result.gradient, t, slope);
    add(result.gradient, t - 1, -slope);
    add(result.information, t * size + t, curvature);
    add(result.information, (t - 1) * size + t - 1, curvature);
    add(result.information, t * size + t - 1, -curvature);
  }
  return logLikelihood;
}

/** One threshold's binary logit over one block: its terms for the columns, and its own derivatives. */
function addThreshold(
  data: LogitData,
  t: number,
  from: number,
  count: number,
  eta: Float64Array,
  point: Float64Array,
  result: LogitEvaluation,
  { score, weight, cross }: BlockTerms,
): void {
  const events = data.events[t] as Float64Array;
  const trials = data.trials[t] as Float64Array;
  const own = cross[t] as Float64Array;
  const threshold = point[t] as number;
  let logLikelihood = 0;
  let residuals = 0;
  let weights = 0;
  for (let i = 0; i < count; i += 1) {
    const z = (eta[i] as number) - threshold;
    const trial = trials[from + i] as number;
    const event = events[from + i] as number;
    const small = Math.exp(z > 0 ? -z : z);
    const scale = 1 / (1 + small);
    const residual = event - trial * (z > 0 ? scale : small * scale);
    const information = trial * small * scale * scale;
    logLikelihood += (z > 0 ? event - trial : event) * z - trial * Math.log(1 + small);
    score[i] = (score[i] as number) + residual;
    weight[i] = (weight[i] as number) + information;
    own[i] = information;
    residuals += residual;
    weights += information;
  }
  result.logLikelihood += logLikelihood;
  add(result.gradient, t, -residuals);
  add(result.information, t * result.gradient.length + t, weights);
}

/** Adds the columns' part of gradient and information over `count` patterns from `from`, whose terms are given. */
function addColumns(
  columns: readonly Float64Array[],
  from: number,
  count: number,
  { score, weight, cross, product }: BlockTerms,
  { gradient, information }: LogitEvaluation,
): void {
  const size = gradient.length;
  const thresholds = cross.length;
  for (let a = 0; a < columns.length; a += 1) {
    const x = columns[a] as Float64Array;
    const row = (thresholds + a) * size;
    let slope = 0;
    let weighted = 0;
    for (let i = 0; i < count; i += 1) {
      const value = x[from + i] as number;
      const part = (weight[i] as number) * value;
      slope += (score[i] as number) * value;
      weighted += part;
      product[i] = part;
    }
    add(gradient, thresholds + a, slope);
    // Of two categories the only threshold's weights are those of the columns.
    if (thresholds === 1) add(information, row, -weighted);
    for (let t = 0; thresholds > 1 && t < thresholds; t += 1)
      add(information, row + t, -dot(cross[t] as Float64Array, x, from, count));
    addProducts(columns, a, from, count, product, information, row + thresholds);
  }
}

/** Σ product · x_b for the columns b up to a, several at a time: sums that wait for one another cost most. */
function addProducts(
  columns: readonly Float64Array[],
  a: number,
  from: number,
  count: number,
  product: Float64Array,
  information: Float64Array,
  at: number,
): void {
  let b = 0;
  for (; b + 3 <= a; b += 4) addFourProducts(columns, b, from, count, product, information, at + b);
  for (; b <= a; b += 1) add(information, at + b, dot(product, columns[b] as Float64Array, from, count));
}

function addFourProducts(
  columns: readonly Float64Array[],
  b: number,
  from: number,
  count: number,
  product: Float64Array,
  information: Float64Array,
  at: number,
): void {
  const first = columns[b] as Float64Array;
  const second = columns[b + 1] as Float64Array;
  const third = columns[b + 2] as Float64Array;
  const fourth = columns[b + 3] as Float64Array;
  let sumFirst = 0;
  let sumSecond = 0;
  let sumThird = 0;
  let sumFourth = 0;
  for (let i = 0; i < count; i += 1) {
    const value = product[i] as number;
    sumFirst += value * (first[from + i] as number);
    sumSecond += value * (second[from + i] as number);
    sumThird += value * (third[from + i] as number);
    sumFourth += value * (fourth[from + i] as number);
  }
  add(information, at, sumFirst);
  add(information, at + 1, sumSecond);
  add(information, at + 2, sumThird);
  add(information, at + 3, sumFourth);
}

function dot(values: Float64Array, x: Float64Array, from: number, count: number): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < count; i += 2) {
    even += (values[i] as number) * (x[from + i] as number);
    odd += (values[i + 1] as number) * (x[from + i + 1] as number);
  }
  if (i < count) even += (values[i] as number) * (x[from + i] as number);
  return even + odd;
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] as number) + amount;
}
