import { scanCode, type Token } from './scan';

/**
 * Whether a text is a query and no prose that begins with one of its words ("From here on …", "Select the best
 * …"): by its first tokens, and by ending like SQL.
 */
export function looksLikeQuery(text: string): boolean {
  const tokens = scanCode(text);
  const word = (i: number): string => (tokens[i]?.kind === 'word' ? tokens[i].text.toLowerCase() : '');
  const has = (...wanted: string[]): boolean => tokens.some((_, i) => wanted.includes(word(i)));
  const last = tokens.at(-1);
  if (!last || last.text === '.' || last.text === '?' || !tokens.every(({ closed }) => closed)) return false;
  switch (word(0)) {
    case 'with':
      return has('select', 'from', 'values') && has('as') && tokens.some(({ text: sign }) => sign === '(');
    case 'select':
      return has('from') ? tokens.length < 4 || afterSelect(tokens) : tokens.length < 3 || hasSign(tokens);
    case 'from':
      return (
        tokens.length <= 2 || hasSign(tokens) || has('select', 'where', 'join', 'limit', 'order', 'group')
      );
    case 'values':
      return tokens[1]?.text === '(';
    case 'summarize':
    case 'describe':
      return tokens.length === 2 || hasSign(tokens) || word(1) === 'select';
    case 'pivot':
    case 'unpivot':
      return has('on');
    default:
      return tokens[0]?.text === '(' && word(1) === 'select';
  }
}

const hasSign = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ kind, text }) => (kind === 'punctuation' && '(),=<>*+/;'.includes(text)) || kind === 'number',
  );

/** "SELECT a FROM t" and not "Select what you need from the list": no two names in a row before FROM but for an alias. */
function afterSelect(tokens: readonly Token[]): boolean {
  if (hasSign(tokens)) return true;
  const from = tokens.findIndex(({ text }) => text.toLowerCase() === 'from');
  const joins = tokens
    .slice(0, from)
    .some(({ text }) => ['as', 'distinct', 'all'].includes(text.toLowerCase()));
  return from <= (joins ? 5 : 3);
}
