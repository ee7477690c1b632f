import { nameOf, scan, type Token } from '../scan';
import type { ColumnsOf, CommonTable, QueryBlock } from './query-block';
import { queryBlocks } from './query-scopes';
import { bracketEnds, isName } from './token-walk';
import type { Clause } from './clauses';

/** What may stand at a place in a text of SQL: what completion offers there. */
export type CompletionContext =
  /** Inside a string or a comment, or where a new name is made up. */
  | { at: 'nothing' }
  /** After `$`. `from`: of the `$`. */
  | { at: 'input'; from: number }
  /** After `x.`: the columns of x, or null where nobody knows an x here. */
  | { at: 'member'; from: number; owner: string; columns: readonly string[] | null }
  /** Where FROM and JOIN want a relation. */
  | { at: 'relation'; from: number; commonTables: readonly CommonTable[] }
  /** In `USING (…)`: columns that both sides have. */
  | { at: 'shared'; from: number; columns: readonly string[] }
  /** Anywhere else: an expression, or a keyword. */
  | {
      at: 'expression';
      from: number;
      clause: Clause | null;
      items: readonly VisibleItem[];
      /** Names that the select list gives, which later clauses may use. */
      outputs: readonly string[];
    };
export interface VisibleItem {
  name: string;
  columns: readonly string[];
  /** Of an outer query, for a subquery that reads its row. */
  outer: boolean;
}

/**
 * What may stand at an offset (UTF-16). `from` is where the word under way begins. Never throws; `columnsOf` says
 * what is known of a relation by its name in any case.
 */
export function completionAt(sql: string, offset: number, columnsOf: ColumnsOf): CompletionContext {
  const all = scan(sql);
  const inside = all.find(
    ({ from, to, closed }) => from < offset && (offset < to || (offset === to && !closed)),
  );
  if (inside?.kind === 'string' || inside?.kind === 'comment' || endsInComment(all, offset))
    return { at: 'nothing' };
  const tokens = all.filter(({ kind }) => kind !== 'comment');
  const word = tokens.findIndex((token) => isName(token) && token.from < offset && offset <= token.to);
  const parameter = tokens.find(
    ({ kind, text, from, to }) => (kind === 'parameter' || text === '$') && from < offset && offset <= to,
  );
  if (parameter) return { at: 'input', from: parameter.from };
  if (tokens.some(({ kind, from, to }) => kind === 'number' && from < offset && offset <= to))
    return { at: 'nothing' };
  if (word >= 0) return at({ tokens, columnsOf }, word, tokens[word]?.from ?? offset);
  const next = tokens.findIndex(({ from }) => from >= offset);
  const place = next < 0 ? tokens.length : next;
  // A word stands in for the one to come, so that `s. FROM survey` reads like `s.x FROM survey`.
  const toCome: Token = { kind: 'word', from: offset, to: offset, text: '_', closed: true };
  return at({ tokens: tokens.toSpliced(place, 0, toCome), columnsOf }, place, offset);
}

interface Text {
  tokens: readonly Token[];
  columnsOf: ColumnsOf;
}

/** `place`: the index of the word under way. */
function at({ tokens, columnsOf }: Text, place: number, from: number): CompletionContext {
  const before = (back: number): string => tokens[place - back]?.text.toLowerCase() ?? '';
  const blocks = queryBlocks(tokens, columnsOf, place);
  const block = blocks.findLast((candidate) => candidate.from <= place && place <= candidate.to) ?? null;
  const owner = tokens[place - 2];
  if (before(1) === '.' && owner && isName(owner)) return member(nameOf(owner), from, block, columnsOf);
  if (before(1) === 'as' && tokens[place - 2]?.text !== '(') return { at: 'nothing' };
  const bracket = bracketAround(tokens, place);
  if (bracket !== null && tokens[bracket - 1]?.text.toLowerCase() === 'using')
    return { at: 'shared', from, columns: sharedColumns(block) };
  const clause = clauseAt(block, place);
  if (clause === 'from' && wantsRelation(tokens, place)) {
    return { at: 'relation', from, commonTables: block?.commonTables ?? [] };
  }
  return { at: 'expression', from, clause, items: visible(block), outputs: outputsFor(block, clause) };
}

