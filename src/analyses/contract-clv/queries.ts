import { ident, literal } from '../../sql/quote';
import { formatDate } from '../../values/format';
import type { Query, RowsOf } from '../analysis';
import { monthsPerPeriod, type ContractInput } from './form';
import { calendarOf, givenAsOf, periodOf, refuseUseless, sourceOf, sourceShape } from './source';
import type { Source, SourceRows } from './source';

const countsShape = {
  cohort: 'text',
  tenure: 'number',
  state: 'text',
  customers: 'number',
  priced: 'number',
  fees: 'number',
  margins: 'number',
  margined: 'number',
  acquisition: 'number',
  acquired: 'number',
  serving: 'number',
  served: 'number',
} as const;
const survivorsShape = { cohort: 'text', period: 'number', survivors: 'number', fee: 'number' } as const;
// A type, not an interface: only a type may stand for a record of queries.
export type ContractQueries = {
  /** Subscriptions counted by cohort, tenure and state, with their money summed; no rows for a retention table. */
  counts: Query<typeof countsShape>;
  /** The retention table as it stands; no rows for subscriptions. */
  survivors: Query<typeof survivorsShape>;
};
export type ContractRows = RowsOf<ContractQueries>;

/** The first pass: what can be used, which days it spans, and whether contracts run for years. */
export function sourceQuery(input: ContractInput): Query<typeof sourceShape> {
  const source = sourceOf(input);
  return {
    sql: source.kind === 'subscriptions' ? subscriptionsSpan(input, source) : tableSpan(input, source),
    shape: sourceShape,
  };
}

export function contractQueries(input: ContractInput, found: SourceRows): ContractQueries {
  const source = sourceOf(input);
  refuseUseless(input, found);
  if (source.kind === 'table')
    return {
      counts: { sql: NO_COUNTS, shape: countsShape },
      survivors: { sql: tableSql(input, source), shape: survivorsShape },
    };
  return {
    counts: { sql: countsSql(input, source, found), shape: countsShape },
    survivors: { sql: NO_SURVIVORS, shape: survivorsShape },
  };
}

const none = (shape: Record<string, string>): string =>
  `SELECT ${Object.entries(shape)
    .map(([name, kind]) => `NULL::${kind === 'text' ? 'VARCHAR' : 'DOUBLE'} AS ${name}`)
    .join(', ')} WHERE FALSE`;
const NO_COUNTS = none(countsShape);
const NO_SURVIVORS = none(survivorsShape);

type Subscriptions = Extract<Source, { kind: 'subscriptions' }>;
type RetentionTable = Extract<Source, { kind: 'table' }>;
type NumberOrColumn = number | { column: string };

/** A day in UTC, whatever date type the column has. */
const dayOfColumn = (column: string | null): string =>
  column === null ? 'NULL::DATE' : `CAST(CAST(${ident(column)} AS TIMESTAMP) AS DATE)`;
/** NaN and infinities count as missing. */
const finite = (column: string): string =>
  `CASE WHEN isfinite(CAST(${ident(column)} AS DOUBLE)) THEN CAST(${ident(column)} AS DOUBLE) END`;
const columnOr = (column: string | null): string => (column === null ? 'NULL::DOUBLE' : finite(column));
/** A number is put in after the query, so that a change of it needs no other one. */
const moneyColumn = (given: NumberOrColumn): string =>
  columnOr(typeof given === 'number' ? null : given.column);
const cohortOf = (column: string | null): string =>
  column === null ? `'all'` : `coalesce(CAST(${ident(column)} AS VARCHAR), '(none)')`;

/** Whole periods of `months` months between two days; a start on the 31st has its anniversary on a shorter month's last day. */
const wholePeriods = (from: string, to: string, months: number): string =>
  `date_sub('month', ${from}, ${to}) // ${months}`;
/** Periods begun from start to end, at least one: a period that ends on its anniversary, or the day before, was one period. */
const begunPeriods = (months: number): string => `(${wholePeriods('began', 'ended - 1', months)} + 1)`;

const USABLE = 'began IS NOT NULL AND (ended IS NULL OR ended >= began) AND (fee IS NULL OR fee >= 0)';

