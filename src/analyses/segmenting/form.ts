import type { Input } from '../analysis';

/* Options are live: the SQL needs the columns alone, so that a change reads no rows again. */

/** Roles that every method of segmentation has. */
export const keyRole = {
  label: 'Key',
  help: 'What tells the rows apart, such as the customer. Without it rows are numbered from 1.',
  accepts: ['text', 'number'],
  optional: true,
  guess: ['customer_id', 'account_id', 'customer', 'account', 'id', 'key'],
} as const;
export const weightRole = {
  label: 'Weight',
  help: 'How much each row counts. Without it every row counts once.',
  accepts: ['number'],
  optional: true,
  advanced: true,
  guess: [],
} as const;
export const profileRole = {
  label: 'Also describe by',
  help: 'Columns that take no part in making the segments but tell what they are worth: value, scores, churn, region.',
  accepts: ['number', 'boolean', 'text'],
  many: true,
  optional: true,
  advanced: true,
  guess: [],
} as const;

export const kOption = {
  kind: 'range',
  live: true,
  label: 'Segments',
  help: 'How many segments to make: 4, or 2..8 to compare them and be told which number fits best.',
  default: { from: 4, to: 4 },
  min: 2,
  max: 20,
} as const;
export const seedOption = {
  kind: 'number',
  live: true,
  label: 'Seed',
  help: 'The same seed gives the same segments.',
  default: 1,
  min: 0,
  max: 2147483647,
  step: 1,
  advanced: true,
} as const;
export const namesOption = {
  kind: 'centres',
  live: true,
  label: 'Names',
  help: 'Names of segments with their centres: when the cell runs again, a name goes to the segment nearest to it.',
  default: {},
  advanced: true,
} as const;

/** Suffixes of the tables that every method publishes. */
export const SHARED_TABLES = ['profile', 'choice', 'rule', 'scored'] as const;

/** What the shared parts read of any segmentation's input. */
export interface SegmentInput extends Pick<
  Input,
  'name' | 'from' | 'columns' | 'relation' | 'label' | 'kept' | 'resultTable' | 'published'
> {
  readonly roles: {
    readonly key: string | null;
    readonly profile: string[];
    readonly weight?: string | null;
  };
  readonly options: {
    readonly k: { from: number; to: number };
    readonly names: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly seed: number;
  };
}

export const numbersFrom = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
