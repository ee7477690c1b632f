import { ident } from '../sql/quote';
import { formatCount, formatNumber, formatPercent } from '../values/format';
import { columnNamed, type Cell, type ColumnInfo } from '../values/table';
import type { SourceComparison } from './import-api';
import type { Connection } from './queries';
import { columnsOfRelation, numberOf, rowOf } from './relations';
import type { Run } from './run';

/** Above so many rows in both together whole rows are compared by a key only. */
const MOST_ROWS = 4_000_000;
const MOST_SHIFTS = 12;

/** A column that both have, as it is in each. */
interface Common {
  name: string;
  before: ColumnInfo;
  now: ColumnInfo;
}

/** What the relation `now` differs in from `before`, both tables with the same meaning a month apart. */
export async function compareSources(
  connection: Connection,
  before: string,
  now: string,
  run: Run,
): Promise<SourceComparison> {
  const [old, fresh] = [
    await columnsOfRelation(connection, before),
    await columnsOfRelation(connection, now),
  ];
  const common = old.flatMap((column): Common[] => {
    const same = columnNamed(fresh, column.name);
    return same ? [{ name: column.name, before: column, now: same }] : [];
  });
  const tables: Two = { before, now, connection, run };
  const rows = { before: await countOf(tables, before), now: await countOf(tables, now) };
  const gone = old.filter(({ name }) => !columnNamed(fresh, name)).map(nameAndType);
  const added = fresh.filter(({ name }) => !columnNamed(old, name)).map(nameAndType);
  const few = rows.before + rows.now <= MOST_ROWS;
  return {
    rows,
    ...{ added, gone },
    retyped: common
      .filter((column) => column.before.type !== column.now.type)
      .map(({ name, before: was, now: is }) => ({ name, before: was.type, now: is.type })),
    renamed: await renamedColumns(tables, gone, added),
    keys: await comparedKeys(tables, common),
    sameRows: few && common.length > 0 ? await sameRows(tables, common) : null,
    shifts: await shiftsOf(tables, common, rows),
  };
}

interface Two {
  before: string;
  now: string;
  connection: Connection;
  run: Run;
}

const nameAndType = ({ name, type }: ColumnInfo): { name: string; type: string } => ({ name, type });
const countOf = ({ connection, run }: Two, relation: string): Promise<number> =>
  numberOf(connection, `SELECT count(*) FROM ${ident(relation)}`, run);

/** Columns gone and added of one type, of which the newer holds most of the older's values. */
async function renamedColumns(
  two: Two,
  gone: SourceComparison['gone'],
  added: SourceComparison['added'],
): Promise<SourceComparison['renamed']> {
  const found: SourceComparison['renamed'] = [];
  for (const old of gone.slice(0, 20)) {
    const taken = new Set(found.map(({ now }) => now));
    const alike = added.filter(({ name, type }) => type === old.type && !taken.has(name)).slice(0, 20);
    let best = { now: '', alike: 0 };
    for (const { name } of alike) {
      const share = await shareFound(two, old.name, name);
      if (share > best.alike) best = { now: name, alike: share };
    }
    if (best.alike >= 0.6) found.push({ before: old.name, ...best });
  }
  return found;
}

/** The share of (at most 1,000) distinct values of one column that the other holds. Few values say nothing: 0. */
async function shareFound(
  { before, now, connection, run }: Two,
  old: string,
  fresh: string,
): Promise<number> {
  const row = await rowOf(
    connection,
    `SELECT count(*) AS n, count(*) FILTER (v IN (SELECT ${ident(fresh)} FROM ${ident(now)})) AS found
     FROM (SELECT DISTINCT ${ident(old)} AS v FROM ${ident(before)} WHERE v IS NOT NULL ORDER BY hash(v) LIMIT 1000)`,
    run,
  );
  const count = Number(row.get('n') ?? 0);
  return count < 5 ? 0 : Number(row.get('found') ?? 0) / count;
}

/** What became of the rows, by the first column that names each row once in both tables. */
async function comparedKeys(two: Two, common: readonly Common[]): Promise<SourceComparison['keys']> {
  const key = await keyOf(two, common);
  if (!key) return null;
  const { before, now, connection, run } = two;
  const column = ident(key.name);
  const others = common.filter(({ name }) => name !== key.name);
  const row = await rowOf(
    connection,
    `SELECT count(*) FILTER (now.k IS NULL) AS gone, count(*) FILTER (before.k IS NULL) AS added,
       count(*) FILTER (before.k IS NOT NULL AND now.k IS NOT NULL) AS both,
       count(*) FILTER (before.k IS NOT NULL AND now.k IS NOT NULL AND before.h <> now.h) AS changed
     FROM (SELECT ${column}::VARCHAR AS k, ${rowHash(others, 'before')} AS h FROM ${ident(before)}) before
     FULL JOIN (SELECT ${column}::VARCHAR AS k, ${rowHash(others, 'now')} AS h FROM ${ident(now)}) now USING (k)`,
    run,
  );
  const count = (name: string): number => Number(row.get(name) ?? 0);
  return {
    column: key.name,
    ...{ gone: count('gone'), added: count('added'), both: count('both'), changed: count('changed') },
  };
}

