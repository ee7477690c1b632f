import type { DateOrder } from '../../formats/choices';
import { ident } from '../../sql/quote';
import { cellAt } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import type { Run } from '../run';
import type { TablePlan } from './table-plan';

/**
 * The order of day and month in columns that the sample left open, where some value of the whole table tells it. A
 * column whose values speak for both is no column of dates in one order, and stays a question.
 */
export async function dateOrders(
  connection: Connection,
  target: string,
  { columns }: TablePlan,
  run: Run,
): Promise<Record<string, DateOrder>> {
  const found: Record<string, DateOrder> = Object.create(null) as Record<string, DateOrder>;
  for (const { plan, fate } of columns) {
    if (!plan.question || fate !== 'kept') continue;
    const parts = `regexp_extract(${ident(plan.name)}, '^\\s*(\\d{1,4})\\D+?(\\d{1,2})\\D', ['first', 'second'])`;
    const table = decodeTable(
      await connection.query(
        `SELECT max(TRY_CAST(parts.first AS INTEGER)) AS first, max(TRY_CAST(parts.second AS INTEGER)) AS second
         FROM (SELECT ${parts} AS parts FROM ${target} WHERE ${ident(plan.name)} IS NOT NULL)`,
        run,
      ),
    );
    const [first, second] = table.columns.map((column) => Number(cellAt(column, 0) ?? 0));
    const order = orderOf(first ?? 0, second ?? 0);
    if (order && plan.question.answers.some((answer) => answer.order === order)) found[plan.name] = order;
  }
  return found;
}

function orderOf(first: number, second: number): DateOrder | null {
  if (first > 12 && first <= 31 && second <= 12) return 'dmy';
  return second > 12 && second <= 31 && first <= 12 ? 'mdy' : null;
}
