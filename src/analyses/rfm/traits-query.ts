import { ident } from '../../sql/quote';
import type { Query, RowsOf } from '../analysis';
import type { RfmInput } from './form';
import { countedSql, customerOf, finiteSql } from './lines';

/** Levels of a column that are described, those most customers have; the others count only in the whole. */
export const MOST_LEVELS = 12;

const SHAPE = {
  variable: 'number',
  segment: 'text',
  level: 'text',
  count: 'number',
  sum: 'number',
  squared_deviations: 'number',
} as const;

/** Whether a column is described by its mean; others by the share of each level. */
export const isNumeric = (input: RfmInput, column: string): boolean =>
  input.columns.find(({ name }) => name === column)?.kind === 'number';

/**
 * Each segment's customers (variable -1), and for each column of `profile` (from 0) the sums of its numbers or the
 * counts of its levels; rarer levels have the level NULL. A customer counts once: with the mean of its numbers, or with
 * its most frequent words (of equally frequent ones the first by the alphabet).
 */
export function traitsQuery(input: RfmInput, asOf: string): Query<typeof SHAPE> {
  const columns = input.roles.profile;
  const members = `SELECT -1 AS variable, segment, NULL::VARCHAR AS level, count(*)::DOUBLE AS count, 0::DOUBLE AS sum, 0::DOUBLE AS squared_deviations
FROM ${input.kept('customers')}
GROUP BY segment`;
  if (columns.length === 0) return { sql: members, shape: SHAPE };
  const all = columns.map((column, i) => ({
    column,
    numeric: isNumeric(input, column),
    value: `value_${i}`,
    i,
  }));
  const numbers = all.filter(({ numeric }) => numeric);
  const words = all.filter(({ numeric }) => !numeric);
  const steps = [
    `lines AS (
  SELECT ${customerOf(input)} AS customer,
    ${all.map(({ column, numeric, value }) => `${numeric ? finiteSql(column) : `${ident(column)}::VARCHAR`} AS ${value}`).join(',\n    ')}
  FROM ${input.relation}
  WHERE ${countedSql(input, asOf)}
)`,
    `means AS (
  SELECT ${['customer', ...numbers.map(({ value }) => `favg(${value}) AS ${value}`)].join(', ')}
  FROM lines GROUP BY customer
)`,
    ...words.map(({ value }) => mostFrequentStep(value)),
    `members AS MATERIALIZED (
  SELECT ${['segment', ...all.map(({ value, numeric }) => `${numeric ? 'means' : `frequent_${value}`}.${value}`)].join(', ')}
  FROM ${input.kept('customers')} AS scored
  LEFT JOIN means ON means.customer = scored.customer${words.map(({ value }) => `\n  LEFT JOIN frequent_${value} ON frequent_${value}.customer = scored.customer`).join('')}
)`,
  ];
  const parts = all.map(({ numeric, value, i }) => (numeric ? sumsSql(value, i) : countsSql(value, i)));
  return {
    sql: `WITH ${steps.join(', ')}\n${[members, ...parts].join('\nUNION ALL\n')}\nORDER BY variable, segment, level`,
    shape: SHAPE,
  };
}
export type TraitRows = RowsOf<{ traits: ReturnType<typeof traitsQuery> }>['traits'];

const mostFrequentStep = (value: string): string => `frequent_${value} AS (
  SELECT customer, ${value} FROM (
    SELECT customer, ${value}, count(*) AS lines FROM lines WHERE ${value} IS NOT NULL GROUP BY customer, ${value}
  ) QUALIFY row_number() OVER (PARTITION BY customer ORDER BY lines DESC, ${value}) = 1
)`;

const sumsSql = (value: string, variable: number): string =>
  `SELECT ${variable}, segment, NULL, count(${value})::DOUBLE, coalesce(fsum(${value}), 0), coalesce(var_pop(${value}) * count(${value}), 0)
FROM members GROUP BY segment`;

const countsSql = (value: string, variable: number): string =>
  `SELECT ${variable}, segment, CASE WHEN ${value} IN (
    SELECT ${value} FROM members WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY count(*) DESC, ${value} LIMIT ${MOST_LEVELS}
  ) THEN ${value} END AS kept_level, count(*)::DOUBLE, 0, 0
FROM members WHERE ${value} IS NOT NULL GROUP BY segment, kept_level`;
