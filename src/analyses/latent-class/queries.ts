import { ident } from '../../sql/quote';
import { formatCount, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { columnNamed } from '../../values/table';
import type { RowsOf } from '../analysis';
import { WEIGHT_COLUMN } from '../segmenting/points';
import {
  describing,
  levelCode,
  levelQuery,
  levelsAt,
  profileSelection,
  textColumnsOf,
} from '../segmenting/profile-columns';
import {
  finite,
  keyOf,
  requireNoRepeats,
  requireRows,
  rowCheck,
  rowCounts,
  type NumberQuery,
} from '../segmenting/rows';
import type { LatentClassInput } from './form';

/** Above so many levels a question is no item: its answers would be too rare to tell classes by. */
const MOST_ITEM_LEVELS = 30;

export const itemColumn = (i: number): string => `i${i + 1}`;

/** The first pass: rows, missing answers, keys, how many levels each item has, and their names. */
export function preparation(input: LatentClassInput) {
  const { items, weight } = input.roles;
  if (items.length < 2)
    throw new InputProblem('Latent classes need at least two items.', {
      hint: 'Choose more questions that were asked of the same people.',
    });
  requireNoRepeats(items, 'items', input);
  const answered = `(${items.map((item) => `${ident(item)} IS NOT NULL`).join(' OR ')})`;
  const weighted = weight === null ? '' : ` AND (${finite(weight)}) IS NOT NULL`;
  const levels = Object.fromEntries(
    items.map((item, i) => [`levels_${i}`, `count(DISTINCT ${ident(item)})`]),
  );
  return {
    check: rowCheck(input, items.map(ident), `${answered}${weighted}`, levels),
    answers: levelQuery(input, items, MOST_ITEM_LEVELS),
    levels: levelQuery(input, textColumnsOf(input, describing(input, items))),
  };
}
export type Prepared = RowsOf<ReturnType<typeof preparation>>;

/** An item with its levels in their own order: numbers rising, no before yes, texts by the alphabet. */
export interface Item {
  name: string;
  levels: string[];
}
export function itemsOf(input: LatentClassInput, { answers }: Prepared): Item[] {
  return input.roles.items.map((name, i) => {
    const isNumber = columnNamed(input.columns, name)?.kind === 'number';
    const byName = (a: string, b: string): number => (a < b ? -1 : 1);
    return {
      name,
      levels: levelsAt(answers, i).sort((a, b) => (isNumber ? Number(a) - Number(b) : byName(a, b))),
    };
  });
}

/** The rows with an answer: keys stay in DuckDB, the numbers of the levels go to compute. */
export function answerQueries(input: LatentClassInput, prepared: Prepared): { answers: NumberQuery } {
  requireRows(input, prepared.check);
  requireAnswers(input, prepared);
  const { weight } = input.roles;
  const items = itemsOf(input, prepared).map(({ name, levels }, i) => ({
    sql: levelCode(input, name, levels, null),
    name: itemColumn(i),
  }));
  const weights = weight === null ? [] : [{ sql: finite(weight), name: WEIGHT_COLUMN }];
  const more = profileSelection(input, describing(input, input.roles.items), prepared.levels);
  const columns = [...[...items, ...weights].map(({ sql, name }) => `${sql} AS ${name}`), ...more.select];
  const names = [...items, ...weights].map(({ name }) => name).concat(more.names);
  const answered = items.map(({ name }) => `${name} IS NOT NULL`).join(' OR ');
  const sql = `SELECT key, ${names.join(', ')}
FROM (
  SELECT ${keyOf(input)} AS key,
    ${columns.join(',\n    ')}
  FROM ${input.relation}
)
WHERE (${answered})${weight === null ? '' : ` AND ${WEIGHT_COLUMN} IS NOT NULL`}`;
  return {
    answers: { sql, shape: Object.fromEntries(names.map((name) => [name, 'number' as const])), keep: true },
  };
}

export const answerCounts = ({ roles }: LatentClassInput, { check }: Prepared) => {
  const counts = rowCounts(check, roles.items);
  return counts;
};

function requireAnswers(input: LatentClassInput, prepared: Prepared): void {
  const { items } = input.roles;
  const { total, complete } = answerCounts(input, prepared);
  if (complete === 0)
    throw new InputProblem(
      `None of the ${formatPlural(total, 'row')} of ${input.from} has an answer to any of these items${input.roles.weight === null ? '' : ' and a weight'}.`,
      { hint: 'Choose other items, or check how the file was read.' },
    );
  items.forEach((item, i) => {
    const levels = prepared.check[`levels_${i}`]?.[0] ?? 0;
    if (levels <= MOST_ITEM_LEVELS) return;
    throw new InputProblem(
      `"${input.label(item)}" has ${formatCount(levels)} different answers; an item can have at most ${MOST_ITEM_LEVELS}.`,
      {
        hint: `Take it away, or group its answers in a SQL cell (CASE or width_bucket); numbers can go to k-means.`,
      },
    );
  });
}
