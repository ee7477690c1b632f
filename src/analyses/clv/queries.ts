import { ident, literal } from '../../sql/quote';
import { formatDate, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Query, RowsOf } from '../analysis';
import { daysPerUnit, type ClvInput } from './form';
import { calendarOf, DAY, givenAsOf, sourceOf, sourceShape, type Source, type SourceRows } from './source';

const customerShape = { frequency: 'number', recency: 'number', age: 'number', spend: 'number' } as const;
const repeatShape = { day: 'date', purchases: 'number' } as const;
// A type, not an interface: only a type may stand for a record of queries.
export type ClvQueries = {
  /** One row per customer; `customer` itself stays in DuckDB. */
  customers: Query<typeof customerShape>;
  /** Customers as they stood on the eve of the check; no rows without one. */
  calibration: Query<typeof customerShape>;
  /** Repeat purchases per day of the customers acquired before the check; no rows without one. */
  repeats: Query<typeof repeatShape>;
};
export type ClvRows = RowsOf<ClvQueries>;

/** The first pass: how many rows can be used, and which days they span. */
export function sourceQuery(input: ClvInput): Query<typeof sourceShape> {
  const source = sourceOf(input);
  const sql = source.kind === 'transactions' ? transactionsSpan(input, source) : summarySpan(input, source);
  return { sql, shape: sourceShape };
}

export function clvQueries(input: ClvInput, found: SourceRows): ClvQueries {
  const source = sourceOf(input);
  if (!((found.rows[0] ?? 0) > 0))
    throw new InputProblem(`${input.from} has no rows.`, { hint: 'Give it data, or read another relation.' });
  if (source.kind === 'summary') {
    refuseUselessSummary(input, found);
    return {
      customers: { sql: summarySql(input, source), shape: customerShape, keep: true },
      calibration: { sql: NO_CUSTOMERS, shape: customerShape },
      repeats: { sql: NO_REPEATS, shape: repeatShape },
    };
  }
  const calendar = calendarOf(input, found);
  const customers = customersSql(input, source, calendar.asOf);
  const check = calendar.holdoutFrom;
  return {
    customers: { sql: `${customers}\nORDER BY customer`, shape: customerShape, keep: true },
    calibration: {
      sql: check === null ? NO_CUSTOMERS : customersSql(input, source, check - DAY),
      shape: customerShape,
    },
    repeats: {
      sql: check === null ? NO_REPEATS : repeatsSql(input, source, calendar.asOf, check),
      shape: repeatShape,
    },
  };
}

const NO_CUSTOMERS =
  'SELECT 0::DOUBLE AS frequency, 0::DOUBLE AS recency, 0::DOUBLE AS age, 0::DOUBLE AS spend WHERE FALSE';
const NO_REPEATS = 'SELECT NULL::DATE AS day, 0::DOUBLE AS purchases WHERE FALSE';

type Transactions = Extract<Source, { kind: 'transactions' }>;
type Summary = Extract<Source, { kind: 'summary' }>;

const dateLiteral = (milliseconds: number): string => `DATE ${literal(formatDate(milliseconds))}`;
/** A day in UTC, whatever date type the column has; a time zone is dropped, since the engine has none. */
const dayOfColumn = (column: string): string => `CAST(CAST(${ident(column)} AS TIMESTAMP) AS DATE)`;
/** NaN and infinities count as missing. */
const finite = (column: string): string =>
  `CASE WHEN isfinite(CAST(${ident(column)} AS DOUBLE)) THEN CAST(${ident(column)} AS DOUBLE) END`;
const amountOf = (column: string | null): string => (column === null ? 'NULL::DOUBLE' : finite(column));

function transactionsSpan(input: ClvInput, { customer, date, amount }: Transactions): string {
  const complete = `${ident(customer)} IS NOT NULL AND ${ident(date)} IS NOT NULL`;
  const given = givenAsOf(input);
  const later = given === null ? '0' : `count(*) FILTER (complete AND day > CAST(${literal(given)} AS DATE))`;
  const unpriced = amount === null ? '0' : 'count(*) FILTER (complete AND amount IS NULL)';
  return `SELECT count(*) AS rows, count(*) FILTER (NOT complete) AS incomplete, 0 AS impossible, ${later} AS later,
  ${unpriced} AS unpriced, 0 AS repeated,
  min(day) FILTER (complete) AS first_day, max(day) FILTER (complete) AS last_day
FROM (
  SELECT ${complete} AS complete, ${dayOfColumn(date)} AS day, ${amountOf(amount)} AS amount
  FROM ${input.relation}
)`;
}

