import { numberColumn } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { TiersResult } from './compute';
import { tierCount, type TiersInput } from './form';

/** Points of the Lorenz curve at most, beside its beginning. */
const POINTS = 200;

/**
 * `<name>`: customers from the most valuable on. `<name>_profile`: the tiers. `<name>_lorenz`: the curve, from the least
 * valuable on. `<name>_concentration`: Gini with its interval, and what was taken as 0.
 */
export function tierTables(result: TiersResult, input: TiersInput): Record<string, PublishedTable> {
  const customers = input.kept('customers');
  const tier = tierCount(input) === null ? 'tier' : 'tier::INTEGER AS tier';
  const main = `SELECT customer, value, ${tier}, cumulative_share FROM ${customers} ORDER BY row_number`;
  const profile = `SELECT ${tier},
  count(*) AS size,
  count(*) / sum(count(*)) OVER () AS share,
  fsum(value) AS value,
  fsum(held) / sum(fsum(held)) OVER () AS value_share,
  max(cumulative_share) AS cumulative_share,
  avg(value) AS mean,
  min(value) AS least,
  max(value) AS most
FROM ${customers}
GROUP BY ALL
ORDER BY tier`;
  const lorenz = `WITH placed AS (
  SELECT count(*) OVER () - place + 1 AS member, count(*) OVER () AS members, max(above) OVER () AS total, above, held
  FROM ${customers}
)
SELECT 0::DOUBLE AS customers, 0::DOUBLE AS value
UNION ALL
SELECT member / members, (total - above + held) / total
FROM placed
WHERE member * ${POINTS} // members > (member - 1) * ${POINTS} // members
ORDER BY customers`;
  return {
    '': { sql: main },
    profile: { sql: profile },
    lorenz: { sql: lorenz },
    concentration: { columns: concentrationColumns(result) },
  };
}

function concentrationColumns({ gini, interval, customers, value, negative, negativeValue }: TiersResult) {
  const one = (name: string, number: number | undefined, type?: string) =>
    numberColumn(name, Float64Array.of(number ?? NaN), type);
  return [
    one('gini', gini),
    one('gini_error', interval?.error),
    one('gini_low', interval?.low),
    one('gini_high', interval?.high),
    one('customers', customers, 'BIGINT'),
    one('value', value),
    one('negative_customers', negative, 'BIGINT'),
    one('negative_value', negativeValue),
  ];
}

/** What the findings and charts are written from. */
export function afterQueries(input: TiersInput) {
  return {
    profile: {
      sql: `SELECT tier::VARCHAR AS tier, size, share, value, value_share, cumulative_share, mean, least, most FROM ${input.published('profile')}`,
      shape: {
        tier: 'text',
        size: 'number',
        share: 'number',
        value: 'number',
        value_share: 'number',
        cumulative_share: 'number',
        mean: 'number',
        least: 'number',
        most: 'number',
      },
    },
    lorenz: {
      sql: `FROM ${input.published('lorenz')}`,
      shape: { customers: 'number', value: 'number' },
    },
  } as const;
}
