import type { PatternBlocks } from '../../src/stats/missing-patterns';
import type { Random } from '../../src/stats/random';
import { triangle } from '../../src/stats/sufficient-statistics';

/** null is a missing answer. */
export type Row = readonly (number | null)[];

/** The sums of rows by group and pattern of missingness, as the scan would give them. Row r is in group r mod groups. */
export function patternBlocksOf(
  rows: readonly Row[],
  variables: number,
  groups = 1,
  weights?: readonly number[],
): PatternBlocks {
  const places = new Map<string, number>();
  const keys = rows.map((row, r) => {
    const mask = row.reduce<number>((sum, value, i) => sum + (value === null ? 0 : 2 ** i), 0);
    const key = `${r % groups} ${mask}`;
    if (!places.has(key)) places.set(key, places.size);
    return key;
  });
  const names = [...places.keys()].map((key) => key.split(' ').map(Number) as [number, number]);
  const count = names.length;
  const blocks = {
    variables,
    groups,
    group: names.map(([group]) => group),
    observed: names.map(([, mask]) => mask),
    counts: new Float64Array(count),
    ...(weights && { weights: new Float64Array(count) }),
    sums: new Float64Array(count * variables),
    products: new Float64Array(count * triangle(variables)),
  };
  const add = (to: Float64Array, at: number, value: number): void =>
    void (to[at] = (to[at] as number) + value);
  rows.forEach((row, r) => {
    const place = places.get(keys[r] as string) as number;
    const weight = weights?.[r] ?? 1;
    add(blocks.counts, place, 1);
    if (blocks.weights) add(blocks.weights, place, weight);
    row.forEach((value, i) => {
      if (value === null) return;
      add(blocks.sums, place * variables + i, weight * value);
      for (let j = 0; j <= i; j += 1) {
        const other = row[j];
        if (typeof other === 'number')
          add(blocks.products, place * triangle(variables) + triangle(i) + j, weight * value * other);
      }
    });
  });
  return blocks;
}

/** Rows of standard normals that share one cause: every correlation is `correlation` (0..1). */
export function correlatedRows(
  random: Random,
  rows: number,
  variables: number,
  correlation: number,
): number[][] {
  return Array.from({ length: rows }, () => {
    const shared = Math.sqrt(correlation) * random.normal();
    return Array.from({ length: variables }, () => shared + Math.sqrt(1 - correlation) * random.normal());
  });
}

/** The same rows, each value missing with that chance, whatever the values. */
export const withGaps = (random: Random, rows: readonly (readonly number[])[], chance: number): Row[] =>
  rows.map((row) => row.map((value) => (random.next() < chance ? null : value)));
