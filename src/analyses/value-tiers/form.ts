import type { Input } from '../analysis';

export const roles = {
  customer: {
    label: 'Customer',
    help: 'One value for each customer; values of several rows are added up. Without it every row is a customer, numbered from 1.',
    accepts: ['text', 'number'],
    optional: true,
    guess: ['customer_id', 'customer', 'account_id', 'account', 'client', 'cust', 'user', 'id'],
  },
  value: {
    label: 'Value',
    help: 'What a customer is worth: lifetime value, revenue, margin.',
    accepts: ['number'],
    guess: ['clv', 'lifetime_value', 'value', 'monetary', 'revenue', 'margin', 'amount', 'sales', 'spend'],
  },
} as const;

const COUNTS = ['2', '3', '4', '5', '6', '7', '8', '9', '10', '12', '20', '25', '50', '100'] as const;
const NAMES: Partial<Record<(typeof COUNTS)[number], string>> = {
  '4': '4 (quartiles)',
  '5': '5 (quintiles)',
  '10': '10 (deciles)',
  '100': '100 (percentiles)',
};

export const options = {
  tiers: {
    kind: 'choice',
    label: 'Tiers',
    help: 'How many tiers of equally many customers, 1 the most valuable; or ABC: who holds the first 80 % of the value, the next 15 %, the rest.',
    default: '10',
    choices: [
      ...COUNTS.map((value) => ({ value, label: NAMES[value] ?? value })),
      { value: 'abc', label: 'ABC (80 %, 95 % of the value)' },
    ],
  },
  ties: {
    kind: 'choice',
    label: 'Equal customers',
    help: 'Split: tiers keep their size, and equal customers at a limit are told apart by name. Share: equal customers share the better tier, so that sizes differ.',
    default: 'split',
    choices: [
      { value: 'split', label: 'Are split by name at a limit' },
      { value: 'share', label: 'Share the better tier' },
    ],
    advanced: true,
  },
} as const;

export type TiersInput = Input<typeof roles, typeof options>;

/** Shares of the value up to which a customer is an A, and a B. */
export const ABC_LIMITS = [0.8, 0.95] as const;
/** How many tiers there are; null for ABC. */
export const tierCount = ({ options: { tiers } }: TiersInput): number | null =>
  tiers === 'abc' ? null : Number(tiers);
