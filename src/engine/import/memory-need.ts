import { formatBytes, formatCount } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Connection } from '../queries';
import { numberOf } from '../relations';
import type { FoundTable } from './found-table';
import type { TablePlan } from './table-plan';

/** What a browser tab gives the engine. */
const LIMIT = 3.1 * 1024 ** 3;
/** Room for reading and for cells to work in. */
const ROOM = 200 * 1024 ** 2;
/** Texts up to this length stand in the table itself, longer ones beside it. */
const INLINE = 12;

/** Throws an InputProblem, saying what would fit, on a table that the engine's memory cannot hold. */
export async function refuseTooBig(
  connection: Connection,
  table: FoundTable,
  plan: TablePlan,
): Promise<void> {
  const perRow = bytesPerRow(table, plan);
  const need = perRow * table.estimatedRows;
  if (need < LIMIT / 4) return; // asking costs more than it tells
  const used = await numberOf(connection, 'SELECT sum(memory_usage_bytes) FROM duckdb_memory()');
  const free = LIMIT - ROOM - used;
  if (need <= free) return;
  const fits = Math.max(0, Math.floor(free / perRow));
  throw new InputProblem(
    `\`${table.fileName}\` is too big: its about ${formatCount(roughly(table.estimatedRows))} rows would take ${formatBytes(need)} of memory, and ${formatBytes(Math.max(0, free))} are free in this tab.`,
    {
      hint: `About ${formatCount(roughly(fits))} rows would fit. Split the file, leave out columns that you do not need, or remove other sources.`,
    },
  );
}

/** Bytes that a row takes in DuckDB's memory, by the sample. */
function bytesPerRow({ sample }: FoundTable, { columns }: TablePlan): number {
  const looked = sample.slice(0, 1000);
  return columns.reduce((sum, { plan, fate }, i) => {
    if (fate === 'dropped') return sum;
    if (plan.type === 'BOOLEAN') return sum + 1;
    if (plan.type === 'DATE') return sum + 4;
    if (plan.type !== 'VARCHAR') return sum + 8;
    if (fate === 'hashed') return sum + 16 + 20;
    const beside = looked.reduce(
      (total, row) => total + ((row[i]?.length ?? 0) > INLINE ? (row[i]?.length ?? 0) : 0),
      0,
    );
    return sum + 16 + beside / Math.max(1, looked.length);
  }, 1);
}

/** Two digits are as much as an estimate knows. */
const roughly = (count: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / step) * step;
};
