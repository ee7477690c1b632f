import { literal } from '../../sql/quote';
import { roundestBetween } from '../../stats/typing-bins';
import type { CutPointRows } from './cut-points';
import type { Measure, RfmInput } from './form';
import { readRules } from './rules';
import { MEASURES, scoreCounts, scoringOf } from './scoring';
import { OTHER, scoresWithin, type Range, type SegmentRule } from './segments';

/** For each measure the limits between its scores, rising; null between scores that nobody tells apart. */
export type Limits = Readonly<Record<Measure, readonly number[]>>;

/**
 * The limits between scores as the roundest numbers that score everybody here the same: quantiles fall between two
 * customers, and any number between these will do. Fixed cuts stay as given.
 */
export function limitsOf(rows: CutPointRows, input: RfmInput): Limits {
  const ways = scoringOf(input);
  const limits: Record<Measure, number[]> = { recency: [], frequency: [], monetary: [] };
  rows.measure.forEach((name, row) => {
    const measure = MEASURES.find((one) => one === name);
    // Nobody has a value, so there is nothing to cut.
    if (!measure || Number.isNaN(rows.cut[row])) return;
    const [cut = NaN, below = NaN, above = NaN] = [rows.cut[row], rows.below[row], rows.above[row]];
    const isGiven = ways[measure].kind === 'fixed' || Number.isNaN(below) || Number.isNaN(above);
    limits[measure].push(isGiven ? cut : between(measure, below, above));
  });
  return limits;
}

/** Days and purchases are counted, so that whole numbers will do. */
const between = (measure: Measure, below: number, above: number): number => {
  const limit = roundestBetween(below, above);
  return measure === 'monetary' ? limit : Math.floor(limit);
};

/**
 * The segments as one CASE over recency (days), frequency and monetary, for a CRM: plain comparisons, so that it needs
 * neither scores nor DuckDB. `mayLackMoney`: somebody here has no amounts, and is then told by the rest.
 */
export function segmentCase(limits: Limits, input: RfmInput, mayLackMoney: boolean): string {
  const counts = scoreCounts(scoringOf(input));
  const within = (rule: SegmentRule, measure: Measure): string[] | null => {
    const range = scoresWithin(rule[measure], counts[measure]);
    return range && comparisons(measure, range, counts[measure], limits[measure]);
  };
  const lines = readRules(input.options.rules).flatMap((rule) => {
    const [recency, frequency] = [within(rule, 'recency'), within(rule, 'frequency')];
    const money = input.roles.amount === null ? [] : within(rule, 'monetary');
    if (!recency || !frequency || !money) return [];
    const spent = money.length > 0 && mayLackMoney ? [`(monetary IS NULL OR ${money.join(' AND ')})`] : money;
    const conditions = [...recency, ...frequency, ...spent];
    return [`  WHEN ${conditions.join(' AND ') || '1 = 1'} THEN ${literal(rule.segment)}`];
  });
  return ['CASE', ...lines, `  ELSE ${literal(OTHER)}`, 'END'].join('\n');
}

/** A range of scores as comparisons; for recency fewer days are better. Scores nobody has between equal limits vanish. */
function comparisons(
  measure: Measure,
  [low, high]: Range,
  count: number,
  limits: readonly number[],
): string[] {
  const isTurned = measure === 'recency';
  const first = isTurned ? count + 1 - high : low;
  const last = isTurned ? count + 1 - low : high;
  const above = first > 1 ? limits[first - 2] : undefined;
  const upTo = last < count ? limits[last - 1] : undefined;
  return [
    ...(above === undefined ? [] : [`${measure} > ${above}`]),
    ...(upTo === undefined ? [] : [`${measure} <= ${upTo}`]),
  ];
}

/** A measure's score as a CASE. */
export function scoreCase(measure: Measure, limits: readonly number[]): string {
  const count = limits.length + 1;
  const lines = limits.map(
    (limit, i) => `  WHEN ${measure} <= ${limit} THEN ${measure === 'recency' ? count - i : i + 1}`,
  );
  const missing = measure === 'monetary' ? ['  WHEN monetary IS NULL THEN NULL'] : [];
  return ['CASE', ...missing, ...lines, `  ELSE ${measure === 'recency' ? 1 : count}`, 'END'].join('\n');
}
