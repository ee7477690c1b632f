import type { StabilityGrade } from '../../stats/stability';

/** One segment of a result, whatever method made it. */
export interface Segment {
  /** As the user named it, else "Segment 2". */
  name: string;
  /** Rows in it. */
  size: number;
  /** Its share of the rows, or of the weight. */
  share: number;
  /** Mean bootstrap Jaccard similarity; null where it could not be found. */
  jaccard: number | null;
  grade: StabilityGrade | null;
  /** Comes back when rows are drawn again: Jaccard at least 0.75. */
  stable: boolean;
  /** What stands for it in `names`: its centre, in the users' units. */
  point: Readonly<Record<string, number>>;
}

export const CRITERIA = [
  'wss',
  'silhouette',
  'gap',
  'gap_se',
  'log_likelihood',
  'bic',
  'entropy_r2',
  'jaccard_min',
  'smallest_share',
] as const;
export type Criterion = (typeof CRITERIA)[number];
/** A number of segments that was looked at, with what speaks for and against it. */
export interface Candidate {
  k: number;
  criteria: Partial<Record<Criterion, number>>;
}
export interface Choice {
  candidates: Candidate[];
  /** The number the published segments have. */
  k: number;
  /** Whether a range was asked for, so that the number is a recommendation. */
  recommended: boolean;
  /** Why, in words; where one number was asked for, what the criteria say of it. */
  reason: string;
  /** Whether there are groups in the data at all. */
  verdict: { kind: 'clear' | 'weak' | 'none'; sentence: string };
}

/** A segment's mean of a column, or its share of a level, against all rows. */
export interface ProfileRow {
  /** Number of the segment, from 0. */
  segment: number;
  variable: string;
  /** Null for a number. */
  level: string | null;
  mean: number | null;
  overall: number | null;
  lift: number | null;
  /** (mean - overall) / standard deviation over all rows. */
  standardised: number | null;
  pAdjusted: number | null;
  /** Whether the column took part in making the segments. */
  used: boolean;
  /** For a number of 0 or more: the segment's share of its total. */
  ofTotal: number | null;
  /** For answers from 0 to 10 to the question of recommending: promoters less detractors, -1 to 1. */
  netPromoters: { own: number; overall: number } | null;
}

/** A table of named numbers, ready to be published: `_centres`, `_classes`. */
export interface RuleText {
  /** CASE ... END over the columns' names. */
  expression: string;
  /** Names of the columns it asks for. */
  columns: string[];
  hitRate: number;
  hitRateError: number;
  baseRate: number;
  bestHitRate: number;
  leaves: number;
}

/** What all methods of segmentation hand to the tables and the report. */
export interface Segmentation {
  /** For each row of the kept query its segment, from 1. */
  labels: Float64Array;
  /** The probability of that segment; null where the method gives none (1). */
  probabilities: Float64Array | null;
  /** The largest first. */
  segments: Segment[];
  choice: Choice;
  profile: ProfileRow[];
  rule: RuleText | null;
  /** Sentences on the names kept in the notebook that found no good place. */
  nameNotes: string[];
  /** How many rows the choice of k and the stability looked at; null where all. */
  sampled: number | null;
}

const isUnstable = ({ stable, jaccard }: Segment): boolean => !stable && jaccard !== null;

/** The name with its warning, as sentences have it. */
export const shownName = (segment: Segment): string =>
  isUnstable(segment) ? `${segment.name} (unstable)` : segment.name;

/** The same for charts, where there is little room. */
export const drawnName = (segment: Segment): string =>
  isUnstable(segment) ? `${segment.name} ⚠` : segment.name;
