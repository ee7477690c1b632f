import { ident, literal } from '../../../sql/quote';
import { DAYS_PER_MONTH, type ClvInput } from '../input';
import { DAY, givenAsOf, type Calendar } from './calendar';
import { amountOf, dateLiteral, dayOfColumn, moneyColumns, unitLength } from './fragments';
import type { Transactions } from './source';

/** Facts of the whole relation, one row. */
export function transactionsSpan(input: ClvInput, { customer, date, amount }: Transactions): string {
  const complete = `${ident(customer)} IS NOT NULL AND ${ident(date)} IS NOT NULL`;
  const given = givenAsOf(input);
  const later = given === null ? '0' : `count(*) FILTER (complete AND day > CAST(${literal(given)} AS DATE))`;
  const unpriced = amount === null ? '0' : 'count(*) FILTER (complete AND amount IS NULL)';
  return `SELECT count(*) AS rows, count(*) FILTER (NOT complete) AS incomplete, 0 AS impossible, ${later} AS later,
  ${unpriced} AS unpriced, count(*) FILTER (complete AND amount <= 0) AS refunds, 0 AS repeated,
  min(day) FILTER (complete) AS first_day, max(day) FILTER (complete) AS last_day
FROM (
  SELECT ${complete} AS complete, ${dayOfColumn(date)} AS day, ${amountOf(amount)} AS amount
  FROM ${input.relation}
)`;
}

/** Whether the times between purchases are wanted: they need the days of every customer in order. */
export const wantsIntervals = ({ options }: ClvInput): boolean =>
  options.model === 'mbg-cnbd-k' ||
  (options.model === 'auto' && (options.models.length === 0 || options.models.includes('mbg-cnbd-k')));

/** Lines of one day merged into one, up to the as-of date; `sampleOf` takes about one customer in so many. */
function daysSql(input: ClvInput, source: Transactions, asOf: number, sampleOf = 1): string {
  const [customer, day] = [ident(source.customer), dayOfColumn(source.date)];
  const amount = amountOf(source.amount);
  const { margin, cost_to_acquire: acquire, cost_to_serve: serve } = moneyColumns(input);
  const share = amountOf(margin);
  const sums = [
    `sum(${amount}) AS amount`,
    // A free order is a purchase, a refund is none; a remainder within the rounding error of the sum is 0.
    ...(netsRefunds(input)
      ? [`coalesce(sum(${amount}) > 1e-12 * sum(abs(${amount})) OR min(${amount}) >= 0, TRUE) AS bought`]
      : []),
    ...(margin === null
      ? []
      : [`sum(${amount} * ${share}) AS earned, sum(${amount}) FILTER (${share} IS NOT NULL) AS earning`]),
    ...(acquire === null ? [] : [`max(${amountOf(acquire)}) AS cost_to_acquire`]),
    ...(serve === null ? [] : [`sum(${amountOf(serve)}) AS serving`]),
  ];
  const where = [
    `${customer} IS NOT NULL AND ${ident(source.date)} IS NOT NULL AND ${day} <= ${dateLiteral(asOf)}`,
    ...(input.options.refunds === 'ignore' && source.amount !== null
      ? [`NOT coalesce(${amount} <= 0, FALSE)`]
      : []),
    ...(sampleOf > 1 ? [`hash(${customer}) % ${sampleOf} = 0`] : []),
  ];
  return `days AS (
  SELECT ${customer} AS customer, ${day} AS day, ${sums.join(', ')}
  FROM ${input.relation}
  WHERE ${where.join(' AND ')}
  GROUP BY ${customer}, ${day}
)`;
}

const netsRefunds = ({ options, roles }: ClvInput): boolean =>
  options.refunds === 'net' && roles.amount !== null;

/** An aggregate over the days that are purchases, and where asked for only over those that `also` is true of. */
function over(input: ClvInput, aggregate: string, also?: string): string {
  const conditions = [...(netsRefunds(input) ? ['bought'] : []), ...(also === undefined ? [] : [also])];
  return conditions.length === 0 ? aggregate : `${aggregate} FILTER (${conditions.join(' AND ')})`;
}

