import { InputProblem } from '../../../values/problem';
import type { Query, RowsOf } from '../../analysis';
import { DAYS_PER_MONTH, type ClvInput } from '../input';
import { calendarOf, DAY, type Calendar } from './calendar';
import { moneyColumns } from './fragments';
import {
  sourceOf,
  sourceShape,
  type Source,
  type SourceRows,
  type Summary,
  type Transactions,
} from './source';
import { refuseUselessSummary, summarySpan, summarySql } from './summary';
import {
  cohortsSql,
  customersSql,
  regularitySql,
  repeatsSql,
  transactionsSpan,
  wantsIntervals,
} from './transactions';

const standingShape = { frequency: 'number', recency: 'number', age: 'number', spend: 'number' } as const;
const shapes = {
  customers: standingShape,
  counts: { customers: 'number' },
  intervals: { log_intervals: 'number' },
  money: { margin: 'number', cost_to_acquire: 'number', cost_to_serve: 'number' },
  check: {
    check_frequency: 'number',
    check_recency: 'number',
    check_age: 'number',
    check_spend: 'number',
    before: 'number',
  },
  checkIntervals: { check_log_intervals: 'number' },
  repeats: { day: 'date', purchases: 'number' },
  regularity: { customers: 'number', variance: 'number' },
  cohorts: { cohort: 'date', customers: 'number', month: 'number', purchases: 'number', amount: 'number' },
} as const;

/**
 * `customers` is the one pass over the source: a row per customer (or group of equal ones), kept in DuckDB with its key.
 * `counts`, `intervals`, `money`, `check` and `checkIntervals` are further columns of it, without rows where they are not
 * needed; the others are small questions of their own.
 */
export type ClvQueries = { [K in keyof typeof shapes]: Query<(typeof shapes)[K]> };
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
  if (source.kind === 'transactions') return ofTransactions(input, source, found);
  refuseUselessSummary(input, source, found);
  return ofSummary(input, source);
}

function ofSummary(input: ClvInput, source: Summary): ClvQueries {
  return {
    ...none(),
    ...keptColumns(input, source, null),
    customers: { sql: summarySql(input, source), shape: shapes.customers, keep: true },
  };
}

function ofTransactions(input: ClvInput, source: Transactions, found: SourceRows): ClvQueries {
  const calendar = calendarOf(input, found);
  const { check, asOf, firstDay } = calendar;
  const rows = found.rows[0] ?? 0;
  const cohort = (asOf - firstDay) / DAY < 18 * DAYS_PER_MONTH ? 'month' : 'quarter';
  const sampleOf = Math.ceil(rows / ROWS_SAMPLED);
  return {
    ...none(),
    customers: { sql: customersSql(input, source, calendar), shape: shapes.customers, keep: true },
    ...keptColumns(input, source, calendar),
    ...(check === null
      ? {}
      : { repeats: { sql: repeatsSql(input, source, calendar, check.from), shape: shapes.repeats } }),
    regularity: { sql: regularitySql(input, source, calendar, sampleOf), shape: shapes.regularity },
    cohorts: { sql: cohortsSql(input, source, calendar, cohort, sampleOf), shape: shapes.cohorts },
  };
}

/** Lines from which curves and warnings are drawn where there are more; estimates always use all. */
export const ROWS_SAMPLED = 500_000;

type KeptColumns = 'counts' | 'intervals' | 'money' | 'check' | 'checkIntervals';

function keptColumns(
  input: ClvInput,
  source: Source,
  calendar: Calendar | null,
): Partial<Pick<ClvQueries, KeptColumns>> {
  const summary = source.kind === 'summary';
  const checked = calendar !== null && calendar.check !== null;
  const intervals = summary ? source.logIntervals !== null : wantsIntervals(input);
  const wanted: Record<KeptColumns, boolean> = {
    counts: summary && source.count !== null,
    intervals,
    money: Object.values(moneyColumns(input)).some((column) => column !== null),
    check: checked,
    checkIntervals: checked && intervals,
  };
  const queries = (Object.keys(wanted) as KeptColumns[])
    .filter((key) => wanted[key])
    .map((key) => [key, { sql: `FROM ${input.kept('customers')}`, shape: shapes[key] }]);
  return Object.fromEntries(queries) as Partial<Pick<ClvQueries, KeptColumns>>;
}

/** Every query without a row. */
const none = (): ClvQueries =>
  Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => [key, { sql: emptySql(shape), shape }]),
  ) as unknown as ClvQueries;

const emptySql = (shape: Readonly<Record<string, 'number' | 'date'>>): string =>
  `SELECT ${Object.entries(shape)
    .map(([name, kind]) => `NULL::${kind === 'date' ? 'DATE' : 'DOUBLE'} AS ${name}`)
    .join(', ')} WHERE FALSE`;
