import type { Input } from '../analysis';
import { standardRules } from './segments';

/** What customers are scored by. */
export type Measure = 'recency' | 'frequency' | 'monetary';

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
  profile: {
    label: 'Also describe by',
    help: 'Columns that take no part in the scores but tell what a segment is like: satisfaction, churn, region. Several lines of a customer: the mean of a number, the most frequent of words.',
    accepts: ['number', 'boolean', 'text'],
    many: true,
    optional: true,
    advanced: true,
    guess: [],
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
      { value: 'fixed', label: 'Fixed cuts (the limits that you give)' },
    ],
  },
  fixedCuts: {
    kind: 'cuts',
    label: 'Fixed cuts',
    help: 'Limits of your own instead of quantiles, up to and including: frequency 1, 3, 6 gives score 1 for one purchase, 2 for two or three, 3 for four to six, 4 above. What has none is scored as chosen above.',
    default: {},
    names: ['recency', 'frequency', 'monetary'],
    advanced: true,
  },
  rules: {
    kind: 'texts',
    label: 'Rules',
    help: 'Segments by their scores, from the best to the worst; the first rule that fits counts. Written as r 4-5, f 3 on a scale of 1 to 5 whatever the number of scores; all takes everybody who is left.',
    default: {},
    standard: standardRules,
    advanced: true,
  },
  compareAsOf: {
    kind: 'date',
    label: 'Compare with',
    help: 'An earlier day: who has moved up since, who has slipped, who is new.',
    default: null,
  },
} as const;

export type RfmInput = Input<typeof roles, typeof options>;
