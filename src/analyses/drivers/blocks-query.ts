import { ident, literal } from '../../sql/quote';
import type { Query } from '../analysis';
import { weightValue } from './columns';
import type { Encoding } from './encode';
import type { Levelled } from './levels';
import { numbersShape, type NumbersShape } from './numbers';
import { usedRows } from './overview';
import { filterCombinations, maskOf, MOST_COMBINATIONS, MOST_ROWS, type Plan } from './plan';
import type { DriversInput } from './roles';

/** Rows of a sample that stand in for all where those are too many to fetch. */
const SAMPLE_ROWS = 10_000;

/**
 * Rows, weights, sums and sums of products per group of rows, level of `by`, combination of filter levels and pattern
 * of missing answers, each value less its origin, so that nothing cancels. One scan.
 */
export function blocksQuery(input: DriversInput, encoding: Encoding, plan: Plan): Query<NumbersShape> {
  const { variables } = encoding;
  const weighted = input.roles.weight !== null;
  const keys = blockKeys(encoding, plan);
  const centred = centredValues(encoding, plan);
  const times = weighted ? 'w * ' : '';
  const sums = variables.map((_, i) => `sum(${times}d${i}) AS s${i}`);
  const products = variables.flatMap((_, i) =>
    variables.slice(0, i + 1).map((__, j) => `sum(${times}d${i} * d${j}) AS c${i}_${j}`),
  );
  const weights = weighted ? ['sum(w) AS w', 'sum(w * w) AS ww'] : [];
  const pattern = plan.gaps === 'patterns' ? [`${maskOf(encoding.columns.length)} AS pattern`] : [];
  const carried = keys.filter((key) => key !== 'pattern');
  return {
    sql: `${answersCte(input, encoding, plan)}, centred AS (
  SELECT ${[...carried, ...pattern, ...(weighted ? ['w'] : []), ...centred].join(', ')}
  FROM used${tooManyCombinations(encoding)}
)
SELECT ${keys.map((key) => `CAST(${key} AS DOUBLE) AS ${key}`).join(', ')}, CAST(count(*) AS DOUBLE) AS n,
  ${[...weights, ...sums, ...products].join(',\n  ')}
FROM centred
GROUP BY ${keys.map((key) => `centred.${key}`).join(', ')}
ORDER BY ${keys.map((_, i) => i + 1).join(', ')}`,
    shape: numbersShape([
      ...keys,
      'n',
      ...(weighted ? ['w', 'ww'] : []),
      ...variables.map((_, i) => `s${i}`),
      ...variables.flatMap((_, i) => variables.slice(0, i + 1).map((__, j) => `c${i}_${j}`)),
    ]),
  };
}

/** Single rows as numbers of the model: all, a sample, or equal ones together with their number `n`. */
export function rowsQuery(input: DriversInput, encoding: Encoding, plan: Plan): Query<NumbersShape> {
  const weighted = input.roles.weight !== null;
  const keys = blockKeys(encoding, plan).filter((key) => key !== 'pattern');
  const cluster = plan.fetch === 'all' && input.roles.key !== null ? ['row_cluster'] : [];
  const selected = [
    ...[...keys, ...cluster].map((key) => `CAST(${key} AS DOUBLE) AS ${key}`),
    ...encoding.variables.map(({ sql }, i) => `${sql} AS x${i}`),
  ];
  const plain = `SELECT ${[...selected, ...(weighted ? ['w'] : []), '1::DOUBLE AS n'].join(', ')}\nFROM used`;
  const together = `SELECT ${[...selected, ...(weighted ? ['sum(w) AS w'] : []), 'CAST(count(*) AS DOUBLE) AS n'].join(', ')}\nFROM used\nGROUP BY ALL\nLIMIT ${MOST_ROWS + 1}`;
  const sampled = `${plain}\nWHERE hash(row_id, 20260) % ${Math.round(plan.rows)} < ${SAMPLE_ROWS}`;
  return {
    sql: `${answersCte(input, encoding, plan)}\n${plan.fetch === 'distinct' ? together : plan.fetch === 'sample' ? sampled : plain}`,
    shape: numbersShape([
      ...keys,
      ...cluster,
      ...encoding.variables.map((_, i) => `x${i}`),
      ...(weighted ? ['w'] : []),
      'n',
    ]),
  };
}

/** Each value less its origin; 0 for a missing answer, which then adds nothing. */
export const centredValues = ({ variables }: Encoding, plan: Plan): string[] =>
  variables.map(({ sql, origin }, i) => {
    const value = `${sql} - (${literal(origin)})`;
    return `${plan.gaps === 'none' ? value : `coalesce(${value}, 0)`} AS d${i}`;
  });

export const blockKeys = (encoding: Encoding, plan: Plan): string[] => [
  'row_group',
  ...(encoding.by ? ['by_code'] : []),
  ...(encoding.filters.length > 0 ? ['filter_code'] : []),
  ...(plan.gaps === 'patterns' ? ['pattern'] : []),
];

/** `answers`, every row with its values, and `used`, those that take part with their group. */
export function answersCte(input: DriversInput, encoding: Encoding, plan: Plan): string {
  const { key } = input.roles;
  const weight = weightValue(input);
  const own = plan.dealt ? 'row_number() OVER () - 1' : key === null ? 'hash(row_id)' : 'row_cluster';
  const selected = [
    ...encoding.columns.map(({ value }, i) => `${value} AS v${i}`),
    ...(weight === null ? [] : [`${weight} AS w`]),
    'rowid AS row_id',
    ...(encoding.by ? [`${encoding.by.code} AS by_code`] : []),
    ...(encoding.filters.length > 0 ? [`${filterCode(encoding.filters)} AS filter_code`] : []),
    ...(key === null
      ? []
      : [
          `CASE WHEN ${ident(key)} IS NULL THEN hash(rowid, 1) ELSE hash(${ident(key)}) END % 4503599627370496 AS row_cluster`,
        ]),
  ];
  const group = plan.dealt ? `(${own}) % ${plan.groups}` : `${own} % ${plan.groups}`;
  const drawn =
    plan.sample === null ? '' : ` AND hash(row_id, 20262) % ${Math.round(plan.rows)} < ${plan.sample}`;
  // Read several times over for sums by pair: rows dealt in turn must fall the same each time, many must not be copied.
  const as = plan.gaps !== 'pairs' ? 'AS' : plan.dealt ? 'AS MATERIALIZED' : 'AS NOT MATERIALIZED';
  return `WITH answers ${as} (
  SELECT ${selected.join(',\n    ')}
  FROM ${input.relation}
), used ${as} (
  SELECT *, ${group} AS row_group
  FROM answers
  WHERE ${usedRows(encoding.columns.length, plan.missing, weight !== null)}${drawn}
)`;
}

/** One number for the levels of all filter columns: the first column's code counts by one. */
function filterCode(filters: readonly Levelled[]): string {
  let step = 1;
  return filters
    .map(({ code, levels }) => {
      const term = `${step} * (${code})`;
      step *= levels.length;
      return term;
    })
    .join(' + ');
}

/** Nothing comes back where more combinations occur than are kept; compute then says which column to drop. */
export const tooManyCombinations = (encoding: Encoding): string =>
  filterCombinations(encoding) > MOST_COMBINATIONS
    ? `\n  WHERE (SELECT count(DISTINCT filter_code) FROM used) <= ${MOST_COMBINATIONS}`
    : '';
