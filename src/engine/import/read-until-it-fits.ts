import type { ReadingReport } from '../../formats/structure/reading-report';
import type { ColumnPlan } from '../../formats/types/column-plan';
import { widerPlan } from '../../formats/types';
import { ident } from '../../sql/quote';
import { InputProblem } from '../../values/problem';
import type { ImportRequest } from '../import-api';
import { INTERNAL_SCHEMA } from '../lock';
import type { Connection } from '../queries';
import type { Run } from '../run';
import type { Attempt } from './attempt';
import { dateOrders } from './date-orders';
import { finishTable, needsCopy, type Finished } from './finish-table';
import type { FoundTable } from './found-table';
import type { SourceLoader } from './source-loader';
import { plansWithDates, withPlans, type TablePlan } from './table-plan';

/** After so many readings of a file no further way of writing is tried. */
const MOST_TIMES = 6;
const STAGED = `${INTERNAL_SCHEMA}.import`;

/** What stands after the last reading. */
export interface FinishedReading {
  table: FoundTable;
  plan: TablePlan;
  attempt: Attempt;
  finished: Finished;
  /** What reading the lines came to; null where DuckDB read the file, or no line can be wrong. */
  reading: ReadingReport | null;
  /** Bytes that are no text in the encoding were read all the same. */
  hasUnreadable: boolean;
}

/** A reading that does not stand, with the plan of the next one. */
interface ReadAgain {
  again: TablePlan;
}

/**
 * Reads a file into the table of `request` as often as its values show another way to read it. Every change takes a
 * column nearer to text, or the file to the reader that takes anything; so this ends. The old table stays until then.
 */
export async function readUntilItFits(
  connection: Connection,
  request: ImportRequest,
  loader: SourceLoader,
  first: TablePlan,
  run: Run,
): Promise<FinishedReading> {
  let plan = first;
  for (let times = 1; ; times++) {
    const read = await keptOrUndone(connection, run, () =>
      readOnce(connection, request, loader, { plan, times }, run),
    );
    if (!('again' in read)) return read;
    plan = read.again;
  }
}

/** Runs `read` in a transaction: kept when the reading stands, undone when it does not or fails. */
async function keptOrUndone(
  connection: Connection,
  run: Run,
  read: () => Promise<FinishedReading | ReadAgain>,
): Promise<FinishedReading | ReadAgain> {
  await connection.query('BEGIN TRANSACTION');
  let kept = false;
  try {
    const outcome = await read();
    if ('again' in outcome) return outcome;
    run.check();
    await connection.query('COMMIT');
    kept = true;
    return outcome;
  } finally {
    if (!kept) await connection.query('ROLLBACK').catch(() => undefined);
  }
}

/** One reading of the whole file, the `times`-th. */
async function readOnce(
  connection: Connection,
  request: ImportRequest,
  loader: SourceLoader,
  { plan, times }: { plan: TablePlan; times: number },
  run: Run,
): Promise<FinishedReading | ReadAgain> {
  const target = ident(request.relation);
  const staged = needsCopy(plan) ? STAGED : target;
  const loaded = await loader.load(staged, plan, times);
  if ('again' in loaded) return loaded;
  const { attempt, reading, counting, hasUnreadable } = loaded;
  const { table } = loader;
  const changes =
    attempt.changes.size > 0
      ? changesOf(attempt, plan, times)
      : plansWithDates(table, plan, request.choices, await dateOrders(connection, staged, plan, run));
  if (changes.size > 0) return { again: withPlans(plan, changes) };
  refuseAllRejected(request, attempt.rows, reading);
  const made = { staged, target, rows: attempt.rows };
  const finished = await finishTable(connection, made, plan, { counting }, run);
  return { table, plan, attempt, finished, reading, hasUnreadable };
}

/** A file that was read many times has columns of many ways of writing: they stay what stands there. */
function changesOf({ changes }: Attempt, plan: TablePlan, times: number): Map<number, ColumnPlan> {
  if (times < MOST_TIMES) return changes;
  return new Map(
    [...changes.keys()].flatMap((position) => {
      const column = plan.columns[position];
      return column ? [[position, widerPlan(column.plan, null)] as const] : [];
    }),
  );
}

function refuseAllRejected({ fileName }: ImportRequest, rows: number, reading: ReadingReport | null): void {
  if (rows > 0 || !reading || reading.rejectedCount === 0) return;
  const [first] = reading.rejected;
  throw new InputProblem(`No line of \`${fileName}\` could be read.`, {
    hint: `The first one has ${first?.reason ?? 'broken structure'} (line ${first?.line ?? 1}). Check the delimiter.`,
  });
}