/**
 * One row per customer. Spend is the mean of the days after the first that have an amount; a remainder within the
 * rounding error of the sums is 0, so that refunds which cancel out do not look like a tiny purchase. Refunds on days that
 * are no purchases are taken off the sum. With a check, columns beginning with `check_` say how each customer stood on its
 * eve (null where acquired later), and `before` how many repeat purchases the time before it had.
 */
export function customersSql(input: ClvInput, source: Transactions, { asOf, check }: Calendar): string {
  const unit = unitLength(input);
  const intervals = wantsIntervals(input);
  const eve = check === null ? '' : `day < ${dateLiteral(check.from)}`;
  const standing = (also?: string): string => {
    const prefix = also === undefined ? '' : 'check_';
    const filter = also === undefined ? '' : ` FILTER (${also})`;
    const first = over(input, 'arg_min_null(amount, day)', also);
    const logs = `sum(ln((day - previous) / ${unit})) FILTER (previous IS NOT NULL${also === undefined ? '' : ` AND ${also}`})`;
    return [
      `${over(input, 'count(*)', also)} - 1 AS ${prefix}repeats`,
      `${over(input, 'max(day)', also)} AS ${prefix}last_day`,
      `sum(amount)${filter} - coalesce(${first}, 0) AS ${prefix}repeat_amount`,
      `sum(abs(amount))${filter} AS ${prefix}gross`,
      `${over(input, 'count(amount)', also)} - CASE WHEN ${first} IS NULL THEN 0 ELSE 1 END AS ${prefix}priced`,
      ...(intervals ? [`${logs} AS ${prefix}log_intervals`] : []),
    ].join(', ');
  };
  const lookback =
    check === null
      ? ''
      : `, ${over(input, 'count(*)', `${eve} AND day >= ${dateLiteral(check.from - check.lookback * DAY)}`)} AS before_days`;
  return `WITH ${daysSql(input, source, asOf)}${intervals ? `, ${previousDays(input)}` : ''}, customers AS (
  SELECT customer, ${over(input, 'min(day)')} AS first_day, ${standing()}${check === null ? '' : `, ${standing(eve)}${lookback}`}${moneySums(input)}
  FROM ${intervals ? 'ordered' : 'days'}
  GROUP BY customer${netsRefunds(input) ? '\n  HAVING count(*) FILTER (bought) > 0' : ''}
)
SELECT customer, ${described(input, '', asOf)}${
    check === null
      ? ''
      : `, ${described(input, 'check_', check.from - DAY)},
  CASE WHEN first_day < ${dateLiteral(check.from)} THEN before_days - CASE WHEN first_day >= ${dateLiteral(check.from - check.lookback * DAY)} THEN 1 ELSE 0 END END AS before`
  }${moneyPerCustomer(input)}
FROM customers
ORDER BY customer`;
}

/** What the models read, as of the end of the day `until`; null where the customer was not there yet. */
function described(input: ClvInput, prefix: string, until: number): string {
  const unit = unitLength(input);
  const p = prefix;
  const there = prefix === '' ? '' : `CASE WHEN first_day <= ${dateLiteral(until)} THEN `;
  const end = prefix === '' ? '' : ' END';
  const columns = [
    `${there}${p}repeats${end} AS ${p}frequency`,
    `${there}(${p}last_day - first_day) / ${unit}${end} AS ${p}recency`,
    `${there}(${dateLiteral(until)} - first_day) / ${unit}${end} AS ${p}age`,
    `CASE WHEN ${p}priced > 0 THEN CASE WHEN abs(${p}repeat_amount) <= 1e-12 * ${p}gross THEN 0 ELSE ${p}repeat_amount / ${p}priced END END AS ${p}spend`,
    ...(wantsIntervals(input) ? [`coalesce(${p}log_intervals, 0) AS ${p}log_intervals`] : []),
  ];
  return columns.join(',\n  ');
}

