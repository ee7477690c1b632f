import { nameOf } from '../scan';
import type { QueryBlock } from './query-block';
import { isName, type TokenWalk } from './token-walk';

/** Says what a block gives, by its select list and the items of its FROM: without a select list, all of them. */
export function readOutputs(walk: TokenWalk, block: QueryBlock): void {
  const index = block.clauses.findIndex(({ clause }) => clause === 'select');
  const select = block.clauses[index];
  if (!select) {
    block.columns = [...new Set(block.items.flatMap(({ columns }) => columns))];
    return;
  }
  const columns: string[] = [];
  for (const [from, to] of walk.split(select.at + 1, block.clauses[index + 1]?.at ?? block.to)) {
    const named = aliasOf(walk, from, to);
    if (named !== null) {
      block.outputs.push(named);
      columns.push(named);
    } else columns.push(...plainOutput(walk, block, from, to));
  }
  block.columns = [...new Set(columns)];
}

/** The name an element of the select list is given: `… AS n`, `… n` after a bracket, or `n: …`. */
function aliasOf(walk: TokenWalk, from: number, to: number): string | null {
  const last = walk.at(to - 1);
  if (!last || !isName(last)) return null;
  const first = walk.at(from);
  if (first && walk.text(from + 1) === ':' && walk.text(from + 2) !== ':') return nameOf(first);
  const before = walk.at(to - 2);
  if (to - from < 2 || !before || before.text === '.') return null;
  if (walk.word(to - 2) === 'as') return nameOf(last);
  const endsValue = before.text === ')' || before.text === ']' || before.kind !== 'punctuation';
  return endsValue && last.text.toLowerCase() !== 'end' && before.kind !== 'word' ? nameOf(last) : null;
}

/** What an element without a name of its own gives: a column, or all of `*` but those after EXCLUDE. */
function plainOutput(walk: TokenWalk, block: QueryBlock, from: number, to: number): string[] {
  const start = walk.word(from) === 'distinct' ? from + 1 : from;
  const star = walk.text(start) === '*' ? start : walk.text(start + 2) === '*' ? start + 2 : -1;
  if (star >= 0) return starOutput(walk, block, { start, star, to });
  const last = walk.at(to - 1);
  const isColumn = to - start === 1 || (to - start === 3 && walk.text(start + 1) === '.');
  return isColumn && last && isName(last) ? [nameOf(last)] : [];
}

function starOutput(
  walk: TokenWalk,
  block: QueryBlock,
  { start, star, to }: { start: number; star: number; to: number },
): string[] {
  const owner = walk.at(start);
  const qualifier = star === start || !owner ? null : nameOf(owner).toLowerCase();
  const left = new Set<string>();
  if (walk.word(star + 1) === 'exclude')
    for (const name of walk.names(star + 2, to)) left.add(name.toLowerCase());
  return block.items
    .filter(({ name }) => qualifier === null || name.toLowerCase() === qualifier)
    .flatMap(({ columns }) => columns)
    .filter((name) => !left.has(name.toLowerCase()));
}
