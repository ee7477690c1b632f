import type { PlainText } from './found-table';

/** What a byte can be in a value. */
const DIGIT = 1;
const ZERO = 2;
const POINT = 4;
const EXPONENT = 8;
const MINUS = 16;
const SLASH = 32;
const COLON = 64;
const SPACE = 128;
const TIME = 256;
const TRUE_FALSE = 512;
/** The mark before decimals, which may be a comma. */
const FRACTION = 1024;
const PLUS = 2048;
const OTHER = 4096;
/** Not in a value, unless quoted: what ends it. */
const DELIMITER = 8192;
const LINE_END = 16384;
const QUOTE = 32768;

const NUMBER = DIGIT | ZERO | PLUS | MINUS | SPACE;
/**
 * What may stand in values of a type; anything else, a zero before another digit of a number, and a minus after a colon
 * (an hour's distance from UTC) are looked at again.
 */
const FITTING: Readonly<Record<string, number>> = {
  BIGINT: NUMBER,
  DOUBLE: NUMBER | FRACTION | EXPONENT,
  DATE: DIGIT | ZERO | MINUS | SLASH,
  TIMESTAMP: DIGIT | ZERO | MINUS | SLASH | POINT | COLON | SPACE | TIME,
  TIME: DIGIT | ZERO | COLON | POINT,
  BOOLEAN: TRUE_FALSE,
};

const ANY = 0xffff;

/** Where in a field the last byte was: at its start, after a first zero, further in, anywhere after a colon. */
const AT_START = 0;
const AFTER_ZERO = 1;
const INSIDE = 2;
const AFTER_COLON = 3;
const AFTER_QUOTE = 4;

/** What is asked of the order of bytes. */
const AS_NUMBER = 1;
const AS_TIME = 2;

/**
 * Finds, in a pass over all bytes of a file's records, the columns in which some value does not look like its type. The engine
 * reads more than it should: 1.5 as the integer 2, 0x10 as 16, 1_000 as 1000, 007 as 7, "2026-01-02 14:00" as a day, and
 * a time with a zone as if it had none.
 * Runs beside the engine's reading, so it must not be slower: plain local numbers and one table look-up a byte. UTF-8,
 * with a delimiter of one byte. Counts the records too, so that the engine's count can be held against it.
 */
export class UnfitBytes {
  readonly #meaning = new Uint16Array(256).fill(OTHER);
  readonly #fitting: Uint16Array;
  readonly #orders: Uint8Array;
  readonly #found: Uint8Array;
  readonly #examples = new Map<number, string>();
  #column = 0;
  #place = AT_START;
  #quoted = false;
  #records = 0;

  /**
   * @param types of the columns that the engine reads by itself; null for those it reads as text
   * @param decimal the mark before the decimals of their numbers
   */
  constructor(
    { delimiter, quote }: Pick<PlainText, 'delimiter' | 'quote'>,
    types: readonly (string | null)[],
    decimal: '.' | ',' = '.',
  ) {
    this.#found = new Uint8Array(types.length);
    const quotedMark = decimal === delimiter ? DELIMITER : 0;
    this.#fitting = Uint16Array.from(types, (type) =>
      type === null ? ANY : (FITTING[type] ?? ANY) | (type === 'DOUBLE' ? quotedMark : 0),
    );
    this.#orders = Uint8Array.from(types, (type) =>
      type === 'BIGINT' || type === 'DOUBLE' ? AS_NUMBER : type === 'TIMESTAMP' ? AS_TIME : 0,
    );
    this.#mean('123456789', DIGIT);
    this.#mean('0', ZERO);
    this.#mean('.', POINT);
    this.#mean(decimal, decimal === '.' ? POINT | FRACTION : FRACTION);
    this.#mean('eE', EXPONENT | TRUE_FALSE);
    this.#mean('+', PLUS);
    this.#mean('-', MINUS);
    this.#mean('/', SLASH);
    this.#mean(':', COLON);
    this.#mean(' ', SPACE);
    this.#mean('T', TIME | TRUE_FALSE);
    this.#mean('trufalsRUFALS', TRUE_FALSE);
    this.#mean('\r\n', LINE_END);
    this.#mean(quote.slice(0, 1), QUOTE);
    const [first = 44] = new TextEncoder().encode(delimiter);
    this.#meaning[first] = DELIMITER;
  }

  #mean(characters: string, what: number): void {
    for (const character of characters) this.#meaning[character.charCodeAt(0)] = what;
  }

  /** Positions of the columns found so far, with a value of each where it was whole in one piece. */
  get columns(): Map<number, string | null> {
    return new Map(
      [...this.#found.keys()]
        .filter((index) => this.#found[index] === 1)
        .map((index) => [index, this.#examples.get(index) ?? null]),
    );
  }

  /** Records so far, the one that is not ended among them; blank lines are none. */
  get records(): number {
    return this.#records + (this.#column > 0 || this.#place !== AT_START ? 1 : 0);
  }

  /** Takes the next bytes of the file. */
  read(bytes: Uint8Array): void {
    const meaning = this.#meaning;
    const fitting = this.#fitting;
    const orders = this.#orders;
    const found = this.#found;
    let column = this.#column;
    let place = this.#place;
    let quoted = this.#quoted;
    let records = this.#records;
    for (let at = 0; at < bytes.length; at++) {
      const means = meaning[bytes[at] as number] as number;
      if (means < DELIMITER || (quoted && means < QUOTE)) {
        const fits = means & (fitting[column] as number);
        const isOdd =
          place === AFTER_ZERO
            ? orders[column] === AS_NUMBER && (means & (DIGIT | ZERO)) !== 0
            : place === AFTER_COLON && means === MINUS && orders[column] === AS_TIME;
        if ((fits === 0 || isOdd) && found[column] === 0) {
          found[column] = 1;
          this.#keepExample(bytes, at, column);
        }
        if (place === AT_START) {
          if (means === ZERO) place = AFTER_ZERO;
          else if (means !== PLUS && means !== MINUS && means !== SPACE) place = INSIDE;
        } else if (means === COLON) place = AFTER_COLON;
        else if (place === AFTER_ZERO) place = INSIDE;
      } else if (means === QUOTE) {
        // A quote right after the one that seemed to end the value stands for itself: the value goes on.
        if (quoted || place === AT_START || place === AFTER_QUOTE) {
          quoted = !quoted;
          if (place !== AT_START) place = quoted ? INSIDE : AFTER_QUOTE;
        } else if (fitting[column] !== ANY) found[column] = 1;
      } else if (means === DELIMITER) {
        column++;
        place = AT_START;
      } else {
        if (column > 0 || place !== AT_START) records++;
        column = 0;
        place = AT_START;
      }
    }
    this.#records = records;
    this.#column = column;
    this.#place = place;
    this.#quoted = quoted;
  }

  #keepExample(bytes: Uint8Array, at: number, column: number): void {
    const ends = (byte: number | undefined): boolean =>
      byte === undefined || (this.#meaning[byte] ?? OTHER) >= DELIMITER;
    let from = at;
    while (from > 0 && at - from < 60 && !ends(bytes[from - 1])) from--;
    let to = at;
    while (to < bytes.length && to - from < 60 && !ends(bytes[to])) to++;
    if (from > 0 && to < bytes.length)
      this.#examples.set(column, new TextDecoder().decode(bytes.subarray(from, to)));
  }
}
