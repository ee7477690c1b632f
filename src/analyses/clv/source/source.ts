import { formatList } from '../../../values/format';
import { InputProblem } from '../../../values/problem';
import type { Rows } from '../../analysis';
import type { ClvInput } from '../input';

/** Which columns the analysis reads, once the roles are known to make sense. */
export type Source = Transactions | Summary;
export interface Transactions {
  kind: 'transactions';
  customer: string;
  date: string;
  amount: string | null;
}
export interface Summary {
  kind: 'summary';
  customer: string | null;
  frequency: string;
  recency: string;
  /** What `age` is read from: time since the first purchase, or the number of opportunities there were. */
  age: string;
  clock: 'time' | 'opportunities';
  spend: string | null;
  /** Customers per row. */
  count: string | null;
  logIntervals: string | null;
}

/** What the first pass over the relation says. Dates are of the rows with a customer and a date. */
export const sourceShape = {
  rows: 'number',
  /** Rows without a customer or date (or without frequency, recency or age). */
  incomplete: 'number',
  /** Rows of a summary that no customer can have. */
  impossible: 'number',
  /** Rows after the as-of date, where one is given. */
  later: 'number',
  /** Complete rows without an amount. */
  unpriced: 'number',
  /** Complete rows with an amount of 0 or less. */
  refunds: 'number',
  /** Customers of a summary that appear more than once. */
  repeated: 'number',
  first_day: 'date',
  last_day: 'date',
} as const;
export type SourceRows = Rows<typeof sourceShape>;

const EITHER = 'Give either customer and date, or frequency, recency and age.';
const ONLY_SUMMARY = ['frequency', 'recency', 'age', 'opportunities', 'count', 'logIntervals'] as const;

/** Reads the roles; throws an InputProblem that says which are missing, too many or of the wrong type. */
export function sourceOf(input: ClvInput): Source {
  const { roles } = input;
  const given = ONLY_SUMMARY.filter((role) => roles[role] !== null);
  if (roles.date !== null && given.length > 0)
    throw new InputProblem(`The roles mix orders (date) with a summary (${formatList(given)}).`, {
      hint: EITHER,
    });
  refuseWrongTypes(input);
  return given.length > 0 ? summaryOf(input) : transactionsOf(input);
}

function refuseWrongTypes({ roles, columns, label }: ClvInput): void {
  for (const [role, column] of Object.entries(roles)) {
    if (role === 'customer' || column === null) continue;
    const found = columns.find((info) => info.name === column);
    const wanted = role === 'date' ? 'date' : 'number';
    if (found && found.kind !== wanted)
      throw new InputProblem(
        `The column ${label(found.name)} is read as ${found.kind}, but ${role} needs a ${wanted}.`,
        { hint: `Choose the type ${wanted} for it where the file is imported, or cast it in a SQL cell.` },
      );
  }
}

function transactionsOf({ roles, options }: ClvInput): Transactions {
  const { customer, date, amount, spend } = roles;
  if (customer === null || date === null)
    throw new InputProblem('There are not enough columns chosen to know who bought when.', { hint: EITHER });
  if (spend !== null)
    throw new InputProblem('Spend belongs to a summary with frequency, recency and age.', {
      hint: 'With orders, give the worth of each row as amount.',
    });
  if (options.model === 'bg-bb') throw noOpportunities();
  return { kind: 'transactions', customer, date, amount };
}

function summaryOf({ roles, options }: ClvInput): Summary {
  const { customer, frequency, recency, age, amount, spend, count, opportunities, logIntervals } = roles;
  const onOpportunities =
    opportunities !== null && (options.model === 'bg-bb' || (options.model === 'auto' && mayTry(options)));
  const clock = onOpportunities ? opportunities : age;
  if (frequency === null || recency === null || clock === null) {
    const missing = Object.entries({ frequency, recency, age: clock }).filter(
      ([, column]) => column === null,
    );
    throw new InputProblem(`A summary also needs ${formatList(missing.map(([role]) => role))}.`, {
      hint: EITHER,
    });
  }
  if (options.model === 'bg-bb' && !onOpportunities) throw noOpportunities();
  if (amount !== null)
    throw new InputProblem('Amount belongs to orders with a date.', {
      hint: 'With a summary, give the mean spend per repeat purchase as spend.',
    });
  if (customer !== null && count !== null)
    throw new InputProblem('Rows that stand for several customers have no customer of their own.', {
      hint: 'Choose either customer or customers per row.',
    });
  return {
    kind: 'summary',
    ...{ customer, frequency, recency, age: clock, spend, count, logIntervals },
    clock: onOpportunities ? 'opportunities' : 'time',
  };
}

const mayTry = ({ models }: ClvInput['options']): boolean => models.length === 0 || models.includes('bg-bb');

const noOpportunities = (): InputProblem =>
  new InputProblem('BG/BB counts opportunities to buy, but no column gives their number.', {
    hint: 'Give a summary with frequency, recency and opportunities (years, issues, events), all whole numbers; or choose another model.',
  });
