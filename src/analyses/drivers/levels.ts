import { ident, literal } from '../../sql/quote';
import { formatNumber } from '../../values/format';
import type { ColumnKind } from '../../values/table';
import type { Query, Rows } from '../analysis';
import { usedColumns } from './columns';
import type { DriversInput } from './roles';

const SHAPE = { source: 'text', level: 'text', n: 'number', place: 'number' } as const;
export type LevelRows = Rows<typeof SHAPE>;

/** Most levels of a category among the drivers, of a column to filter by, and of `by`. */
export const MOST_CATEGORIES = 30;
export const MOST_FILTER_LEVELS = 30;
export const MOST_BY_LEVELS = 20;
export const MOST_OUTCOME_LEVELS = 20;
/** What rows without a value are called in a filter. */
const EMPTY = '(empty)';
const OTHER = '(other)';
const GRAINS = ['month', 'quarter', 'year'] as const;
const NATURAL = new Intl.Collator('en', { numeric: true });
const BIN_ENDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Levels of what must be known before the main query: categories, `by`, `filterBy`, an ordinal outcome. */
export function levelsQuery(input: DriversInput): Query<typeof SHAPE> {
  const columns = usedColumns(input);
  const parts = columns.flatMap(({ kind, value, number }, i) =>
    kind === 'text'
      ? [
          counted(`driver:${i}`, value, 'NULL', input, MOST_CATEGORIES),
          counted(`words:${i}`, `CASE WHEN ${number} IS NULL THEN ${value} END`, 'NULL', input, 3),
        ]
      : [],
  );
  const outcome = columns[0]?.number ?? 'NULL';
  if (input.options.family === 'ordinal' || input.options.family === 'binary')
    parts.push(counted('outcome', `CAST(${outcome} AS VARCHAR)`, outcome, input, MOST_OUTCOME_LEVELS));
  if (input.roles.by !== null) parts.push(...levelParts('by', input.roles.by, input, MOST_BY_LEVELS));
  input.roles.filterBy.forEach((column, i) => {
    parts.push(...levelParts(`filter:${i}`, column, input, MOST_FILTER_LEVELS));
    if (kindOf(column, input) === 'number')
      parts.push(
        `SELECT 'filter:${i}:cut' AS source, NULL AS level, 0 AS n, unnest(quantile_disc(${ident(column)}, [${BIN_ENDS.join(', ')}])) AS place FROM ${input.relation}`,
      );
  });
  const none = "SELECT '' AS source, '' AS level, 0 AS n, 0 AS place WHERE FALSE";
  return {
    sql: `SELECT source, level, CAST(n AS DOUBLE) AS n, CAST(place AS DOUBLE) AS place FROM (\n${[none, ...parts].map((part) => `(${part})`).join('\nUNION ALL\n')}\n)`,
    shape: SHAPE,
  };
}

/** A column of levels: how SQL names a row's level, and the levels there are. */
export interface Levelled {
  column: string;
  /** A row's code: the place of its level in `levels` from 1, 0 for none (`by`) or all others (filters). */
  code: string;
  levels: { level: string; rows: number }[];
}

/** One more than `most`, so that too many can be told. */
function counted(source: string, text: string, place: string, input: DriversInput, most: number): string {
  return `SELECT '${source}' AS source, level, count(*) AS n, min(place) AS place FROM (SELECT ${text} AS level, ${place} AS place FROM ${input.relation}) WHERE level IS NOT NULL GROUP BY level ORDER BY n DESC, level LIMIT ${most + 1}`;
}

function levelParts(source: string, column: string, input: DriversInput, most: number): string[] {
  const kind = kindOf(column, input);
  if (kind === 'date')
    return GRAINS.map((grain) =>
      counted(
        `${source}:${grain}`,
        dateText(column, grain),
        `epoch(CAST(${ident(column)} AS TIMESTAMP))`,
        input,
        most,
      ),
    );
  return [counted(source, textOf(column, kind), kind === 'number' ? ident(column) : 'NULL', input, most)];
}

