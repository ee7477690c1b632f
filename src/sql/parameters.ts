import { InputProblem } from '../values/problem';
import { scan, type Token } from './scan';
import { closestName } from './suggest';
import { literal } from './quote';

/** Text made from the user's, and the way back: an offset in `sql` as an offset in the original (both UTF-16). */
export interface Rewritten {
  sql: string;
  toOriginal(offset: number): number;
}

/**
 * Each `$name` outside strings and comments becomes `getvariable('name')`; its value is set beforehand and never
 * pasted. `known` are the inputs' names in lower case. Throws an InputProblem with the position of an unknown name
 * (and the nearest known one), or of a positional parameter.
 */
export function bindParameters(sql: string, known: ReadonlySet<string>): Rewritten {
  const replacements = scan(sql)
    .filter((token) => token.kind === 'parameter' || token.text === '?')
    .map((token) => ({
      from: token.from,
      to: token.to,
      text: `getvariable(${literal(inputOf(token, known))})`,
    }));
  return rewrite(sql, replacements);
}

/** The `$name`s read, lower case, in order of appearance; positional ones are left out. */
export function findParameters(sql: string): string[] {
  const names = scan(sql)
    .filter((token) => token.kind === 'parameter' && !/^\$[0-9]/.test(token.text))
    .map((token) => token.text.slice(1).toLowerCase());
  return [...new Set(names)];
}

function inputOf(token: Token, known: ReadonlySet<string>): string {
  const position = { from: token.from, to: token.to };
  if (token.text === '?' || /^\$[0-9]/.test(token.text))
    throw new InputProblem(`\`${token.text}\` is a parameter by number, which a notebook cannot fill.`, {
      position,
      hint: 'Add an input cell and write $ with its name.',
    });
  const name = token.text.slice(1).toLowerCase();
  if (known.has(name)) return name;
  const near = closestName(name, known);
  throw new InputProblem(`There is no input cell named \`${token.text.slice(1)}\`.`, {
    position,
    hint: near ? `Did you mean \`$${near}\`?` : `Add an input cell named \`${name}\`.`,
  });
}

/** Replaces ranges (in order, not overlapping). Inside a replacement every offset maps to the start of its range. */
export function rewrite(
  text: string,
  replacements: readonly { from: number; to: number; text: string }[],
): Rewritten {
  let sql = '';
  let done = 0;
  const pieces: { at: number; original: number; fixed: boolean }[] = [];
  for (const { from, to, text: replacement } of replacements) {
    pieces.push({ at: sql.length, original: done, fixed: false });
    sql += text.slice(done, from);
    pieces.push({ at: sql.length, original: from, fixed: true });
    sql += replacement;
    done = to;
  }
  pieces.push({ at: sql.length, original: done, fixed: false });
  sql += text.slice(done);
  const toOriginal = (offset: number): number => {
    const piece = pieces.findLast((candidate) => candidate.at <= offset);
    if (!piece) return 0;
    return piece.fixed ? piece.original : Math.min(piece.original + offset - piece.at, text.length);
  };
  return { sql, toOriginal };
}
