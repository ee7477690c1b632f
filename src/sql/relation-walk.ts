import { combines, endsFrom, fromInside, neverAlias, readsOne, startsQuery } from './clause-words';
import { nameOf, scanCode, type Token } from './scan';

/**
 * Finds where a text names relations, from its tokens alone, so that broken and unfinished SQL works too. It follows
 * brackets, query blocks, WITH and aliases; it knows no columns. Names are compared in lower case.
 */
export interface RelationUse {
  /** Lower case. */
  name: string;
  token: Token;
  /** `table`: read from. `qualifier`: the `survey` of `survey.nps`, where it means that relation and no alias. */
  as: 'table' | 'qualifier';
}
export interface RelationUses {
  uses: RelationUse[];
  /** Names that WITH or an alias gives inside the text, lower case. */
  local: ReadonlySet<string>;
}

/** What one query block's FROM makes visible, and the block around it. */
interface Block {
  parent: Block | null;
  items: { exposed: string; relation: boolean }[];
}
/** What one pair of brackets holds. */
interface Frame {
  block: Block;
  clause: 'start' | 'with' | 'from' | 'other';
  /** The next name is a relation's. */
  wantsTable: boolean;
  /** A comma in FROM brings another relation; not so after PIVOT, DESCRIBE or SUMMARIZE. */
  commas: boolean;
  /** Just past a relation: the next plain word is its alias. */
  item: { exposed: string; relation: boolean } | null;
  ctes: Set<string>;
  /** The CTE whose body comes next. */
  cte: string | null;
  recursive: boolean;
  /** False inside `extract(year FROM x)` and its like. */
  fromIsClause: boolean;
  /** A name to make visible when the bracket closes: the CTE whose body this is. */
  defines: string | null;
}

export function findRelationUses(sql: string): RelationUses {
  return new Walk(scanCode(sql)).run();
}

class Walk {
  private readonly frames: Frame[] = [];
  private readonly tables: RelationUse[] = [];
  private readonly qualifiers: { name: string; token: Token; block: Block }[] = [];
  private readonly local = new Set<string>();
  private frame: Frame;

  constructor(private readonly tokens: readonly Token[]) {
    this.frame = this.open({ parent: null, items: [] }, 'start');
  }

  run(): RelationUses {
    for (let i = 0; i < this.tokens.length; i += this.step(i));
    const qualifiers = this.qualifiers
      .filter(({ name, block }) => meansRelation(name, block))
      .map(({ name, token }): RelationUse => ({ name, token, as: 'qualifier' }));
    const uses = [...this.tables, ...qualifiers].sort((a, b) => a.token.from - b.token.from);
    return { uses, local: this.local };
  }

  private text(i: number): string {
    return this.tokens[i]?.text.toLowerCase() ?? '';
  }

  private open(block: Block, clause: Frame['clause']): Frame {
    const frame: Frame = {
      ...{ block, clause, wantsTable: clause === 'from', commas: true, item: null, ctes: new Set<string>() },
      ...{ cte: null, recursive: false, fromIsClause: true, defines: null },
    };
    this.frames.push(frame);
    return frame;
  }

