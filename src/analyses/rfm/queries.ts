import { ident, literal } from '../../sql/quote';
import { formatCount, formatDate } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Query, RowsOf } from '../analysis';
import type { RfmInput } from './form';
import { segmentSql } from './segments';

/** The first pass: what the as-of date is where nobody gave one, and what has to be left out. */
export function preparation(input: RfmInput) {
  const customer = ident(input.roles.customer);
  const day = dayOf(input);
  const given = input.options.asOf ?? input.notebookAsOf;
  const asOf =
    given === null
      ? 'SELECT max(day) FILTER (customer IS NOT NULL) AS day FROM lines'
      : `SELECT ${literal(given)}::DATE AS day`;
  const sql = `WITH lines AS (
  SELECT ${customer} AS customer, ${day} AS day, ${amountOf(input)} AS amount FROM ${input.relation}
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
  min(lines.day) AS first_day
FROM lines CROSS JOIN as_of`;
  const shape = {
    as_of: 'date',
    lines: 'number',
    without_customer: 'number',
    without_date: 'number',
    later: 'number',
    used: 'number',
    without_amount: 'number',
    first_day: 'date',
  } as const;
  return { check: { sql, shape } satisfies Query<typeof shape> };
}
export type Prepared = RowsOf<ReturnType<typeof preparation>>;

/** Every customer with its scores and segment, kept in DuckDB. */
export function scoringQueries(input: RfmInput, prepared: Prepared) {
  const asOf = asOfDay(input, prepared);
  const score = input.options.scoring === 'ntile' ? ntileSteps : cutSteps;
  const sql = `WITH customers AS (
  SELECT ${ident(input.roles.customer)} AS customer,
    date_diff('day', max(${dayOf(input)}), ${literal(asOf)}::DATE) AS recency,
    count(DISTINCT ${dayOf(input)}) AS frequency,
    fsum(${amountOf(input)}) AS monetary
  FROM ${input.relation}
  WHERE ${ident(input.roles.customer)} IS NOT NULL AND ${dayOf(input)} <= ${literal(asOf)}::DATE
  GROUP BY customer
), ${score(input.options.bins)}
SELECT customer, recency, frequency, monetary, r, f, m,
  ${segmentSql(input.options.bins)} AS segment
FROM scored
ORDER BY customer`;
  return { customers: { sql, shape: {}, keep: true } } as const;
}

/** The as-of day as ISO text. Throws where no row is left to score. */
function asOfDay(input: RfmInput, prepared: Prepared): string {
  const { as_of: asOf, used, lines, without_customer: noCustomer, later } = prepared.check;
  const day = formatDate(asOf[0] ?? NaN);
  if ((used[0] ?? 0) > 0) return day;
  const date = input.label(input.roles.date);
  if (!(lines[0] ?? 0))
    throw new InputProblem(`There are no rows in ${input.from}, so nobody can be scored.`);
  if ((later[0] ?? 0) > 0)
    throw new InputProblem(
      `No rows are left: all ${formatCount(later[0] ?? 0)} dated rows of ${input.from} lie after the as-of date ${day}.`,
      {
        hint: `Choose a later as-of date; the first date in "${date}" is ${formatDate(prepared.check.first_day[0] ?? NaN)}.`,
      },
    );
  const missing = noCustomer[0] === lines[0] ? input.label(input.roles.customer) : date;
  throw new InputProblem(`No rows are left: "${missing}" is missing in the rows of ${input.from}.`, {
    hint: 'Choose another column.',
  });
}

const dayOf = (input: RfmInput): string => `CAST(${ident(input.roles.date)} AS DATE)`;

/** The amount as a finite DOUBLE, or NULL. */
function amountOf(input: RfmInput): string {
  if (input.roles.amount === null) return 'NULL::DOUBLE';
  const amount = `${ident(input.roles.amount)}::DOUBLE`;
  return `CASE WHEN isfinite(${amount}) THEN ${amount} END`;
}

/** Quantile cut points (type 7, as quantile_cont has them); a score is 1 + the cut points strictly below. Ties share it. */
function cutSteps(bins: number): string {
  const fractions = `[${Array.from({ length: bins - 1 }, (_, i) => `${i + 1} / ${bins}`).join(', ')}]`;
  const cuts = ['recency', 'frequency', 'monetary'].map(
    (measure) => `quantile_cont(${measure}::DOUBLE, ${fractions}) AS ${measure}_cuts`,
  );
  const above = (measure: string): string =>
    Array.from({ length: bins - 1 }, (_, i) => `(${measure} > ${measure}_cuts[${i + 1}])::INTEGER`).join(
      ' + ',
    );
  return `cuts AS (
  SELECT ${cuts.join(',\n    ')}
  FROM customers
), scored AS (
  SELECT customers.*,
    ${bins} - (${above('recency')}) AS r,
    1 + ${above('frequency')} AS f,
    1 + ${above('monetary')} AS m
  FROM customers CROSS JOIN cuts
)`;
}

/** Bins of equal size; ties are broken by the customer, so that a rerun gives the same. */
function ntileSteps(bins: number): string {
  const tile = (measure: string): string => `ntile(${bins}) OVER (ORDER BY ${measure}, customer)`;
  return `scored AS (
  SELECT customers.*,
    ${bins + 1} - ${tile('recency')} AS r,
    ${tile('frequency')} AS f,
    CASE WHEN monetary IS NOT NULL THEN ntile(${bins}) OVER (PARTITION BY monetary IS NULL ORDER BY monetary, customer) END AS m
  FROM customers
)`;
}
