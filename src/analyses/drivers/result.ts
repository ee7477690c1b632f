import type { DriversFamily, DriversMethod, MissingRule } from './options';

/** What compute gives to the tables and the report: plain data, for all rows kept by the filter and for each level of `by`. */
export interface DriversResult {
  /** All rows that the filter keeps. */
  all: SliceResult;
  /** One per level of `by`, in its order; empty without `by`. */
  levels: SliceResult[];
  /** Levels of `by` with too few rows, or a single outcome, to say anything of them alone. */
  levelsLeftOut: { level: string; rows: number }[];
  /** Every two levels, each driver; empty without `by`. */
  differences: Difference[];
  exclusions: Exclusions;
  /** Levels that a filter can name, by column of `filterBy`, and the rows each has before filtering. */
  filters: FilterColumn[];
}

/** An estimate and the ends of its interval; NaN where there is none. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** The analysis of one set of rows. */
export interface SliceResult {
  /** The level of `by`; null for all rows. */
  level: string | null;
  /** Rows used: complete ones (listwise), else those with an outcome or any driver. */
  rows: number;
  /** The same by weight; equal to `rows` without weights. */
  weight: number;
  /** Kish's effective number of rows (Σw)² / Σw²; equal to `rows` without weights. */
  effectiveRows: number;
  /** In the order of the input; a group stands where its first column stands. */
  drivers: DriverResult[];
  model: ModelFacts;
  /** The importance-performance map; null with fewer than two drivers that vary. */
  map: PerformanceMap | null;
  moves: Moves | null;
  /** Dominance; null above 20 drivers. */
  dominance: DominanceResult | null;
  /** Penalty-reward asymmetry; null where no driver has both low and high answers. */
  asymmetry: AsymmetryResult | null;
}

/** One player: a rating, a yes/no, a category or a group of columns. */
export interface DriverResult {
  /** The column's name, or the group's. */
  name: string;
  kind: 'number' | 'yes-no' | 'category' | 'group';
  /** The columns it stands for: itself, or the group's. */
  columns: string[];
  /** Its numbers in the model: one for a rating, one per level but the reference for a category. */
  items: ItemResult[];
  /** In units of R² (linear) or McFadden's R² (binary, ordinal); 0 for one that does not vary. Pratt's can be negative. */
  importance: Estimate;
  /** Of what all drivers explain, 0..1. */
  share: Estimate;
  /** Mean; of a yes/no the share of yes; of a group the mean of its columns' means; NaN for a category. */
  performance: Estimate;
  /** Smallest and largest value seen in any row (not only the slice's); of a group over its columns; NaN for a category. */
  min: number;
  max: number;
  /**
   * Outcome units (log-odds when binary or ordinal) per unit of the driver, the others held fixed; of a group when all its
   * columns move by one unit together; NaN for a category and where it cannot be told.
   */
  coefficient: Estimate;
  /** HC3 standard error of the coefficient, where all rows are at hand (at most 50,000) and complete; else NaN. */
  coefficientError: number;
  /** Binary: change of the outcome's probability per unit of the driver, averaged over rows. NaN otherwise. */
  averageMarginalEffect: Estimate;
  /** Pearson's with the outcome (a 0/1 outcome too); NaN for a category and a group. */
  correlation: number;
  /** Variance inflation; for categories and groups Fox and Monette's GVIF^(1/df), comparable to a VIF; Infinity if aliased. */
  vif: number;
  /** P of each quadrant of the map, from joint draws; NaN without a map. They sum to 1. */
  quadrants: Quadrants;
  /** P of rank 1, 2, ... by importance; empty for a driver that does not vary. */
  rankProbabilities: Float64Array;
  /** Takes the same value in every row used: left out of the model. */
  constant: boolean;
  /** Drivers' columns of which one of this one's numbers is an exact combination; empty for most. */
  combinationOf: string[];
  /** Answers missing in this slice (of the group's worst column). */
  missing: number;
  /** Rows in which it "does not apply" (by `notApplicable`); counted over all rows, filter or not. */
  notApplicable: number;
}

