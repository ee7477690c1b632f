import type { Input } from '../analysis';

export const roles = {
  customer: {
    label: 'Customer',
    help: 'Who bought: one value for each customer.',
    accepts: ['text', 'number'],
    guess: ['customer_id', 'customer', 'account_id', 'account', 'client', 'cust', 'user', 'id'],
  },
  date: {
    label: 'Date of purchase',
    help: 'The day of each purchase. Several lines of one customer on one day count as one purchase.',
    accepts: ['date'],
    guess: ['order_date', 'ordered', 'purchase', 'date', 'invoice', 'day', '_on', '_at'],
  },
  amount: {
    label: 'Amount',
    help: 'What each line was worth. Without it customers are scored by recency and frequency alone.',
    accepts: ['number'],
    optional: true,
    guess: ['amount', 'revenue', 'sales', 'spend', 'total', 'value', 'price'],
  },
} as const;

export const options = {
  asOf: {
    kind: 'date',
    label: 'As-of date',
    help: "The day on which recency is measured. Without it the notebook's, else the last date in the data.",
    default: null,
  },
  bins: {
    kind: 'number',
    label: 'Scores',
    help: 'How many scores each of recency, frequency and money gets.',
    default: 5,
    min: 2,
    max: 10,
    step: 1,
  },
  scoring: {
    kind: 'choice',
    label: 'Scoring',
    help: 'Cut points: equal customers share a score. Equal bins: every score has as many customers, so equal customers can differ.',
    default: 'cut',
    choices: [
      { value: 'cut', label: 'Cut points (quantiles, ties share a score)' },
      { value: 'ntile', label: 'Equal bins (ties broken by customer)' },
    ],
  },
} as const;

export type RfmInput = Input<typeof roles, typeof options>;
