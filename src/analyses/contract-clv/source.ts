import { formatDate, formatList, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Rows } from '../analysis';
import type { ContractInput, Period } from './form';

/** Which columns the analysis reads, once the roles are known to make sense. */
export type Source =
  | { kind: 'subscriptions'; start: string; end: string | null; fee: string | null; cohort: string | null }
  | { kind: 'table'; period: string; survivors: string; fee: string | null; cohort: string | null };

/** What the first pass over the relation says. */
export const sourceShape = {
  rows: 'number',
  /** Rows without a start (or without period or survivors). */
  incomplete: 'number',
  /** Rows that end before they start. */
  reversed: 'number',
  /** Rows that start after the as-of date, where one is given. */
  later: 'number',
  /** Rows with a fee below 0. */
  negative: 'number',
  /** Usable rows without a fee. */
  unpriced: 'number',
  /** Rows with an end, and those of them that ended on an anniversary of their start, give or take their last day. */
  ended: 'number',
  anniversaries: 'number',
  cohorts: 'number',
  first_start: 'date',
  last_start: 'date',
  last_end: 'date',
} as const;
export type SourceRows = Rows<typeof sourceShape>;

const EITHER =
  'Give either start and end, one row per subscription, or period and survivors, a retention table.';

/** Reads the roles; throws an InputProblem that says which are missing or too many. */
export function sourceOf({ roles, options }: ContractInput): Source {
  const { start, end, fee, period, survivors, cohort } = roles;
  const dates = Object.entries({ start, end }).filter(([, column]) => column !== null);
  const counts = Object.entries({ period, survivors }).filter(([, column]) => column !== null);
  const names = (entries: [string, string | null][]): string => formatList(entries.map(([role]) => role));
  if (dates.length > 0 && counts.length > 0)
    throw new InputProblem(
      `The roles mix subscriptions (${names(dates)}) with a retention table (${names(counts)}).`,
      { hint: EITHER },
    );
  if (start !== null) return { kind: 'subscriptions', start, end, fee, cohort };
  if (end !== null)
    throw new InputProblem('The day each subscription began is not chosen.', {
      hint: 'Choose the column of start dates.',
    });
  if (period === null || survivors === null)
    throw new InputProblem(
      counts.length === 0
        ? 'There are no columns chosen that say how long customers stay.'
        : `A retention table also needs ${period === null ? 'period' : 'survivors'}.`,
      { hint: EITHER },
    );
  for (const key of ['margin', 'costToAcquire', 'costToServe'] as const)
    if (typeof options[key] !== 'number')
      throw new InputProblem('With a retention table, margin and costs are numbers, not columns.', {
        hint: `Give ${key} one number, or read one row per subscription.`,
      });
  return { kind: 'table', period, survivors, fee, cohort };
}

/** The dates of a run, in milliseconds. */
export interface Calendar {
  asOf: number;
  /** Where the as-of date came from. */
  from: 'cell' | 'notebook' | 'data';
  firstStart: number;
  lastStart: number;
  /** NaN where none ended. */
  lastEnd: number;
}

const DAY = 86_400_000;
const dayOf = (milliseconds: number | undefined): number => Math.floor((milliseconds ?? NaN) / DAY) * DAY;

/** The as-of date that was asked for: the cell's, else the notebook's, else null for the last one in the data. */
export const givenAsOf = (input: ContractInput): string | null => input.options.asOf ?? input.notebookAsOf;

/** Settles the as-of date; throws an InputProblem where no row is left before it. */
export function calendarOf(input: ContractInput, found: SourceRows): Calendar {
  const firstStart = dayOf(found.first_start[0]);
  const lastStart = dayOf(found.last_start[0]);
  const lastEnd = dayOf(found.last_end[0]);
  if (!Number.isFinite(firstStart))
    throw new InputProblem(`No row of ${input.from} has a start from which it could be counted.`, {
      hint: 'Check that the right columns are chosen, that the dates were read as dates and that no end is before its start.',
    });
  const given = givenAsOf(input);
  const lastDay = Number.isFinite(lastEnd) ? Math.max(lastStart, lastEnd) : lastStart;
  const asOf = given === null ? lastDay : Date.parse(`${given}T00:00:00Z`);
  if (!Number.isFinite(asOf))
    throw new InputProblem(`The as-of date "${given}" is not a day like 2026-06-30.`);
  if (asOf < firstStart)
    throw new InputProblem(
      `The as-of date ${formatDate(asOf)} is before the first start, ${formatDate(firstStart)}, so no row is left.`,
      { hint: `Choose a date from ${formatDate(firstStart)} on, or leave it empty.` },
    );
  const from = input.options.asOf !== null ? 'cell' : given !== null ? 'notebook' : 'data';
  return { asOf, from, firstStart, lastStart, lastEnd };
}

/** The period chosen, or the one the data show: years where at least nine of ten contracts that ended did so on an anniversary. */
export function periodOf(input: ContractInput, found: SourceRows): { period: Period; detected: boolean } {
  const { periodLength } = input.options;
  if (periodLength !== 'auto') return { period: periodLength, detected: false };
  const source = sourceOf(input);
  if (source.kind === 'table') {
    const name = `${source.period} ${input.label(source.period)}`.toLowerCase();
    const period = /year|annual|jahr/.test(name) ? 'year' : /quarter/.test(name) ? 'quarter' : 'month';
    return { period, detected: true };
  }
  const ended = found.ended[0] ?? 0;
  const yearly = ended >= 5 && (found.anniversaries[0] ?? 0) >= 0.9 * ended;
  return { period: yearly ? 'year' : 'month', detected: true };
}

/** Throws where the rows cannot be what they are said to be. */
export function refuseUseless(input: ContractInput, found: SourceRows): void {
  const [rows = 0] = found.rows;
  if (!(rows > 0))
    throw new InputProblem(`${input.from} has no rows.`, {
      hint: 'Give it data, or read another relation.',
    });
  const [cohorts = 0] = found.cohorts;
  if (cohorts > MOST_COHORTS)
    throw new InputProblem(
      `${input.label(input.roles.cohort ?? '')} has ${formatPlural(cohorts, 'value')}, too many to tell apart.`,
      {
        hint: `Choose a cohort of at most ${MOST_COHORTS} values; a SQL cell can group dates by year or quarter.`,
      },
    );
  const [negative = 0] = found.negative;
  // A few credits are left out and counted; a fifth of the rows means a column that is something else.
  if (negative * 5 > rows)
    throw new InputProblem(
      `In ${formatPlural(negative, 'row')} of ${input.from} the fee (${input.label(input.roles.fee ?? '')}) is below 0.`,
      { hint: 'Choose the column of what customers pay per period, or leave the fee empty.' },
    );
  const [reversed = 0] = found.reversed;
  if (reversed * 5 > rows)
    throw new InputProblem(
      `In ${formatPlural(reversed, 'row')} of ${input.from} the end is before the start.`,
      {
        hint: 'Perhaps start and end are exchanged, or days and months were when the dates were read.',
      },
    );
}
const MOST_COHORTS = 100;
