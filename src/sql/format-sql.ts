import { InputProblem } from '../values/problem';
import { isReservedWord } from './keywords';
import { scan, type Token } from './scan';

/**
 * The text laid out in lines, one clause each, with SQL's own words in capitals. Only white space and the case of
 * reserved words change: names, strings and comments stay as they were written, which is checked token by token.
 * Throws an InputProblem where the text cannot be laid out (a bracket never closed) without changing what it says.
 */
export async function formatSql(sql: string): Promise<string> {
  if (sql.trim() === '') return sql;
  const { formatDialect, duckdb } = await import('sql-formatter');
  let laidOut: string;
  try {
    laidOut = formatDialect(sql, {
      dialect: duckdb,
      ...{ keywordCase: 'preserve', tabWidth: 2, expressionWidth: 80, linesBetweenQueries: 1 },
      paramTypes: { named: ['$'], numbered: ['$'] },
    });
  } catch {
    throw unformatted();
  }
  const formatted = withOriginalTokens(sql, laidOut);
  if (formatted === null || !saysTheSame(sql, formatted)) throw unformatted();
  return formatted;
}

const unformatted = (): InputProblem =>
  new InputProblem(
    'This SQL could not be formatted without changing what it says, so it was left as it is.',
    {
      hint: 'Mend it first: run it, and the mistake is underlined.',
    },
  );

/** The layout of one text with the tokens of another; null where they are not the same but for case. */
function withOriginalTokens(original: string, laidOut: string): string | null {
  const wanted = scan(original);
  const placed = scan(laidOut);
  if (wanted.length !== placed.length) return null;
  let text = '';
  let done = 0;
  for (const [i, token] of placed.entries()) {
    const own = wanted[i];
    if (!own || !sameToken(own, token)) return null;
    text += laidOut.slice(done, token.from) + written(own, token, wanted[i - 1]);
    done = token.to;
  }
  return text + laidOut.slice(done);
}

/** A comment over several lines may be indented with its surroundings; every other token is kept. */
function written(own: Token, placed: Token, before: Token | undefined): string {
  if (own.kind === 'comment') return placed.text;
  const isSqls = own.kind === 'word' && isReservedWord(own.text) && before?.text !== '.';
  return isSqls ? own.text.toUpperCase() : own.text;
}

/** Whether two texts are the same SQL: the same tokens but for case of words, and the same operators. */
export function saysTheSame(one: string, other: string): boolean {
  const [tokens, others] = [scan(one), scan(other)];
  return (
    tokens.length === others.length &&
    tokens.every((token, i) => {
      const twin = others[i];
      const [next, nextTwin] = [tokens[i + 1], others[i + 1]];
      if (!twin || !sameToken(token, twin)) return false;
      if (!next || !nextTwin || !isOperator(token) || !isOperator(next)) return true;
      // `>=` is one operator and `> =` is none, though both are two tokens here.
      return (token.to === next.from) === (twin.to === nextTwin.from);
    })
  );
}

const sameToken = (one: Token, other: Token): boolean =>
  one.kind === other.kind &&
  (one.kind === 'word'
    ? one.text.toLowerCase() === other.text.toLowerCase()
    : one.kind === 'comment'
      ? one.text.replace(/\s+/g, ' ').trim() === other.text.replace(/\s+/g, ' ').trim()
      : one.text === other.text);

const isOperator = ({ kind, text }: Token): boolean => kind === 'punctuation' && !'()[]{},;.'.includes(text);
