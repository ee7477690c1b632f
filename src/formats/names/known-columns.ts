import type { ConventionColumn, TableSample } from '../format';
import { ownValue } from '../../values/own-value';
import { meaningsOf } from './meanings-of';
import { plainName } from './plain-name';

/** What a program's columns are, by their plain names (`plainName`). */
export type KnownColumns = Readonly<Record<string, ConventionColumn>>;

/** Plain names of the columns, in order. */
export const plainNames = (table: Pick<TableSample, 'names'>): string[] => table.names.map(plainName);

/**
 * How sure names are a program's: 0 unless each list of `needed` has a name among them, then from `least` up to 0.99
 * with the share of the names that are `known`.
 */
export function sureness(
  names: readonly string[],
  needed: readonly (readonly string[])[],
  known: KnownColumns,
  least = 0.7,
): number {
  const given = new Set(names);
  if (!needed.every((alternatives) => alternatives.some((name) => given.has(name)))) return 0;
  const share = names.filter((name) => ownValue(known, name)).length / Math.max(1, names.length);
  return least + (0.99 - least) * share;
}

/**
 * The columns that are known, by the table's own names; what a known program leaves open (custom columns) takes its
 * meaning from its name, as far as no known column has that meaning.
 */
export function describeColumns(table: TableSample, known: KnownColumns): Record<string, ConventionColumn> {
  const described = new Map<string, ConventionColumn>();
  table.names.forEach((name, index) => {
    const column = ownValue(known, plainName(name));
    if (column) described.set(name, withoutEmptyMeaning(column, table.columns[index] ?? []));
  });
  const meant = new Set([...described.values()].map(({ meaning }) => meaning));
  for (const [name, meaning] of Object.entries(meaningsOf(table)))
    if (!described.has(name) && !meant.has(meaning)) described.set(name, { meaning });
  return Object.fromEntries(described);
}

/** A column without a value in the sample means nothing to an analysis, so that another may take its place. */
function withoutEmptyMeaning(column: ConventionColumn, values: readonly string[]): ConventionColumn {
  if (column.meaning === undefined || values.some((value) => value.trim() !== '') || values.length === 0)
    return column;
  const { meaning: _meaning, ...rest } = column;
  return rest;
}

/**
 * Leaves a meaning to the first of these columns (plain names, the best first) that has it, and takes it from the
 * others: one column is the customer, one is the date.
 */
export function onlyBest(
  columns: Record<string, ConventionColumn>,
  meaning: NonNullable<ConventionColumn['meaning']>,
  order: readonly string[],
): Record<string, ConventionColumn> {
  const having = Object.keys(columns).filter((name) => columns[name]?.meaning === meaning);
  const rank = (name: string): number => (order.indexOf(plainName(name)) + 1 || order.length + 1) - 1;
  const best = having.reduce<string | null>(
    (first, name) => (first === null || rank(name) < rank(first) ? name : first),
    null,
  );
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      if (column.meaning !== meaning || name === best) return [name, column];
      const { meaning: _meaning, ...rest } = column;
      return [name, rest];
    }),
  );
}
