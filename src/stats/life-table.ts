/**
 * Customers by period of their contract, all cohorts counted from their own start: entry t - 1 is of period t = 1, 2, ...
 * The likelihoods of contracts need no more than this.
 */
export interface LifeTable {
  /** Customers who were there when renewal t came and whose answer is known. Not rising; fractions allowed. */
  atRisk: Float64Array;
  /** Those of them who did not renew: their tenure is t periods. */
  left: Float64Array;
}

/**
 * A life table from tenures: `left[t]` customers left after t periods (entry 0 is not read: nobody leaves before the
 * first period is paid), `censored[t]` were still there when t periods were complete, and nothing is known of them after.
 */
export function lifeTableOf(left: ArrayLike<number>, censored: ArrayLike<number>): LifeTable {
  const periods = Math.max(lastAbove(left), lastAbove(censored));
  const atRisk = new Float64Array(periods);
  let still = 0;
  for (let t = periods; t >= 1; t -= 1) {
    still += (left[t] ?? 0) + (censored[t] ?? 0);
    atRisk[t - 1] = still;
  }
  return { atRisk, left: Float64Array.from({ length: periods }, (_, i) => left[i + 1] ?? 0) };
}

const lastAbove = (counts: ArrayLike<number>): number => {
  let last = counts.length - 1;
  while (last > 0 && !((counts[last] as number) > 0)) last -= 1;
  return Math.max(0, last);
};

/**
 * A life table from a retention table: survivors at the end of period 0 (all who began), 1, 2, ..., of which the last
 * are censored. Not rising; one entry or none gives an empty table.
 */
export function lifeTableFromSurvivors(survivors: ArrayLike<number>): LifeTable {
  const periods = Math.max(0, survivors.length - 1);
  return {
    atRisk: Float64Array.from({ length: periods }, (_, i) => survivors[i] as number),
    left: Float64Array.from(
      { length: periods },
      (_, i) => (survivors[i] as number) - (survivors[i + 1] as number),
    ),
  };
}

/** Several cohorts as one: their counts added period by period, as if all had begun on one day. */
export function pooledLifeTable(tables: readonly LifeTable[]): LifeTable {
  const periods = Math.max(0, ...tables.map(({ left }) => left.length));
  const sum = (pick: (table: LifeTable) => Float64Array): Float64Array =>
    Float64Array.from({ length: periods }, (_, i) =>
      tables.reduce((total, table) => total + (pick(table)[i] ?? 0), 0),
    );
  return { atRisk: sum((table) => table.atRisk), left: sum((table) => table.left) };
}