function subscriptionsSpan(input: ContractInput, { start, end, fee, cohort }: Subscriptions): string {
  const given = givenAsOf(input);
  const inTime = given === null ? 'TRUE' : `began <= CAST(${literal(given)} AS DATE)`;
  const months = begunPeriods(1);
  return `SELECT count(*) AS rows, count(*) FILTER (began IS NULL) AS incomplete, count(*) FILTER (ended < began) AS reversed,
  count(*) FILTER (${USABLE} AND NOT (${inTime})) AS later,
  count(*) FILTER (began IS NOT NULL AND (ended IS NULL OR ended >= began) AND fee < 0) AS negative,
  ${fee === null ? '0' : `count(*) FILTER (${USABLE} AND ${inTime} AND fee IS NULL)`} AS unpriced,
  count(*) FILTER (${USABLE} AND ended IS NOT NULL) AS ended,
  count(*) FILTER (${USABLE} AND ended IS NOT NULL AND ${months} % 12 = 0) AS anniversaries,
  count(DISTINCT cohort) AS cohorts,
  min(began) FILTER (${USABLE}) AS first_start, max(began) FILTER (${USABLE}) AS last_start, max(ended) FILTER (${USABLE}) AS last_end
FROM (
  SELECT ${dayOfColumn(start)} AS began, ${dayOfColumn(end)} AS ended, ${columnOr(fee)} AS fee, ${cohortOf(cohort)} AS cohort
  FROM ${input.relation}
)`;
}

/**
 * Tenures in whole periods at the as-of date. Who left is known for complete periods only: an end within the period
 * that is still running counts as `leaving`, there until now, since others of that period may still leave too.
 */
function countsSql(input: ContractInput, source: Subscriptions, found: SourceRows): string {
  const { margin, costToAcquire, costToServe } = input.options;
  const months = monthsPerPeriod[periodOf(input, found).period];
  const asOf = `DATE ${literal(formatDate(calendarOf(input, found).asOf))}`;
  return `WITH subscriptions AS (
  SELECT ${cohortOf(source.cohort)} AS cohort, ${dayOfColumn(source.start)} AS began, ${dayOfColumn(source.end)} AS ended,
    ${columnOr(source.fee)} AS fee, ${moneyColumn(margin)} AS margin,
    ${moneyColumn(costToAcquire)} AS acquisition, ${moneyColumn(costToServe)} AS serving
  FROM ${input.relation}
), tenures AS (
  SELECT *, ${wholePeriods('began', asOf, months)} AS age,
    CASE WHEN ended <= ${asOf} THEN ${begunPeriods(months)} END AS lifetime
  FROM subscriptions
  WHERE ${USABLE} AND began <= ${asOf}
)
SELECT cohort, CASE WHEN lifetime <= age THEN lifetime ELSE age END AS tenure,
  CASE WHEN lifetime IS NULL THEN 'active' WHEN lifetime <= age THEN 'left' ELSE 'leaving' END AS state,
  count(*) AS customers, count(fee) AS priced, coalesce(sum(fee), 0) AS fees,
  coalesce(sum(${source.fee === null ? 'margin' : 'fee * margin'}), 0) AS margins, count(${source.fee === null ? 'margin' : 'fee * margin'}) AS margined,
  coalesce(sum(acquisition), 0) AS acquisition, count(acquisition) AS acquired,
  coalesce(sum(serving), 0) AS serving, count(serving) AS served
FROM tenures
GROUP BY ALL
ORDER BY cohort, tenure, state`;
}

const tableRows = (input: ContractInput, { period, survivors, fee, cohort }: RetentionTable): string =>
  `SELECT ${cohortOf(cohort)} AS cohort, ${finite(period)} AS period, ${finite(survivors)} AS survivors, ${columnOr(fee)} AS fee
  FROM ${input.relation}`;

const tableSpan = (input: ContractInput, source: RetentionTable): string =>
  `SELECT count(*) AS rows, count(*) FILTER (period IS NULL OR survivors IS NULL) AS incomplete, 0 AS reversed, 0 AS later,
  count(*) FILTER (fee < 0) AS negative, 0 AS unpriced, 0 AS ended, 0 AS anniversaries, count(DISTINCT cohort) AS cohorts,
  NULL::DATE AS first_start, NULL::DATE AS last_start, NULL::DATE AS last_end
FROM (${tableRows(input, source)})`;

const tableSql = (input: ContractInput, source: RetentionTable): string =>
  `SELECT cohort, period, survivors, fee
FROM (${tableRows(input, source)})
WHERE period IS NOT NULL AND survivors IS NOT NULL
ORDER BY cohort, period`;
