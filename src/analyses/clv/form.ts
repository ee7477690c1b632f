import type { Input } from '../analysis';

export const roles = {
  customer: {
    label: 'Customer',
    help: 'Who bought: needed with a date; optional with a summary.',
    accepts: ['text', 'number'],
    optional: true,
    guess: [
      'customer_id',
      'customer',
      'cust',
      'client',
      'account_id',
      'account',
      'member',
      'user',
      'buyer',
      'id',
    ],
  },
  date: {
    label: 'Date of purchase',
    help: 'One row per purchase or order line; lines of one day count as one purchase.',
    accepts: ['date'],
    optional: true,
    guess: [
      'order_date',
      'purchase_date',
      'transaction_date',
      'invoice_date',
      'date',
      'day',
      'ordered',
      'time',
    ],
  },
  amount: {
    label: 'Amount',
    help: 'What the row was worth. Without it purchases are forecast, but no value.',
    accepts: ['number'],
    optional: true,
    guess: ['amount', 'revenue', 'sales', 'total', 'price', 'value', 'turnover', 'spend'],
  },
  frequency: {
    label: 'Frequency',
    help: 'Instead of dates, one row per customer: repeat purchases, the first not counted.',
    accepts: ['number'],
    optional: true,
    guess: ['frequency', 'repeat', 'x'],
  },
  recency: {
    label: 'Recency',
    help: 'Time from the first to the last purchase, in the unit below.',
    accepts: ['number'],
    optional: true,
    guess: ['recency', 't_x', 't.x', 'tx'],
  },
  age: {
    label: 'Age',
    help: 'Time from the first purchase to the as-of date, in the unit below.',
    accepts: ['number'],
    optional: true,
    guess: ['age', 't_cal', 't.cal', 't'],
  },
  spend: {
    label: 'Mean spend',
    help: 'Mean spend of the repeat purchases. Without it purchases are forecast, but no value.',
    accepts: ['number'],
    optional: true,
    guess: ['spend', 'mean_spend', 'monetary', 'zbar', 'm_x'],
  },
} as const;

export const options = {
  asOf: {
    kind: 'date',
    label: 'As-of date',
    help: "Where the past ends. Empty: the notebook's date, else the last date in the data. Later rows are left out.",
    default: null,
  },
  unit: {
    kind: 'choice',
    label: 'Unit of time',
    help: 'What frequency, recency, age and the parameters are counted in; a month is 365.25/12 days.',
    default: 'week',
    choices: [
      { value: 'day', label: 'Day' },
      { value: 'week', label: 'Week' },
      { value: 'month', label: 'Month' },
    ],
  },
  model: {
    kind: 'choice',
    label: 'Model of purchases',
    help: 'How customers buy and fall silent.',
    default: 'bg-nbd',
    choices: [{ value: 'bg-nbd', label: 'BG/NBD' }],
  },
  horizonMonths: {
    kind: 'number',
    label: 'Horizon in months',
    help: 'How far ahead purchases and value are counted.',
    default: 36,
    min: 1,
    max: 240,
    step: 1,
    live: true,
  },
  discountRate: {
    kind: 'number',
    label: 'Discount rate a year',
    help: 'What money a year from now loses in worth.',
    default: 0.1,
    min: 0,
    max: 1,
    step: 0.01,
    shown: 'percent',
    live: true,
  },
  margin: {
    kind: 'number',
    label: 'Margin',
    help: 'The share of spend that is profit; 100 % gives value as revenue.',
    default: 1,
    min: 0,
    max: 1,
    step: 0.01,
    shown: 'percent',
    live: true,
  },
  holdoutFrom: {
    kind: 'date',
    label: 'Check from',
    help: 'The first day of a check: the model is fitted on what is before it and forecasts the rest. Empty: no check.',
    default: null,
  },
} as const;

export type ClvInput = Input<typeof roles, typeof options>;
export type Unit = 'day' | 'week' | 'month';
export const DAYS_PER_MONTH = 365.25 / 12;
export const daysPerUnit: Record<Unit, number> = { day: 1, week: 7, month: DAYS_PER_MONTH };
