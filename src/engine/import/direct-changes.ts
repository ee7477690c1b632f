import type { ColumnPlan } from '../../formats/types/column-plan';
import { widerPlan } from '../../formats/types';
import { ident } from '../../sql/quote';
import { cellAt } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import { plainRejects, type PlainRejects } from './plain-rejects';
import type { TablePlan } from './table-plan';
import type { UnfitBytes } from './unfit-bytes';

const MOST_SAFE = 9_007_199_254_740_991;

/** How columns that DuckDB read as their type have to be read instead: where it rejected values, or bent them. */
export async function directChanges(
  connection: Connection,
  target: string,
  plan: TablePlan,
  direct: ReadonlySet<number>,
  seen: UnfitBytes | null,
): Promise<PlainRejects> {
  const { anyBroken, changes } = await plainRejects(connection, plan);
  for (const [position, example] of seen?.columns ?? []) widen(changes, plan, position, example);
  if (changes.size === 0)
    for (const [position, example] of await outOfRange(connection, target, plan, direct))
      widen(changes, plan, position, example);
  return { anyBroken, changes };
}

function widen(
  changes: Map<number, ColumnPlan>,
  plan: TablePlan,
  position: number,
  example: string | null,
): void {
  const column = plan.columns[position];
  if (column && !changes.has(position)) changes.set(position, widerPlan(column.plan, example));
}

/** Integers that a double cannot hold, and numbers that are not finite. */
async function outOfRange(
  connection: Connection,
  target: string,
  plan: TablePlan,
  direct: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const checks = [...direct].flatMap((position) => {
    const column = plan.columns[position]?.plan;
    const name = ident(column?.name ?? '');
    if (column?.type === 'BIGINT')
      return [
        {
          position,
          sql: `max(${name}) > ${MOST_SAFE} OR min(${name}) < -${MOST_SAFE}`,
          example: `${MOST_SAFE}0`,
        },
      ];
    // Takes two thirds of the time of asking each value; made small, so that no sum of finite ones overflows.
    return column?.type === 'DOUBLE'
      ? [{ position, sql: `NOT isfinite(sum(${name} * 1e-10))`, example: '1e999' }]
      : [];
  });
  if (checks.length === 0) return new Map();
  const table = decodeTable(
    await connection.query(
      `SELECT ${checks.map(({ sql }, i) => `${sql} AS c${i}`).join(', ')} FROM ${target}`,
    ),
  );
  return new Map(
    checks
      .filter((_, i) => table.columns[i] && cellAt(table.columns[i], 0) === true)
      .map(({ position, example }) => [position, example]),
  );
}
