import type { ColumnPlan } from '../../formats/types/column-plan';
import { widerPlan } from '../../formats/types';
import { cellAt, columnNamed, type Cell } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import type { TablePlan } from './table-plan';

/** Names of the tables in which DuckDB keeps what it rejected; temporary ones of the connection. */
const REJECTED = 'soundings_rejected';
const REJECTED_SCANS = 'soundings_rejected_scans';
export const dropRejected = [
  `DROP TABLE IF EXISTS temp.${REJECTED}`,
  `DROP TABLE IF EXISTS temp.${REJECTED_SCANS}`,
].join('; ');

/** Options of read_csv: what does not fit is told, and its row left out. */
export const STORE_REJECTS = `store_rejects = true, rejects_table = '${REJECTED}', rejects_scan = '${REJECTED_SCANS}'`;

/** What DuckDB would not read of a plain file. */
export interface PlainRejects {
  /** Lines whose structure it does not take: the reader that mends lines has to read the file. */
  anyBroken: boolean;
  /** How columns are to be read whose values do not fit. */
  changes: Map<number, ColumnPlan>;
}

/** Looks through what was rejected in the last reading. */
export async function plainRejects(connection: Connection, plan: TablePlan): Promise<PlainRejects> {
  const table = decodeTable(
    await connection.query(
      `SELECT coalesce(error_type = 'CAST', FALSE) AS is_cast, column_name, count(*) AS n,
         min(regexp_extract(error_message, 'Could not convert string ["''](.*)["''] to', 1, 's')) AS example
       FROM ${REJECTED} GROUP BY ALL ORDER BY ALL`,
    ),
  );
  const at = (name: string, row: number): Cell => {
    const column = columnNamed(table.columns, name);
    return column ? cellAt(column, row) : null;
  };
  const changes = new Map<number, ColumnPlan>();
  let anyBroken = false;
  for (let row = 0; row < table.rowCount; row++) {
    const position = Number(String(at('column_name', row)).slice(1));
    const column = plan.columns[position];
    if (at('is_cast', row) !== true || !column) anyBroken = true;
    else changes.set(position, widerPlan(column.plan, textOf(at('example', row)), Number(at('n', row))));
  }
  return { anyBroken, changes };
}

const textOf = (value: Cell): string | null => (value === null || value === '' ? null : String(value));