/** Text and whole numbers only: a date or an amount that happens to be unique is no key. */
async function keyOf(
  { before, now, connection, run }: Two,
  common: readonly Common[],
): Promise<Common | null> {
  const likely = common.filter(({ now: { type } }) => type === 'VARCHAR' || /INT/.test(type));
  for (const candidate of likely.slice(0, 12)) {
    const column = ident(candidate.name);
    const unique = async (relation: string): Promise<boolean> => {
      // A glance at the first rows spares most columns a count of them all.
      const glance = `SELECT count(*) = count(DISTINCT ${column}) AS is_key FROM (SELECT ${column} FROM ${ident(relation)} LIMIT 2048)`;
      const whole = `SELECT count(*) > 0 AND count(*) = count(DISTINCT ${column}) AS is_key FROM ${ident(relation)}`;
      for (const sql of [glance, whole])
        if ((await rowOf(connection, sql, run)).get('is_key') !== true) return false;
      return true;
    };
    if ((await unique(before)) && (await unique(now))) return candidate;
  }
  return null;
}

/** Values as text, so that a column that became a number of late compares as it reads. */
const rowHash = (columns: readonly Common[], side: 'before' | 'now'): string =>
  columns.length === 0
    ? '0'
    : `hash(${columns.map((column) => `${ident(column[side].name)}::VARCHAR`).join(', ')})`;

async function sameRows({ before, now, connection, run }: Two, common: readonly Common[]): Promise<number> {
  const counted = (side: 'before' | 'now', relation: string): string =>
    `(SELECT ${rowHash(common, side)} AS h, count(*) AS n FROM ${ident(relation)} GROUP BY h)`;
  const same = await numberOf(
    connection,
    `SELECT sum(least(b.n, a.n))::DOUBLE FROM ${counted('before', before)} b JOIN ${counted('now', now)} a USING (h)`,
    run,
  );
  return Number.isNaN(same) ? 0 : same;
}

/** Columns whose share of missing values moved by five points, or whose mean by a quarter of a standard deviation. */
async function shiftsOf(
  { before, now, connection, run }: Two,
  common: readonly Common[],
  rows: SourceComparison['rows'],
): Promise<SourceComparison['shifts']> {
  if (common.length === 0 || rows.before === 0 || rows.now === 0) return [];
  const asked = async (relation: string): Promise<(i: number, what: string) => number> => {
    const facts = await rowOf(
      connection,
      `SELECT ${common.map((column, i) => measures(column, i)).join(', ')} FROM ${ident(relation)}`,
      run,
    );
    return (i, what) => numberIn(facts.get(`${what}${i}`));
  };
  const [was, is] = [await asked(before), await asked(now)];
  const shifts: { text: string; tone: 'plain' | 'caution'; size: number }[] = [];
  for (const [i, column] of common.entries()) {
    const missing = { before: was(i, 'missing') / rows.before, now: is(i, 'missing') / rows.now };
    const moved = Math.abs(missing.now - missing.before);
    if (moved >= 0.05)
      shifts.push({
        text: `${column.name}: ${formatPercent(missing.now)} missing, before ${formatPercent(missing.before)}.`,
        tone: moved >= 0.2 ? 'caution' : 'plain',
        size: moved * 10,
      });
    const shift = Math.abs(is(i, 'mean') - was(i, 'mean')) / was(i, 'spread');
    if (Number.isFinite(shift) && shift >= 0.25)
      shifts.push({
        text: `${column.name}: mean ${formatNumber(is(i, 'mean'))}, before ${formatNumber(was(i, 'mean'))}.`,
        tone: shift >= 1 ? 'caution' : 'plain',
        size: shift,
      });
  }
  const shown = shifts.sort((one, other) => other.size - one.size).slice(0, MOST_SHIFTS);
  const more = shifts.length - shown.length;
  return [
    ...shown.map(({ text, tone }) => ({ text, tone })),
    ...(more > 0 ? [{ text: `${formatCount(more)} more columns moved less.`, tone: 'plain' as const }] : []),
  ];
}

function measures({ name, before, now }: Common, i: number): string {
  const column = ident(name);
  const isNumber = before.kind === 'number' && now.kind === 'number';
  const finite = `CASE WHEN isfinite(${column}::DOUBLE) THEN ${column}::DOUBLE END`;
  return [
    `count(*) - count(${column}) AS missing${i}`,
    `${isNumber ? `avg(${finite})` : 'NULL::DOUBLE'} AS mean${i}`,
    `${isNumber ? `stddev_samp(${finite})` : 'NULL::DOUBLE'} AS spread${i}`,
  ].join(', ');
}

const numberIn = (value: Cell | undefined): number =>
  value === null || value === undefined ? Number.NaN : Number(value);

/**
 * Gives the table `from` the name of `to`, which it replaces in one step; cells see the one or the other. Throws an
 * InputProblem where there is no `from`.
 */
export async function adoptTable(connection: Connection, from: string, to: string): Promise<void> {
  await columnsOfRelation(connection, from);
  try {
    await connection.query(
      `BEGIN TRANSACTION; DROP TABLE IF EXISTS ${ident(to)}; ALTER TABLE ${ident(from)} RENAME TO ${ident(to)}; COMMIT`,
    );
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
