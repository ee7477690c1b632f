/**
 * Shapley values of any function of the sets of players (general dominance):
 *
 *   value_k = Σ over sets S without k of |S|! (p-|S|-1)! / p! · [v(S + k) - v(S)]
 *
 * `values` has 2^p entries; bit k of an index says whether player k is in the set. They sum to v(all) - v(none).
 */
export function shapleyOfSets(values: Float64Array, players: number): Float64Array {
  const result = new Float64Array(players);
  conditionalDominance(values, players).forEach((bySize, k) => {
    result[k] = players > 0 ? bySize.reduce((sum, value) => sum + value, 0) / players : 0;
  });
  return result;
}

/** By player and size of a set without it, from 0 to p - 1: the mean of what it adds to such sets. */
export function conditionalDominance(values: Float64Array, players: number): Float64Array[] {
  if (values.length !== 2 ** players)
    throw new RangeError(`${players} players have ${2 ** players} sets, not ${values.length}`);
  const added = Array.from({ length: players }, () => new Float64Array(players));
  for (let set = 0; set < values.length; set += 1) {
    const size = bitCount(set);
    for (let k = 0; k < players; k += 1) {
      if ((set >> k) & 1) continue;
      const bySize = added[k] as Float64Array;
      bySize[size] = (bySize[size] as number) + (values[set | (1 << k)] as number) - (values[set] as number);
    }
  }
  const sets = combinations(players - 1);
  return added.map((bySize) => bySize.map((sum, size) => sum / (sets[size] as number)));
}

/** By size of a set: what its value counts towards each member (positive) and each non-member (negative). */
export function setWeights(players: number): { member: Float64Array; outsider: Float64Array } {
  const sets = combinations(players - 1);
  const share = (size: number): number => 1 / (players * (sets[size] ?? 1));
  return {
    member: Float64Array.from({ length: players + 1 }, (_, size) => (size > 0 ? share(size - 1) : 0)),
    outsider: Float64Array.from({ length: players + 1 }, (_, size) => (size < players ? -share(size) : 0)),
  };
}

/** How many bits are set. */
export function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** n over 0 .. n. */
function combinations(n: number): Float64Array {
  const result = new Float64Array(Math.max(0, n) + 1).fill(1);
  for (let k = 1; k <= n; k += 1) result[k] = ((result[k - 1] as number) * (n - k + 1)) / k;
  return result;
}