  /** Handles the token at `i`; returns how many tokens that took. */
  private step(i: number): number {
    const token = this.tokens[i];
    if (!token) return 1;
    if (token.text === '(' || token.text === '[' || token.text === '{') this.openBracket(i);
    else if (token.text === ')' || token.text === ']' || token.text === '}') this.closeBracket();
    else if (token.text === ';') this.restart();
    else if (token.text === ',') this.comma();
    else if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'string')
      return this.name(i, token);
    else if (token.text !== '.' && token.text !== ':') this.frame.item = null;
    return 1;
  }

  private openBracket(i: number): void {
    const outer = this.frame;
    const isQuery = startsQuery.has(this.text(i + 1)) && this.text(i) === '(';
    const nested = this.text(i + 1) === '(' && outer.clause !== 'other';
    if (outer.wantsTable) this.frame = this.openTableBracket(isQuery);
    else
      this.frame = this.open(
        isQuery ? innerBlock(outer.block) : outer.block,
        isQuery || nested ? 'start' : 'other',
      );
    if (fromInside.has(this.text(i - 1))) this.frame.fromIsClause = isQuery;
    const beforeBody = this.text(i - 1);
    if (outer.clause === 'with' && (beforeBody === 'as' || beforeBody === 'materialized')) {
      this.frame.defines = outer.cte;
      this.frame.block = innerBlock(outer.block);
      this.frame.clause = 'start';
    }
  }

  /** `FROM (`: a query, or relations joined inside brackets. */
  private openTableBracket(isQuery: boolean): Frame {
    const outer = this.frame;
    outer.wantsTable = false;
    if (!isQuery) return this.open(outer.block, 'from');
    outer.item = this.expose(outer.block, '', false);
    return this.open(innerBlock(outer.block), 'start');
  }

  private closeBracket(): void {
    if (this.frames.length === 1) return;
    const closed = this.frames.pop();
    const outer = this.frames.at(-1);
    if (!closed || !outer) return;
    this.frame = outer;
    if (closed.defines !== null) outer.ctes.add(closed.defines);
  }

  private restart(): void {
    this.frames.length = 0;
    this.frame = this.open({ parent: null, items: [] }, 'start');
  }

  private comma(): void {
    this.frame.item = null;
    if (this.frame.clause === 'with') this.frame.cte = null;
    if (this.frame.clause === 'from') this.frame.wantsTable = this.frame.commas;
  }

  private name(i: number, token: Token): number {
    const frame = this.frame;
    const before = this.text(i - 1);
    if (before === '.') return 1;
    if (frame.clause === 'with' && frame.cte === null && this.isCteName(i, token)) return 1;
    const isLabel = before === 'as' && frame.clause !== 'with';
    if (token.kind === 'word' && !isLabel && this.keyword(token.text.toLowerCase(), i)) return 1;
    if (frame.wantsTable) return this.tableName(i, token);
    if (frame.item && token.kind !== 'string') this.alias(frame.item, token);
    else if (this.text(i + 1) === '.' && token.kind !== 'string') this.qualifier(i, token);
    frame.item = null;
    return 1;
  }

  private isCteName(i: number, token: Token): boolean {
    const word = this.text(i);
    if (token.kind === 'word' && (word === 'recursive' || startsQuery.has(word))) return false;
    const name = nameOf(token).toLowerCase();
    this.frame.cte = name;
    this.local.add(name);
    if (this.frame.recursive) this.frame.ctes.add(name);
    return true;
  }

  /** Whether the word was a keyword that steers the walk. */
  private keyword(word: string, i: number): boolean {
    const frame = this.frame;
    if (frame.clause === 'start' && readsOne.has(word)) return this.startFrom(false);
    if (frame.clause === 'start' && word === 'with') return this.startWith();
    if (word === 'recursive' && frame.clause === 'with') return (frame.recursive = true);
    if (word === 'from') return this.from(i);
    if (word === 'join') return (frame.wantsTable = frame.clause === 'from');
    if (word === 'lateral' && frame.wantsTable) return true;
    if (combines.has(word) && frame.clause !== 'start') return this.nextBlock();
    if (frame.clause === 'with' && readsOne.has(word)) return this.startFrom(false);
    if (endsFrom.has(word) || word === 'values') return this.leaveFrom();
    if (neverAlias.has(word) && !frame.wantsTable) {
      if (word !== 'as') frame.item = null;
      return true;
    }
    return false;
  }

  private startFrom(commas: boolean): true {
    Object.assign(this.frame, { clause: 'from', wantsTable: true, commas, item: null });
    return true;
  }

  private startWith(): true {
    Object.assign(this.frame, { clause: 'with', cte: null, recursive: false });
    return true;
  }

  private from(i: number): true {
    const isComparison = this.text(i - 1) === 'distinct' && ['is', 'not'].includes(this.text(i - 2));
    return isComparison || !this.frame.fromIsClause ? true : this.startFrom(true);
  }

  private leaveFrom(): true {
    Object.assign(this.frame, { clause: 'other', wantsTable: false, item: null });
    return true;
  }

  /** UNION and its like: what follows sees other relations, but the same WITH. */
  private nextBlock(): true {
    this.frame.block = innerBlock(this.frame.block.parent);
    return this.leaveFrom();
  }

  private tableName(i: number, token: Token): number {
    const frame = this.frame;
    const next = this.text(i + 1);
    if (next === ':' && this.text(i + 2) !== ':') return this.prefixAlias(token);
    frame.wantsTable = false;
    if (next === '(') {
      frame.item = this.expose(frame.block, nameOf(token).toLowerCase(), false);
      return 1;
    }
    if (next === '.') return this.dottedName(i);
    this.addTable(token);
    return 1;
  }

  /** `FROM s: survey`. */
  private prefixAlias(token: Token): number {
    this.local.add(nameOf(token).toLowerCase());
    this.expose(this.frame.block, nameOf(token).toLowerCase(), false);
    return 2;
  }

  /** `main.survey` is the notebook's survey; a name in any other schema is not ours. */
  private dottedName(i: number): number {
    let last = i;
    while (this.text(last + 1) === '.' && this.tokens[last + 2]) last += 2;
    const token = this.tokens[last];
    const schema = this.tokens[last - 2];
    if (token && schema && last > i) {
      if (nameOf(schema).toLowerCase() === 'main') this.addTable(token, true);
      else this.frame.item = this.expose(this.frame.block, nameOf(token).toLowerCase(), false);
    }
    return last - i + 1;
  }

  private addTable(token: Token, qualified = false): void {
    const name = (token.kind === 'string' ? token.text.slice(1, -1) : nameOf(token)).toLowerCase();
    const isCte = !qualified && this.frames.some((frame) => frame.ctes.has(name));
    if (!isCte) this.tables.push({ name, token, as: 'table' });
    this.frame.item = this.expose(this.frame.block, name, !isCte);
  }

  private expose(block: Block, exposed: string, relation: boolean): { exposed: string; relation: boolean } {
    const item = { exposed, relation };
    block.items.push(item);
    return item;
  }

  private alias(item: { exposed: string; relation: boolean }, token: Token): void {
    Object.assign(item, { exposed: nameOf(token).toLowerCase(), relation: false });
    this.local.add(item.exposed);
  }

  private qualifier(i: number, token: Token): void {
    const main = nameOf(token).toLowerCase() === 'main' && this.text(i + 3) === '.';
    const relation = main ? this.tokens[i + 2] : token;
    if (relation)
      this.qualifiers.push({
        name: nameOf(relation).toLowerCase(),
        token: relation,
        block: this.frame.block,
      });
  }
}

const innerBlock = (parent: Block | null): Block => ({ parent, items: [] });

/** The nearest block that makes the name visible decides what it is. */
function meansRelation(name: string, from: Block): boolean {
  for (let block: Block | null = from; block; block = block.parent) {
    const item = block.items.find((candidate) => candidate.exposed === name);
    if (item) return item.relation;
  }
  return false;
}