/** Each purchase with the one before it. */
const previousDays = (input: ClvInput): string => `ordered AS (
  SELECT *, ${netsRefunds(input) ? 'CASE WHEN bought THEN max(CASE WHEN bought THEN day END)' : 'max(day)'} OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)${netsRefunds(input) ? ' END' : ''} AS previous
  FROM days
)`;

function moneySums(input: ClvInput): string {
  const { margin, cost_to_acquire: acquire, cost_to_serve: serve } = moneyColumns(input);
  return [
    ...(margin === null ? [] : ['sum(earned) / nullif(sum(earning), 0) AS margin']),
    ...(acquire === null ? [] : ['max(cost_to_acquire) AS cost_to_acquire']),
    ...(serve === null ? [] : [`sum(serving) / ${over(input, 'count(*)')} AS cost_to_serve`]),
  ]
    .map((column) => `, ${column}`)
    .join('');
}

const moneyPerCustomer = (input: ClvInput): string =>
  Object.entries(moneyColumns(input))
    .map(([name, column]) => `, ${column === null ? 'NULL::DOUBLE' : name} AS ${name}`)
    .join('');

/** Repeat purchases per day, of the customers acquired before the check. */
export const repeatsSql = (
  input: ClvInput,
  source: Transactions,
  { asOf }: Calendar,
  check: number,
): string =>
  `WITH ${daysSql(input, source, asOf)}, firsts AS (
  SELECT customer, ${over(input, 'min(day)')} AS first_day FROM days GROUP BY customer
)
SELECT day, count(*) AS purchases
FROM days JOIN firsts USING (customer)
WHERE first_day < ${dateLiteral(check)} AND day > first_day${netsRefunds(input) ? ' AND bought' : ''}
GROUP BY day
ORDER BY day`;

/**
 * How evenly customers buy: for each customer with two intervals or more the last interval over the last two, of about
 * `sampleOf` customers one. Purely random times give a share that is uniform; regular ones one near a half.
 */
export const regularitySql = (
  input: ClvInput,
  source: Transactions,
  { asOf }: Calendar,
  sampleOf: number,
): string =>
  `WITH ${daysSql(input, source, asOf, sampleOf)}, lasts AS (
  SELECT ${over(input, 'max(day, 3)')} AS last_days FROM days GROUP BY customer HAVING ${over(input, 'count(*)')} >= 3
)
SELECT count(*) AS customers, var_samp((last_days[1] - last_days[2]) / (last_days[1] - last_days[3])) AS variance
FROM lasts`;

/**
 * Cumulative curves of cohorts: for each month or quarter of first purchase and each month since it, the purchases and
 * the money of its customers, first purchases included (month 0); of about `sampleOf` customers one.
 */
export const cohortsSql = (
  input: ClvInput,
  source: Transactions,
  { asOf }: Calendar,
  cohort: 'month' | 'quarter',
  sampleOf: number,
): string =>
  `WITH ${daysSql(input, source, asOf, sampleOf)}, firsts AS (
  SELECT customer, ${over(input, 'min(day)')} AS first_day FROM days GROUP BY customer
), sizes AS (
  SELECT date_trunc('${cohort}', first_day) AS cohort, count(*) AS customers FROM firsts WHERE first_day IS NOT NULL GROUP BY cohort
)
SELECT date_trunc('${cohort}', first_day) AS cohort, any_value(sizes.customers) AS customers,
  CASE WHEN day = first_day THEN 0 ELSE 1 + floor((day - first_day - 1) / ${literal(DAYS_PER_MONTH)}) END AS month,
  ${over(input, 'count(*)')} AS purchases, coalesce(sum(amount), 0) AS amount
FROM days JOIN firsts USING (customer) JOIN sizes ON sizes.cohort = date_trunc('${cohort}', first_day)
WHERE day >= first_day
GROUP BY 1, month
ORDER BY 1, month`;
