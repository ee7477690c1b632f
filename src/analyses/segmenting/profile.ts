import {
  profileMeans,
  profileShares,
  withAdjustedP,
  pooledSums,
  type NumericSums,
} from '../../stats/segment-profile';
import type { ProfileColumn } from './profile-columns';
import type { ProfileRow } from './result';

/** Which rows are in which segment, in an order that does not depend on that of the rows. */
export interface Membership {
  /** Rows of the kept query in the order in which sums run. */
  order: Uint32Array;
  /** By row of the kept query its segment, from 1. */
  labels: Float64Array;
  segments: number;
  /** By row of the kept query; absent: 1 each. */
  weights?: Float64Array | undefined;
}
type Unadjusted = Omit<ProfileRow, 'pAdjusted'> & { p: number | null };

/**
 * Every segment against the rest on every column: means of numbers (Welch's t), shares of levels (chi-square), all p
 * adjusted together (Benjamini-Hochberg). Weighted rows count by weight in means and shares; in the tests each segment
 * counts as Kish's effective number of rows, (Σw)²/Σw². Of a flag only its true is shown.
 */
export function profileOf(columns: readonly ProfileColumn[], membership: Membership): ProfileRow[] {
  const rows = columns.flatMap((column) =>
    column.levels === null ? numberRows(column, membership) : levelRows(column, column.levels, membership),
  );
  return withAdjustedP(rows).map(({ p: _p, ...row }) => row);
}

/** Sums of a number by segment, and for each what its weights are worth in rows. */
interface Sums {
  sums: NumericSums[];
  /** Σw² by segment. */
  squaredWeights: Float64Array;
  least: number;
  net: { promoters: number; detractors: number }[];
  wholeToTen: boolean;
}

function numberRows({ variable, values, used }: ProfileColumn, membership: Membership): Unadjusted[] {
  const found = sumsOf(values, membership);
  const all = found.sums.reduce(pooledSums);
  const spread = all.count > 0 ? Math.sqrt(all.squaredDeviations / Math.max(1e-300, all.count - 1)) : 0;
  const overall = all.count > 0 ? all.sum / all.count : null;
  const tested = profileMeans(found.sums.map((sums, i) => effective(sums, found.squaredWeights[i] ?? 0)));
  const asks = found.wholeToTen && /\bnps\b|recommend/i.test(variable.replaceAll('_', ' '));
  const net = (at: { promoters: number; detractors: number }[]): number =>
    at.reduce((sum, one) => sum + one.promoters - one.detractors, 0);
  return found.sums.map((sums, segment) => {
    const mean = sums.count > 0 ? sums.sum / sums.count : null;
    const own = found.net[segment] ?? { promoters: 0, detractors: 0 };
    return {
      ...{ segment, variable, level: null, mean, overall, used },
      lift: mean !== null && overall !== null && overall > 0 ? mean / overall : null,
      standardised: mean !== null && overall !== null && spread > 0 ? (mean - overall) / spread : null,
      p: tested[segment]?.p ?? null,
      ofTotal: found.least >= 0 && all.sum > 0 ? sums.sum / all.sum : null,
      netPromoters:
        asks && sums.count > 0 ? { own: net([own]) / sums.count, overall: net(found.net) / all.count } : null,
    };
  });
}

/** Two passes: means, then squared deviations from them. */
function sumsOf(values: Float64Array, { order, labels, segments, weights }: Membership): Sums {
  const count = new Float64Array(segments);
  const sum = new Float64Array(segments);
  const squaredWeights = new Float64Array(segments);
  const net = Array.from({ length: segments }, () => ({ promoters: 0, detractors: 0 }));
  const shift = firstNumber(values, order);
  let least = Infinity;
  let wholeToTen = true;
  for (const row of order) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const s = (labels[row] as number) - 1;
    const weight = weights ? (weights[row] as number) : 1;
    count[s] = (count[s] as number) + weight;
    squaredWeights[s] = (squaredWeights[s] as number) + weight * weight;
    sum[s] = (sum[s] as number) + weight * (value - shift);
    if (value < least) least = value;
    wholeToTen &&= value >= 0 && value <= 10 && Number.isInteger(value);
    if (!wholeToTen) continue;
    const own = net[s] as { promoters: number; detractors: number };
    if (value >= 9) own.promoters += weight;
    else if (value <= 6) own.detractors += weight;
  }
  const means = sum.map((one, s) => shift + one / (count[s] as number));
  const squares = new Float64Array(segments);
  for (const row of order) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const s = (labels[row] as number) - 1;
    const weight = weights ? (weights[row] as number) : 1;
    squares[s] = (squares[s] as number) + weight * (value - (means[s] as number)) ** 2;
  }
  const sums = Array.from(count, (own, s) => ({
    count: own,
    sum: own > 0 ? (means[s] as number) * own : 0,
    squaredDeviations: squares[s] as number,
  }));
  return { sums, squaredWeights, least, net, wholeToTen };
}

function firstNumber(values: Float64Array, order: Uint32Array): number {
  for (const row of order) if (!Number.isNaN(values[row])) return values[row] as number;
  return 0;
}

/** The same mean and spread on Kish's number of rows. */
function effective({ count, sum, squaredDeviations }: NumericSums, squaredWeights: number): NumericSums {
  const factor = squaredWeights > 0 ? count / squaredWeights : 1;
  return { count: count * factor, sum: sum * factor, squaredDeviations: squaredDeviations * factor };
}

function levelRows(
  { variable, values, used }: ProfileColumn,
  levels: readonly string[],
  { order, labels, segments, weights }: Membership,
): Unadjusted[] {
  const counts = Array.from({ length: segments }, () => new Array<number>(levels.length).fill(0));
  const squaredWeights = new Float64Array(segments);
  for (const row of order) {
    const level = values[row] as number;
    if (Number.isNaN(level)) continue;
    const s = (labels[row] as number) - 1;
    const weight = weights ? (weights[row] as number) : 1;
    const own = counts[s] as number[];
    own[level] = (own[level] as number) + weight;
    squaredWeights[s] = (squaredWeights[s] as number) + weight * weight;
  }
  const shares = profileShares(counts);
  const tested = profileShares(
    counts.map((own, s) => {
      const total = own.reduce((a, b) => a + b, 0);
      const factor = (squaredWeights[s] as number) > 0 ? total / (squaredWeights[s] as number) : 1;
      return own.map((count) => count * factor);
    }),
  );
  const shown = levels.length === 2 && levels[0] === 'true' && levels[1] === 'false' ? ['true'] : levels;
  return shares.flatMap((own, segment) =>
    shown.map((level, l) => {
      const { share, overall, lift } = own[l] as (typeof own)[number];
      const spread = overall === null ? 0 : Math.sqrt(overall * (1 - overall));
      return {
        ...{ segment, variable, level, mean: share, overall, lift, used },
        standardised: share !== null && overall !== null && spread > 0 ? (share - overall) / spread : null,
        p: tested[segment]?.[l]?.p ?? null,
        ofTotal: null,
        netPromoters: null,
      };
    }),
  );
}
