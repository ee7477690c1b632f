/**
 * How much of a total the customers with the most hold: at 0, 1, ... 100 % of the customers. Missing values count as 0;
 * where some are below 0 the curve passes 1 before it ends there (a whale curve). Null where the total is not above 0.
 *
 * @param counts customers per value; 1 each when null
 */
export function concentrationOf(values: Float64Array, counts: Float64Array | null): Float64Array | null {
  const known = values.map((value) => (Number.isNaN(value) ? 0 : value));
  const total = known.reduce((sum, value, i) => sum + value * (counts?.[i] ?? 1), 0);
  if (!(total > 0)) return null;
  const ranked = counts
    ? rankedWith(known, counts)
    : { values: known.slice().sort().reverse(), counts: null };
  const all = counts?.reduce((sum, count) => sum + count, 0) ?? known.length;
  const held = new Float64Array(101);
  let [sum, taken, i] = [0, 0, 0];
  for (let percent = 1; percent < 100; percent += 1) {
    const upTo = counts ? (percent / 100) * all : Math.round((percent / 100) * all);
    for (; i < known.length && taken + (ranked.counts?.[i] ?? 1) <= upTo; i += 1) {
      sum += (ranked.values[i] as number) * (ranked.counts?.[i] ?? 1);
      taken += ranked.counts?.[i] ?? 1;
    }
    const part = counts ? (upTo - taken) * (ranked.values[i] ?? 0) : 0;
    held[percent] = (sum + part) / total;
  }
  held[100] = 1;
  return held;
}

function rankedWith(values: Float64Array, counts: Float64Array) {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number));
  return {
    values: Float64Array.from(order, (i) => values[i] as number),
    counts: Float64Array.from(order, (i) => counts[i] as number),
  };
}
