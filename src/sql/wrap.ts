import { checkStatement } from './statement';
import { bindParameters } from './parameters';
import { ident } from './quote';
import { scan } from './scan';

/** A cell's text made ready for the engine. */
export interface WrappedStatement {
  /** What is sent: `CREATE OR REPLACE TABLE "name" AS FROM (body)`. */
  sql: string;
  /** An error's position as the engine says it (UTF-8 bytes in `sql`) as a UTF-16 offset in the user's text. */
  toOriginal(byteOffset: number): number;
}

/**
 * Checks a cell's text, binds its `$name`s and wraps it so that success replaces the table `name` and failure leaves
 * it. Throws an InputProblem with a position in the user's text where the text cannot be run as it stands.
 */
export function wrapStatement(
  name: string,
  userText: string,
  variables: ReadonlySet<string>,
): WrappedStatement {
  const { body, from } = checkStatement(userText);
  // Once on the text from its start, so that what is refused has its place in the user's text.
  bindParameters(userText.slice(0, from + body.length), variables);
  const bound = bindParameters(body, variables);
  const prefix = `CREATE OR REPLACE TABLE ${ident(name)} AS FROM (\n`;
  // The line break lets the body end in a `--` comment.
  const sql = `${prefix}${plainSpaces(bound.sql)}\n)`;
  const toOriginal = (byteOffset: number): number => {
    const offset = utf16Offset(sql, byteOffset) - prefix.length;
    return from + bound.toOriginal(Math.min(Math.max(offset, 0), bound.sql.length));
  };
  return { sql, toOriginal };
}

/**
 * White space beyond ASCII between tokens as ordinary spaces: the engine strips such characters before it counts
 * positions, so it would point beside the error. Strings, names and comments keep theirs.
 */
function plainSpaces(sql: string): string {
  let result = '';
  let done = 0;
  for (const token of scan(sql)) {
    result += sql.slice(done, token.from).replace(/[^\r\n\t ]/g, ' ') + token.text;
    done = token.to;
  }
  return result + sql.slice(done).replace(/[^\r\n\t ]/g, ' ');
}

/** The UTF-16 offset of a UTF-8 byte offset; one inside a character counts as that character's start. */
export function utf16Offset(text: string, byteOffset: number): number {
  let bytes = 0;
  let offset = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > byteOffset) return offset;
    offset += character.length;
  }
  return offset;
}
