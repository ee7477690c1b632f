import { formatDate, formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Rows } from '../analysis';
import type { ClvInput } from './form';

/** Which columns the analysis reads, once the roles are known to make sense. */
export type Source =
  | { kind: 'transactions'; customer: string; date: string; amount: string | null }
  | {
      kind: 'summary';
      customer: string | null;
      frequency: string;
      recency: string;
      age: string;
      spend: string | null;
    };

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
  /** Customers of a summary that appear more than once. */
  repeated: 'number',
  first_day: 'date',
  last_day: 'date',
} as const;
export type SourceRows = Rows<typeof sourceShape>;

const EITHER = 'Give either customer and date, or frequency, recency and age.';

/** Reads the roles; throws an InputProblem that says which are missing, too many or of the wrong type. */
export function sourceOf({ roles, columns, label }: ClvInput): Source {
  const { customer, date, amount, frequency, recency, age, spend } = roles;
  const summary = { frequency, recency, age };
  const given = Object.entries(summary).filter(([, column]) => column !== null);
  if (date !== null && given.length > 0)
    throw new InputProblem(
      `The roles mix orders (date) with a summary (${formatList(given.map(([role]) => role))}).`,
      { hint: EITHER },
    );
  for (const [role, column] of Object.entries({ date, amount, frequency, recency, age, spend })) {
    const found = columns.find((info) => info.name === column);
    const wanted = role === 'date' ? 'date' : 'number';
    if (found && found.kind !== wanted)
      throw new InputProblem(
        `The column ${label(found.name)} is read as ${found.kind}, but ${role} needs a ${wanted}.`,
        { hint: `Choose the type ${wanted} for it where the file is imported, or cast it in a SQL cell.` },
      );
  }
  if (given.length > 0) {
    const missing = Object.entries(summary).filter(([, column]) => column === null);
    if (frequency === null || recency === null || age === null)
      throw new InputProblem(`A summary also needs ${formatList(missing.map(([role]) => role))}.`, {
        hint: EITHER,
      });
    if (amount !== null)
      throw new InputProblem('Amount belongs to orders with a date.', {
        hint: 'With a summary, give the mean spend per repeat purchase as spend.',
      });
    return { kind: 'summary', customer, frequency, recency, age, spend };
  }
  if (customer === null || date === null)
    throw new InputProblem('There are not enough columns chosen to know who bought when.', { hint: EITHER });
  if (spend !== null)
    throw new InputProblem('Spend belongs to a summary with frequency, recency and age.', {
      hint: 'With orders, give the worth of each row as amount.',
    });
  return { kind: 'transactions', customer, date, amount };
}

/** The dates of a run, in milliseconds; null throughout for a summary. */
export interface Calendar {
  asOf: number;
  /** Where the as-of date came from. */
  from: 'cell' | 'notebook' | 'data';
  firstDay: number;
  /** The first day of the check, or null. */
  holdoutFrom: number | null;
}

export const DAY = 86_400_000;
export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY) * DAY;

/** The as-of date that was asked for: the cell's, else the notebook's, else null for the last one in the data. */
export const givenAsOf = (input: ClvInput): string | null => input.options.asOf ?? input.notebookAsOf;

/** Settles the dates; throws an InputProblem where nothing is left before the as-of date, or the check lies outside. */
export function calendarOf(input: ClvInput, found: SourceRows): Calendar {
  const firstDay = dayOf(found.first_day[0] ?? NaN);
  const lastDay = dayOf(found.last_day[0] ?? NaN);
  if (!Number.isFinite(firstDay))
    throw new InputProblem(`No row of ${input.from} has both a customer and a date.`, {
      hint: 'Check that the right columns are chosen and that the dates were read as dates.',
    });
  const given = givenAsOf(input);
  const asOf = given === null ? lastDay : Date.parse(`${given}T00:00:00Z`);
  if (!Number.isFinite(asOf))
    throw new InputProblem(`The as-of date "${given}" is not a day like 2026-06-30.`);
  if (asOf < firstDay)
    throw new InputProblem(
      `The as-of date ${formatDate(asOf)} is before the first order, ${formatDate(firstDay)}, so no row is left.`,
      { hint: `Choose a date from ${formatDate(firstDay)} to ${formatDate(lastDay)}, or leave it empty.` },
    );
  const from = input.options.asOf !== null ? 'cell' : given !== null ? 'notebook' : 'data';
  return { asOf, from, firstDay, holdoutFrom: holdoutOf(input, firstDay, asOf) };
}

function holdoutOf(input: ClvInput, firstDay: number, asOf: number): number | null {
  const given = input.options.holdoutFrom;
  if (given === null) return null;
  const holdoutFrom = Date.parse(`${given}T00:00:00Z`);
  if (!(holdoutFrom > firstDay && holdoutFrom <= asOf))
    throw new InputProblem(
      `The check from ${given} lies outside the data, which goes from ${formatDate(firstDay)} to ${formatDate(asOf)}.`,
      {
        hint: 'Choose a day well inside, so that there are orders before it to fit on and after it to compare with.',
      },
    );
  return holdoutFrom;
}
