import { ident, literal } from '../../sql/quote';
import { columnNamed, type ColumnKind } from '../../values/table';
import type { Query, Rows } from '../analysis';
import type { SegmentInput } from './form';
import { finite } from './rows';

/** A column by which segments are described, with what every row has. */
export interface ProfileColumn {
  variable: string;
  /** By row of the kept query: the number, or the number of its level; NaN where missing. */
  values: Float64Array;
  /** Names of the levels; null for a number. */
  levels: string[] | null;
  used: boolean;
}

/** A text column's levels beyond these are put together. */
const MOST_LEVELS = 12;
export const OTHER_LEVELS = '(other)';
/** A level with more text than this is no level. */
const LONGEST_LEVEL = 200;

type LevelQuery = Query<{ slot: 'number'; level: 'text'; rows: 'number' }>;
export type LevelRows = Rows<LevelQuery['shape']>;

/** The columns that only describe, those used to make the segments left out. */
export const describing = (input: SegmentInput, used: readonly string[]): string[] =>
  [...new Set(input.roles.profile)].filter((column) => !used.includes(column));

const kindOf = (input: SegmentInput, column: string): ColumnKind =>
  columnNamed(input.columns, column)?.kind ?? 'number';

/** Levels of several columns with their rows, the most frequent first: `most` of each, and one more where there are more. */
export function levelQuery(input: SegmentInput, columns: readonly string[], most = MOST_LEVELS): LevelQuery {
  const parts = columns.map(
    (
      column,
      slot,
    ) => `(SELECT ${slot}::DOUBLE AS slot, ${levelText(input, column)} AS level, count(*)::DOUBLE AS rows
  FROM ${input.relation} WHERE ${ident(column)} IS NOT NULL GROUP BY ALL ORDER BY rows DESC, level LIMIT ${most + 1})`,
  );
  const none = 'SELECT 0::DOUBLE AS slot, NULL::VARCHAR AS level, 0::DOUBLE AS rows WHERE false';
  return {
    sql:
      parts.length > 0 ? `FROM (\n${parts.join('\nUNION ALL\n')}\n)\nORDER BY slot, rows DESC, level` : none,
    shape: { slot: 'number', level: 'text', rows: 'number' },
  };
}

export const textColumnsOf = (input: SegmentInput, columns: readonly string[]): string[] =>
  columns.filter((column) => kindOf(input, column) === 'text');

/** The levels of a column of the level query, in its order. */
export function levelsAt({ slot, level }: LevelRows, at: number): string[] {
  return level.flatMap((name, row) => (slot[row] === at && name !== null ? [name] : []));
}

/** A column's levels shown: the most frequent, then the rest together; null for a number. */
function levelsOf(
  input: SegmentInput,
  column: string,
  texts: readonly string[],
  rows: LevelRows,
): string[] | null {
  if (kindOf(input, column) === 'boolean') return ['true'];
  const slot = texts.indexOf(column);
  if (slot < 0) return null;
  const levels = levelsAt(rows, slot);
  return levels.length > MOST_LEVELS ? [...levels.slice(0, MOST_LEVELS), OTHER_LEVELS] : levels;
}

/** A level as text: whole numbers without a point, and no text longer than a level can be. */
function levelText(input: SegmentInput, column: string): string {
  const name = ident(column);
  return kindOf(input, column) === 'number'
    ? `CASE WHEN abs(${name}) < 1e15 AND ${name} = trunc(${name}) THEN ${name}::BIGINT::VARCHAR ELSE ${name}::VARCHAR END`
    : `left(${name}::VARCHAR, ${LONGEST_LEVEL})`;
}

const columnName = (i: number): string => `p${i + 1}`;

/** The numbers of rows' levels, NULL where missing; what is none of the levels gets `otherwise`. */
export function levelCode(
  input: SegmentInput,
  column: string,
  levels: readonly string[],
  otherwise: number | null,
): string {
  if (levels.length === 0) return 'NULL::DOUBLE';
  const cases = levels.map((level, i) => `WHEN ${literal(level)} THEN ${i}`);
  return `CASE WHEN ${ident(column)} IS NOT NULL THEN CASE ${levelText(input, column)} ${cases.join(' ')} ELSE ${otherwise ?? 'NULL'} END END::DOUBLE`;
}

/** SQL of the describing columns for the kept query, and their shape. */
export function profileSelection(
  input: SegmentInput,
  columns: readonly string[],
  rows: LevelRows,
): { select: string[]; names: string[] } {
  const texts = textColumnsOf(input, columns);
  const select = columns.map((column, i) => {
    const levels = levelsOf(input, column, texts, rows);
    const value =
      levels === null
        ? finite(column)
        : kindOf(input, column) === 'boolean'
          ? `${ident(column)}::INTEGER::DOUBLE`
          : levelCode(
              input,
              column,
              levels.filter((level) => level !== OTHER_LEVELS),
              MOST_LEVELS,
            );
    return `${value} AS ${columnName(i)}`;
  });
  return { select, names: columns.map((_, i) => columnName(i)) };
}

/** The describing columns as compute got them. A flag is 1 where true; its one level is `true`. */
export function profileColumns(
  input: SegmentInput,
  columns: readonly string[],
  rows: LevelRows,
  fetched: Readonly<Record<string, Float64Array>>,
): ProfileColumn[] {
  const texts = textColumnsOf(input, columns);
  return columns.map((variable, i) => {
    const values = fetched[columnName(i)] ?? new Float64Array();
    const levels = levelsOf(input, variable, texts, rows);
    if (kindOf(input, variable) !== 'boolean') return { variable, values, levels, used: false };
    // As a level's number: true is level 0, false is level 1, which is not shown.
    return { variable, values: values.map((value) => 1 - value), levels: ['true', 'false'], used: false };
  });
}
