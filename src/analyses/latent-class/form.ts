import type { Input } from '../analysis';
import { keyRole, kOption, namesOption, profileRole, seedOption, weightRole } from '../segmenting/form';

export const roles = {
  key: keyRole,
  items: {
    label: 'Items',
    help: 'Questions with a few answers each: choices, scales, yes or no. A missing answer is no harm: the other answers count.',
    accepts: ['text', 'number', 'boolean'],
    many: true,
    guess: ['q', 'item', 'uses', 'prefers', 'likes', 'reason', 'has', 'satisf'],
  },
  profile: profileRole,
  weight: weightRole,
} as const;

export const options = {
  k: kOption,
  restarts: {
    kind: 'number',
    live: true,
    label: 'Restarts',
    help: 'How many seeded random starts are tried; the best one counts.',
    default: 50,
    min: 1,
    max: 1000,
    step: 1,
    advanced: true,
  },
  sample: {
    kind: 'number',
    live: true,
    label: 'Sample',
    help: 'Above so many rows the choice of k looks at an even sample of that many; the chosen classes are fitted to every row all the same.',
    default: 100000,
    min: 500,
    max: 1000000,
    step: 1,
    advanced: true,
  },
  names: namesOption,
  seed: seedOption,
} as const;

export type LatentClassInput = Input<typeof roles, typeof options>;
