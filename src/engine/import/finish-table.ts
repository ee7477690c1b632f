import { ident, literal } from '../../sql/quote';
import type { Note } from '../../formats/note';
import type { Connection } from '../queries';
import { numberOf, texts } from '../relations';
import { decodeTable } from '../decode';
import type { Run } from '../run';
import { RULES, type RowSql } from './row-sql';
import { leftOutMask } from './row-rules';
import type { TablePlan } from './table-plan';

const MOST_CHOICES = 60;

/** A column of the finished table, by the position in the file of the one it comes from. */
export interface FinishedColumn {
  position: number;
  /** The choice that it says yes or no to. */
  choice?: string;
}

/** What the table came to. */
export interface Finished {
  rows: number;
  columns: FinishedColumn[];
  notes: Note[];
}

/** Whether rows are left out or columns made of others, so that the table has to be written once more. */
export const needsCopy = ({ columns, rules }: TablePlan): boolean =>
  rules.some(({ leftOut }) => leftOut) || columns.some(({ split }) => split !== undefined);

/** Takes out what only counted, rows that are no data, and makes yes/no columns of several choices in one. */
export async function finishTable(
  connection: Connection,
  { staged, target, rows }: { staged: string; target: string; rows: number },
  plan: TablePlan,
  sql: Pick<RowSql, 'counting'>,
  run: Run,
): Promise<Finished> {
  if (staged === target) {
    for (const name of sql.counting)
      await connection.query(`ALTER TABLE ${target} DROP COLUMN ${ident(name)}`);
    return { rows, columns: kept(plan).map((position) => ({ position })), notes: [] };
  }
  const { columns, selected, notes } = await choiceColumns(connection, staged, plan, run);
  const leftOut = leftOutMask(plan);
  const where = leftOut === 0 ? '' : ` WHERE (${ident(RULES)} & ${leftOut}) = 0`;
  const left = await numberOf(
    connection,
    `CREATE OR REPLACE TABLE ${target} AS SELECT ${selected.join(', ')} FROM ${staged}${where}`,
    run,
  );
  await connection.query(`DROP TABLE ${staged}`);
  return { rows: left, columns, notes };
}

const kept = ({ columns }: TablePlan): number[] =>
  columns.flatMap(({ fate }, i) => (fate === 'dropped' ? [] : [i]));

async function choiceColumns(
  connection: Connection,
  staged: string,
  plan: TablePlan,
  run: Run,
): Promise<{ columns: FinishedColumn[]; selected: string[]; notes: Note[] }> {
  const taken = new Set(plan.columns.map((column) => column.plan.name.toLowerCase()));
  const columns: FinishedColumn[] = [];
  const selected: string[] = [];
  const notes: Note[] = [];
  for (const position of kept(plan)) {
    const column = plan.columns[position];
    if (!column) continue;
    const { split, plan: own } = column;
    const name = ident(own.name);
    const choices = split === undefined ? [] : await choicesIn(connection, staged, name, split, run);
    if (split === undefined || choices.length === 0 || choices.length > MOST_CHOICES) {
      if (choices.length > MOST_CHOICES)
        notes.push({
          tone: 'caution',
          text: `\`${own.name}\` has more than ${MOST_CHOICES} different choices and stays one column.`,
        });
      columns.push({ position });
      selected.push(name);
      continue;
    }
    for (const choice of choices) {
      columns.push({ position, choice });
      selected.push(`${saysYes(name, split, choice)} AS ${ident(unique(`${own.name}: ${choice}`, taken))}`);
    }
  }
  return { columns, selected, notes };
}

async function choicesIn(
  connection: Connection,
  staged: string,
  name: string,
  mark: string,
  run: Run,
): Promise<string[]> {
  const table = decodeTable(
    await connection.query(
      `SELECT choice FROM (SELECT trim(unnest(string_split(${name}, ${literal(mark)}))) AS choice FROM ${staged})
       WHERE choice <> '' GROUP BY choice ORDER BY count(*) DESC, choice LIMIT ${MOST_CHOICES + 1}`,
      run,
    ),
  );
  return texts(table, 'choice');
}

const saysYes = (name: string, mark: string, choice: string): string =>
  `CASE WHEN ${name} IS NOT NULL
    THEN list_contains(list_transform(string_split(${name}, ${literal(mark)}), lambda x: trim(x)), ${literal(choice)}) END`;

function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let suffix = 2; taken.has(name.toLowerCase()); suffix++) name = `${wanted}_${suffix}`;
  taken.add(name.toLowerCase());
  return name;
}