/** One number of the model: a column, or a level of a category against its reference. */
export interface ItemResult {
  column: string;
  /** The level, for a category. */
  level: string | null;
  reference: string | null;
  coefficient: Estimate;
  coefficientError: number;
  averageMarginalEffect: Estimate;
  correlation: number;
  vif: number;
}

/** Probabilities by place on the map. */
export interface Quadrants {
  /** More important than the line, performs below its line. */
  fix: number;
  /** Important, performs well. */
  keep: number;
  /** Less important, performs badly. */
  low: number;
  /** Less important, performs well: what to stop spending on. */
  overkill: number;
}

export interface ModelFacts {
  /** The one used. Above 27 players Johnson's, whatever was asked for. */
  method: DriversMethod;
  methodAsked: DriversMethod;
  /** What the importances are in: OLS R² or McFadden's R². `linear` for a binary outcome is the labelled preview. */
  family: Exclude<DriversFamily, 'auto'>;
  /** What the outcome is: differs from `family` where the linear model stands in. */
  outcomeFamily: Exclude<DriversFamily, 'auto'>;
  /** Why the linear model stands in, as a sentence for people; null where it does not. */
  preview: string | null;
  /** The rule applied to missing answers: `em` can have fallen back to pairwise, and then `missingWhy` says why. */
  missing: MissingRule;
  missingAsked: MissingRule;
  missingWhy: string | null;
  /** Rows with every answer. */
  completeRows: number;
  intervals: 'jackknife' | 'bootstrap' | 'none';
  /** Groups of the jackknife, or resamples of the bootstrap. */
  replicates: number;
  /** Degrees of freedom of t (jackknife); NaN for the bootstrap. */
  degreesOfFreedom: number;
  /** What is resampled together. */
  clusters: 'rows' | 'key';
  /** Intervals above 16 players average seeded orders of the drivers; the estimate is exact. */
  replicateOrders: number | null;
  /** True for the picture shown first while the intervals are still being found. */
  preliminary: boolean;
  /** What the drivers explain together, in the unit of the importances: R², or McFadden's R² when binary or ordinal. */
  explained: Estimate;
  /** Of least squares; NaN when binary or ordinal. */
  rSquared: number;
  adjustedRSquared: number;
  /** NaN for the linear family; the last two also when ordinal. */
  mcFadden: number;
  nagelkerke: number;
  tjur: number;
  /** Drivers that tell the outcome without exception (separation): no coefficients exist then; empty otherwise. */
  separatedBy: string[];
  logLikelihood: number;
  nullLogLikelihood: number;
  /** The mean of the outcome; of a binary one the share of 1. */
  outcomeMean: Estimate;
  outcomeMin: number;
  outcomeMax: number;
  /** The threshold where `topBox` makes the outcome binary. */
  topBox: number | null;
  /** Belsley's largest condition index of the scaled columns with intercept; NaN when not known. */
  conditionIndex: number;
  /** Share of the drivers' common variance along its first direction, 0..1. */
  halo: number;
  /** Whether the first driver's lead over the second, by importance, is beyond chance at the confidence chosen. */
  leadIsSure: boolean;
  /** Numbers in the model (dummies counted), the intercept not. */
  coefficients: number;
  weighted: boolean;
  /** All weights are equal. */
  constantWeight: boolean;
  /** Complete rows from which the HC3 errors are; null where there are none. */
  hc3Rows: number | null;
  /** Pairwise correlations contradicted each other and were repaired: importances then deserve no trust. */
  repaired: boolean;
  /** EM's steps until it settled; null without EM. */
  emSteps: number | null;
}

