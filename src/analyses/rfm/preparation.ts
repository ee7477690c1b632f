import { literal } from '../../sql/quote';
import { formatCount, formatDate } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Query, RowsOf } from '../analysis';
import type { RfmInput } from './form';
import { amountOf, customerOf, dayOf } from './lines';

const SHAPE = {
  as_of: 'date',
  lines: 'number',
  without_customer: 'number',
  without_date: 'number',
  later: 'number',
  used: 'number',
  without_amount: 'number',
  first_day: 'date',
} as const;

/** The first pass: what the as-of date is where nobody gave one, and what has to be left out. */
export function preparation(input: RfmInput): { check: Query<typeof SHAPE> } {
  const given = input.options.asOf ?? input.notebookAsOf;
  const asOf =
    given === null
      ? 'SELECT max(day) FILTER (customer IS NOT NULL) AS day FROM lines'
      : `SELECT ${literal(given)}::DATE AS day`;
  const sql = `WITH lines AS (
  SELECT ${customerOf(input)} AS customer, ${dayOf(input)} AS day, ${amountOf(input)} AS amount FROM ${input.relation}
), as_of AS (
  ${asOf}
)
SELECT any_value(as_of.day) AS as_of,
  count(*)::DOUBLE AS lines,
  count(*) FILTER (lines.customer IS NULL)::DOUBLE AS without_customer,
  count(*) FILTER (lines.customer IS NOT NULL AND lines.day IS NULL)::DOUBLE AS without_date,
  count(*) FILTER (lines.customer IS NOT NULL AND lines.day > as_of.day)::DOUBLE AS later,
  count(*) FILTER (lines.customer IS NOT NULL AND lines.day <= as_of.day)::DOUBLE AS used,
  count(*) FILTER (lines.customer IS NOT NULL AND lines.day <= as_of.day AND lines.amount IS NULL)::DOUBLE AS without_amount,
  min(lines.day) FILTER (lines.customer IS NOT NULL) AS first_day
FROM lines CROSS JOIN as_of`;
  return { check: { sql, shape: SHAPE } };
}
export type Prepared = RowsOf<ReturnType<typeof preparation>>;

/** The as-of day as ISO text. Throws where no row is left to score. */
export function asOfDay(input: RfmInput, { check }: Prepared): string {
  const at = (values: Float64Array): number => values[0] ?? 0;
  const day = formatDate(check.as_of[0] ?? NaN);
  if (at(check.used) > 0) return day;
  const date = input.label(input.roles.date);
  if (at(check.lines) === 0)
    throw new InputProblem(`There are no rows in ${input.from}, so nobody can be scored.`);
  if (at(check.later) > 0)
    throw new InputProblem(
      `No rows are left: all ${formatCount(at(check.later))} dated rows of ${input.from} lie after the as-of date ${day}.`,
      { hint: `Choose a later as-of date; the first date in "${date}" is ${firstDay(check)}.` },
    );
  const missing = at(check.without_customer) === at(check.lines) ? input.label(input.roles.customer) : date;
  throw new InputProblem(`No rows are left: "${missing}" is missing in the rows of ${input.from}.`, {
    hint: 'Choose another column.',
  });
}

const firstDay = (check: Prepared['check']): string => formatDate(check.first_day[0] ?? NaN);

/** The earlier day to compare with, or null. Throws where it is not before the as-of date, or where nobody had bought. */
export function comparedDay(input: RfmInput, prepared: Prepared): string | null {
  const day = input.options.compareAsOf;
  if (day === null) return null;
  const asOf = asOfDay(input, prepared);
  if (day >= asOf)
    throw new InputProblem(`“Compare with”: ${day} is not before the as-of date ${asOf}.`, {
      hint: 'Choose an earlier day, or a later as-of date.',
    });
  const first = firstDay(prepared.check);
  if (day < first)
    throw new InputProblem(`“Compare with”: nobody had bought by ${day}.`, {
      hint: `The first date in "${input.label(input.roles.date)}" is ${first}; choose that or a later day.`,
    });
  return day;
}
