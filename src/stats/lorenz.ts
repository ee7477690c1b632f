export interface LorenzCurve {
  /** Cumulative share of the members, from 0 to 1, those of least value first; one more than distinct values. */
  members: Float64Array;
  /** Cumulative share of the value, from 0 to 1. */
  value: Float64Array;
  /** Twice the area between the curve and the diagonal: 0 where all have the same, towards 1 where one has all. */
  gini: number;
}

/**
 * Lorenz curve and Gini coefficient of values of 0 or more (Lorenz 1905; Gini 1914), the population form
 * Σ(2i - n - 1)x_i / (n Σx): its largest value is 1 - 1/n. Weights count members. Null where there are none, or where
 * all values are 0; RangeError below 0, where shares mean nothing.
 */
export function lorenzCurve(values: Float64Array, weights?: Float64Array): LorenzCurve | null {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  if (values.length > 0 && (values[order[0] as number] as number) < 0)
    throw new RangeError('a value is below 0');
  const weightOf = (i: number): number => (weights ? (weights[i] as number) : 1);
  let allMembers = 0;
  let allValue = 0;
  for (const i of order) {
    allMembers += weightOf(i);
    allValue += weightOf(i) * (values[i] as number);
  }
  if (!(allMembers > 0 && allValue > 0)) return null;
  const members = [0];
  const shares = [0];
  let [count, sum, area] = [0, 0, 0];
  for (let at = 0; at < order.length; at++) {
    const i = order[at] as number;
    const before = sum;
    count += weightOf(i);
    sum += weightOf(i) * (values[i] as number);
    area += weightOf(i) * (before + sum);
    const next = order[at + 1];
    if (next !== undefined && values[next] === values[i]) continue;
    members.push(count / allMembers);
    shares.push(sum / allValue);
  }
  return {
    members: Float64Array.from(members),
    value: Float64Array.from(shares),
    gini: Math.max(0, 1 - area / (allMembers * allValue)),
  };
}

export interface Tier {
  /** Members in it, by weight. */
  members: number;
  value: number;
  /** Share of all value, and of this tier and those above it together. */
  share: number;
  cumulativeShare: number;
  least: number;
  most: number;
}
export interface ValueTiers {
  /** For each member its tier, 0 the most valuable. */
  tierOf: Int32Array;
  /** For each member the share of all value held by it and those before it, the most valuable first. */
  cumulativeShare: Float64Array;
  tiers: Tier[];
}

/**
 * Tiers of equally many members (10: deciles), the most valuable first: member i of n, in falling order, is in tier
 * floor(i · tiers / n). Equal values keep their order, so that a tie can be cut. Values of 0 or more; null where all are 0.
 */
export function equalTiers(values: Float64Array, tiers: number): ValueTiers | null {
  return tiersBy(values, (rank) => Math.floor((rank * tiers) / values.length), tiers);
}

/**
 * ABC analysis: tiers by cumulative share of value. A member is in the first tier whose bound its share *before* it is
 * below, so that who carries the total over 80 % is still an A. Bounds ascend, the last tier takes the rest.
 */
export function abcTiers(values: Float64Array, bounds: readonly number[] = [0.8, 0.95]): ValueTiers | null {
  const tierAt = (before: number): number => {
    const found = bounds.findIndex((bound) => before < bound - 1e-12);
    return found < 0 ? bounds.length : found;
  };
  return tiersBy(values, (_, before) => tierAt(before), bounds.length + 1);
}

function tiersBy(
  values: Float64Array,
  tierAt: (rank: number, shareBefore: number) => number,
  count: number,
): ValueTiers | null {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number));
  const total = order.reduceRight((sum, i) => sum + (values[i] as number), 0);
  if (!(total > 0)) return null;
  if ((values[order[order.length - 1] as number] as number) < 0) throw new RangeError('a value is below 0');
  const tierOf = new Int32Array(values.length);
  const cumulativeShare = new Float64Array(values.length);
  const tiers = Array.from({ length: count }, () => ({ members: 0, value: 0, least: Infinity, most: 0 }));
  let sum = 0;
  order.forEach((i, rank) => {
    const value = values[i] as number;
    const tier = tierAt(rank, sum / total);
    sum += value;
    tierOf[i] = tier;
    cumulativeShare[i] = Math.min(1, sum / total);
    const own = tiers[tier];
    if (own) {
      own.members += 1;
      own.value += value;
      own.least = Math.min(own.least, value);
      own.most = Math.max(own.most, value);
    }
  });
  let above = 0;
  return {
    tierOf,
    cumulativeShare,
    tiers: tiers.map((tier) => {
      above += tier.value;
      const least = tier.members > 0 ? tier.least : 0;
      return { ...tier, least, share: tier.value / total, cumulativeShare: Math.min(1, above / total) };
    }),
  };
}
