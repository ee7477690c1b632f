import { ident } from '../../sql/quote';
import { formatCount } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { columnNamed } from '../../values/table';
import type { Query, RowsOf } from '../analysis';
import type { KMeansInput } from './form';

/** The kept query's name of the i-th variable, so that no name of the user's can collide with `key`. */
export const variableColumn = (i: number): string => `x${i + 1}`;

type NumberQuery = Query<Record<string, 'number'>>;

/** The first pass: rows, complete rows, missing values by variable, and what is wrong with the keys. */
export function preparation(input: KMeansInput): { check: NumberQuery } {
  requireVariables(input);
  const values = input.roles.variables.map(finite);
  const missing = values.map((value, i) => `count(*) FILTER ((${value}) IS NULL)::DOUBLE AS missing_${i}`);
  const key = input.roles.key;
  const keys =
    key === null
      ? ['0::DOUBLE AS keys_missing', '0::DOUBLE AS keys_repeated']
      : [
          `count(*) FILTER (${ident(key)} IS NULL)::DOUBLE AS keys_missing`,
          `(count(${ident(key)}) - count(DISTINCT ${ident(key)}))::DOUBLE AS keys_repeated`,
        ];
  const complete = values.map((value) => `(${value}) IS NOT NULL`).join(' AND ');
  const columns = [
    'count(*)::DOUBLE AS total',
    `count(*) FILTER (${complete})::DOUBLE AS complete`,
    ...keys,
    ...missing,
  ];
  const shape: Record<string, 'number'> = { total: 'number', complete: 'number' };
  shape['keys_missing'] = shape['keys_repeated'] = 'number';
  missing.forEach((_, i) => (shape[`missing_${i}`] = 'number'));
  return { check: { sql: `SELECT ${columns.join(',\n  ')}\nFROM ${input.relation}`, shape } };
}
export type Prepared = RowsOf<ReturnType<typeof preparation>>;

/** The complete rows: keys stay in DuckDB, the variables go to compute in the same order. */
export function pointQueries(input: KMeansInput, prepared: Prepared): { points: NumberQuery } {
  requireRows(input, prepared);
  const names = input.roles.variables.map((_, i) => variableColumn(i));
  const key = input.roles.key === null ? 'row_number() OVER ()' : ident(input.roles.key);
  const columns = input.roles.variables.map((variable, i) => `${finite(variable)} AS ${names[i]}`);
  const sql = `SELECT key, ${names.join(', ')}
FROM (
  SELECT ${key} AS key,
    ${columns.join(',\n    ')}
  FROM ${input.relation}
)
WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')}`;
  const shape = Object.fromEntries(names.map((name) => [name, 'number' as const]));
  return { points: { sql, shape, keep: true } };
}

/** A variable as a finite DOUBLE, or NULL. */
const finite = (variable: string): string => {
  const value = `${ident(variable)}::DOUBLE`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};

function requireVariables(input: KMeansInput): void {
  const { variables } = input.roles;
  if (variables.length === 0)
    throw new InputProblem('Segments need at least one variable.', { hint: 'Choose columns of numbers.' });
  for (const [i, variable] of variables.entries()) {
    const label = input.label(variable);
    if (variables.indexOf(variable) !== i)
      throw new InputProblem(`"${label}" is named twice among the variables.`, { hint: 'Take one away.' });
    const column = columnNamed(input.columns, variable);
    if (column && column.kind !== 'number')
      throw new InputProblem(`"${label}" holds ${column.type}, but segments are made from numbers.`, {
        hint: 'Choose another column, or make numbers of it in a SQL cell.',
      });
  }
}

function requireRows(input: KMeansInput, { check }: Prepared): void {
  const total = check['total']?.[0] ?? 0;
  if (total === 0)
    throw new InputProblem(`There are no rows in ${input.from}, so there is nothing to segment.`);
  if ((check['complete']?.[0] ?? 0) > 0) return;
  const counts = missingCounts(input, { check });
  const most = counts.reduce((best, one) => (one.missing > best.missing ? one : best));
  throw new InputProblem(
    `No row of ${input.from} has all the variables: "${input.label(most.variable)}" alone is missing in ${formatCount(most.missing)} of ${formatCount(total)}.`,
    { hint: `Take "${input.label(most.variable)}" away, or fill it in a SQL cell.` },
  );
}

/** Missing values by variable. */
export const missingCounts = (
  input: KMeansInput,
  { check }: Prepared,
): { variable: string; missing: number }[] =>
  input.roles.variables.map((variable, i) => ({ variable, missing: check[`missing_${i}`]?.[0] ?? 0 }));
