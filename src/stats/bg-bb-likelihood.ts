import type { BgBbParameters } from './bg-bb';
import type { Histories } from './customer-histories';
import type { Evaluation } from './damped-newton';
import { add, evaluationOf } from './likelihood-search';

/**
 * The BG/BB log-likelihood in the logarithms of α, β, γ, δ with exact gradient and Hessian. Per customer it is the
 * logarithm of a sum over the opportunity m = t_x .. n after which the customer left, the last of them: is active still,
 *
 *   (α)_x (β)_(m-x) / (α+β)_m · (δ)_m γ / (γ+δ)_(m+1),   for m = n without the factor γ / (γ+δ+n).
 *
 * Rising factorials are running sums, so that no special function is needed; the cost is n for each distinct customer.
 */
export const bgBbLikelihoodOf =
  (histories: Histories): ((logs: readonly number[]) => Evaluation) =>
  (logs) => {
    const theta = logs.map(Math.exp) as [number, number, number, number];
    const most = histories.age.reduce((largest, age) => Math.max(largest, age), 0);
    const rising = risingTables(theta, most);
    const sums = new Float64Array(15);
    for (let i = 0; i < histories.age.length; i += 1) addCustomer(sums, rising, theta, histories, i);
    return evaluationOf(sums);
  };

/** ln (θ)_m, its first and second derivative in θ, for m = 0 .. most. */
interface Rising {
  log: Float64Array;
  one: Float64Array;
  two: Float64Array;
}
interface RisingTables {
  alpha: Rising;
  beta: Rising;
  both: Rising;
  delta: Rising;
  leaving: Rising;
}

function risingTables([alpha, beta, gamma, delta]: readonly number[], most: number): RisingTables {
  const [a = NaN, b = NaN, c = NaN, d = NaN] = [alpha, beta, gamma, delta];
  return {
    alpha: rising(a, most),
    beta: rising(b, most),
    both: rising(a + b, most),
    delta: rising(d, most),
    leaving: rising(c + d, most + 1),
  };
}

function rising(theta: number, most: number): Rising {
  const table = {
    log: new Float64Array(most + 1),
    one: new Float64Array(most + 1),
    two: new Float64Array(most + 1),
  };
  for (let m = 0; m < most; m += 1) {
    const inverse = 1 / (theta + m);
    table.log[m + 1] = (table.log[m] as number) + Math.log(theta + m);
    table.one[m + 1] = (table.one[m] as number) + inverse;
    table.two[m + 1] = (table.two[m] as number) - inverse * inverse;
  }
  return table;
}

/** The logarithm of a sum of terms: the mean of their slopes; of their Hessians plus the covariance of the slopes. */
function addCustomer(
  sums: Float64Array,
  rising: RisingTables,
  theta: readonly [number, number, number, number],
  { frequency, recency, age, counts }: Histories,
  i: number,
): void {
  const x = frequency[i] as number;
  const n = age[i] as number;
  const first = x === 0 ? 0 : (recency[i] as number);
  let top = -Infinity;
  for (let m = first; m <= n; m += 1) top = Math.max(top, logTerm(rising, theta, x, m, n));
  const mixture = new Float64Array(15);
  for (let m = first; m <= n; m += 1)
    addTerm(mixture, Math.exp(logTerm(rising, theta, x, m, n) - top), rising, theta, x, m, n);
  const count = counts[i] as number;
  const total = mixture[0] as number;
  const mean = (k: number): number => (mixture[k] as number) / total;
  add(sums, 0, count * (top + Math.log(total)));
  let place = 5;
  for (let row = 1; row <= 4; row += 1) {
    add(sums, row, count * mean(row));
    for (let column = row; column <= 4; column += 1, place += 1)
      add(sums, place, count * (mean(place) - mean(row) * mean(column)));
  }
}

function logTerm(
  { alpha, beta, both, delta, leaving }: RisingTables,
  [, , gamma]: readonly [number, number, number, number],
  x: number,
  m: number,
  n: number,
): number {
  const at = (values: Float64Array, k: number): number => values[k] as number;
  const taken = at(alpha.log, x) + at(beta.log, m - x) - at(both.log, m);
  if (m === n) return taken + at(delta.log, m) - at(leaving.log, m);
  return taken + at(delta.log, m) + Math.log(gamma) - at(leaving.log, m + 1);
}

/** Adds a weighted term: 0 weight, 1-4 slopes, 5-14 its Hessian and the products of its slopes, row by row. */
function addTerm(
  mixture: Float64Array,
  weight: number,
  { alpha, beta, both, delta, leaving }: RisingTables,
  [a, b, c, d]: readonly [number, number, number, number],
  x: number,
  m: number,
  n: number,
): void {
  const at = (values: Float64Array, k: number): number => values[k] as number;
  const left = m < n ? 1 : 0;
  const end = m + left;
  const slopes = [
    a * (at(alpha.one, x) - at(both.one, m)),
    b * (at(beta.one, m - x) - at(both.one, m)),
    left - c * at(leaving.one, end),
    d * (at(delta.one, m) - at(leaving.one, end)),
  ];
  const [one = 0, two = 0, three = 0, four = 0] = slopes;
  const buying = at(both.two, m);
  const staying = at(leaving.two, end);
  add(mixture, 0, weight);
  slopes.forEach((slope, k) => add(mixture, 1 + k, weight * slope));
  const second = [
    one + a * a * (at(alpha.two, x) - buying),
    -a * b * buying,
    0,
    0,
    two + b * b * (at(beta.two, m - x) - buying),
    0,
    0,
    three - left - c * c * staying,
    -c * d * staying,
    four + d * d * (at(delta.two, m) - staying),
  ];
  let place = 0;
  for (let row = 0; row < 4; row += 1)
    for (let column = row; column < 4; column += 1, place += 1) {
      const product = (slopes[row] as number) * (slopes[column] as number);
      add(mixture, 5 + place, weight * ((second[place] as number) + product));
    }
}

/** The likelihood of a customer up to a common factor, and the part of it in which the customer is active at the end. */
export function historyWeights(
  parameters: BgBbParameters,
  x: number,
  recency: number,
  n: number,
): { active: number; total: number } {
  const { alpha, beta, gamma, delta } = parameters;
  // From m = t_x up, relative to the first term's rising factorials.
  let common = 1;
  let total = 0;
  for (let m = recency; m < n; m += 1) {
    total += (common * gamma) / (gamma + delta + m);
    common *= ((beta + m - x) / (alpha + beta + m)) * ((delta + m) / (gamma + delta + m));
  }
  return { active: common, total: total + common };
}
