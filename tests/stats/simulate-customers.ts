import type { ModelId } from '../../src/stats/buy-till-you-die';
import { gatherCustomers, type CustomerBase } from '../../src/stats/customer-histories';
import type { Random } from '../../src/stats/random';

export interface Simulated {
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  logIntervals: Float64Array;
  /** Purchases within `ahead` after the end of the observation. */
  later: Float64Array;
}

/** When each customer buys after the first purchase, until `end`, as the model says. */
type BuyerOf = (
  estimates: readonly number[],
  regularity: number,
) => (random: Random, end: number) => number[];

const exponential = (random: Random, rate: number): number => -Math.log(1 - random.next()) / rate;

const buyers: Record<ModelId, BuyerOf> = {
  'bg-nbd': (estimates) => geometricBuyer(estimates, 1, false),
  'mbg-nbd': (estimates) => geometricBuyer(estimates, 1, true),
  'mbg-cnbd-k': (estimates, regularity) => geometricBuyer(estimates, regularity, true),
  'pareto-nbd':
    ([r = NaN, alpha = NaN, s = NaN, beta = NaN]) =>
    (random, end) => {
      const rate = random.gamma(r) / alpha;
      const leaves = Math.min(end, exponential(random, random.gamma(s) / beta));
      const times: number[] = [];
      for (let t = exponential(random, rate); t < leaves; t += exponential(random, rate)) times.push(t);
      return times;
    },
  'bg-bb':
    ([alpha = NaN, beta = NaN, gamma = NaN, delta = NaN]) =>
    (random, end) => {
      const buying = random.beta(alpha, beta);
      const leaving = random.beta(gamma, delta);
      const times: number[] = [];
      for (let t = 1; t <= end && random.next() >= leaving; t += 1) if (random.next() < buying) times.push(t);
      return times;
    },
};

function geometricBuyer(
  [r = NaN, alpha = NaN, a = NaN, b = NaN]: readonly number[],
  regularity: number,
  leavesAtFirst: boolean,
): (random: Random, end: number) => number[] {
  return (random, end) => {
    const rate = random.gamma(r) / alpha;
    const leaving = random.beta(a, b);
    const times: number[] = [];
    let t = leavesAtFirst && random.next() < leaving ? Infinity : 0;
    for (;;) {
      t += random.gamma(regularity) / rate;
      if (!(t <= end)) return times;
      times.push(t);
      if (random.next() < leaving) return times;
    }
  };
}

/** Customers who buy and leave as a model says, observed for as long as `ageOf` draws, and for `ahead` after that. */
export function simulate(
  model: ModelId,
  truth: { estimates: readonly number[]; regularity?: number },
  customers: number,
  random: Random,
  ageOf: (random: Random) => number,
  ahead = 0,
): Simulated {
  const buyer = buyers[model](truth.estimates, truth.regularity ?? 1);
  const column = (): Float64Array => new Float64Array(customers);
  const all = {
    frequency: column(),
    recency: column(),
    age: column(),
    logIntervals: column(),
    later: column(),
  };
  for (let i = 0; i < customers; i += 1) {
    const age = ageOf(random);
    const times = buyer(random, age + ahead);
    const seen = times.filter((t) => t <= age);
    all.age[i] = age;
    all.frequency[i] = seen.length;
    all.recency[i] = seen.at(-1) ?? 0;
    all.logIntervals[i] = seen.reduce((sum, t, k) => sum + Math.log(t - (seen[k - 1] ?? 0)), 0);
    all.later[i] = times.length - seen.length;
  }
  return all;
}

export const gathered = ({ frequency, recency, age, logIntervals }: Simulated): CustomerBase =>
  gatherCustomers(frequency, recency, age, { logIntervals });