export interface PerformanceMap {
  points: MapPoint[];
  xLine: number;
  yLine: number;
  /** `targets`: each point is its performance less its target and the line is 0; else the mean of all points. */
  xLineIs: 'mean' | 'targets';
  /**
   * `mean`: all drivers stand on one scale and their means are compared. `yes`: all are yes/no. `position`: scales
   * differ, so that x is where the mean stands between the driver's smallest (0) and largest (1) value. `gap`: above or
   * below the target, in the driver's own units.
   */
  scale: 'mean' | 'yes' | 'position' | 'gap';
  /** Names of drivers that move against the rest (more of it, less of the outcome): read in reverse. */
  reversed: string[];
}
/** A driver's place on the map; categories have none. */
export interface MapPoint {
  name: string;
  x: Estimate;
  y: Estimate;
  target: number | null;
  /** Lies above the importance line and left of the performance line. */
  fixFirst: boolean;
  quadrants: Quadrants;
}

/** Moves in the greedy order: the largest change of the outcome first. */
export interface Moves {
  steps: MoveStep[];
  /** Whether the effects on NPS are given: the outcome is 0..10 and said to be a recommendation. */
  nps: boolean;
  /** Drivers that cannot move (at their cap) or would not help, by name. */
  without: string[];
}
export interface MoveStep {
  driver: string;
  from: number;
  to: number;
  /** On the outcome, in its units; of a binary one a probability, of an ordinal one levels by least squares. */
  effect: Estimate;
  cumulative: Estimate;
  /** In NPS points (-100..100); null where the outcome is not NPS. */
  nps: Estimate | null;
  npsCumulative: Estimate | null;
}

export interface DominanceResult {
  /** Drivers that vary, in the order of the input; the arrays below go by place in it. */
  names: string[];
  /** Mean added R² over all sets: LMG. */
  general: Float64Array;
  /** Mean added R² to sets of that size: [driver][size 0..p-1]. */
  conditional: Float64Array[];
  /** Share of sets in which the row's driver adds more than the column's: 1 is complete dominance. Row-major p × p, diagonal NaN. */
  complete: Float64Array;
  /** `complete`: in all sets. `conditional`: at every size. `general`: on the average only. By row against column; '' where it does not dominate. */
  verdict: ('complete' | 'conditional' | 'general' | '')[];
}

/** The difference of importance between two levels of `by`: level A less level B. */
export interface Difference {
  driver: string;
  levelA: string;
  levelB: string;
  difference: Estimate;
  share: Estimate;
}

/** Penalty-reward contrasts: what low answers cost and what high answers earn against those in the middle. */
export interface AsymmetryResult {
  drivers: AsymmetryDriver[];
  rows: number;
  /** The rows are a sample of so many. */
  ofRows: number;
  sampled: boolean;
}
export interface AsymmetryDriver {
  name: string;
  /** Answers up to this are low; from `reward` on high. */
  penaltyAt: number;
  rewardAt: number;
  penalty: Estimate;
  reward: Estimate;
  /** (reward - |penalty|) / (reward + |penalty|): -1 only costs, 1 only earns; NaN where neither has an effect. */
  asymmetry: Estimate;
  /** `symmetric`: neither side is twice the other; `unclear`: the data do not decide. */
  label: 'penalty' | 'reward' | 'symmetric' | 'unclear';
}

/** Rows and answers left out, over all rows of the relation. */
export interface Exclusions {
  total: number;
  /** Kept by the filter (all where there is none). */
  kept: number;
  used: number;
  /** Left out for a missing answer (listwise), or with no answer at all (EM, pairwise). */
  missing: number;
  /** Of those, rows left out only because a driver does not apply (listwise). */
  notApplicable: number;
  /** Left out for a weight that is missing or 0. */
  weight: number;
  /** Left out because EM took a sample of the rows; 0 where it took all. */
  notDrawn: number;
  /** Text columns read as numbers (`advice` null), or as categories although most values are numbers: what to do then. */
  texts: { column: string; advice: string | null }[];
  /** The column whose missing answers are most. */
  worst: { column: string; missing: number };
  /** By variable's column. */
  missingBy: { column: string; missing: number; notApplicable: number }[];
}

export interface FilterColumn {
  column: string;
  levels: { level: string; rows: number }[];
  /** Levels kept; null where the column is not filtered. */
  kept: string[] | null;
}
