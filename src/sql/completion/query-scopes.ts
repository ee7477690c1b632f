import { clauseWordAt, setOperators, type Clause } from './clauses';
import { nameOf, type Token } from '../scan';

/** Something that FROM makes visible: a relation, a WITH, a subquery or a function, under its alias or its own name. */
export interface ScopeItem {
  /** As a person writes it before the dot. */
  name: string;
  /** The relation behind it, lower case; null for a subquery or a function. */
  relation: string | null;
  columns: readonly string[];
}
/** A WITH: its name as written and what it gives. */
export interface CommonTable {
  name: string;
  columns: readonly string[];
}
/** One query block: what it reads and names, and where it stands in the text (token indices, `to` exclusive). */
export interface QueryBlock {
  from: number;
  to: number;
  items: ScopeItem[];
  /** Names that its select list gives with AS. */
  outputs: string[];
  /** What it gives to whoever reads it. */
  columns: string[];
  commonTables: readonly CommonTable[];
  parent: QueryBlock | null;
  clauses: { clause: Clause; at: number }[];
}

/** Columns of a relation (any case), or undefined where nobody knows them. */
export type ColumnsOf = (relation: string) => readonly string[] | undefined;

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

/** For each opening bracket the index of the one that closes it, or the end of the tokens. */
export function bracketEnds(tokens: readonly Token[]): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, i) => {
    if (kind !== 'punctuation') return;
    if ('([{'.includes(text)) open.push(i);
    if (')]}'.includes(text)) {
      const start = open.pop();
      if (start !== undefined) ends.set(start, i);
    }
  });
  for (const start of open) ends.set(start, tokens.length);
  return ends;
}

const beginsQuery = new Set(['select', 'with', 'from', 'values', 'pivot', 'unpivot', 'table']);
/** Words that follow a relation without being its alias. */
const notAlias = new Set(
  (
    'join inner left right full outer cross natural asof semi anti positional on using where group having window ' +
    'qualify order limit offset fetch union except intersect tablesample pivot unpivot select set as for at sample'
  ).split(' '),
);

