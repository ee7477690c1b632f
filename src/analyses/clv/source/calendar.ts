import { formatDate } from '../../../values/format';
import { InputProblem } from '../../../values/problem';
import type { ClvInput } from '../input';
import type { SourceRows } from './source';

/** The dates of a run, in milliseconds; a summary has none. */
export interface Calendar {
  asOf: number;
  /** Where the as-of date came from. */
  from: 'cell' | 'notebook' | 'data';
  firstDay: number;
  check: CheckDays | null;
}
export interface CheckDays {
  /** The first day of the check. */
  from: number;
  /** Days that the check lasts, and days before it that the naive forecast repeats. */
  days: number;
  lookback: number;
}

export const DAY = 86_400_000;
const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY) * DAY;

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
  return { asOf, from, firstDay, check: checkOf(input, firstDay, asOf) };
}

function checkOf(input: ClvInput, firstDay: number, asOf: number): CheckDays | null {
  const given = input.options.holdoutFrom;
  if (given === null) return null;
  const from = Date.parse(`${given}T00:00:00Z`);
  if (!(from > firstDay && from <= asOf))
    throw new InputProblem(
      `The check from ${given} lies outside the data, which goes from ${formatDate(firstDay)} to ${formatDate(asOf)}.`,
      {
        hint: 'Choose a day well inside, so that there are orders before it to fit on and after it to compare with.',
      },
    );
  const days = Math.round((asOf - from) / DAY) + 1;
  return { from, days, lookback: Math.min(days, Math.round((from - firstDay) / DAY)) };
}
