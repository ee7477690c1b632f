import { ident } from '../../../sql/quote';
import { formatPlural } from '../../../values/format';
import { InputProblem } from '../../../values/problem';
import type { ClvInput } from '../input';
import { amountOf, moneyColumns } from './fragments';
import type { SourceRows, Summary } from './source';

/** Recency says nothing of a customer without a repeat purchase. */
const COMPLETE =
  'frequency IS NOT NULL AND age IS NOT NULL AND customers IS NOT NULL AND (frequency = 0 OR recency IS NOT NULL)';

/**
 * What a customer can be: whole repeat purchases from 0, and 0 <= recency <= age (a little rounding allowed). Counted in
 * opportunities all are whole, and the last one taken cannot come before as many as were taken.
 */
function possible({ clock }: Summary): string {
  const rows = 'frequency >= 0 AND frequency = floor(frequency) AND age >= 0 AND customers > 0';
  const times =
    clock === 'time'
      ? 'recency >= 0 AND recency <= age * (1 + 1e-9)'
      : 'recency = floor(recency) AND recency >= frequency AND recency <= age';
  const whole = clock === 'time' ? '' : ' AND age = floor(age)';
  return `${rows}${whole} AND (frequency = 0 OR (${times}))`;
}

/** The relation under the roles' names, numbered from 1 before anything is left out. */
function summaryRows(input: ClvInput, source: Summary): string {
  const { customer, frequency, recency, age, spend, count, logIntervals } = source;
  const money = Object.entries(moneyColumns(input)).map(([name, column]) => `${amountOf(column)} AS ${name}`);
  return `SELECT row_number() OVER () AS position, ${customer === null ? 'row_number() OVER ()' : ident(customer)} AS customer,
    ${amountOf(frequency)} AS frequency, ${amountOf(recency)} AS recency, ${amountOf(age)} AS age, ${amountOf(spend)} AS spend,
    ${count === null ? '1::DOUBLE' : amountOf(count)} AS customers, ${amountOf(logIntervals)} AS log_intervals, ${money.join(', ')}
  FROM ${input.relation}`;
}

/** Facts of the whole relation, one row. */
export function summarySpan(input: ClvInput, source: Summary): string {
  const repeated = source.customer === null ? '0' : 'count(customer) - count(DISTINCT customer)';
  return `SELECT count(*) AS rows, count(*) FILTER (NOT (${COMPLETE})) AS incomplete,
  count(*) FILTER (${COMPLETE} AND NOT (${possible(source)})) AS impossible, 0 AS later,
  ${source.spend === null ? '0' : `count(*) FILTER (frequency > 0 AND spend IS NULL)`} AS unpriced, 0 AS refunds,
  ${repeated} AS repeated, NULL::DATE AS first_day, NULL::DATE AS last_day
FROM (${summaryRows(input, source)})`;
}

/** One row per customer, or per group of equal customers. */
export const summarySql = (input: ClvInput, source: Summary): string =>
  `SELECT customer, frequency, CASE WHEN frequency = 0 THEN 0 ELSE least(recency, age) END AS recency, age, spend, customers,
  log_intervals, margin, cost_to_acquire, cost_to_serve
FROM (${summaryRows(input, source)})
WHERE ${COMPLETE} AND ${possible(source)}
ORDER BY position`;

export function refuseUselessSummary(input: ClvInput, source: Summary, found: SourceRows): void {
  const rows = found.rows[0] ?? 0;
  const incomplete = found.incomplete[0] ?? 0;
  const impossible = found.impossible[0] ?? 0;
  if (incomplete === rows)
    throw new InputProblem(`No row of ${input.from} has frequency, recency and ${wordOf(source)}.`, {
      hint: 'Check that the right columns are chosen.',
    });
  // A few slips are left out and counted; a fifth of the rows means a column that is something else.
  if (impossible * 5 <= rows - incomplete) return;
  const where = `In ${formatPlural(impossible, 'row')} of ${input.from}`;
  if (source.clock === 'opportunities')
    throw new InputProblem(
      `${where} frequency, recency and opportunities are not whole numbers that fit each other.`,
      {
        hint: 'Frequency counts the opportunities taken, recency is the number of the last one taken (0 where none was), and opportunities is how many there were.',
      },
    );
  throw new InputProblem(
    `${where} frequency is not a whole number from 0, or recency is not between 0 and age.`,
    {
      hint: 'Frequency counts repeat purchases; recency runs from the first to the last purchase and age from the first purchase to the as-of date, both in the same unit.',
    },
  );
}

const wordOf = ({ clock }: Summary): string => (clock === 'time' ? 'age' : 'opportunities');
