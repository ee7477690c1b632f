import { bootstrapReplicates } from '../../stats/bootstrap';
import { fitNormal, fitsWithoutGroups, type NormalFit, type NoNormalFit } from '../../stats/em-normal';
import { mergePatterns, rowsOfGroups, withoutGroup, type PatternSums } from '../../stats/missing-patterns';
import { addPairs, noPairs, pairwise, pairwiseOf, type PairSums } from '../../stats/pairwise';
import {
  covarianceOf,
  meansOf,
  mergeBlocks,
  momentsOfRows,
  triangle,
  withoutBlock,
  type Moments,
} from '../../stats/sufficient-statistics';
import { formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { SliceBlocks } from './blocks';
import type { Encoding, FirstPass } from './encode';
import type { LinearMoments } from './linear';
import { single } from './numbers';
import type { Plan } from './plan';
import type { RowTable } from './rows';

/** Moments of all rows of a slice, and lazily those of each replicate. */
export interface MomentSource {
  whole: LinearMoments;
  replicates: () => Iterable<LinearMoments>;
  /** How many replicates there will be. */
  count: number;
  /** Rows of each group left out; null for a bootstrap. */
  counts: Float64Array | null;
  emSteps: number | null;
  /** Of pairwise correlations: whether they contradict each other and were repaired. */
  repaired: boolean;
}

/** From complete rows: each group is left out once. */
export function jackknifeMoments(slice: SliceBlocks, encoding: Encoding, first: FirstPass): MomentSource {
  const blocks = slice.blocks;
  const whole = mergeBlocks(blocks);
  const of = (moments: Moments): LinearMoments =>
    linearMoments(moments.count, meansOf(moments), covarianceOf(moments), encoding, first);
  return {
    whole: of(whole),
    *replicates() {
      for (let block = 0; block < blocks.counts.length; block += 1)
        yield of(withoutBlock(whole, blocks, block));
    },
    count: blocks.counts.length,
    counts: blocks.counts,
    emSteps: null,
    repaired: false,
  };
}

/** From single rows: rows (or keys) are drawn with replacement. */
export function bootstrapMoments(
  whole: MomentSource,
  rows: RowTable,
  encoding: Encoding,
  first: FirstPass,
  replicates: number,
  seed: number,
): MomentSource {
  const { origins, columns } = centredColumns(rows, encoding);
  const of = (moments: Moments): LinearMoments =>
    linearMoments(
      moments.count,
      Float64Array.from(
        meansOf(moments),
        (mean, i) => mean + (origins[i] as number) - (encoding.variables[i]?.origin ?? 0),
      ),
      covarianceOf(moments),
      encoding,
      first,
    );
  const draw = (counts: Float64Array): Moments => {
    const multiplicity = Float64Array.from(rows.units, (unit) => counts[unit] as number);
    const drawn = multiplicity.reduce((sum, value) => sum + value, 0);
    const { weights } = rows;
    if (!weights) return momentsOfRows(columns, multiplicity);
    const weighted = multiplicity.map((value, row) => value * (weights[row] as number));
    const moments = momentsOfRows(columns, weighted);
    return { ...moments, weight: moments.count, count: drawn };
  };
  return {
    ...whole,
    *replicates() {
      // One draw after the other, so that their moments need not all be held.
      const packed = bootstrapReplicates(rows.unitCount, replicates, seed, (counts) =>
        packedMoments(draw(counts)),
      );
      for (const one of packed) yield of(unpackedMoments(one, columns.length));
    },
    count: replicates,
    counts: null,
  };
}

function centredColumns(rows: RowTable, encoding: Encoding): { origins: number[]; columns: Float64Array[] } {
  const origins = encoding.variables.map(({ origin }) => origin);
  return {
    origins,
    columns: rows.columns.map((column, i) => column.map((value) => value - (origins[i] as number))),
  };
}

function packedMoments({ count, weight, sums, products }: Moments): Float64Array {
  return Float64Array.of(count, weight ?? NaN, ...sums, ...products);
}
function unpackedMoments(packed: Float64Array, variables: number): Moments {
  const weight = packed[1] as number;
  return {
    count: packed[0] as number,
    ...(Number.isNaN(weight) ? {} : { weight }),
    sums: packed.subarray(2, 2 + variables),
    products: packed.subarray(2 + variables, 2 + variables + triangle(variables)),
  };
}

/** From rows with missing answers, by EM or pairwise; each group is left out once. */
export function patternMoments(
  slice: SliceBlocks,
  plan: Plan,
  encoding: Encoding,
  first: FirstPass,
): MomentSource {
  const patterns = slice.patterns;
  if (!patterns) return jackknifeMoments(slice, encoding, first);
  const merged = mergePatterns(patterns);
  const counts = rowsOfGroups(patterns);
  const finish = (sums: PatternSums, means: Float64Array, covariance: Float64Array): LinearMoments => {
    const rows = sums.counts.reduce((sum, value) => sum + value, 0);
    const result = linearMoments(rows, means, covariance, encoding, first);
    return withApplicableMeans(result, sums, encoding);
  };
  const shared = { count: counts.length, counts, repaired: false, emSteps: null };
  if (plan.missing === 'pairwise') {
    const of = (sums: PatternSums): LinearMoments => {
      const { means, covariance } = pairwise(sums);
      if (!covariance.every(Number.isFinite))
        throw neverTogether(pairwiseGap(covariance, encoding), encoding);
      return finish(sums, means, covariance);
    };
    return {
      ...shared,
      whole: of(merged),
      *replicates() {
        for (let group = 0; group < patterns.groups; group += 1)
          yield of(withoutGroup(merged, patterns, group));
      },
      repaired: pairwise(merged).repaired,
    };
  }
  const fit = fitNormal(merged);
  if (!fit.converged) throw noFit(fit, encoding);
  return {
    ...shared,
    whole: finish(merged, fit.means, fit.covariance),
    *replicates() {
      let group = 0;
      for (const one of fitsWithoutGroups(merged, patterns, fit)) {
        const sums = withoutGroup(merged, patterns, group);
        group += 1;
        yield one.converged ? finish(sums, one.means, one.covariance) : unknown(sums, encoding);
      }
    },
    emSteps: (fit as NormalFit).path.length,
  };
}

/** From sums by pair; each group is left out once. */
export function pairMoments(slice: SliceBlocks, encoding: Encoding, first: FirstPass): MomentSource {
  const groups = slice.pairs ?? [];
  const { counts } = slice.blocks;
  const merged = groups.reduce((all, own) => addPairs(all, own, 1), noPairs(encoding.variables.length));
  const of = (sums: PairSums, rows: number): LinearMoments => {
    const { means, covariance } = pairwiseOf(sums);
    return linearMoments(rows, means, covariance, encoding, first);
  };
  const whole = of(merged, slice.rows);
  if (!whole.covariance.every(Number.isFinite))
    throw neverTogether(pairwiseGap(whole.covariance, encoding), encoding);
  return {
    whole,
    *replicates() {
      for (const [group, own] of groups.entries()) {
        const rest = addPairs(noPairs(merged.variables), merged, 1);
        yield of(addPairs(rest, own, -1), slice.rows - (counts[group] as number));
      }
    },
    count: groups.length,
    counts,
    emSteps: null,
    repaired: pairwiseOf(merged).repaired,
  };
}

function linearMoments(
  rows: number,
  lessOrigin: ArrayLike<number>,
  covariance: Float64Array,
  encoding: Encoding,
  { overview }: FirstPass,
): LinearMoments {
  const means = Float64Array.from(encoding.variables, ({ origin }, i) => origin + (lessOrigin[i] as number));
  const columnMeans = Float64Array.from(encoding.columns, ({ kind }, column) =>
    kind === 'text' ? NaN : single(overview, `mean${column}`),
  );
  encoding.variables.forEach(({ column, level }, i) => {
    if (level === null && i !== encoding.npsVariable) columnMeans[column] = means[i] as number;
  });
  return { rows, columnMeans, means, covariance };
}

/** What does not apply must not be filled in: such a column's mean is that of the answers there are. */
function withApplicableMeans(moments: LinearMoments, sums: PatternSums, encoding: Encoding): LinearMoments {
  encoding.variables.forEach(({ column, level, origin }, i) => {
    if (level !== null || encoding.columns[column]?.notApplicable == null || i === encoding.npsVariable)
      return;
    let total = 0;
    let weight = 0;
    sums.observed.forEach((present, pattern) => {
      if (!present.includes(i)) return;
      total += sums.sums[pattern * sums.variables + i] as number;
      weight += sums.weights[pattern] as number;
    });
    moments.columnMeans[column] = origin + total / weight;
  });
  return moments;
}

/** A replicate that could not be found: its quantities are not finite, and intervals say so. */
const unknown = (sums: PatternSums, encoding: Encoding): LinearMoments => ({
  rows: sums.counts.reduce((sum, value) => sum + value, 0),
  columnMeans: new Float64Array(encoding.columns.length).fill(NaN),
  means: new Float64Array(encoding.variables.length).fill(NaN),
  covariance: new Float64Array(encoding.variables.length ** 2).fill(NaN),
});

function pairwiseGap(covariance: Float64Array, encoding: Encoding): number[] {
  const place = covariance.findIndex((value) => !Number.isFinite(value));
  const size = encoding.variables.length;
  return [Math.floor(place / size), place % size];
}

function noFit(fit: NoNormalFit, encoding: Encoding): InputProblem {
  const names = fit.variables.map(
    (variable) => encoding.columns[encoding.variables[variable]?.column ?? 0]?.name ?? '',
  );
  if (fit.reason === 'never observed')
    return new InputProblem(
      `${formatList(names)} ${names.length === 1 ? 'has' : 'have'} no answer in the rows used.`,
      {
        hint: `Leave ${formatList(names)} out, or filter less.`,
      },
    );
  if (fit.reason === 'never together') return neverTogether(fit.variables, encoding);
  return new InputProblem('EM did not settle on these rows: too little is answered together.', {
    hint: 'Choose pairwise or listwise for missing answers, or leave out the drivers that are mostly missing.',
  });
}

function neverTogether(variables: readonly number[], encoding: Encoding): InputProblem {
  const names = [
    ...new Set(
      variables.map((variable) => encoding.columns[encoding.variables[variable]?.column ?? 0]?.name ?? ''),
    ),
  ];
  return new InputProblem(
    `No row answers both ${formatList(names)}: nothing is known of how they go together.`,
    {
      hint: `Leave one of ${formatList(names)} out.`,
    },
  );
}
