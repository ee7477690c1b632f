/** Thrown where brackets do not match: the text is no JSON. */
export class BrokenJson extends Error {}

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

interface Container {
  isList: boolean;
  /** Keys on the way here, joined by dots; null below a list. */
  path: string | null;
}

/**
 * Cuts JSON into values without building it: the values of one list, or those that stand one after another in the file.
 * Reads in pieces, so that a list of any length takes the memory of its longest value.
 */
export class ValueScanner {
  /** How many objects or lists each list has that stands in no other list, by its path. */
  readonly lists = new Map<string, number>();
  /** Values that ended at the top. */
  roots = 0;
  readonly #target: string | null;
  readonly #onValue: (text: string) => void;
  readonly #stack: Container[] = [];
  #window = '';
  #at = 0;
  #valueStart = -1;
  #keyStart = -1;
  #key = '';
  #inString = false;
  #wantsKey = false;

  /** @param target path of the list whose values are wanted; null for the values at the top */
  constructor(target: string | null, onValue: (text: string) => void) {
    this.#target = target;
    this.#onValue = onValue;
  }

  /** Whether everything that was opened is closed. */
  get isWhole(): boolean {
    return this.#stack.length === 0 && !this.#inString && this.#valueStart < 0;
  }

  /** Characters that wait for the end of a value. */
  get waiting(): number {
    return this.#window.length;
  }

  write(piece: string): void {
    this.#window += piece;
    while (this.#at < this.#window.length) {
      if (this.#inString) {
        if (!this.#endString()) break;
      } else {
        this.#step(this.#window.charCodeAt(this.#at));
        this.#at++;
      }
    }
    this.#forget();
  }

  /** Ends a number or word at the top, which nothing else ends. */
  end(): void {
    if (this.#stack.length === 0 && !this.#inString) this.#emit(this.#window.length);
  }

  /** Drops what no value waits for. */
  #forget(): void {
    const starts = [this.#valueStart, this.#keyStart].filter((start) => start >= 0);
    const from = Math.min(this.#at, ...starts);
    this.#window = this.#window.slice(from);
    this.#at -= from;
    if (this.#valueStart >= 0) this.#valueStart -= from;
    if (this.#keyStart >= 0) this.#keyStart -= from;
  }

  /** Goes to the end of a string; false where it is not there yet. */
  #endString(): boolean {
    const text = this.#window;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        if (at + 1 >= text.length) break; // the escaped character comes with the next piece
        at++;
      } else if (code === QUOTE) {
        this.#at = at + 1;
        this.#inString = false;
        this.#keepKey();
        return true;
      }
    }
    this.#at = at;
    return false;
  }

  #keepKey(): void {
    if (this.#keyStart < 0) return;
    try {
      this.#key = String(JSON.parse(this.#window.slice(this.#keyStart, this.#at)));
    } catch {
      throw new BrokenJson();
    }
    this.#keyStart = -1;
  }

  #step(code: number): void {
    if (code <= 32 || code === 0xfeff) {
      if (this.#stack.length === 0) this.#emit(this.#at);
    } else if (code === QUOTE) this.#startString();
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#open(code === OPEN_LIST);
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#close(code === CLOSE_LIST);
    else if (code === COMMA) {
      if (this.#isTarget()) this.#emit(this.#at);
      this.#wantsKey = this.#stack.at(-1)?.isList === false;
    } else if (code === COLON) this.#wantsKey = false;
    else this.#startValue();
  }

  #startString(): void {
    const top = this.#stack.at(-1);
    if (this.#wantsKey && top?.isList === false && top.path !== null) this.#keyStart = this.#at;
    this.#startValue();
    this.#inString = true;
  }

  #startValue(): void {
    if (this.#valueStart < 0 && this.#isTarget()) this.#valueStart = this.#at;
  }

  /** Whether a value that begins here is wanted. */
  #isTarget(): boolean {
    const top = this.#stack.at(-1);
    return this.#target === null ? top === undefined : top?.isList === true && top.path === this.#target;
  }

  #open(isList: boolean): void {
    this.#startValue();
    const top = this.#stack.at(-1);
    if (top?.isList && top.path !== null) this.lists.set(top.path, (this.lists.get(top.path) ?? 0) + 1);
    this.#stack.push({ isList, path: this.#pathUnder(top) });
    this.#wantsKey = !isList;
  }

  #pathUnder(top: Container | undefined): string | null {
    if (!top) return '';
    if (top.isList || top.path === null) return null;
    return top.path === '' ? this.#key : `${top.path}.${this.#key}`;
  }

  #close(isList: boolean): void {
    if (this.#isTarget()) this.#emit(this.#at);
    const top = this.#stack.pop();
    if (top?.isList !== isList) throw new BrokenJson();
    if (this.#stack.length > 0) return;
    this.roots++;
    if (this.#target === null) this.#emit(this.#at + 1);
  }

  #emit(end: number): void {
    if (this.#valueStart < 0) return;
    this.#onValue(this.#window.slice(this.#valueStart, end));
    this.#valueStart = -1;
  }
}
