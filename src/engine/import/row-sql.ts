import { isDirect, missingSql, valueSql } from '../../formats/types';
import type { ColumnPlan } from '../../formats/types/column-plan';
import { ident, literal } from '../../sql/quote';
import type { PlannedRule } from './row-rules';
import type { TablePlan } from './table-plan';

/** A mask has a bit for each of these many columns. */
const MASK_BITS = 60;
const MOST_EXAMPLE = 60;
const SEPARATOR = 'chr(31)';

/** How the rows of a file become the rows of a table, and which columns count what happened on the way. */
export interface RowSql {
  /** The rows of the table, and counting columns, from a source with columns `c0`, `c1` … of text. */
  query(source: string): string;
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

/** Columns that read_csv reads as their type, and the decimal mark they have. */
export interface DirectColumns {
  positions: ReadonlySet<number>;
  decimal: '.' | ',';
}

export const NO_DIRECT: DirectColumns = { positions: new Set(), decimal: '.' };

/** Columns whose text nobody asks for. read_csv knows one decimal mark a file: the one that more columns have. */
export function directColumns({ columns, rules }: TablePlan): DirectColumns {
  if (rules.some(({ alone }) => alone)) return NO_DIRECT;
  const asked = new Set(rules.map(({ column }) => column));
  const candidates = columns.flatMap(({ plan, fate, split, isChosen }, i) => {
    const mark = directMark(plan);
    const free = fate === 'kept' && split === undefined && !isChosen && !asked.has(plan.name);
    return free && mark !== null && plan.type !== 'VARCHAR' ? [{ i, mark }] : [];
  });
  const commas = candidates.filter(({ mark }) => mark === ',').length;
  const points = candidates.filter(({ mark }) => mark === '.').length;
  const decimal = commas > points ? ',' : '.';
  const positions = candidates.flatMap(({ i, mark }) => (mark === '' || mark === decimal ? [i] : []));
  return { positions: new Set(positions), decimal };
}

/** The decimal mark with which the engine reads a column by itself; '' where any does, null where it cannot. */
function directMark(plan: ColumnPlan): '.' | ',' | '' | null {
  const { decimal, ...others } = plan.reading;
  if (decimal === ',' && plan.type === 'DOUBLE')
    return Object.keys(others).length === 0 && isDirect({ ...plan, reading: {} }) ? ',' : null;
  if (!isDirect(plan)) return null;
  return plan.type === 'DOUBLE' ? '.' : '';
}

/**
 * The values are worked out once, in the innermost query; what does not fit is seen by a value that is missing while the
 * text is not.
 */
export function rowSql(plan: TablePlan, direct: ReadonlySet<number>, salt: string): RowSql {
  const kept = plan.columns.flatMap(({ fate }, i) => (fate === 'dropped' ? [] : [i]));
  const checked = kept.filter((i) => {
    const column = plan.columns[i];
    return !direct.has(i) && column?.fate === 'kept' && column.plan.type !== 'VARCHAR';
  });
  const masks = inGroups(checked, MASK_BITS);
  const missing = checked.filter((i) => (plan.columns[i]?.plan.reading.missing?.length ?? 0) > 0);
  const values = kept.map((i) => `${valueAt(plan, i, direct, salt)} AS ${valueName(i)}`);
  const bits = masks.map((group, at) => `${misfitBits(plan, group)} AS ${ident(misfitName(at))}`);
  const named = kept.map((i) => `${valueName(i)} AS ${ident(plan.columns[i]?.plan.name ?? '')}`);
  const counting = [
    ...masks.flatMap((group, at) => [
      { name: misfitName(at), sql: ident(misfitName(at)) },
      { name: exampleName(at), sql: examplesSql(plan, group, at) },
    ]),
    ...missing.map((i) => ({ name: missingName(i), sql: missingIndex(plan, i) })),
    ...(plan.rules.length > 0 ? [{ name: RULES, sql: rulesMask(plan) }] : []),
  ];
  const outer = [...named, ...counting.map(({ name, sql }) => `${sql} AS ${ident(name)}`)].join(', ');
  return {
    query: (source) => {
      const inner = `SELECT *, ${values.join(', ')} FROM ${source}`;
      if (counting.length === 0) return `SELECT ${outer} FROM (${inner})`;
      return `SELECT ${outer} FROM (SELECT *${bits.map((bit) => `, ${bit}`).join('')} FROM (${inner}))`;
    },
    counting: counting.map(({ name }) => name),
    masks,
    missing,
    hasRules: plan.rules.length > 0,
  };
}

const valueName = (position: number): string => `v${position}`;

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

const misfitBits = (plan: TablePlan, group: readonly number[]): string =>
  group.map((i, bit) => `(CAST(${misfitAt(plan, i)} AS UBIGINT) << ${bit})`).join(' | ');

function misfitAt(plan: TablePlan, position: number): string {
  const column = plan.columns[position];
  return column
    ? `(${valueName(position)} IS NULL AND NOT ${missingSql(column.plan, ident(rawName(position)))})`
    : 'FALSE';
}

/** The texts that do not fit, in the order of the bits. */
function examplesSql(plan: TablePlan, group: readonly number[], at: number): string {
  const examples = group.map(
    (i) => `CASE WHEN ${misfitAt(plan, i)} THEN left(${ident(rawName(i))}, ${MOST_EXAMPLE}) END`,
  );
  return `CASE WHEN ${ident(misfitName(at))} <> 0 THEN concat_ws(${SEPARATOR}, ${examples.join(', ')}) END`;
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
function ruleSql(plan: TablePlan, { column, values, beginnings = [], alone, empty }: PlannedRule): string {
  const at = plan.columns.findIndex(({ plan: { name } }) => name === column);
  if (at < 0) return 'false';
  const text = `lower(trim(coalesce(${ident(rawName(at))}, '')))`;
  const plain = (value: string): string => literal(value.trim().toLowerCase());
  const found = [
    ...(values.length > 0 ? [`${text} IN (${values.map(plain).join(', ')})`] : []),
    ...beginnings.map((beginning) => `starts_with(${text}, ${plain(beginning)})`),
  ];
  const others = plan.columns.flatMap(({ plan: { name } }, i) =>
    i !== at && (alone || empty?.includes(name))
      ? [`coalesce(trim(CAST(${ident(rawName(i))} AS VARCHAR)), '') = ''`]
      : [],
  );
  return [`(${found.join(' OR ') || 'false'})`, ...others].join(' AND ');
}

function inGroups(positions: readonly number[], size: number): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < positions.length; at += size) groups.push(positions.slice(at, at + size));
  return groups;
}
