import type { Input } from '../analysis';
import { keyRole, kOption, namesOption, profileRole, seedOption, weightRole } from '../segmenting/form';

export const roles = {
  key: keyRole,
  variables: {
    label: 'Variables',
    help: 'The numbers by which rows are alike or not. Rows that miss one of them are left out.',
    accepts: ['number'],
    many: true,
    guess: ['share', 'per', 'orders', 'amount', 'spend', 'visits', 'count', 'score'],
  },
  profile: profileRole,
  weight: weightRole,
} as const;

export const options = {
  k: kOption,
  transform: {
    kind: 'choice',
    live: true,
    label: 'Transform',
    help: 'log(1 + x) keeps a few very large counts or amounts from ruling the result.',
    default: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'log1p', label: 'log(1 + x), for money and counts' },
    ],
  },
  scale: {
    kind: 'flag',
    live: true,
    label: 'Standardise',
    help: 'Gives every variable the same weight: mean 0, standard deviation 1 (n - 1).',
    default: true,
  },
  winsorise: {
    kind: 'number',
    live: true,
    label: 'Winsorise',
    help: 'Brings the tails of every variable to this quantile and its opposite, so that outliers pull no centre to themselves. 1 % is usual; 0 leaves all as they are.',
    default: 0,
    min: 0,
    max: 0.25,
    step: 0.005,
    shown: 'percent',
    advanced: true,
  },
  restarts: {
    kind: 'number',
    live: true,
    label: 'Restarts',
    help: 'How many seeded starts are tried; the best one counts.',
    default: 20,
    min: 1,
    max: 500,
    step: 1,
    advanced: true,
  },
  sample: {
    kind: 'number',
    live: true,
    label: 'Sample',
    help: 'Above so many rows the starts, the choice of k and the stability look at an even sample of that many; every row is assigned all the same.',
    default: 10000,
    min: 500,
    max: 200000,
    step: 1,
    advanced: true,
  },
  names: namesOption,
  seed: seedOption,
} as const;

export type KMeansInput = Input<typeof roles, typeof options>;
