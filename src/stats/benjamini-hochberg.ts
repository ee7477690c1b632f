/**
 * Benjamini-Hochberg adjusted p-values (1995): rejecting all at most q keeps the expected share of false discoveries at
 * most q. The p of rank i among m becomes the least of p_j m / j over ranks j >= i, at most 1. Null p-values (no test)
 * stay null and do not count. In the order given; as R's p.adjust(method = "BH").
 */
export function benjaminiHochberg(values: readonly (number | null)[]): (number | null)[] {
  const tested = values
    .map((p, at) => ({ p, at }))
    .filter((one): one is { p: number; at: number } => one.p !== null)
    .sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let least = 1;
  tested.forEach(({ p, at }, i) => {
    least = Math.min(least, (p * tested.length) / (tested.length - i));
    adjusted[at] = least;
  });
  return adjusted;
}
