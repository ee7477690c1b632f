import { nameOf, type Token } from '../scan';

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

/** Tokens by index, and the way from one to the next past brackets. An index beyond them is no text and no word. */
export class TokenWalk {
  readonly #ends: Map<number, number>;

  constructor(readonly tokens: readonly Token[]) {
    this.#ends = bracketEnds(tokens);
  }

  at(i: number): Token | undefined {
    return this.tokens[i];
  }

  text(i: number): string {
    return this.tokens[i]?.text ?? '';
  }

  /** A word in lower case; '' for a quoted name or anything else. */
  word(i: number): string {
    const token = this.tokens[i];
    return token?.kind === 'word' ? token.text.toLowerCase() : '';
  }

  /** The index of the bracket that closes the one at `i`; undefined where none opens there. */
  endOf(i: number): number | undefined {
    return this.#ends.get(i);
  }

  /** The index after a token, or after the bracket that it opens. */
  after(i: number): number {
    return (this.endOf(i) ?? i) + 1;
  }

  /** All names in a range, `to` exclusive. */
  names(from: number, to: number): string[] {
    return this.tokens.slice(from, to).filter(isName).map(nameOf);
  }

  /** Ranges between commas outside brackets. */
  split(from: number, to: number): [number, number][] {
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
}

/** Whether a token can name something: a word, or anything in double quotes. */
export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted';
