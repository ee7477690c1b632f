import type { Input } from '../analysis';

export const roles = {
  key: {
    label: 'Key',
    help: 'What tells the rows apart, such as the customer. Without it rows are numbered from 1.',
    accepts: ['text', 'number'],
    optional: true,
    guess: ['customer_id', 'account_id', 'customer', 'account', 'id', 'key'],
  },
  variables: {
    label: 'Variables',
    help: 'The numbers by which rows are alike or not. Rows that miss one of them are left out.',
    accepts: ['number'],
    many: true,
    guess: ['share', 'per', 'orders', 'amount', 'spend', 'visits', 'count', 'score'],
  },
} as const;

export const options = {
  k: {
    kind: 'number',
    label: 'Segments',
    help: 'How many segments to make.',
    default: 4,
    min: 2,
    max: 20,
    step: 1,
  },
  transform: {
    kind: 'choice',
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
    label: 'Standardise',
    help: 'Gives every variable the same weight: mean 0, standard deviation 1 (n - 1).',
    default: true,
  },
  seed: {
    kind: 'number',
    label: 'Seed',
    help: 'The same seed gives the same segments.',
    default: 1,
    min: 0,
    max: 2147483647,
    step: 1,
  },
} as const;

export type KMeansInput = Input<typeof roles, typeof options>;
