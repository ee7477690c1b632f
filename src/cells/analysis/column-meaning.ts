import type { Role } from '../../analyses/analysis';
import type { ColumnInfo } from '../../values/table';
import { wordsOf } from './words-of';

/**
 * What columns are to an analysis, as the import found it (`Meaning` of an export format), or `personal`; by column name.
 * Columns that are not mentioned go by their names alone.
 */
export type Meanings = Readonly<Record<string, string>>;

/** What a role that measures something is never given by itself. */
const NO_MEASURE: ReadonlySet<string> = new Set([
  ...['customer', 'order', 'comment', 'date', 'start date', 'end date', 'weight', 'stage', 'status'],
  ...['administrative', 'personal'],
]);

/** Whether the import found the column to be what the role asks for: a meaning is one of its words. */
export function isMeant(role: Role, column: ColumnInfo, meanings: Meanings): boolean {
  const meaning = meanings[column.name];
  return meaning !== undefined && role.guess.some((word) => wordsOf(word) === meaning);
}

/** Whether the column is something else than the role asks for. */
export const isMeantOtherwise = (role: Role, column: ColumnInfo, meanings: Meanings): boolean =>
  meanings[column.name] !== undefined && !isMeant(role, column, meanings);

/** Whether no role should have the column unless a person says so. */
export const isNobodys = (column: ColumnInfo, meanings: Meanings): boolean =>
  ['administrative', 'personal'].includes(meanings[column.name] ?? '');

/** Whether a list of measures may take the column. */
export const mayMeasure = (role: Role, column: ColumnInfo, meanings: Meanings): boolean =>
  isMeant(role, column, meanings) || !NO_MEASURE.has(meanings[column.name] ?? '');
