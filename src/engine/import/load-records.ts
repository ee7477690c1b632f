import { literal } from '../../sql/quote';
import type { Database } from '../database';
import { numberOf } from '../relations';
import type { Run } from '../run';
import { countedIn, type Loaded } from './attempt';
import { cleanChunks, FIELD_END, type CleanChunk } from './clean-chunks';
import type { RecordStream } from './found-table';
import { registerBytes } from './registered-file';
import { rawName, rowSql } from './row-sql';
import type { TablePlan } from './table-plan';

/** A file's bytes are not the text they were taken for. */
export class Unreadable extends Error {}

/**
 * Puts records into the table `target` (quoted), chunk by chunk: while DuckDB takes one, the next is made. Runs in the
 * caller's transaction. Throws `Unreadable` at signs that stand for broken bytes, unless they are to be taken.
 */
export async function loadRecords(
  { work, bindings }: Database,
  stream: RecordStream,
  target: string,
  plan: TablePlan,
  salt: string,
  run: Run,
  takeUnreadable: boolean,
): Promise<Loaded> {
  const width = plan.columns.length;
  const sql = rowSql(plan, new Set(), salt);
  await work.query(`CREATE OR REPLACE TABLE ${target} AS ${sql.query(`(${noRows(width)})`)}`);
  let hasUnreadable = false;
  let inserting: Promise<void> = Promise.resolve();
  const insert = async (chunk: CleanChunk): Promise<void> => {
    const file = await registerBytes(bindings, chunk.bytes);
    try {
      await work.short(`INSERT INTO ${target} ${sql.query(readCall(file.name, width, chunk.longestLine))}`);
    } finally {
      await file.drop();
    }
  };
  try {
    for await (const chunk of cleanChunks(stream.pieces, width)) {
      run.check();
      if (chunk.hasUnreadable && !takeUnreadable) throw new Unreadable();
      hasUnreadable ||= chunk.hasUnreadable;
      await inserting;
      inserting = insert(chunk);
      inserting.catch(() => undefined); // waited for before the next chunk
    }
  } finally {
    await inserting;
  }
  run.check();
  const rows = await numberOf(work, `SELECT count(*) FROM ${target}`, run);
  const attempt = { rows, ...(await countedIn(work, target, plan, sql, run)) };
  return { attempt, counting: sql.counting, hasUnreadable };
}

const noRows = (width: number): string =>
  `SELECT ${Array.from({ length: width }, (_, i) => `CAST(NULL AS VARCHAR) AS ${rawName(i)}`).join(', ')} WHERE FALSE`;

function readCall(name: string, width: number, longestLine: number): string {
  const columns = Array.from({ length: width }, (_, i) => `${literal(rawName(i))}: 'VARCHAR'`);
  const options = [
    literal(name),
    'auto_detect = false, header = false',
    `delim = ${literal(FIELD_END)}`,
    `quote = '"', escape = '"'`,
    `columns = {${columns.join(', ')}}`,
    ...(longestLine > 0 ? [`max_line_size = ${longestLine + 1}, buffer_size = ${2 * longestLine + 2}`] : []),
  ];
  return `read_csv(${options.join(', ')})`;
}
