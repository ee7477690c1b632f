import { literal } from '../../sql/quote';

/** A segment's place on the scores, ends included, on a scale of 1 to 5 whatever the number of bins; 5 is best. */
export interface SegmentRule {
  segment: string;
  /** What it means, for the notes. */
  meaning: string;
  recency: readonly [number, number];
  frequency: readonly [number, number];
  monetary: readonly [number, number];
  /** Used to buy often, and has not bought lately. */
  slipping: boolean;
}

const any = [1, 5] as const;

/**
 * The segments, all in one place: the first rule that fits counts, so that the order matters, and the last fits
 * everybody. Without amounts the condition on money is passed over.
 */
export const segmentRules: readonly SegmentRule[] = [
  rule('Champions', 'bought lately, often and for much', [4, 5], [4, 5], [4, 5]),
  rule('Loyal', 'buys often and has not gone quiet', [3, 5], [4, 5], any),
  rule('High spenders', 'not often, but for much, and lately', [3, 5], [1, 3], [5, 5]),
  rule('Growing', 'bought lately and for more than the first time', [4, 5], [3, 3], any),
  rule('Recent', 'bought lately, but seldom', [4, 5], [1, 2], any),
  rule('Cooling', 'neither recent nor frequent; could go either way', [3, 3], [1, 3], any),
  rule('Slipping champions', 'bought often and for much, and has gone quiet', [1, 2], [4, 5], [4, 5], true),
  rule('At risk', 'bought several times, and has gone quiet', [1, 2], [3, 5], any, true),
  rule('Dormant', 'bought seldom, some time ago', [2, 2], [1, 2], any),
  rule('Lost', 'bought seldom, long ago', [1, 1], [1, 2], any),
];

function rule(
  segment: string,
  meaning: string,
  recency: readonly [number, number],
  frequency: readonly [number, number],
  monetary: readonly [number, number],
  slipping = false,
): SegmentRule {
  return { segment, meaning, recency, frequency, monetary, slipping };
}

/**
 * The rules as SQL over columns r, f and m (1 to `bins`, m may be null): the segment's name. A score on another
 * number of bins is brought to the scale of 1 to 5 by ceil(5 score / bins).
 */
export function segmentSql(bins: number, rules: readonly SegmentRule[] = segmentRules): string {
  const within = (score: string, [low, high]: readonly [number, number]): string[] => {
    if (low <= 1 && high >= 5) return [];
    const scaled = bins === 5 ? score : `ceil(5.0 * ${score} / ${bins})`;
    return [`${scaled} BETWEEN ${low} AND ${high}`];
  };
  const lines = rules.map((one) => {
    const money = within('m', one.monetary).map((condition) => `(m IS NULL OR ${condition})`);
    const conditions = [...within('r', one.recency), ...within('f', one.frequency), ...money];
    return `    WHEN ${conditions.join(' AND ') || 'TRUE'} THEN ${literal(one.segment)}`;
  });
  return `CASE\n${lines.join('\n')}\n  END`;
}

/** The same rules in TypeScript, for one customer; null where no rule fits. */
export function segmentOf(
  scores: { r: number; f: number; m: number | null },
  bins: number,
  rules: readonly SegmentRule[] = segmentRules,
): string | null {
  const fits = (score: number, [low, high]: readonly [number, number]): boolean => {
    const scaled = Math.ceil((5 * score) / bins);
    return scaled >= low && scaled <= high;
  };
  const found = rules.find(
    (one) =>
      fits(scores.r, one.recency) &&
      fits(scores.f, one.frequency) &&
      (scores.m === null || fits(scores.m, one.monetary)),
  );
  return found?.segment ?? null;
}
