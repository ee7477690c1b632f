import { literal } from '../../sql/quote';
import type { Database } from '../database';
import { numberOf } from '../relations';
import type { Run } from '../run';
import { countedIn, NOTHING_COUNTED, type Loaded } from './attempt';
import { cleanChunks, FIELD_END, type CleanChunk } from './clean-chunks';
import { directChanges } from './direct-changes';
import type { RecordStream } from './found-table';
import { registerBytes } from './registered-file';
import { dropRejected, STORE_REJECTS } from './plain-rejects';
import { directColumns, rawName, rowSql } from './row-sql';
import type { TablePlan } from './table-plan';
import { UnfitBytes } from './unfit-bytes';

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
  const direct = directColumns(plan);
  const types = plan.columns.map(({ plan: { type } }, i) => (direct.positions.has(i) ? type : null));
  const sql = rowSql(plan, direct.positions, salt);
  const unfit = new UnfitBytes({ delimiter: FIELD_END, quote: '"' }, types, direct.decimal);
  await work.query(dropRejected);
  await work.query(`CREATE OR REPLACE TABLE ${target} AS ${sql.query(`(${noRows(types)})`)}`);
  let hasUnreadable = false;
  let given = 0;
  let inserting: Promise<void> = Promise.resolve();
  const insert = async (chunk: CleanChunk): Promise<void> => {
    const file = await registerBytes(bindings, chunk.bytes);
    try {
      await work.short(
        `INSERT INTO ${target} ${sql.query(readCall(file.name, types, direct.decimal, chunk.longestLine))}`,
      );
    } finally {
      await file.drop();
    }
  };
  try {
    for await (const chunk of cleanChunks(stream.pieces, width)) {
      run.check();
      if (chunk.hasUnreadable && !takeUnreadable) throw new Unreadable();
      hasUnreadable ||= chunk.hasUnreadable;
      given += chunk.rows;
      unfit.read(chunk.bytes);
      await inserting;
      inserting = insert(chunk);
      inserting.catch(() => undefined); // waited for before the next chunk
    }
  } finally {
    await inserting;
  }
  run.check();
  const rows = await numberOf(work, `SELECT count(*) FROM ${target}`, run);
  // Where nothing was given, nothing was read that could have kept rejects.
  const changes =
    given === 0 ? null : (await directChanges(work, target, plan, direct.positions, unfit)).changes;
  if (changes && changes.size > 0)
    return { attempt: { ...NOTHING_COUNTED, rows, changes }, counting: sql.counting, hasUnreadable };
  if (rows !== given) throw new Error(`${rows} of ${given} records are in the table`);
  const attempt = { rows, ...(await countedIn(work, target, plan, sql, run)) };
  return { attempt, counting: sql.counting, hasUnreadable };
}

const noRows = (types: readonly (string | null)[]): string =>
  `SELECT ${types.map((type, i) => `CAST(NULL AS ${type ?? 'VARCHAR'}) AS ${rawName(i)}`).join(', ')} WHERE FALSE`;

function readCall(
  name: string,
  types: readonly (string | null)[],
  decimal: '.' | ',',
  longestLine: number,
): string {
  const columns = types.map((type, i) => `${literal(rawName(i))}: ${literal(type ?? 'VARCHAR')}`);
  const options = [
    literal(name),
    'auto_detect = false, header = false',
    `delim = ${literal(FIELD_END)}`,
    `quote = '"', escape = '"'`,
    `new_line = '\\n'`,
    ...(decimal === ',' ? [`decimal_separator = ','`] : []),
    `columns = {${columns.join(', ')}}`,
    ...(longestLine > 0 ? [`max_line_size = ${longestLine + 1}, buffer_size = ${2 * longestLine + 2}`] : []),
    STORE_REJECTS,
  ];
  return `read_csv(${options.join(', ')})`;
}
