import { literal } from '../../sql/quote';
import type { Measure } from './form';

/** Ends included, on a scale of 1 to 5 whatever the number of scores; 5 is best. */
export type Range = readonly [low: number, high: number];

/** A segment's place on the scores. */
export interface SegmentRule {
  segment: string;
  recency: Range;
  frequency: Range;
  monetary: Range;
}
/** How many scores each measure has. */
export type ScoreCounts = Readonly<Record<Measure, number>>;

/** Rows that no rule takes. */
export const OTHER = 'Other';
const SCORE = { recency: 'r', frequency: 'f', monetary: 'm' } as const;

/**
 * The segments where the notebook says nothing, in the words that it would say them in: the first rule that fits
 * counts, so that the order matters, and the last ones take everybody.
 */
export const standardRules: Readonly<Record<string, string>> = {
  Champions: 'r 4-5, f 4-5, m 4-5',
  Loyal: 'r 3-5, f 4-5',
  'High spenders': 'r 3-5, f 1-3, m 5',
  Growing: 'r 4-5, f 3',
  Recent: 'r 4-5, f 1-2',
  Cooling: 'r 3, f 1-3',
  'Slipping champions': 'r 1-2, f 4-5, m 4-5',
  'At risk': 'r 1-2, f 3-5',
  Dormant: 'r 2, f 1-2',
  Lost: 'r 1, f 1-2',
};

/** Used to buy often, and has not bought lately. */
export const isSlipping = ({ recency, frequency }: SegmentRule): boolean =>
  recency[1] <= 2 && frequency[0] >= 3;

/** The scores out of `count` that lie in a range on the scale of 1 to 5, where score s is ceil(5 s / count); null for none. */
export function scoresWithin([low, high]: Range, count: number): Range | null {
  const first = Math.floor((count * (low - 1)) / 5) + 1;
  const last = Math.floor((count * high) / 5);
  return first <= last ? [first, last] : null;
}

/**
 * The rules as SQL over columns r, f and m (from 1, m may be null): the segment's name. Without a score for money the
 * condition on money is passed over. Rows that no rule takes are "Other".
 */
export function segmentSql(counts: ScoreCounts, rules: readonly SegmentRule[]): string {
  const within = (rule: SegmentRule, measure: Measure): string[] => {
    const range = scoresWithin(rule[measure], counts[measure]);
    if (range === null) return ['FALSE'];
    const [low, high] = range;
    return low <= 1 && high >= counts[measure] ? [] : [`${SCORE[measure]} BETWEEN ${low} AND ${high}`];
  };
  const lines = rules.map((rule) => {
    const money = within(rule, 'monetary').map((condition) => `(m IS NULL OR ${condition})`);
    const conditions = [...within(rule, 'recency'), ...within(rule, 'frequency'), ...money];
    return `    WHEN ${conditions.join(' AND ') || 'TRUE'} THEN ${literal(rule.segment)}`;
  });
  return `CASE\n${lines.join('\n')}\n    ELSE ${literal(OTHER)}\n  END`;
}

/** Segments from the best to the worst, as the rules list them; "Other" last where no rule is called so. */
export const segmentOrder = (rules: readonly SegmentRule[]): string[] => [
  ...new Set([...rules.map(({ segment }) => segment), OTHER]),
];

/** A segment's place in an order, as SQL. */
export const placeSql = (column: string, order: readonly string[]): string =>
  `list_position([${order.map(literal).join(', ')}], ${column})`;
