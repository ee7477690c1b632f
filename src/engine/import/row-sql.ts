import { isDirect, misfitSql, missingSql, valueSql } from '../../formats/types';
import { ident, literal } from '../../sql/quote';
import type { PlannedRule, TablePlan } from './table-plan';

/** A mask has a bit for each of these many columns. */
const MASK_BITS = 60;
const MOST_EXAMPLE = 60;
const SEPARATOR = 'chr(31)';

/** How the rows of a file become the rows of a table, and which columns count what happened on the way. */
export interface RowSql {
  /** Columns of the table and counting columns, for a SELECT from columns `c0`, `c1` … of text. */
  select: string;
  /** Names of the counting columns. */
  counting: string[];
  /** Positions of the columns behind each bit of each mask of misfits. */
  masks: number[][];
  /** Positions of the columns whose missing values are counted by spelling. */
  missing: number[];
  hasRules: boolean;
}

/** The name that read_csv gives to a column. */
export const rawName = (position: number): string => `c${position}`;

/** Columns that read_csv may read as their type: those whose text nobody asks for. */
export function directColumns({ columns, rules }: TablePlan): Set<number> {
  if (rules.some(({ alone }) => alone)) return new Set();
  const asked = new Set(rules.map(({ column }) => column));
  return new Set(
    columns.flatMap(({ plan, fate, split, isChosen }, i) =>
      fate === 'kept' && split === undefined && !isChosen && !asked.has(plan.name) && isDirect(plan)
        ? [i]
        : [],
    ),
  );
}

/** @param direct columns that come as their type already */
export function rowSql(plan: TablePlan, direct: ReadonlySet<number>, salt: string): RowSql {
  const kept = plan.columns.flatMap(({ fate }, i) => (fate === 'dropped' ? [] : [i]));
  const values = kept.map(
    (i) => `${valueAt(plan, i, direct, salt)} AS ${ident(plan.columns[i]?.plan.name ?? '')}`,
  );
  const checked = kept.filter((i) => {
    const column = plan.columns[i];
    return !direct.has(i) && column?.fate === 'kept' && column.plan.type !== 'VARCHAR';
  });
  const masks = inGroups(checked, MASK_BITS);
  const missing = checked.filter((i) => (plan.columns[i]?.plan.reading.missing?.length ?? 0) > 0);
  const counting = [
    ...masks.flatMap((group, at) => misfitColumns(plan, group, at)),
    ...missing.map((i) => ({ name: missingName(i), sql: missingIndex(plan, i) })),
    ...(plan.rules.length > 0 ? [{ name: RULES, sql: rulesMask(plan) }] : []),
  ];
  return {
    select: [...values, ...counting.map(({ name, sql }) => `${sql} AS ${ident(name)}`)].join(', '),
    counting: counting.map(({ name }) => name),
    masks,
    missing,
    hasRules: plan.rules.length > 0,
  };
}

export const RULES = '_soundings_rules';
export const misfitName = (group: number): string => `_soundings_misfits_${group}`;
export const exampleName = (group: number): string => `_soundings_examples_${group}`;
export const missingName = (position: number): string => `_soundings_missing_${position}`;

/** The value of a column that is kept, from its text. */
export function valueAt(
  plan: TablePlan,
  position: number,
  direct: ReadonlySet<number>,
  salt: string,
): string {
  const column = plan.columns[position];
  const text = ident(rawName(position));
  if (!column || direct.has(position)) return text;
  return column.fate === 'hashed' ? hashSql(text, salt) : valueSql(column.plan, text);
}

/** The same person gives the same hash, whatever the case and outer spaces; nothing stays nothing. */
const hashSql = (text: string, salt: string): string =>
  `CASE WHEN trim(${text}) <> '' THEN left(sha256(${literal(salt)} || lower(trim(${text}))), 20) END`;

function misfitColumns(
  plan: TablePlan,
  group: readonly number[],
  at: number,
): { name: string; sql: string }[] {
  const conditions = group.map((i) => misfitAt(plan, i));
  const bits = conditions.map((condition, bit) => `(CAST(${condition} AS UBIGINT) << ${bit})`).join(' | ');
  const examples = group.map(
    (i, bit) =>
      `CASE WHEN ${conditions[bit] ?? 'false'} THEN left(${ident(rawName(i))}, ${MOST_EXAMPLE}) END`,
  );
  return [
    { name: misfitName(at), sql: bits },
    {
      name: exampleName(at),
      sql: `CASE WHEN (${bits}) <> 0 THEN concat_ws(${SEPARATOR}, ${examples.join(', ')}) END`,
    },
  ];
}

function misfitAt(plan: TablePlan, position: number): string {
  const column = plan.columns[position];
  return column ? `coalesce(${misfitSql(column.plan, ident(rawName(position)))}, false)` : 'false';
}

/** Which spelling of a missing value a row has: from 1; 255 where it is none but spaces; null where it has a value. */
function missingIndex(plan: TablePlan, position: number): string {
  const column = plan.columns[position];
  if (!column) return 'NULL';
  const text = ident(rawName(position));
  const spellings = (column.plan.reading.missing ?? []).slice(0, 250).map(literal).join(', ');
  return `CASE WHEN ${text} <> '' AND ${missingSql(column.plan, text)}
    THEN CAST(coalesce(nullif(list_position([${spellings}], lower(trim(${text}))), 0), 255) AS UTINYINT) END`;
}

const rulesMask = (plan: TablePlan): string =>
  plan.rules
    .slice(0, MASK_BITS)
    .map((rule, bit) => `(CAST(coalesce(${ruleSql(plan, rule)}, false) AS UBIGINT) << ${bit})`)
    .join(' | ');

/** Whether a rule says that a row is no data. */
function ruleSql(plan: TablePlan, { column, values, beginnings = [], alone }: PlannedRule): string {
  const at = plan.columns.findIndex(({ plan: { name } }) => name === column);
  if (at < 0) return 'false';
  const text = `lower(trim(coalesce(${ident(rawName(at))}, '')))`;
  const plain = (value: string): string => literal(value.trim().toLowerCase());
  const found = [
    ...(values.length > 0 ? [`${text} IN (${values.map(plain).join(', ')})`] : []),
    ...beginnings.map((beginning) => `starts_with(${text}, ${plain(beginning)})`),
  ];
  const others = plan.columns.flatMap((_, i) =>
    alone && i !== at ? [`coalesce(trim(${ident(rawName(i))}), '') = ''`] : [],
  );
  return [`(${found.join(' OR ') || 'false'})`, ...others].join(' AND ');
}

function inGroups(positions: readonly number[], size: number): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < positions.length; at += size) groups.push(positions.slice(at, at + size));
  return groups;
}
