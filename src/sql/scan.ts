/**
 * SQL cut into tokens as DuckDB 1.4.3 cuts it. Positions are UTF-16 offsets. Never throws: what is broken (a string
 * that is never closed) becomes a token with `closed` false that reaches to the end of the text.
 */
export interface Token {
  kind: TokenKind;
  from: number;
  /** Past the last character. */
  to: number;
  /** The characters themselves, quotes included. */
  text: string;
  /** False where a string, a quoted name or a comment is never closed. */
  closed: boolean;
}
/** `parameter` is `$name` or `$1`; operators are `punctuation`, one character each. */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'comment' | 'punctuation';

/** One rule: a sticky pattern, and the pattern a complete token of that kind ends with. */
interface Rule {
  kind: TokenKind;
  pattern: RegExp;
  whole?: RegExp;
}

// As in DuckDB, any character from U+0080 on that is no white space counts as a letter.
const letter =
  'A-Za-z_\\u0080-\\u009F\\u00A1-\\u167F\\u1681-\\u1FFF\\u200B-\\u2027\\u202A-\\u202E\\u2030-\\u205E' +
  '\\u2060-\\u2FFF\\u3001-\\uFEFE\\uFF00-\\uFFFF';
const rules: readonly Rule[] = [
  { kind: 'comment', pattern: /--[^\r\n]*/y },
  { kind: 'string', pattern: /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?$)/y, whole: /^..*'$/s },
  { kind: 'string', pattern: /[xXbBnN]?'(?:[^']|'')*(?:'|$)/y, whole: /'.*'$/s },
  { kind: 'quoted', pattern: /"(?:[^"]|"")*(?:"|$)/y, whole: /^".*"$/s },
  {
    kind: 'string',
    pattern: new RegExp(`\\$((?:[${letter}][${letter}0-9]*)?)\\$[\\s\\S]*?(?:\\$\\1\\$|$)`, 'y'),
    whole: /^(\$[^$]*\$).*\1$/s,
  },
  { kind: 'parameter', pattern: new RegExp(`\\$(?:[${letter}][${letter}0-9]*|[0-9]+)`, 'y') },
  { kind: 'word', pattern: new RegExp(`[${letter}][${letter}0-9$]*`, 'y') },
  { kind: 'number', pattern: /(?:[0-9][0-9_]*(?:\.(?!\.)[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?/y },
  { kind: 'punctuation', pattern: /[\s\S]/y },
];

export function scan(sql: string): Token[] {
  const tokens: Token[] = [];
  const space = /\s+/y;
  let from = 0;
  while (from < sql.length) {
    space.lastIndex = from;
    if (space.test(sql)) from = space.lastIndex;
    if (from >= sql.length) break;
    const token = sql.startsWith('/*', from) ? blockComment(sql, from) : tokenAt(sql, from);
    tokens.push(token);
    from = token.to;
  }
  return tokens;
}

/** The tokens that mean something to the engine: all but comments. */
export const scanCode = (sql: string): Token[] => scan(sql).filter((token) => token.kind !== 'comment');

function tokenAt(sql: string, from: number): Token {
  for (const { kind, pattern, whole } of rules) {
    pattern.lastIndex = from;
    const text = pattern.exec(sql)?.[0];
    if (!text) continue;
    return { kind, from, to: from + text.length, text, closed: whole === undefined || isWhole(text, whole) };
  }
  throw new Error('the last rule takes any character');
}

/** Whether a quoted token ends with its own closing quote, not with the doubled or escaped one before the end. */
function isWhole(text: string, whole: RegExp): boolean {
  if (!whole.test(text)) return false;
  if (text.startsWith('$')) return text.length >= 2 * (text.indexOf('$', 1) + 1);
  const quote = text.at(-1) ?? '';
  const inside = text.slice(text.indexOf(quote) + 1);
  if (inside === '') return false;
  const plain = /^e/i.test(text) ? inside.replace(/\\[\s\S]/g, '') : inside;
  return plain.replaceAll(quote + quote, '').endsWith(quote);
}

/** Block comments nest. */
function blockComment(sql: string, from: number): Token {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) {
      const text = sql.slice(from, marks.lastIndex);
      return { kind: 'comment', from, to: marks.lastIndex, text, closed: true };
    }
  }
  return { kind: 'comment', from, to: sql.length, text: sql.slice(from), closed: false };
}

/** The name a word or a quoted token stands for. */
export const nameOf = (token: Token): string =>
  token.kind === 'quoted'
    ? token.text.slice(1, token.closed ? -1 : undefined).replaceAll('""', '"')
    : token.text;
