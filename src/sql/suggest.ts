/**
 * The candidate a person most likely meant: equal but for case, else the one fewest edits away (insert, delete,
 * replace, swap neighbours), at most a third of the name's length and at least one. Ties go to the first candidate.
 * Undefined where nothing is near.
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(wanted, candidate.toLowerCase(), fewest);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** "Did you mean `x`?", or undefined where nothing is near: the hint of a problem about an unknown name. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const near = closestName(name, candidates);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

/**
 * Optimal string alignment distance of two strings; a swap of two neighbours counts one. Distances of `atMost` and
 * above may be reported as any number from `atMost` on. Time is the product of the lengths.
 */
export function editDistance(a: string, b: string, atMost = Infinity): number {
  if (Math.abs(a.length - b.length) >= atMost) return atMost;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
