import { nameOf, type Token } from '../scan';
import {
  beginsQuery,
  type ColumnsOf,
  type CommonTable,
  type QueryBlock,
  type ScopeItem,
} from './query-block';
import { isName, type TokenWalk } from './token-walk';

/** Words that follow a relation without being its alias. */
const notAlias = new Set(
  (
    'join inner left right full outer cross natural asof semi anti positional on using where group having window ' +
    'qualify order limit offset fetch union except intersect tablesample pivot unpivot select set as for at sample'
  ).split(' '),
);

/** What a subquery between two tokens gives; reading it notes its blocks. */
export type ReadQuery = (
  from: number,
  to: number,
  outer: readonly CommonTable[],
  parent: QueryBlock | null,
) => string[];

/** Reads what the FROM of a block makes visible, from tokens alone. */
export class FromItems {
  readonly #walk: TokenWalk;
  readonly #columnsOf: ColumnsOf;
  /** The index of the word under way, which is no alias yet. */
  readonly #typed: number;
  readonly #readQuery: ReadQuery;

  constructor(walk: TokenWalk, columnsOf: ColumnsOf, typed: number, readQuery: ReadQuery) {
    this.#walk = walk;
    this.#columnsOf = columnsOf;
    this.#typed = typed;
    this.#readQuery = readQuery;
  }

  /** Adds the items of every FROM of a block whose clauses are known. */
  read(block: QueryBlock): void {
    block.clauses.forEach(({ clause, at }, index) => {
      if (clause !== 'from') return;
      const end = block.clauses[index + 1]?.at ?? block.to;
      let wants = true;
      for (let i = at + 1; i < end;) {
        const word = this.#walk.word(i);
        if (this.#walk.text(i) === ',' || word === 'join') {
          wants = true;
          i += 1;
        } else if (wants && word !== 'lateral' && !notAlias.has(word)) {
          i = this.#item(block, i, end);
          wants = false;
        } else i = this.#walk.after(i);
      }
    });
  }

  /** Reads one relation of FROM with its alias; gives the index after it. */
  #item(block: QueryBlock, start: number, end: number): number {
    const token = this.#walk.at(start);
    if (!token) return start + 1;
    if (token.text === '(') {
      const close = Math.min(this.#walk.endOf(start) ?? end, end);
      return this.#add(
        block,
        { name: '', relation: null, columns: this.#bracketColumns(block, start + 1, close) },
        close + 1,
        end,
      );
    }
    if (!isName(token)) return this.#walk.after(start);
    // `FROM s: survey`
    return this.#walk.text(start + 1) === ':' && this.#walk.text(start + 2) !== ':'
      ? this.#namedBefore(block, token, start + 2, end)
      : this.#named(block, token, start, end);
  }

  #namedBefore(block: QueryBlock, alias: Token, start: number, end: number): number {
    const after = this.#item(block, start, end);
    const last = block.items.at(-1);
    if (last) last.name = nameOf(alias);
    return after;
  }

  /** A relation or a function by its name, of which the last part counts: `main.survey`. */
  #named(block: QueryBlock, token: Token, start: number, end: number): number {
    let i = start;
    while (this.#walk.text(i + 1) === '.' && this.#walk.at(i + 2)) i += 2;
    const name = nameOf(this.#walk.at(i) ?? token);
    const isCall = this.#walk.text(i + 1) === '(';
    const item: ScopeItem = isCall
      ? { name, relation: null, columns: [] }
      : { name, relation: name.toLowerCase(), columns: this.#relationColumns(name, block.commonTables) };
    return this.#add(block, item, isCall ? this.#walk.after(i + 1) : i + 1, end);
  }

  #add(block: QueryBlock, item: ScopeItem, after: number, end: number): number {
    block.items.push(item);
    return this.#alias(item, after, end);
  }

  #alias(item: ScopeItem, start: number, end: number): number {
    let i = this.#walk.word(start) === 'as' ? start + 1 : start;
    const token = this.#walk.at(i);
    const isAlias =
      token !== undefined &&
      i < end &&
      i !== this.#typed &&
      isName(token) &&
      !notAlias.has(this.#walk.word(i));
    if (!isAlias) return i;
    item.name = nameOf(token);
    i += 1;
    if (this.#walk.text(i) !== '(') return i;
    const named = this.#walk.names(i + 1, this.#walk.endOf(i) ?? end);
    item.columns = [...named, ...item.columns.slice(named.length)];
    return this.#walk.after(i);
  }

  /** The columns of a subquery; of `(a JOIN b)`, which hardly anybody writes, none. */
  #bracketColumns(block: QueryBlock, from: number, to: number): string[] {
    const isQuery = beginsQuery.has(this.#walk.word(from)) || this.#walk.text(from) === '(';
    return isQuery ? this.#readQuery(from, to, block.commonTables, block.parent) : [];
  }

  #relationColumns(name: string, tables: readonly CommonTable[]): readonly string[] {
    const common = tables.findLast((table) => table.name.toLowerCase() === name.toLowerCase());
    return common?.columns ?? this.#columnsOf(name) ?? [];
  }
}
