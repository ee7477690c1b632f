import type { PlannedColumn, ReadingPlan } from '../formats/text/plan';
import { LEADING_ZEROS, TOO_LONG } from '../formats/text/guess-type';
import { dropRejected, readingOf, REJECTED } from '../formats/text/read-csv';
import { ident } from '../sql/quote';
import { formatCount } from '../values/format';
import { cellAt, columnNamed, type Cell } from '../values/table';
import { decodeTable } from './decode';
import { INTERNAL_SCHEMA } from './lock';
import type { Connection } from './queries';
import { numberOf } from './relations';
import type { Run } from './run';

/** What one reading of the whole file showed. */
export interface Attempt {
  rows: number;
  /** Values that became null, by column; only where a person chose the type. */
  misfits: Map<string, number>;
  /** Whether the engine rejected any line. */
  anyRejected: boolean;
  /** Columns that must be read another way, as they are to be read then; none means that this reading stands. */
  changes: PlannedColumn[];
}

const STAGING = `${INTERNAL_SCHEMA}.import`;

/**
 * Reads the whole file by a plan into the table `relation`, and looks for values that the plan does not fit. Begins a
 * transaction, which the caller ends. Every statement is a way to DuckDB's worker and back, so they are few.
 */
export async function attemptReading(
  connection: Connection,
  file: string,
  relation: string,
  plan: ReadingPlan,
  chosen: ReadonlySet<string>,
  run: Run,
): Promise<Attempt> {
  await connection.query(['BEGIN TRANSACTION', ...dropRejected].join('; '));
  const { call, conversions } = readingOf(file, plan, chosen);
  const target = ident(relation);
  const misfits = new Map<string, number>();
  let rows: number;
  if (conversions.size === 0) {
    rows = await numberOf(connection, `CREATE OR REPLACE TABLE ${target} AS FROM ${call}`, run);
  } else {
    await connection.query(`CREATE OR REPLACE TABLE ${STAGING} AS FROM ${call}`, run);
    for (const [name, count] of await countMisfits(connection, conversions, run)) misfits.set(name, count);
    const columns = plan.columns.map(({ name }) => {
      const conversion = conversions.get(name);
      return conversion === undefined ? ident(name) : `${conversion} AS ${ident(name)}`;
    });
    rows = await numberOf(
      connection,
      `CREATE OR REPLACE TABLE ${target} AS SELECT ${columns.join(', ')} FROM ${STAGING}`,
      run,
    );
    await connection.query(`DROP TABLE ${STAGING}`);
  }
  const { anyRejected, unsafe } = await lookOver(connection, target, plan, chosen);
  const unfit = anyRejected ? await castErrors(connection, plan) : new Map<string, Unfit>();
  for (const [name, count] of misfits)
    if (!chosen.has(name) && count > 0) unfit.set(name, { count, example: null });
  const changes = [...unfit].map(([name, found]) => otherReading(columnIn(plan, name), found));
  return { rows, misfits, anyRejected, changes: changes.length > 0 ? changes : unsafe };
}

/** Values of the staged text columns that their conversion makes null. */
async function countMisfits(
  connection: Connection,
  conversions: ReadonlyMap<string, string>,
  run: Run,
): Promise<[string, number][]> {
  const names = [...conversions.keys()];
  const counts = names.map(
    (name, i) =>
      `count(*) FILTER (trim(${ident(name)}) <> '' AND (${conversions.get(name) ?? ''}) IS NULL) AS c${i}`,
  );
  const table = decodeTable(await connection.query(`SELECT ${counts.join(', ')} FROM ${STAGING}`, run));
  return names.map((name, i) => [name, numberAt(table.columns[i] && cellAt(table.columns[i], 0))]);
}

interface Unfit {
  count: number;
  example: string | null;
}

/**
 * Columns in which a value did not fit its type, which made the engine reject whole rows. A line of broken structure
 * says nothing of types: its values stand in the wrong columns.
 */
