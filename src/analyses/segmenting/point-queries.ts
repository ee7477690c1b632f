import { ident } from '../../sql/quote';
import { formatCount } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { columnNamed } from '../../values/table';
import type { RowsOf } from '../analysis';
import { variableColumn, WEIGHT_COLUMN, type PointInput } from './points';
import { describing, levelQuery, profileSelection, textColumnsOf } from './profile-columns';
import { finite, keyOf, requireNoRepeats, requireRows, rowCheck, rowCounts, type NumberQuery } from './rows';

/** The first pass: rows, missing values, keys, and the levels of the describing columns. */
export function pointPreparation(input: PointInput) {
  requireVariables(input);
  const values = input.roles.variables.map(finite);
  const all = [...values, ...weightOf(input).map(({ sql }) => sql)];
  const complete = all.map((value) => `(${value}) IS NOT NULL`).join(' AND ');
  const texts = textColumnsOf(input, describing(input, input.roles.variables));
  return { check: rowCheck(input, all, complete), levels: levelQuery(input, texts) };
}
export type PointsPrepared = RowsOf<ReturnType<typeof pointPreparation>>;

const weightOf = ({ roles }: PointInput): { sql: string; name: string }[] =>
  roles.weight === null ? [] : [{ sql: finite(roles.weight), name: WEIGHT_COLUMN }];

/** The complete rows: keys stay in DuckDB, the numbers go to compute in the same order. */
export function pointQueries(input: PointInput, prepared: PointsPrepared): { points: NumberQuery } {
  requireRows(input, prepared.check);
  requireComplete(input, prepared);
  const needed = [
    ...input.roles.variables.map((variable, i) => ({ sql: finite(variable), name: variableColumn(i) })),
    ...weightOf(input),
  ];
  const more = profileSelection(input, describing(input, input.roles.variables), prepared.levels);
  const columns = [...needed.map(({ sql, name }) => `${sql} AS ${name}`), ...more.select];
  const names = [...needed.map(({ name }) => name), ...more.names];
  const sql = `SELECT key, ${names.map(ident).join(', ')}
FROM (
  SELECT ${keyOf(input)} AS key,
    ${columns.join(',\n    ')}
  FROM ${input.relation}
)
WHERE ${needed.map(({ name }) => `${name} IS NOT NULL`).join(' AND ')}`;
  return {
    points: { sql, shape: Object.fromEntries(names.map((name) => [name, 'number' as const])), keep: true },
  };
}

export const pointCounts = (input: PointInput, { check }: PointsPrepared) =>
  rowCounts(check, [...input.roles.variables, ...(input.roles.weight === null ? [] : [input.roles.weight])]);

function requireVariables(input: PointInput): void {
  const { variables } = input.roles;
  if (variables.length === 0)
    throw new InputProblem('Segments need at least one variable.', { hint: 'Choose columns of numbers.' });
  requireNoRepeats(variables, 'variables', input);
  for (const variable of variables) {
    const column = columnNamed(input.columns, variable);
    if (column && column.kind !== 'number')
      throw new InputProblem(
        `"${input.label(variable)}" holds ${column.type}, but segments are made from numbers.`,
        { hint: 'Choose another column, or make numbers of it in a SQL cell.' },
      );
  }
}

function requireComplete(input: PointInput, prepared: PointsPrepared): void {
  const { total, complete, missing } = pointCounts(input, prepared);
  if (complete > 0) return;
  const most = missing.reduce((best, one) => (one.missing > best.missing ? one : best));
  throw new InputProblem(
    `No row of ${input.from} has all the variables: "${input.label(most.variable)}" alone is missing in ${formatCount(most.missing)} of ${formatCount(total)}.`,
    { hint: `Take "${input.label(most.variable)}" away, or fill it in a SQL cell.` },
  );
}
