import type { Dialect } from './records';

const ZERO = 48;
const NINE = 57;
const LINE_FEED = 10;
const RETURN = 13;

/**
 * Finds, in a pass over a whole file's bytes, the columns in which some value starts with a zero and another digit.
 * The engine would read such a value as a number and lose the zero; a sample may not show one. Fast enough (about
 * 1.5 ns a byte) to run beside the reading. Bytes are of UTF-8; a delimiter of several bytes is taken by its first.
 */
export class LeadingZeros {
  readonly #found: Uint8Array;
  readonly #delimiter: number;
  readonly #quote: number;
  #rowsToSkip: number;
  #column = 0;
  /** 0 at the start of a field, 1 after its first zero, 2 further in. */
  #phase = 0;
  #quoted = false;

  constructor({ delimiter, quote }: Dialect, header: number, columns: number) {
    this.#found = new Uint8Array(columns);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.#rowsToSkip = header;
  }

  /** Positions of the columns found so far. */
  get columns(): number[] {
    return [...this.#found.keys()].filter((index) => this.#found[index] === 1);
  }

  /** Takes the next bytes of the file. */
  read(bytes: Uint8Array): void {
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    let phase = this.#phase;
    let quoted = this.#quoted;
    for (const byte of bytes) {
      if (byte === quote && (quoted || phase === 0)) {
        quoted = !quoted;
      } else if (!quoted && byte === delimiter) {
        this.#column += 1;
        phase = 0;
      } else if (!quoted && (byte === LINE_FEED || byte === RETURN)) {
        if (byte === LINE_FEED) this.#rowsToSkip -= 1;
        this.#column = 0;
        phase = 0;
      } else if (phase === 0) {
        phase = byte === ZERO ? 1 : 2;
      } else if (phase === 1) {
        if (byte >= ZERO && byte <= NINE && this.#rowsToSkip <= 0) this.#found[this.#column] = 1;
        phase = 2;
      }
    }
    this.#phase = phase;
    this.#quoted = quoted;
  }
}
