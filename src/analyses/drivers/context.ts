import type { SliceBlocks } from './blocks';
import type { Encoding, FirstPass } from './encode';
import type { Plan } from './plan';
import type { ModelFacts } from './result';
import type { RowTable } from './rows';
import type { DriversInput } from './roles';

/** What is the same for every way of computing a slice. */
export type GivenFacts = Pick<
  ModelFacts,
  | 'outcomeFamily'
  | 'preview'
  | 'missingAsked'
  | 'missingWhy'
  | 'completeRows'
  | 'outcomeMin'
  | 'outcomeMax'
  | 'topBox'
  | 'weighted'
  | 'constantWeight'
>;

/** One set of rows with all that is needed to analyse it. */
export interface SliceContext {
  input: DriversInput;
  first: FirstPass;
  encoding: Encoding;
  plan: Plan;
  /** The level of `by`; null for all rows. */
  level: string | null;
  blocks: SliceBlocks;
  /** Its single rows; null where there are none to be had. */
  rows: RowTable | null;
  /** Draws of a bootstrap; 0 where groups are left out instead. */
  bootstrap: number;
  /** The estimates alone, to be shown first. */
  preliminary: boolean;
  /** Exact estimates by level, found for the picture shown first and not to be found again. */
  known: Map<string | null, Float64Array>;
  facts: GivenFacts;
  onProgress: (fraction: number) => void;
}