async function castErrors(connection: Connection, plan: ReadingPlan): Promise<Map<string, Unfit>> {
  const table = decodeTable(
    await connection.query(
      `SELECT column_idx, count(*) AS n,
         min(regexp_extract(error_message, 'Could not convert string ["''](.*)["''] to', 1, 's')) AS example
       FROM ${REJECTED} WHERE error_type = 'CAST'
         AND line NOT IN (SELECT line FROM ${REJECTED} WHERE error_type <> 'CAST') GROUP BY ALL ORDER BY ALL`,
    ),
  );
  const at = (name: string, row: number): Cell => {
    const column = columnNamed(table.columns, name);
    return column ? cellAt(column, row) : null;
  };
  const found = new Map<string, Unfit>();
  for (let row = 0; row < table.rowCount; row++) {
    const column = plan.columns[numberAt(at('column_idx', row)) - 1];
    const example = at('example', row);
    if (column)
      found.set(column.name, {
        count: numberAt(at('n', row)),
        example: example === null ? null : String(example),
      });
  }
  return found;
}

/** A date whose order was a guess is tried the other way round; anything else becomes text, and that is said. */
function otherReading({ name, type, date }: PlannedColumn, { count, example }: Unfit): PlannedColumn {
  if (date?.ambiguous)
    return { name, type, date: { ...date, ambiguous: false, order: date.order === 'dmy' ? 'mdy' : 'dmy' } };
  const values = `${formatCount(count)} ${count === 1 ? 'value is' : 'values are'} not ${wordFor(type)}`;
  const such = example ? `, such as "${example.slice(0, 40)}"` : '';
  return { name, type: 'VARCHAR', note: `made text, because ${values}${such}` };
}

const wordFor = (type: string): string => {
  if (/^DATE/.test(type)) return 'a date';
  if (/^TIMESTAMP/.test(type)) return 'a time';
  return type === 'BOOLEAN' ? 'true or false' : /INT/.test(type) ? 'a whole number' : 'a number';
};

/**
 * Whether lines were rejected, and the columns that must be text: integers that a double cannot hold, and the words
 * "nan" and "inf", which the engine takes for numbers.
 */
async function lookOver(
  connection: Connection,
  target: string,
  plan: ReadingPlan,
  chosen: ReadonlySet<string>,
): Promise<{ anyRejected: boolean; unsafe: PlannedColumn[] }> {
  const checks: { column: PlannedColumn; sql: string; note: string }[] = [];
  for (const column of plan.columns) {
    const name = ident(column.name);
    if (chosen.has(column.name)) continue;
    if (column.type === 'BIGINT')
      checks.push({
        column,
        sql: `max(${name}) > 9007199254740991 OR min(${name}) < -9007199254740991`,
        note: TOO_LONG,
      });
    if (column.type === 'DOUBLE')
      checks.push({
        column,
        // Takes two thirds of the time of asking each value; made small, so that no sum of finite ones overflows.
        sql: `NOT isfinite(sum(${name} * 1e-10))`,
        note: 'made text, because "nan" or "inf" is not a number',
      });
  }
  const asked = [...checks.map(({ sql }, i) => `${sql} AS c${i}`), `EXISTS (FROM ${REJECTED}) AS rejected`];
  const from = checks.length > 0 ? ` FROM ${target}` : '';
  const table = decodeTable(await connection.query(`SELECT ${asked.join(', ')}${from}`));
  const answers = table.columns.map((column) => cellAt(column, 0) === true);
  return {
    anyRejected: answers[checks.length] ?? false,
    unsafe: checks
      .filter((_, i) => answers[i])
      .map(({ column, note }) => ({ name: column.name, type: 'VARCHAR', note })),
  };
}

/** Columns that have leading zeros further down than the sample reached. */
export const zerosAsText = (plan: ReadingPlan, positions: readonly number[]): PlannedColumn[] =>
  positions.flatMap((position) => {
    const column = plan.columns[position];
    return column && isNumber(column) ? { name: column.name, type: 'VARCHAR', note: LEADING_ZEROS } : [];
  });

export const isNumber = ({ type }: PlannedColumn): boolean => type === 'BIGINT' || type === 'DOUBLE';

function columnIn(plan: ReadingPlan, name: string): PlannedColumn {
  const column = plan.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`no planned column ${name}`);
  return column;
}

const numberAt = (value: Cell | undefined): number =>
  typeof value === 'number' ? value : Number(value ?? 0);
