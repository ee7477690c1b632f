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
const TOO_MANY_DIGITS = `${MOST_SAFE}0`;

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

/** Least and most, in SQL, that is surely read as it stands; NaN is more than any number. */
const EXACT: Readonly<Record<string, readonly [string, string]>> = {
  BIGINT: [`-${MOST_SAFE}`, `${MOST_SAFE}`],
  DOUBLE: ['-1e15', '1e15'],
  DATE: [`DATE '1000-01-01'`, `DATE '9999-12-31'`],
  TIMESTAMP: [`TIMESTAMP '1000-01-01'`, `TIMESTAMP '9999-12-31 23:59:59.999999'`],
};

/** What the cast takes, but not as it stands: more digits than are exact, what is not finite, the years 26 and 12026. */
async function outOfRange(
  connection: Connection,
  target: string,
  plan: TablePlan,
  direct: ReadonlySet<number>,
): Promise<Map<number, string | null>> {
  const checks = [...direct].flatMap((position) => {
    const { name = '', type = '' } = plan.columns[position]?.plan ?? {};
    const [least, most] = EXACT[type] ?? [];
    const sql = `max(${ident(name)}) > ${most} OR min(${ident(name)}) < ${least}`;
    return least === undefined
      ? []
      : [{ position, sql, example: type === 'BIGINT' ? TOO_MANY_DIGITS : null }];
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
