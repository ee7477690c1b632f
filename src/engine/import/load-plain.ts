import type { ColumnPlan } from '../../formats/types/column-plan';
import { literal } from '../../sql/quote';
import type { Connection } from '../queries';
import { numberOf } from '../relations';
import type { Run } from '../run';
import { countedIn, NOTHING_COUNTED, type Loaded } from './attempt';
import type { PlainText } from './found-table';
import { directChanges } from './direct-changes';
import { dropRejected, STORE_REJECTS } from './plain-rejects';
import { chunksOf, type RegisteredFile } from './registered-file';
import { directColumns, NO_DIRECT, rawName, rowSql } from './row-sql';
import type { TablePlan } from './table-plan';
import { UnfitBytes } from './unfit-bytes';

/** Bytes looked through at a time: some milliseconds, because this thread carries the messages of the reading too. */
const LOOKED = 1_000_000;

/**
 * Reads a plain file by DuckDB's own reader into the table `target` (quoted). Null where a line's structure is not what
 * the beginning showed: then the reader that mends lines has to read it. Runs in the caller's transaction.
 */
export async function loadPlain(
  connection: Connection,
  text: PlainText,
  utf8: Blob,
  file: RegisteredFile,
  target: string,
  plan: TablePlan,
  salt: string,
  run: Run,
): Promise<Loaded | null> {
  if (utf8.size === 0) return null; // of no bytes DuckDB makes no tables of rejects either
  const direct = isOneByte(text.delimiter) ? directColumns(plan) : NO_DIRECT;
  const types = plan.columns.map(({ plan: { type } }, i) => (direct.positions.has(i) ? type : null));
  const unfit = lookThrough(text, utf8, types, direct.decimal, run);
  unfit.catch(() => undefined); // waited for below, unless the reading fails first
  await connection.query(dropRejected);
  const sql = rowSql(plan, direct.positions, salt);
  const rows = await rowsRead(
    connection,
    `CREATE OR REPLACE TABLE ${target} AS ${sql.query(readCall(text, file, types, direct.decimal, await firstLineEnd(utf8, text.quote)))}`,
    run,
  );
  if (rows === null) return null;
  const seen = await unfit;
  const { anyBroken, changes } = await directChanges(connection, target, plan, direct.positions, seen);
  if (anyBroken || (seen && changes.size === 0 && seen.records !== rows)) return null;
  if (saysNamesAgain(plan, seen?.columns ?? new Map(), changes)) return null;
  const attempt =
    changes.size > 0
      ? { ...NOTHING_COUNTED, rows, changes }
      : { rows, ...(await countedIn(connection, target, plan, sql, run)) };
  return { attempt, counting: sql.counting, hasUnreadable: false };
}

const isOneByte = (delimiter: string): boolean => delimiter.length === 1 && delimiter.charCodeAt(0) < 128;

/** A header that comes again further down is no value of the column. */
const saysNamesAgain = (
  plan: TablePlan,
  seen: ReadonlyMap<number, string | null>,
  changes: ReadonlyMap<number, ColumnPlan>,
): boolean =>
  [...changes.keys()].some((position) => {
    const name = plan.columns[position]?.plan.name.trim().toLowerCase();
    return name !== undefined && seen.get(position)?.trim().toLowerCase() === name;
  });

function readCall(
  { delimiter, quote, escape }: PlainText,
  { name }: RegisteredFile,
  types: readonly (string | null)[],
  decimal: '.' | ',',
  lineEnd: '\n' | '\r\n',
): string {
  const columns = types.map((type, i) => `${literal(rawName(i))}: ${literal(type ?? 'VARCHAR')}`);
  const options = [
    literal(name),
    'auto_detect = false',
    'header = false',
    `new_line = ${literal(lineEnd === '\r\n' ? '\\r\\n' : '\\n')}`,
    `delim = ${literal(delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(quote === '' ? '' : escape)}`,
    ...(decimal === ',' ? [`decimal_separator = ','`] : []),
    // A quarter of what DuckDB takes by itself: it holds several of them at once.
    'buffer_size = 8000000',
    `columns = {${columns.join(', ')}}`,
    STORE_REJECTS,
  ];
  return `read_csv(${options.join(', ')})`;
}

/** Rows read; null where DuckDB gives up, as it does where line ends differ. A stop and a lack of memory stay what they are. */
async function rowsRead(connection: Connection, sql: string, run: Run): Promise<number | null> {
  try {
    return await numberOf(connection, sql, run);
  } catch (error) {
    run.check();
    if (error instanceof Error && /"exception_type":"Invalid Input"/.test(error.message)) return null;
    throw error;
  }
}

/** How the first record ends: told nothing, DuckDB takes a line end inside quotes for one more. */
async function firstLineEnd(utf8: Blob, quote: string): Promise<'\n' | '\r\n'> {
  const text = await utf8.slice(0, LOOKED).text();
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === quote) quoted = !quoted;
    else if (text[at] === '\n' && !quoted) return text[at - 1] === '\r' ? '\r\n' : '\n';
  }
  return '\n';
}

/** Runs beside the engine's reading, which has its own thread. Null for delimiters of several bytes. */
async function lookThrough(
  text: PlainText,
  utf8: Blob,
  types: readonly (string | null)[],
  decimal: '.' | ',',
  run: Run,
): Promise<UnfitBytes | null> {
  if (!isOneByte(text.delimiter)) return null;
  const unfit = new UnfitBytes(text, types, decimal);
  for await (const chunk of chunksOf(utf8, LOOKED)) {
    run.check();
    unfit.read(chunk);
  }
  return unfit;
}
