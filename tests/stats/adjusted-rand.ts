/**
 * Adjusted Rand index (Hubert & Arabie 1985) of two labellings of the same things: 1 where they agree but for names,
 * about 0 where they agree by chance.
 */
export function adjustedRand(one: readonly unknown[], two: readonly unknown[]): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const tally = (labels: readonly unknown[]): number => {
    const counts = new Map<unknown, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum + pairs(count), 0);
  };
  const both = tally(one.map((label, i) => `${String(label)}\u0000${String(two[i])}`));
  const [first, second] = [tally(one), tally(two)];
  const expected = (first * second) / pairs(one.length);
  return (both - expected) / ((first + second) / 2 - expected);
}
