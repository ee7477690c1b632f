import { findRelationUses } from './relation-walk';

/**
 * The relations of the notebook that a text reads, lower case, in order of appearance: names in table position that
 * are in `known` (lower case) and that no WITH inside the text shadows. A schema other than `main` is not ours.
 */
export const findReferences = (sql: string, known: ReadonlySet<string>): string[] =>
  tablesRead(sql).filter((name) => known.has(name));

/** Names in table position that nobody knows, lower case: what the cell waits for. File paths are left out. */
export const unknownReferences = (sql: string, known: ReadonlySet<string>): string[] =>
  tablesRead(sql).filter((name) => !known.has(name) && /^[\p{L}_][\p{L}\p{N}_$ ]*$/u.test(name));

function tablesRead(sql: string): string[] {
  const { uses } = findRelationUses(sql);
  return [...new Set(uses.filter((use) => use.as === 'table').map((use) => use.name))];
}
