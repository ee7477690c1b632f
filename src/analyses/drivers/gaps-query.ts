import type { Query } from '../analysis';
import { answersCte, blockKeys, centredValues, tooManyCombinations } from './blocks-query';
import type { Encoding, FirstPass } from './encode';
import { numbersShape, single, type NumbersShape } from './numbers';
import type { Plan } from './plan';
import type { DriversInput } from './roles';

/** Which rows are added up for a column: those without its answer, or those with it where they are fewer. */
export type GapRows = 'without' | 'with';

/** By column used; null where it has every answer. */
export const gapRows = ({ overview }: FirstPass, { columns }: Encoding): (GapRows | null)[] =>
  columns.map((_, i) => {
    const [answered, total] = [single(overview, `answered${i}`), single(overview, 'total')];
    return answered === total ? null : answered < total / 2 ? 'with' : 'without';
  });

/**
 * What the blocks lack for pairs of columns: for each column with gaps, over the rows without it (or with it, see
 * `gapRows`), the rows that have each other column, and each variable's sum and sum of squares, by the keys of the
 * blocks. The sums over the rows that have both i and j follow by subtraction, for a fraction of what adding up every
 * pair would cost: a column's gaps are few against its answers.
 */
export function gapsQuery(
  input: DriversInput,
  encoding: Encoding,
  plan: Plan,
  first: FirstPass,
): Query<NumbersShape> {
  const weighted = input.roles.weight !== null;
  const keys = [...blockKeys(encoding, plan), 'gap'];
  const carried = blockKeys(encoding, plan);
  const columns = encoding.columns.map((_, i) => i);
  const values = [
    ...carried,
    ...(weighted ? ['w'] : []),
    ...columns.map((i) => `v${i}`),
    ...centredValues(encoding, plan),
  ];
  const parts = gapRows(first, encoding).flatMap((rows, i) =>
    rows === null
      ? []
      : [
          `SELECT ${i} AS gap, ${values.join(', ')} FROM used WHERE v${i} IS ${rows === 'with' ? 'NOT ' : ''}NULL`,
        ],
  );
  const times = weighted ? 'w * ' : '';
  const sums: [string, string][] = [
    ...columns.map((i): [string, string] => [`n${i}`, `CAST(count(v${i}) AS DOUBLE)`]),
    ...(weighted ? [['w', 'sum(w)'] as [string, string]] : []),
    ...(weighted
      ? columns.map((i): [string, string] => [`w${i}`, `sum(CASE WHEN v${i} IS NULL THEN 0 ELSE w END)`])
      : []),
    ...encoding.variables.map((_, i): [string, string] => [`s${i}`, `sum(${times}d${i})`]),
    ...encoding.variables.map((_, i): [string, string] => [`q${i}`, `sum(${times}d${i} * d${i})`]),
  ];
  return {
    sql: `${answersCte(input, encoding, plan)}
SELECT ${keys.map((key) => `CAST(gaps.${key} AS DOUBLE) AS ${key}`).join(', ')}, CAST(count(*) AS DOUBLE) AS n,
  ${sums.map(([name, sql]) => `${sql} AS ${name}`).join(',\n  ')}
FROM (
  ${parts.join('\n  UNION ALL\n  ')}
) AS gaps${tooManyCombinations(encoding)}
GROUP BY ${keys.map((key) => `gaps.${key}`).join(', ')}
ORDER BY ${keys.map((_, i) => i + 1).join(', ')}`,
    shape: numbersShape([...keys, 'n', ...sums.map(([name]) => name)]),
  };
}
