import { ident, literal } from '../../sql/quote';
import type { Query } from '../analysis';
import { ABC_LIMITS, tierCount, type TiersInput } from './form';

const COUNTS = {
  rows: 'number',
  without_customer: 'number',
  without_value: 'number',
} as const;
const FACTS = {
  customers: 'number',
  value: 'number',
  least: 'number',
  most: 'number',
  negative: 'number',
  negative_value: 'number',
  several_rows: 'number',
  split: 'number',
  gini: 'number',
  squared_influence: 'number',
} as const;

/** Every customer with its place, tier and share, kept in DuckDB; what was left out; and how concentrated the value is. */
export function tierQueries(input: TiersInput) {
  const counts: Query<typeof COUNTS> = {
    sql: `SELECT count(*)::DOUBLE AS rows,
  count(*) FILTER (customer IS NULL)::DOUBLE AS without_customer,
  count(*) FILTER (customer IS NOT NULL AND value IS NULL)::DOUBLE AS without_value
FROM (${rowsSql(input)})`,
    shape: COUNTS,
  };
  const facts: Query<typeof FACTS> = { sql: factsSql(input.kept('customers')), shape: FACTS };
  return { customers: { sql: customersSql(input), shape: {}, keep: true }, counts, facts } as const;
}

function rowsSql({ roles, relation }: TiersInput): string {
  const number = `${ident(roles.value)}::DOUBLE`;
  const customer = roles.customer === null ? 'row_number() OVER ()' : ident(roles.customer);
  return `SELECT ${customer} AS customer, CASE WHEN isfinite(${number}) THEN ${number} END AS value FROM ${relation}`;
}

/**
 * Customers from the most valuable on. `held` is the value with what is below 0 taken as 0, since shares of a sum that
 * holds negative parts mean nothing; `above` is what a customer and those before it hold together.
 */
function customersSql(input: TiersInput): string {
  const tier = input.options.ties === 'share' ? 'min(tier) OVER (PARTITION BY value) AS tier' : 'tier';
  return `WITH totals AS (
  SELECT customer, fsum(value) AS value, count(*) AS lines
  FROM (${rowsSql(input)})
  WHERE customer IS NOT NULL AND value IS NOT NULL
  GROUP BY customer
), placed AS (
  SELECT *, greatest(value, 0) AS held,
    row_number() OVER by_value AS place,
    sum(greatest(value, 0)) OVER (by_value ROWS UNBOUNDED PRECEDING) AS above${
      tierCount(input) === null ? '' : `,\n    ntile(${tierCount(input)}) OVER by_value AS tier`
    }
  FROM totals
  WINDOW by_value AS (ORDER BY value DESC, customer)
), shared AS (
  SELECT *, above / nullif(max(above) OVER (), 0) AS cumulative_share FROM placed
), tiered AS (
  SELECT * ${tierCount(input) === null ? `, ${abcSql()} AS tier` : ''} FROM shared
)
SELECT customer, value, held, lines, place, above, cumulative_share, ${tier}
FROM tiered
ORDER BY place`;
}

/** By the share of those before, so that who carries the sum across a limit still belongs to the better tier. */
const abcSql = (): string => {
  const before = '(above - held) / nullif(max(above) OVER (), 0)';
  const [a, b] = ABC_LIMITS;
  return `CASE WHEN ${before} < ${literal(a - 1e-12)} THEN 'A' WHEN ${before} < ${literal(b - 1e-12)} THEN 'B' ELSE 'C' END`;
};

/**
 * Gini coefficient in the population form Σ(2i - n - 1)x_i / (n Σx), i from the least valuable, and the sum of the squares
 * of its derivatives by each customer's weight, D_i = (2i/n - 1 - G) x_i / Σx - 2 S_i / (n Σx) + (1 - G)/n with S_i the sum of
 * x up to i: the infinitesimal jackknife.
 */
const factsSql = (customers: string): string => `WITH sums AS (
  SELECT count(*)::DOUBLE AS n, max(above) AS total FROM ${customers}
), gini AS (
  SELECT greatest(0, fsum((n + 1 - 2 * place) * held) / (any_value(n) * any_value(total))) AS gini
  FROM ${customers} CROSS JOIN sums
  WHERE total > 0
), ties AS (
  SELECT coalesce(sum(tied), 0)::DOUBLE AS split
  FROM (SELECT count(*) AS tied FROM ${customers} GROUP BY value HAVING count(*) > 1 AND min(tier) <> max(tier))
)
SELECT count(*)::DOUBLE AS customers,
  coalesce(fsum(value), 0) AS value,
  min(value) AS least,
  max(value) AS most,
  count(*) FILTER (value < 0)::DOUBLE AS negative,
  coalesce(fsum(value) FILTER (value < 0), 0) AS negative_value,
  count(*) FILTER (lines > 1)::DOUBLE AS several_rows,
  any_value(split) AS split,
  any_value(gini) AS gini,
  fsum(((2 * (n + 1 - place) / n - 1 - gini) * held / total - 2 * (total - above + held) / (n * total) + (1 - gini) / n) ** 2) AS squared_influence
FROM ${customers} CROSS JOIN sums CROSS JOIN ties LEFT JOIN gini ON TRUE`;