/** Lines of one day merged into one purchase, up to the day `until`. */
const daysSql = (input: ClvInput, { customer, date, amount }: Transactions, until: number): string =>
  `days AS (
  SELECT ${ident(customer)} AS customer, ${dayOfColumn(date)} AS day, sum(${amountOf(amount)}) AS amount
  FROM ${input.relation}
  WHERE ${ident(customer)} IS NOT NULL AND ${ident(date)} IS NOT NULL AND ${dayOfColumn(date)} <= ${dateLiteral(until)}
  GROUP BY ALL
)`;

/**
 * One row per customer. Spend is the mean of the days after the first that have an amount; a remainder within the
 * rounding error of the sums is 0, so that refunds which cancel out do not look like a tiny purchase.
 */
function customersSql(input: ClvInput, source: Transactions, until: number): string {
  const unit = literal(daysPerUnit[input.options.unit]);
  return `WITH ${daysSql(input, source, until)}, customers AS (
  SELECT customer, count(*) - 1 AS repeats, min(day) AS first_day, max(day) AS last_day,
    sum(amount) - coalesce(arg_min_null(amount, day), 0) AS repeat_amount, sum(abs(amount)) AS gross,
    count(amount) - CASE WHEN arg_min_null(amount, day) IS NULL THEN 0 ELSE 1 END AS priced
  FROM days
  GROUP BY customer
)
SELECT customer, repeats AS frequency, (last_day - first_day) / ${unit} AS recency,
  (${dateLiteral(until)} - first_day) / ${unit} AS age,
  CASE WHEN priced > 0 THEN CASE WHEN abs(repeat_amount) <= 1e-12 * gross THEN 0 ELSE repeat_amount / priced END END AS spend
FROM customers`;
}

function repeatsSql(input: ClvInput, source: Transactions, until: number, check: number): string {
  return `WITH ${daysSql(input, source, until)}, firsts AS (
  SELECT customer, min(day) AS first_day FROM days GROUP BY customer
)
SELECT day, count(*) AS purchases
FROM days JOIN firsts USING (customer)
WHERE first_day < ${dateLiteral(check)} AND day > first_day
GROUP BY day
ORDER BY day`;
}

/** What a customer can be: whole repeat purchases from 0, and 0 <= recency <= age (a little rounding allowed). */
const POSSIBLE = `frequency >= 0 AND frequency = floor(frequency) AND age >= 0
    AND (frequency = 0 OR (recency >= 0 AND recency <= age * (1 + 1e-9)))`;
/** Recency says nothing of a customer without a repeat purchase. */
const COMPLETE = 'frequency IS NOT NULL AND age IS NOT NULL AND (frequency = 0 OR recency IS NOT NULL)';

/** The relation under the roles' names, numbered from 1 before anything is left out. */
const summaryRows = (input: ClvInput, { customer, frequency, recency, age, spend }: Summary): string =>
  `SELECT row_number() OVER () AS position, ${customer === null ? 'row_number() OVER ()' : ident(customer)} AS customer,
    ${finite(frequency)} AS frequency, ${finite(recency)} AS recency, ${finite(age)} AS age, ${amountOf(spend)} AS spend
  FROM ${input.relation}`;

function summarySpan(input: ClvInput, source: Summary): string {
  const repeated = source.customer === null ? '0' : 'count(customer) - count(DISTINCT customer)';
  return `SELECT count(*) AS rows, count(*) FILTER (NOT (${COMPLETE})) AS incomplete,
  count(*) FILTER (${COMPLETE} AND NOT (${POSSIBLE})) AS impossible, 0 AS later,
  ${source.spend === null ? '0' : `count(*) FILTER (frequency > 0 AND spend IS NULL)`} AS unpriced,
  ${repeated} AS repeated, NULL::DATE AS first_day, NULL::DATE AS last_day
FROM (${summaryRows(input, source)})`;
}

const summarySql = (input: ClvInput, source: Summary): string =>
  `SELECT customer, frequency, CASE WHEN frequency = 0 THEN 0 ELSE least(recency, age) END AS recency, age, spend
FROM (${summaryRows(input, source)})
WHERE ${COMPLETE} AND ${POSSIBLE}
ORDER BY position`;

function refuseUselessSummary(input: ClvInput, found: SourceRows): void {
  const rows = found.rows[0] ?? 0;
  const incomplete = found.incomplete[0] ?? 0;
  const impossible = found.impossible[0] ?? 0;
  if (incomplete === rows)
    throw new InputProblem(`No row of ${input.from} has frequency, recency and age.`, {
      hint: 'Check that the right columns are chosen.',
    });
  // A few slips are left out and counted; a fifth of the rows means a column that is something else.
  if (impossible * 5 > rows - incomplete)
    throw new InputProblem(
      `In ${formatPlural(impossible, 'row')} of ${input.from} frequency is not a whole number from 0, or recency is not between 0 and age.`,
      {
        hint: 'Frequency counts repeat purchases; recency runs from the first to the last purchase and age from the first purchase to the as-of date, both in the same unit.',
      },
    );
}
