/** How a text table marks its fields and records. */
export interface TextDialect {
  /** One or several characters. Never empty: a single column has a delimiter that does not occur. */
  delimiter: string;
  /** Empty where nothing is quoted. */
  quote: string;
  /** The quote itself (doubled), a backslash, or empty. */
  escape: string;
  /** `any`: carriage returns alone end records too. `line-feed`: LF, and CRLF. */
  lineEnds: 'line-feed' | 'carriage-return' | 'any';
}

/** One record as it stands in the text. */
export interface RawRecord {
  fields: string[];
  /** Where the next record begins. */
  next: number;
  /** A quote stands where none may, or a quoted field never ends. */
  broken: boolean;
  /** Line ends inside its quotes. */
  innerLineEnds: number;
  /** Fields that are not quoted and have a quote inside. */
  looseQuotes: number;
}

/** Where the line that `from` stands in ends, and where the next begins; at the text's end, -1 for the end. */
export function lineEndAfter(
  text: string,
  from: number,
  lineEnds: TextDialect['lineEnds'],
): { end: number; next: number } {
  if (lineEnds === 'carriage-return') {
    const at = text.indexOf('\r', from);
    return { end: at, next: at + 1 };
  }
  const feed = text.indexOf('\n', from);
  if (lineEnds === 'any') {
    const line = feed < 0 ? text.length : feed;
    const at = text.slice(from, line).indexOf('\r');
    if (at >= 0 && from + at < line - 1)
      return { end: from + at, next: text[from + at + 1] === '\n' ? from + at + 2 : from + at + 1 };
    if (at >= 0 && feed < 0) return { end: from + at, next: from + at + 1 };
  }
  if (feed < 0) return { end: -1, next: -1 };
  return { end: feed > from && text[feed - 1] === '\r' ? feed - 1 : feed, next: feed + 1 };
}

/**
 * Reads one record that begins at `from`, by the rules and no further: `broken` says where they do not hold. Null where
 * the text ends inside it and `isLast` does not say that this is all.
 */
export function parseRecord(
  text: string,
  from: number,
  dialect: TextDialect,
  isLast: boolean,
): RawRecord | null {
  const { delimiter, quote } = dialect;
  let line = lineEndAfter(text, from, dialect.lineEnds);
  if (line.end < 0 && !isLast) return null;
  let end = line.end < 0 ? text.length : line.end;
  const fields: string[] = [];
  let innerLineEnds = 0;
  let looseQuotes = 0;
  let at = from;
  for (;;) {
    const start = quote === '' ? -1 : quotedStart(text, at, end, dialect);
    if (start < 0) {
      const stop = nextDelimiter(text, at, end, dialect);
      const field = text.slice(at, stop);
      if (quote !== '' && field.includes(quote)) looseQuotes++;
      fields.push(unescaped(field, dialect));
      if (stop >= end)
        return {
          fields,
          next: line.end < 0 ? text.length : line.next,
          broken: false,
          innerLineEnds,
          looseQuotes,
        };
      at = stop + delimiter.length;
      continue;
    }
    const close = closingQuote(text, start + 1, dialect);
    if (close < 0 || (close + 1 >= text.length && !isLast)) {
      if (!isLast) return null;
      return { fields, next: text.length, broken: true, innerLineEnds, looseQuotes };
    }
    while (close >= end && line.end >= 0) {
      innerLineEnds++;
      line = lineEndAfter(text, line.next, dialect.lineEnds);
      end = line.end < 0 ? text.length : line.end;
    }
    if (line.end < 0 && !isLast) return null;
    fields.push(unquoted(text.slice(start + 1, close), dialect));
    let after = close + 1;
    while (after < end && text[after] === ' ' && !text.startsWith(delimiter, after)) after++;
    if (after >= end)
      return {
        fields,
        next: line.end < 0 ? text.length : line.next,
        broken: false,
        innerLineEnds,
        looseQuotes,
      };
    if (!text.startsWith(delimiter, after))
      return { fields, next: line.next, broken: true, innerLineEnds, looseQuotes };
    at = after + delimiter.length;
  }
}

/** Where a field's opening quote stands, spaces before it allowed; -1 where the field is not quoted. */
function quotedStart(text: string, at: number, end: number, { quote, delimiter }: TextDialect): number {
  if (at >= end) return -1;
  if (text.startsWith(quote, at)) return at;
  if (text[at] !== ' ' || delimiter === ' ') return -1;
  let start = at;
  while (start < end && text[start] === ' ') start++;
  return start < end && text.startsWith(quote, start) && !text.startsWith(delimiter, at) ? start : -1;
}

/** Looks no further than the line: text may be long and the delimiter rare. */
function nextDelimiter(text: string, from: number, end: number, { delimiter, escape }: TextDialect): number {
  const line = text.slice(from, end);
  let at = line.indexOf(delimiter);
  if (escape === '\\') while (at >= 0 && isEscaped(line, at, 0)) at = line.indexOf(delimiter, at + 1);
  return at < 0 ? end : from + at;
}

/** The quote that closes what was opened before `from`; -1 where none does. */
function closingQuote(text: string, from: number, { quote, escape }: TextDialect): number {
  let at = text.indexOf(quote, from);
  while (at >= 0) {
    if (escape === '\\' && isEscaped(text, at, from)) at = text.indexOf(quote, at + 1);
    else if (escape === quote && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
    else return at;
  }
  return -1;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number, from: number): boolean {
  let before = at;
  while (before > from && text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

/** What a quoted field says. A backslash before anything but a quote, a backslash or the delimiter stays. */
export function unquoted(body: string, { quote, escape, delimiter }: TextDialect): string {
  if (escape === '\\') return body.includes('\\') ? withoutBackslashes(body, [quote, '\\', delimiter]) : body;
  return escape === quote && body.includes(quote) ? body.replaceAll(quote + quote, quote) : body;
}

function unescaped(text: string, { quote, escape, delimiter }: TextDialect): string {
  return escape === '\\' && text.includes('\\') ? withoutBackslashes(text, [quote, '\\', delimiter]) : text;
}

function withoutBackslashes(text: string, escapable: readonly string[]): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '\\' && escapable.some((sign) => sign !== '' && text.startsWith(sign, i + 1));
    out += escaped ? (text[++i] ?? '') : (text[i] ?? '');
  }
  return out;
}