class Reader {
  readonly blocks: QueryBlock[] = [];
  private readonly ends: Map<number, number>;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly columnsOf: ColumnsOf,
    private readonly typed: number,
  ) {
    this.ends = bracketEnds(tokens);
  }

  /** Reads a query between two tokens; gives the columns of its first block. */
  query(from: number, to: number, outer: readonly CommonTable[], parent: QueryBlock | null): string[] {
    const tables = [...outer];
    let i = from;
    if (this.word(i) === 'with') i = this.withList(i + 1, to, tables, parent);
    let columns: string[] | null = null;
    for (let start = i; start <= to;) {
      const end = this.blockEnd(start, to);
      const block = this.block(start, end, tables, parent);
      columns ??= block.columns;
      start = end + 1;
    }
    return columns ?? [];
  }

  private withList(start: number, to: number, tables: CommonTable[], parent: QueryBlock | null): number {
    let i = this.word(start) === 'recursive' ? start + 1 : start;
    while (i < to) {
      const name = this.tokens[i];
      if (!name || (name.kind !== 'word' && name.kind !== 'quoted')) return i;
      if (name.kind === 'word' && beginsQuery.has(name.text.toLowerCase())) return i;
      i += 1;
      let named: string[] | null = null;
      if (this.text(i) === '(') {
        named = this.names(i + 1, this.ends.get(i) ?? to);
        i = (this.ends.get(i) ?? to) + 1;
      }
      while (['as', 'not', 'materialized'].includes(this.word(i))) i += 1;
      if (this.text(i) !== '(') return i;
      const end = this.ends.get(i) ?? to;
      const table: CommonTable = { name: nameOf(name), columns: named ?? [] };
      const columns = this.query(i + 1, Math.min(end, to), tables, parent);
      tables.push({ ...table, columns: named ?? columns });
      i = end + 1;
      if (this.text(i) !== ',') return i;
      i += 1;
    }
    return i;
  }

  /** The first UNION or its like outside brackets, else `to`. */
  private blockEnd(start: number, to: number): number {
    for (let i = start; i < to; i = this.after(i)) if (setOperators.has(this.word(i)) && i > start) return i;
    return to;
  }

  private block(
    start: number,
    end: number,
    tables: readonly CommonTable[],
    parent: QueryBlock | null,
  ): QueryBlock {
    const from = ['all', 'by', 'name', 'distinct'].includes(this.word(start)) ? start + 1 : start;
    const block: QueryBlock = {
      ...{ from, to: end, items: [], outputs: [], columns: [], commonTables: tables, parent, clauses: [] },
    };
    this.blocks.push(block);
    for (let i = from; i < end; i = this.after(i)) {
      const clause = this.text(i - 1) === '.' ? null : clauseWordAt(this.tokens, i);
      if (clause) block.clauses.push({ clause, at: i });
    }
    this.fromItems(block);
    this.outputsOf(block);
    this.inner(block);
    return block;
  }

  private range(block: QueryBlock, wanted: Clause): { from: number; to: number } | null {
    const index = block.clauses.findIndex(({ clause }) => clause === wanted);
    const found = block.clauses[index];
    if (!found) return null;
    return { from: found.at + 1, to: block.clauses[index + 1]?.at ?? block.to };
  }

  private fromItems(block: QueryBlock): void {
    block.clauses.forEach(({ clause, at }, index) => {
      if (clause !== 'from') return;
      const end = block.clauses[index + 1]?.at ?? block.to;
      let wants = true;
      for (let i = at + 1; i < end;) {
        const word = this.word(i);
        if (this.text(i) === ',' || word === 'join') {
          wants = true;
          i += 1;
        } else if (wants && word !== 'lateral' && !notAlias.has(word)) {
          i = this.item(block, i, end);
          wants = false;
        } else i = this.after(i);
      }
    });
  }

  /** Reads one relation of FROM with its alias; gives the index after it. */
  private item(block: QueryBlock, start: number, end: number): number {
    const token = this.tokens[start];
    if (!token) return start + 1;
    let i = start;
    let item: ScopeItem;
    if (token.text === '(') {
      const close = Math.min(this.ends.get(i) ?? end, end);
      item = { name: '', relation: null, columns: this.bracketColumns(block, i + 1, close) };
      i = close + 1;
    } else if (token.kind === 'word' || token.kind === 'quoted') {
      // `FROM s: survey`
      if (this.text(i + 1) === ':' && this.text(i + 2) !== ':') {
        const after = this.item(block, i + 2, end);
        const last = block.items.at(-1);
        if (last) last.name = nameOf(token);
        return after;
      }
      while (this.text(i + 1) === '.' && this.tokens[i + 2]) i += 2;
      const name = nameOf(this.tokens[i] ?? token);
      const isCall = this.text(i + 1) === '(';
      item = {
        name,
        relation: isCall ? null : name.toLowerCase(),
        columns: isCall ? [] : this.relationColumns(name, block.commonTables),
      };
      i = isCall ? this.after(i + 1) : i + 1;
    } else return this.after(start);
    block.items.push(item);
    return this.alias(item, i, end);
  }

  private alias(item: ScopeItem, start: number, end: number): number {
    let i = this.word(start) === 'as' ? start + 1 : start;
    const token = this.tokens[i];
    const isName =
      token !== undefined &&
      i < end &&
      i !== this.typed &&
      (token.kind === 'quoted' || (token.kind === 'word' && !notAlias.has(token.text.toLowerCase())));
    if (!isName) return i;
    item.name = nameOf(token);
    i += 1;
    if (this.text(i) !== '(') return i;
    const named = this.names(i + 1, this.ends.get(i) ?? end);
    item.columns = [...named, ...item.columns.slice(named.length)];
    return this.after(i);
  }

  /** The columns of a subquery; of `(a JOIN b)`, which hardly anybody writes, none. */
  private bracketColumns(block: QueryBlock, from: number, to: number): string[] {
    const isQuery = beginsQuery.has(this.word(from)) || this.text(from) === '(';
    return isQuery ? this.query(from, to, block.commonTables, block.parent) : [];
  }

  private relationColumns(name: string, tables: readonly CommonTable[]): readonly string[] {
    const common = tables.findLast((table) => table.name.toLowerCase() === name.toLowerCase());
    return common?.columns ?? this.columnsOf(name) ?? [];
  }

  private outputsOf(block: QueryBlock): void {
    const select = this.range(block, 'select');
    const all = block.items.flatMap(({ columns }) => columns);
    if (!select) {
      block.columns = [...new Set(all)];
      return;
    }
    const columns: string[] = [];
    for (const [from, to] of this.split(select.from, select.to)) {
      const named = this.aliasOf(from, to);
      if (named !== null) {
        block.outputs.push(named);
        columns.push(named);
      } else columns.push(...this.plainOutput(block, from, to));
    }
    block.columns = [...new Set(columns)];
  }

  /** The name an element of the select list is given: `… AS n`, `… n` after a bracket, or `n: …`. */
  private aliasOf(from: number, to: number): string | null {
    const last = this.tokens[to - 1];
    if (!last || (last.kind !== 'word' && last.kind !== 'quoted')) return null;
    const first = this.tokens[from];
    if (first && this.text(from + 1) === ':' && this.text(from + 2) !== ':') return nameOf(first);
    const before = this.tokens[to - 2];
    if (to - from < 2 || !before || before.text === '.') return null;
    if (this.word(to - 2) === 'as') return nameOf(last);
    const endsValue = before.text === ')' || before.text === ']' || before.kind !== 'punctuation';
    return endsValue && last.text.toLowerCase() !== 'end' && before.kind !== 'word' ? nameOf(last) : null;
  }

  /** What an element without a name of its own gives: a column, or all of `*` but those after EXCLUDE. */
  private plainOutput(block: QueryBlock, from: number, to: number): string[] {
    const start = this.word(from) === 'distinct' ? from + 1 : from;
    const star = this.text(start) === '*' ? start : this.text(start + 2) === '*' ? start + 2 : -1;
    if (star >= 0) {
      const owner = this.tokens[start];
      const qualifier = star === start || !owner ? null : nameOf(owner).toLowerCase();
      const left = new Set<string>();
      if (this.word(star + 1) === 'exclude')
        for (const name of this.names(star + 2, to)) left.add(name.toLowerCase());
      return block.items
        .filter(({ name }) => qualifier === null || name.toLowerCase() === qualifier)
        .flatMap(({ columns }) => columns)
        .filter((name) => !left.has(name.toLowerCase()));
    }
    const last = this.tokens[to - 1];
    const isColumn = to - start === 1 || (to - start === 3 && this.text(start + 1) === '.');
    return isColumn && last && (last.kind === 'word' || last.kind === 'quoted') ? [nameOf(last)] : [];
  }

  /** Reads the queries in brackets that FROM has not read. */
  private inner(block: QueryBlock): void {
    for (let i = block.from; i < block.to; i++) {
      const end = this.ends.get(i);
      if (end === undefined || !beginsQuery.has(this.word(i + 1)) || this.text(i) !== '(') continue;
      const isRead = this.blocks.some(({ from, to }) => from >= i + 1 && to <= end && from < end);
      if (!isRead) this.query(i + 1, Math.min(end, block.to), block.commonTables, block);
      i = end;
    }
  }

  /** Ranges between commas outside brackets. */
  private split(from: number, to: number): [number, number][] {
    const ranges: [number, number][] = [];
    let start = from;
    for (let i = from; i < to; i = this.after(i)) {
      if (this.text(i) !== ',') continue;
      ranges.push([start, i]);
      start = i + 1;
    }
    if (start < to) ranges.push([start, to]);
    return ranges;
  }

  private names(from: number, to: number): string[] {
    return this.tokens
      .slice(from, to)
      .filter(({ kind }) => kind === 'word' || kind === 'quoted')
      .map(nameOf);
  }

  /** The index after a token, or after the bracket that it opens. */
  private after(i: number): number {
    return (this.ends.get(i) ?? i) + 1;
  }
  private text(i: number): string {
    return this.tokens[i]?.text ?? '';
  }
  private word(i: number): string {
    const token = this.tokens[i];
    return token?.kind === 'word' ? token.text.toLowerCase() : '';
  }
}
