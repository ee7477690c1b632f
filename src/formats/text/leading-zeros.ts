import type { Dialect } from './records';

/** What a byte can mean here. */
const OTHER = 0;
const DIGIT = 1;
const ZERO = 2;
const DELIMITER = 3;
const LINE_END = 4;
const QUOTE = 5;

/** Where in a field the last byte was: at its start, after a first zero, further in, or inside quotes. */
const AT_START = 0;
const AFTER_ZERO = 1;
const INSIDE = 2;

/**
 * Finds, in a pass over a whole file's bytes, the columns in which some value starts with a zero and another digit.
 * The engine would read such a value as a number and lose the zero; a sample may not show one. Runs beside the
 * engine's reading, so it must not be slower: plain local numbers and one table look-up a byte. Bytes are of an
 * encoding in which ASCII stands for itself; a delimiter of several bytes is taken by its first.
 */
export class LeadingZeros {
  readonly #meaning = new Uint8Array(256);
  readonly #found: Uint8Array;
  /** Bytes up to here belong to the header, which may hold no quoted line break. */
  #linesToSkip: number;
  #column = 0;
  #place = AT_START;
  #quoted = false;

  constructor({ delimiter, quote }: Dialect, header: number, columns: number) {
    this.#found = new Uint8Array(columns);
    this.#linesToSkip = header;
    this.#meaning.fill(DIGIT, 49, 58);
    this.#meaning[48] = ZERO;
    this.#meaning[10] = this.#meaning[13] = LINE_END;
    if (quote !== '') this.#meaning[quote.charCodeAt(0)] = QUOTE;
    this.#meaning[delimiter.charCodeAt(0)] = DELIMITER;
  }

  /** Positions of the columns found so far. */
  get columns(): number[] {
    return [...this.#found.keys()].filter((index) => this.#found[index] === 1);
  }

  /** Takes the next bytes of the file. */
  read(bytes: Uint8Array): void {
    const start = this.#linesToSkip > 0 ? this.#skipHeader(bytes) : 0;
    const meaning = this.#meaning;
    const found = this.#found;
    let column = this.#column;
    let place = this.#place;
    let quoted = this.#quoted;
    for (let at = start; at < bytes.length; at++) {
      const means = meaning[bytes[at] as number] as number;
      if (means === OTHER || means === DIGIT) {
        if (place === AFTER_ZERO && means === DIGIT) found[column] = 1;
        place = INSIDE;
      } else if (means === ZERO) {
        if (place === AFTER_ZERO) found[column] = 1;
        place = place === AT_START ? AFTER_ZERO : INSIDE;
      } else if (means === QUOTE) {
        if (quoted || place === AT_START) quoted = !quoted;
      } else if (quoted) {
        place = INSIDE;
      } else {
        column = means === DELIMITER ? column + 1 : 0;
        place = AT_START;
      }
    }
    this.#column = column;
    this.#place = place;
    this.#quoted = quoted;
  }

  /** The offset of the first byte after the header's lines, or the end. */
  #skipHeader(bytes: Uint8Array): number {
    let at = 0;
    while (this.#linesToSkip > 0 && at < bytes.length) {
      const end = bytes.indexOf(10, at);
      if (end < 0) return bytes.length;
      this.#linesToSkip -= 1;
      at = end + 1;
    }
    return at;
  }
}