/** The levels of `by` or of one of `filterBy`; null where there are too many to tell apart. */
export function levelled(
  source: string,
  column: string,
  rows: LevelRows,
  input: DriversInput,
): Levelled | null {
  const kind = kindOf(column, input);
  const filter = source !== 'by';
  const most = filter ? MOST_FILTER_LEVELS : MOST_BY_LEVELS;
  if (kind === 'date') {
    const grain = GRAINS.find((each) => found(rows, `${source}:${each}`).length <= most);
    return grain === undefined
      ? null
      : listed(column, dateText(column, grain), found(rows, `${source}:${grain}`), filter);
  }
  const levels = found(rows, source);
  if (levels.length <= most) return listed(column, textOf(column, kind), levels, filter);
  if (!filter) return null;
  return kind === 'number'
    ? binned(
        column,
        found(rows, `${source}:cut`).map(({ place }) => place),
      )
    : listed(column, textOf(column, kind), levels.slice(0, most - 1), filter, OTHER);
}

export interface FoundLevel {
  level: string;
  n: number;
  place: number;
}
/** The levels of one source: numbers and dates in order, texts the most frequent first. */
export function found(rows: LevelRows, source: string): FoundLevel[] {
  const list = rows.source.flatMap((from, i) =>
    from === source
      ? [{ level: rows.level[i] ?? '', n: rows.n[i] as number, place: rows.place[i] as number }]
      : [],
  );
  return list.toSorted((a, b) => (Number.isNaN(a.place) ? b.n - a.n : a.place - b.place));
}

function listed(column: string, text: string, levels: FoundLevel[], filter: boolean, rest = EMPTY): Levelled {
  const found = inOrder(levels);
  const names = found.map(({ level }) => literal(level));
  return {
    column,
    code: `coalesce(list_position([${names.join(', ')}], ${text}), 0)`,
    levels: [
      ...(filter ? [{ level: rest, rows: NaN }] : []),
      ...found.map(({ level, n }) => ({ level, rows: n })),
    ],
  };
}

/** As people would list them: "wave 2" before "wave 10". Numbers and dates are in order already. */
const inOrder = (levels: FoundLevel[]): FoundLevel[] =>
  levels.every(({ place }) => Number.isNaN(place))
    ? levels.toSorted((a, b) => NATURAL.compare(a.level, b.level) || (a.level < b.level ? -1 : 1))
    : levels;

/** Ten bins of about equally many rows: up to the first cut, above the first up to the second, ... */
function binned(column: string, cuts: readonly number[]): Levelled {
  const ends = [...new Set(cuts)].toSorted((a, b) => a - b);
  const words = ends.map((cut) => formatNumber(cut));
  const cases = ends.map((cut, i) => `WHEN ${ident(column)} <= ${literal(cut)} THEN ${i + 1}`);
  const labels = [
    ...words.map((word, i) => (i === 0 ? `up to ${word}` : `${words[i - 1]} to ${word}`)),
    `above ${words.at(-1) ?? ''}`,
  ];
  return {
    column,
    code: `CASE WHEN ${ident(column)} IS NULL THEN 0 ${cases.join(' ')} ELSE ${ends.length + 1} END`,
    levels: [{ level: EMPTY, rows: NaN }, ...labels.map((level) => ({ level, rows: NaN }))],
  };
}

const kindOf = (column: string, input: DriversInput): ColumnKind =>
  input.columns.find(({ name }) => name === column)?.kind ?? 'text';

const textOf = (column: string, kind: ColumnKind): string =>
  kind === 'number'
    ? `regexp_replace(CAST(${ident(column)} AS VARCHAR), '\\.0+$', '')`
    : `nullif(CAST(${ident(column)} AS VARCHAR), '')`;

function dateText(column: string, grain: (typeof GRAINS)[number]): string {
  const moment = `CAST(${ident(column)} AS TIMESTAMP)`;
  const year = `CAST(year(${moment}) AS VARCHAR)`;
  if (grain === 'year') return year;
  return grain === 'quarter'
    ? `${year} || '-Q' || CAST(quarter(${moment}) AS VARCHAR)`
    : `strftime(${moment}, '%Y-%m')`;
}
