import type { ImportedColumn } from '../engine/api';
import type { SourceState } from './source-state';

/** What a source's report says of the columns: its own meaning, or `personal` where it only tells who somebody is. */
type Reported = Pick<SourceState, 'relation' | 'report'>;

/**
 * What the import found the columns of a relation to mean: a source's own columns, and for the rest the sources' by name,
 * as with labels. Empty before a file was read.
 */
export function columnMeanings(
  sources: Iterable<Reported>,
  relation: string,
): Readonly<Record<string, string>> {
  const all = [...sources];
  const own = all.find((source) => source.relation.toLowerCase() === relation.toLowerCase());
  // Without the names that every object has: a column may be called `constructor`.
  const meanings = Object.create(null) as Record<string, string>;
  for (const { report } of own ? [own] : all) {
    const numbered = numberedQuestions(report?.columns ?? []);
    for (const { name, meaning, personal } of report?.columns ?? []) {
      const found = meaning ?? (personal ? 'personal' : numbered.has(name) ? 'score' : undefined);
      if (found !== undefined) meanings[name] ??= found;
    }
  }
  return meanings;
}

type Numbered = Pick<ImportedColumn, 'name' | 'kind' | 'meaning'>;

/** Names of columns like q1, q2, q3 that hold numbers; none under three, nor where the import knows the scores. */
function numberedQuestions(columns: readonly Numbered[]): ReadonlySet<string> {
  const found = columns.filter(
    ({ name, kind }) => kind === 'number' && /^(q|question|frage|item)[ _.-]?\d+[a-z]?$/i.test(name),
  );
  const isKnown = columns.some(({ meaning }) => meaning === 'score');
  return new Set(isKnown || found.length < 3 ? [] : found.map(({ name }) => name));
}