function member(
  owner: string,
  from: number,
  block: QueryBlock | null,
  columnsOf: ColumnsOf,
): CompletionContext {
  const wanted = owner.toLowerCase();
  for (let scope = block; scope; scope = scope.parent) {
    const item = scope.items.find(({ name }) => name.toLowerCase() === wanted);
    if (item) return { at: 'member', from, owner: item.name, columns: item.columns };
  }
  return { at: 'member', from, owner, columns: columnsOf(owner) ?? null };
}

/** What the block reads, then what the blocks around it read. */
function visible(block: QueryBlock | null): VisibleItem[] {
  const items: VisibleItem[] = [];
  for (let scope = block; scope; scope = scope.parent)
    for (const { name, columns } of scope.items) items.push({ name, columns, outer: scope !== block });
  return items;
}

/** DuckDB lets WHERE and what follows use a name of the select list; FROM comes before them. */
const outputsFor = (block: QueryBlock | null, clause: Clause | null): readonly string[] =>
  block && clause !== null && clause !== 'from' ? block.outputs : [];

/** Columns that at least two of the relations read have. */
function sharedColumns(block: QueryBlock | null): string[] {
  const items = (block?.items ?? []).filter(({ columns }) => columns.length > 0);
  const counts = new Map<string, { name: string; count: number }>();
  for (const { columns } of items)
    for (const name of columns) {
      const known = counts.get(name.toLowerCase());
      counts.set(name.toLowerCase(), { name: known?.name ?? name, count: (known?.count ?? 0) + 1 });
    }
  return [...counts.values()].filter(({ count }) => count > 1).map(({ name }) => name);
}

function clauseAt(block: QueryBlock | null, place: number): Clause | null {
  return block?.clauses.findLast((candidate) => candidate.at < place)?.clause ?? null;
}

const relationFollows = new Set(['from', 'join', 'lateral', 'pivot', 'unpivot', 'summarize', 'describe']);

/** Right after FROM, JOIN or a comma between relations (outside brackets of a call). */
function wantsRelation(tokens: readonly Token[], place: number): boolean {
  const before = tokens[place - 1]?.text.toLowerCase() ?? '';
  if (relationFollows.has(before)) return true;
  if (before === ':' && tokens[place - 2] && relationFollows.has(tokens[place - 3]?.text.toLowerCase() ?? ''))
    return true;
  if (before !== ',') return false;
  const bracket = bracketAround(tokens, place);
  const beforeBracket = bracket === null ? undefined : tokens[bracket + 1]?.text.toLowerCase();
  return (
    bracket === null || beforeBracket === 'select' || beforeBracket === 'from' || beforeBracket === 'with'
  );
}

/** The index of the bracket that is open at a place, or null. */
function bracketAround(tokens: readonly Token[], place: number): number | null {
  let found: number | null = null;
  for (const [start, end] of bracketEnds(tokens))
    if (start < place && place <= end) found = Math.max(found ?? -1, start);
  return found;
}

/** The function whose brackets are open at an offset and the argument under way (from 0); null outside of any. */
export function callAt(sql: string, offset: number): { name: string; argument: number; from: number } | null {
  const tokens = scan(sql).filter(({ kind }) => kind !== 'comment');
  const index = tokens.findIndex(({ to }) => to > offset);
  const place = index < 0 ? tokens.length : index;
  const bracket = bracketAround(tokens, place);
  const called = bracket === null ? undefined : tokens[bracket - 1];
  if (bracket === null || called?.kind !== 'word' || tokens[bracket]?.text !== '(') return null;
  if (called.to !== tokens[bracket]?.from) return null;
  let argument = 0;
  const ends = bracketEnds(tokens);
  for (let i = bracket + 1; i < place; i = (ends.get(i) ?? i) + 1) if (tokens[i]?.text === ',') argument += 1;
  return { name: called.text.toLowerCase(), argument, from: called.from };
}

/** A line comment reaches to the end of its line: a cursor at its end is in it. */
const endsInComment = (tokens: readonly Token[], offset: number): boolean =>
  tokens.some(({ kind, text, to }) => kind === 'comment' && text.startsWith('--') && to === offset);
