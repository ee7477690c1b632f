import { dateColumn, numberColumn, type Column } from '../../../values/table';
import type { PublishedTable } from '../../analysis';
import type { Tracking } from '../check/holdout';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import { fitColumns, fitRows, modelColumns } from './fits';
import { totalColumns, totalRows } from './totals';

export function clvTables(result: ClvResult, input: ClvInput): Record<string, PublishedTable> {
  const { holdout } = result;
  const fits = fitRows(result);
  return {
    '': mainTable(result, input),
    model: { columns: modelColumns(fits) },
    fit: { columns: fitColumns(fits) },
    totals: { columns: totalColumns(totalRows(result, input)) },
    ...(holdout?.status === 'done' ? { tracking: { columns: trackingColumns(holdout.tracking) } } : {}),
    at_risk: atRiskTable(result, input),
  };
}

/** The per-customer table stays in DuckDB: computed columns are joined to the kept customers by row number. */
function mainTable({ perCustomer, intervals, totals, holdout }: ClvResult, input: ClvInput): PublishedTable {
  const { alive, purchases, spend, value, future } = perCustomer;
  const check = holdout?.status === 'done' ? holdout.perRow : null;
  // Columns of their own each: a buffer that is given twice breaks the table on its way to DuckDB.
  const result: Column[] = [
    numberColumn('p_alive', alive),
    numberColumn('expected_purchases', purchases),
    numberColumn('expected_spend', spend),
    numberColumn('clv', value),
    numberColumn('clv_low', intervals?.low ?? value.slice()),
    numberColumn('clv_high', intervals?.high ?? value.slice()),
    ...(totals.acquisition > 0 ? [numberColumn('future_value', future)] : []),
    ...(check
      ? [
          numberColumn('expected_purchases_holdout', check.expected),
          numberColumn('actual_purchases_holdout', check.actual),
        ]
      : []),
  ];
  return { sql: joined(input, columnsKept(input), result), result };
}

/** What is known of a customer before any model; a row that stands for several says for how many. */
const columnsKept = ({ roles }: ClvInput): string[] => [
  ...['customer', 'frequency', 'recency', 'age', 'spend'],
  ...(roles.count ? ['customers'] : []),
];

function joined(input: ClvInput, kept: readonly string[], result: readonly Column[]): string {
  const columns = [...kept.map((name) => `c.${name}`), ...result.map(({ name }) => `v.${name}`)];
  return `SELECT ${columns.join(', ')}
FROM ${input.kept('customers')} c JOIN ${input.resultTable} v USING (row_number)
ORDER BY row_number`;
}

/** Who is worth much and slipping away, those with most to lose first. */
function atRiskTable({ atRisk, perCustomer }: ClvResult, input: ClvInput): PublishedTable {
  const { rows, aliveBefore, ifActive, atRisk: lost } = atRisk;
  const of = (values: Float64Array): Float64Array => rows.map((row) => values[row] as number);
  const result = [
    numberColumn('place', rows),
    numberColumn('p_alive', of(perCustomer.alive)),
    numberColumn('p_alive_before', aliveBefore),
    numberColumn('clv', of(perCustomer.value)),
    numberColumn('value_if_active', ifActive),
    numberColumn('value_at_risk', lost),
  ];
  const kept = columnsKept(input).map((name) => `c.${name}`);
  const own = result.slice(1).map(({ name }) => name);
  // No rows, no table of results to join.
  if (rows.length === 0)
    return {
      sql: `SELECT ${[...kept, ...own.map((name) => `NULL::DOUBLE AS ${name}`)].join(', ')}\nFROM ${input.kept('customers')} c\nWHERE FALSE`,
    };
  return {
    sql: `SELECT ${[...kept, ...own.map((name) => `v.${name}`)].join(', ')}
FROM ${input.resultTable} v JOIN ${input.kept('customers')} c ON c.row_number = v.place
ORDER BY v.row_number`,
    result,
  };
}

/** Repeat purchases period by period, named by its last day. */
const trackingColumns = (tracking: Tracking): Column[] => [
  dateColumn('period', tracking.day),
  numberColumn('actual', tracking.actual),
  numberColumn('expected', tracking.expected),
  numberColumn('naive', tracking.naive),
  numberColumn('actual_cumulative', tracking.actualCumulative),
  numberColumn('expected_cumulative', tracking.expectedCumulative),
  numberColumn('naive_cumulative', tracking.naiveCumulative),
];
