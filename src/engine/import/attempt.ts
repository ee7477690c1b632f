import type { ColumnPlan } from '../../formats/types/column-plan';
import { widerPlan } from '../../formats/types';
import { ident } from '../../sql/quote';
import { cellAt, columnNamed, type Cell, type Table } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import type { Run } from '../run';
import { exampleName, misfitName, missingName, RULES, type RowSql } from './row-sql';
import { leftOutMask } from './row-rules';
import type { TablePlan } from './table-plan';

/** What one reading of the whole file showed. */
export interface Attempt {
  rows: number;
  /** Values that became null, by position; only where a person chose the type. */
  misfits: Map<number, number>;
  /** Values read as missing because of their spelling, by position. */
  missing: Map<number, { spelling: string; count: number }[]>;
  /** Rows that each rule speaks of. */
  ruled: number[];
  /** Columns that must be read another way; none means that this reading stands. */
  changes: Map<number, ColumnPlan>;
}

/** For a reading that does not stand. */
export const NOTHING_COUNTED: Pick<Attempt, 'misfits' | 'missing' | 'ruled'> = {
  misfits: new Map(),
  missing: new Map(),
  ruled: [],
};

/** A reading that went through. */
export interface Loaded {
  attempt: Attempt;
  /** Names of the columns that only count. */
  counting: string[];
  /** Signs that stand for bytes which are no text were taken as they are. */
  hasUnreadable: boolean;
}

/** Asks the counting columns of a table just read what they counted. */
export async function countedIn(
  connection: Connection,
  target: string,
  plan: TablePlan,
  sql: RowSql,
  run: Run,
): Promise<Omit<Attempt, 'rows'>> {
  const ask = async (query: string): Promise<Table> => decodeTable(await connection.query(query, run));
  const unfit = await misfitsOf(ask, target, sql, leftOutMask(plan));
  const misfits = new Map<number, number>();
  const changes = new Map<number, ColumnPlan>();
  for (const [position, { count, example }] of unfit) {
    const column = plan.columns[position];
    if (!column) continue;
    if (column.isChosen) misfits.set(position, count);
    else changes.set(position, widerPlan(column.plan, example, count));
  }
  if (changes.size > 0) return { misfits, changes, missing: new Map(), ruled: [] };
  return {
    misfits,
    changes,
    missing: await missingOf(ask, target, plan, sql),
    ruled: sql.hasRules ? await ruledRows(ask, target, plan) : [],
  };
}

type Ask = (query: string) => Promise<Table>;

/** Values that do not fit in rows that stay in the table, with one of them, by position. */
async function misfitsOf(
  ask: Ask,
  target: string,
  { masks }: RowSql,
  leftOut: number,
): Promise<Map<number, { count: number; example: string | null }>> {
  const found = new Map<number, { count: number; example: string | null }>();
  const inTable = leftOut === 0 ? '' : ` AND (${ident(RULES)} & ${leftOut}) = 0`;
  for (const [at, group] of masks.entries()) {
    const mask = ident(misfitName(at));
    const bits = group.map((_, bit) => `((${mask} >> ${bit}) & 1) AS b${bit}`);
    const table = await ask(
      `SELECT ${bits.join(', ')}, first(${ident(exampleName(at))}) AS examples, count(*) AS n
       FROM ${target} WHERE ${mask} <> 0${inTable} GROUP BY ${mask} ORDER BY n DESC LIMIT 10000`,
    );
    for (let row = 0; row < table.rowCount; row++) {
      const examples = textAt(table, 'examples', row)?.split('\u001f') ?? [];
      const set = group.filter((_, bit) => Number(valueAt(table, `b${bit}`, row)) === 1);
      for (const [i, position] of set.entries()) {
        const before = found.get(position);
        found.set(position, {
          count: (before?.count ?? 0) + Number(valueAt(table, 'n', row)),
          example: before?.example ?? (examples.length === set.length ? (examples[i] ?? null) : null),
        });
      }
    }
  }
  return found;
}

async function missingOf(
  ask: Ask,
  target: string,
  plan: TablePlan,
  sql: RowSql,
): Promise<Attempt['missing']> {
  const found: Attempt['missing'] = new Map();
  for (const position of sql.missing) {
    const name = ident(missingName(position));
    const table = await ask(
      `SELECT ${name} AS spelling, count(*) AS n FROM ${target} WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
    );
    const spellings = plan.columns[position]?.plan.reading.missing ?? [];
    const counted = Array.from({ length: table.rowCount }, (_, row) => ({
      spelling: spellings[Number(valueAt(table, 'spelling', row)) - 1] ?? '(blank)',
      count: Number(valueAt(table, 'n', row)),
    }));
    if (counted.length > 0) found.set(position, counted);
  }
  return found;
}

async function ruledRows(ask: Ask, target: string, plan: TablePlan): Promise<number[]> {
  const counts = plan.rules.map(
    (_, bit) => `count(*) FILTER (((${ident(RULES)} >> ${bit}) & 1) = 1) AS n${bit}`,
  );
  const table = await ask(`SELECT ${counts.join(', ')} FROM ${target}`);
  return plan.rules.map((_, bit) => Number(valueAt(table, `n${bit}`, 0)));
}

const valueAt = (table: Table, name: string, row: number): Cell => {
  const column = columnNamed(table.columns, name);
  return column ? cellAt(column, row) : null;
};
const textAt = (table: Table, name: string, row: number): string | null => {
  const value = valueAt(table, name, row);
  return value === null ? null : String(value);
};
