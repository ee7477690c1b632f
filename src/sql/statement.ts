import { InputProblem } from '../values/problem';
import { scan, scanCode, type Token } from './scan';

/** A statement that gives rows: the part of the user's text that is run, and where it starts there (UTF-16). */
export interface Statement {
  body: string;
  from: number;
}

const givesRows = new Set([
  ...['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'summarize'],
  ...['pivot', 'pivot_wider', 'unpivot', 'pivot_longer'],
]);
const changesData = new Set(['insert', 'update', 'delete', 'merge']);
const opening = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/**
 * Holds a cell's text to one statement that gives rows. Semicolons and comments around it are fine. Throws an
 * InputProblem with the position of what is refused: another kind of statement, a second one, a string or bracket
 * that is never closed.
 */
export function checkStatement(sql: string): Statement {
  const tokens = scanCode(sql);
  const first = tokens.findIndex((token) => token.text !== ';');
  const start = tokens[first];
  if (!start)
    throw new InputProblem('There is no SQL in this cell.', { hint: 'Write a query, such as SELECT 1.' });
  const length = tokens.slice(first).findIndex((token) => token.text === ';');
  const statement = length < 0 ? tokens.slice(first) : tokens.slice(first, first + length);
  refuseOpenEnds(sql, statement);
  refuseOtherKinds(statement);
  refuseSecond(tokens.slice(first + statement.length));
  const from = first === 0 ? 0 : (tokens[first - 1]?.to ?? 0);
  return { body: sql.slice(from, length < 0 ? sql.length : tokens[first + length]?.from), from };
}

function refuseOpenEnds(sql: string, statement: readonly Token[]): void {
  const open: Token[] = [];
  for (const token of statement) {
    if (!token.closed) throw problem(token, `This ${wordFor(token)} is never closed.`);
    if (token.kind !== 'punctuation') continue;
    if ('([{'.includes(token.text)) open.push(token);
    const wanted = opening.get(token.text);
    if (wanted !== undefined && open.pop()?.text !== wanted)
      throw problem(token, `This \`${token.text}\` closes nothing that was opened.`);
  }
  const left = open.at(-1);
  if (left) throw problem(left, `This \`${left.text}\` is never closed.`);
  const comment = /\/\*/.test(sql) ? openComment(sql) : undefined;
  if (comment) throw problem(comment, 'This comment is never closed.', 'Close it with */.');
}

function refuseOtherKinds(statement: readonly Token[]): void {
  const start = statement.find((token) => token.text !== '(');
  if (!start) return;
  const verb = start.text.toLowerCase();
  if (start.kind !== 'word' || !givesRows.has(verb)) throw refused(start);
  if (verb !== 'with') return;
  const change = outermost(statement).find((token) => changesData.has(token.text.toLowerCase()));
  if (change) throw refused(change);
}

const refused = (token: Token): InputProblem =>
  problem(
    token,
    token.kind === 'word'
      ? `A SQL cell cannot run ${token.text.toUpperCase()}: it makes one table from one query.`
      : 'A SQL cell starts with a query.',
    'Start with SELECT, WITH, FROM, VALUES, PIVOT, UNPIVOT, DESCRIBE or SUMMARIZE.',
  );

function refuseSecond(rest: readonly Token[]): void {
  const second = rest.find((token) => token.text !== ';');
  if (second)
    throw problem(
      second,
      'A SQL cell holds one statement; a second one starts here.',
      'Put it in a cell of its own.',
    );
}

/** Words outside all brackets that could be a statement's verb: not after AS or a dot, not called like a function. */
function outermost(statement: readonly Token[]): Token[] {
  let depth = 0;
  return statement.filter((token, i) => {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    const before = statement[i - 1]?.text.toLowerCase();
    return depth === 0 && token.kind === 'word' && before === ')' && statement[i + 1]?.text !== '(';
  });
}

const openComment = (sql: string): Token | undefined =>
  scan(sql).find((token) => token.kind === 'comment' && !token.closed);

function wordFor(token: Token): string {
  if (token.kind === 'string') return 'text in quotes';
  return token.kind === 'quoted' ? 'quoted name' : token.kind;
}

const problem = (token: Token, message: string, hint?: string): InputProblem =>
  new InputProblem(message, { position: { from: token.from, to: token.to }, ...(hint ? { hint } : {}) });
