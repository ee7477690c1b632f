import { nameOf, type Token } from '../scan';
import { clauseWordAt, setOperators } from './clauses';
import { FromItems } from './from-items';
import { beginsQuery, type ColumnsOf, type CommonTable, type QueryBlock } from './query-block';
import { readOutputs } from './select-outputs';
import { isName, TokenWalk } from './token-walk';

/**
 * The query blocks of a text, outer ones before inner ones, from its tokens alone: broken and unfinished SQL too.
 * Comments must have been left out of the tokens. The token `typed` is a word under way, which is no alias yet.
 */
export function queryBlocks(tokens: readonly Token[], columnsOf: ColumnsOf, typed: number): QueryBlock[] {
  const reader = new Reader(tokens, columnsOf, typed);
  let from = 0;
  for (let i = 0; i <= tokens.length; i++) {
    if (i < tokens.length && tokens[i]?.text !== ';') continue;
    reader.query(from, i, [], null);
    from = i + 1;
  }
  return reader.blocks.sort((one, other) => one.from - other.from || other.to - one.to);
}

class Reader {
  readonly blocks: QueryBlock[] = [];
  readonly #walk: TokenWalk;
  readonly #fromItems: FromItems;

  constructor(tokens: readonly Token[], columnsOf: ColumnsOf, typed: number) {
    this.#walk = new TokenWalk(tokens);
    this.#fromItems = new FromItems(this.#walk, columnsOf, typed, (...range) => this.query(...range));
  }

  /** Reads a query between two tokens; gives the columns of its first block. */
  query(from: number, to: number, outer: readonly CommonTable[], parent: QueryBlock | null): string[] {
    const tables = [...outer];
    let i = from;
    if (this.#walk.word(i) === 'with') i = this.#withList(i + 1, to, tables, parent);
    let columns: string[] | null = null;
    for (let start = i; start <= to;) {
      const end = this.#blockEnd(start, to);
      const block = this.#block(start, end, tables, parent);
      columns ??= block.columns;
      start = end + 1;
    }
    return columns ?? [];
  }

  /** Adds what WITH names to `tables`, each visible to the next; gives the index where the query itself begins. */
  #withList(start: number, to: number, tables: CommonTable[], parent: QueryBlock | null): number {
    const walk = this.#walk;
    let i = walk.word(start) === 'recursive' ? start + 1 : start;
    while (i < to) {
      const name = walk.at(i);
      if (!name || !isName(name) || beginsQuery.has(walk.word(i))) return i;
      i += 1;
      let named: string[] | null = null;
      if (walk.text(i) === '(') {
        named = walk.names(i + 1, walk.endOf(i) ?? to);
        i = (walk.endOf(i) ?? to) + 1;
      }
      while (['as', 'not', 'materialized'].includes(walk.word(i))) i += 1;
      if (walk.text(i) !== '(') return i;
      const end = walk.endOf(i) ?? to;
      const columns = this.query(i + 1, Math.min(end, to), tables, parent);
      tables.push({ name: nameOf(name), columns: named ?? columns });
      i = end + 1;
      if (walk.text(i) !== ',') return i;
      i += 1;
    }
    return i;
  }

  /** The first UNION or its like outside brackets, else `to`. */
  #blockEnd(start: number, to: number): number {
    for (let i = start; i < to; i = this.#walk.after(i))
      if (setOperators.has(this.#walk.word(i)) && i > start) return i;
    return to;
  }

  #block(start: number, end: number, tables: readonly CommonTable[], parent: QueryBlock | null): QueryBlock {
    const walk = this.#walk;
    const from = ['all', 'by', 'name', 'distinct'].includes(walk.word(start)) ? start + 1 : start;
    const block: QueryBlock = {
      ...{ from, to: end, items: [], outputs: [], columns: [], commonTables: tables, parent, clauses: [] },
    };
    this.blocks.push(block);
    for (let i = from; i < end; i = walk.after(i)) {
      const clause = walk.text(i - 1) === '.' ? null : clauseWordAt(walk.tokens, i);
      if (clause) block.clauses.push({ clause, at: i });
    }
    this.#fromItems.read(block);
    readOutputs(walk, block);
    this.#inner(block);
    return block;
  }

  /** Reads the queries in brackets that FROM has not read. */
  #inner(block: QueryBlock): void {
    for (let i = block.from; i < block.to; i++) {
      const end = this.#walk.endOf(i);
      if (end === undefined || !beginsQuery.has(this.#walk.word(i + 1)) || this.#walk.text(i) !== '(')
        continue;
      const isRead = this.blocks.some(({ from, to }) => from >= i + 1 && to <= end && from < end);
      if (!isRead) this.query(i + 1, Math.min(end, block.to), block.commonTables, block);
      i = end;
    }
  }
}
