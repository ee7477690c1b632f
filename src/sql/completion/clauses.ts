import type { Token } from '../scan';

/** The parts of a query that completion tells apart. */
export type Clause =
  'select' | 'from' | 'where' | 'group' | 'having' | 'window' | 'qualify' | 'order' | 'limit' | 'other';

const words: Readonly<Record<string, Clause>> = {
  select: 'select',
  from: 'from',
  summarize: 'from',
  describe: 'from',
  pivot: 'from',
  unpivot: 'from',
  where: 'where',
  group: 'group',
  having: 'having',
  window: 'window',
  qualify: 'qualify',
  order: 'order',
  limit: 'limit',
  offset: 'limit',
  values: 'other',
};

export const setOperators: ReadonlySet<string> = new Set(['union', 'except', 'intersect']);

/** The clause that the word at `i` begins, or null. `PIVOT` within FROM begins none, nor does `IS DISTINCT FROM`. */
export function clauseWordAt(tokens: readonly Token[], i: number): Clause | null {
  const token = tokens[i];
  if (token?.kind !== 'word') return null;
  const word = token.text.toLowerCase();
  const before = (back: number): string => tokens[i - back]?.text.toLowerCase() ?? '';
  if (word === 'from' && before(1) === 'distinct' && ['is', 'not'].includes(before(2))) return null;
  if ((word === 'pivot' || word === 'unpivot') && i > 0 && !['(', ';', 'with'].includes(before(1)))
    return null;
  if ((word === 'order' || word === 'group') && tokens[i + 1]?.text.toLowerCase() !== 'by') {
    const next = tokens[i + 1];
    return next === undefined ? (words[word] ?? null) : null;
  }
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}
