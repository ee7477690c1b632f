import { wrapStatement } from '../sql/wrap';
import { InputProblem } from '../values/problem';
import type { SqlRequest, SqlResult, VariableValue } from './api';
import type { Database } from './database';
import { decodeTable } from './decode';
import { engineProblem } from './errors';
import { FIRST_ROWS } from './page';
import { columnsOf, numberOf, readable, relationNames } from './relations';
import type { Connection } from './queries';
import { ident } from '../sql/quote';
import type { Run } from './run';

/** Runs a SQL cell: success replaces its table; a failure or a stop leaves the old one. */
export async function runSqlCell(database: Database, request: SqlRequest, run: Run): Promise<SqlResult> {
  const started = performance.now();
  const variables = new Set(request.variables.map((name) => name.toLowerCase()));
  const wrapped = wrapStatement(request.name, request.sql, variables);
  let rowCount: number;
  try {
    rowCount = await numberOf(database.work, wrapped.sql, run);
  } catch (error) {
    run.check();
    const relations = await relationNames(database.look).catch(() => []);
    const problem = engineProblem(error, {
      userText: request.sql,
      sent: wrapped.sql,
      toOriginal: (byteOffset) => wrapped.toOriginal(byteOffset),
      relations,
    });
    throw new InputProblem(problem.message, problem);
  }
  return resultOf(database.work, request.name, rowCount, started);
}

/** A table just made, with the number of rows that making it gave, as the page gets it; `elapsed` is since `started`. */
async function resultOf(
  connection: Connection,
  relation: string,
  rowCount: number,
  started: number,
): Promise<SqlResult> {
  const columns = await columnsOf(connection, ident(relation));
  const select = columns.map(readable).join(', ');
  const rows = await connection.query(`SELECT ${select} FROM ${ident(relation)} LIMIT ${FIRST_ROWS}`);
  const firstRows = decodeTable(rows, columns);
  return { relation, columns, rowCount, firstRows, elapsed: performance.now() - started };
}

const TYPES = { number: 'DOUBLE', text: 'VARCHAR', choice: 'VARCHAR', date: 'DATE' } as const;

/** Sets what `$name` reads, as a value and never as text in a query. */
export async function setVariable(
  connection: Connection,
  name: string,
  { type, value }: VariableValue,
): Promise<void> {
  const sqlType = TYPES[type];
  try {
    await connection.prepared(`SET VARIABLE ${ident(name.toLowerCase())} = $1::${sqlType}`, [value]);
  } catch {
    throw new InputProblem(`The value of \`${name}\` is not a ${type}.`, {
      hint: type === 'date' ? 'Write a date as 2026-06-30.' : 'Choose another value.',
    });
  }
}
