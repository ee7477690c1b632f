import { didYouMean } from '../sql/suggest';
import { scanCode } from '../sql/scan';
import { InputProblem, problemOf, Stopped, type Problem } from '../values/problem';

/** What DuckDB says with errors_as_json. */
interface EngineError {
  exception_type: string;
  exception_message: string;
  error_subtype?: string;
  /** From the start of what was sent: characters in a syntax error, UTF-8 bytes in any other. */
  position?: string;
  name?: string;
  type?: string;
  candidates?: string;
}

/** What is known about the statement that failed. */
export interface ErrorContext {
  /** The user's own text. */
  userText: string;
  /** What was sent in its place. */
  sent: string;
  /** DuckDB's position as a UTF-16 offset in that text. */
  toOriginal(byteOffset: number): number;
  /** Names that could have been meant. */
  relations: readonly string[];
}

/** Anything thrown while the engine worked, as what a person is told. Positions only with a context. */
export function engineProblem(error: unknown, context?: ErrorContext): Problem {
  if (error instanceof InputProblem || error instanceof Stopped) return problemOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (isBroken(error, text)) return { ...brokenProblem, detail: text };
  const said = readError(text);
  if (!said) return problemOf(error);
  const told = sentenceFor(said, context);
  const position =
    context && said.position !== undefined ? place(byteOffsetOf(said, context.sent), context) : undefined;
  return { reason: 'input', ...told, ...(position ? { position } : {}), detail: said.exception_message };
}

const brokenProblem: Problem = {
  reason: 'engine',
  message: 'The engine broke down and was restarted.',
  hint: 'The tables are being built again from your files. If it happens again, the cell that was running asks too much.',
};

/** Thrown where DuckDB's own worker died. */
export class EngineLost extends Error {}

/** Wasm traps and an invalidated database: nothing more can be asked of this engine. */
const isBroken = (error: unknown, text: string): boolean =>
  error instanceof EngineLost ||
  (error instanceof Error && error.name === 'RuntimeError') ||
  /memory access out of bounds|unreachable executed|^unreachable$|signature mismatch|null function|table index is out|Aborted\(|has been invalidated|"exception_type":"FATAL"/i.test(
    text,
  );

/** DuckDB's JSON, which some errors have after a word or two. */
function readError(text: string): EngineError | null {
  try {
    const parsed = JSON.parse(text.slice(text.indexOf('{'))) as EngineError;
    if (typeof parsed.exception_message !== 'string') return null;
    // A parser's error comes wrapped twice where it is found while the query is bound.
    return parsed.exception_message.startsWith('{"exception_type"')
      ? readError(parsed.exception_message)
      : parsed;
  } catch {
    return null;
  }
}

type Told = Pick<Problem, 'message' | 'hint'>;

/** Each kind of error in a person's words; the first that knows it speaks. */
function sentenceFor(said: EngineError, context: ErrorContext | undefined): Told {
  const message = said.exception_message;
  return (
    missingName(said, context) ??
    refusedReach(message) ??
    memoryOrSyntax(said) ?? { message: firstSentence(message), ...hintIn(message) }
  );
}

function missingName(said: EngineError, context: ErrorContext | undefined): Told | null {
  const message = said.exception_message;
  const inTable = /^Table "(.+)" does not have a column named "(.+)"/.exec(message);
  const column = inTable?.[2] ?? /^Referenced column "(.+)" (?:not found|was not found)/.exec(message)?.[1];
  if (column !== undefined) {
    const where = inTable ? ` in \`${inTable[1]}\`` : '';
    return told(`There is no column \`${column}\`${where}.`, didYouMean(column, candidatesOf(said)));
  }
  const alias = /^Referenced table "(.+)" not found/.exec(message)?.[1];
  if (alias !== undefined)
    return told(`There is no table \`${alias}\` in this FROM.`, didYouMean(alias, candidatesOf(said)));
  if (said.error_subtype !== 'MISSING_ENTRY' || said.name === undefined) return null;
  if (said.type === 'Table')
    return told(`There is no table \`${said.name}\`.`, didYouMean(said.name, context?.relations ?? []));
  const kind = said.type?.includes('Function') ? 'function' : (said.type ?? 'thing').toLowerCase();
  return told(`There is no ${kind} \`${said.name}\`.`, didYouMean(said.name, candidatesOf(said)));
}

function refusedReach(message: string): Told | null {
  const file = /^Cannot access (?:file|directory) "(.*)"/s.exec(message)?.[1];
  if (file !== undefined)
    return {
      message: `SQL cannot reach \`${file}\`: Soundings reads only the files you add, and nothing from the network.`,
      hint: 'Add the file with "Add data"; it becomes a table that SQL can read.',
    };
  const extension = /exists in the (\w+) extension/.exec(message)?.[1];
  if (extension !== undefined)
    return {
      message: `This needs DuckDB's ${extension} extension, which is not part of Soundings.`,
      hint: 'Nothing is loaded from the network; another function has to do.',
    };
  if (/extensions? is disabled|Extension .* could not|install/i.test(message) && /extension/i.test(message))
    return { message: 'Extensions cannot be loaded: Soundings loads nothing from the network.' };
  if (/configuration has been locked/.test(message))
    return { message: "The engine's settings are locked, so that no cell can open it to the network." };
  return null;
}

function memoryOrSyntax({ exception_type: type, exception_message: message }: EngineError): Told | null {
  if (type === 'Out of Memory' || /out of memory|failed to allocate/i.test(message))
    return {
      message: 'This needs more memory than a browser tab can have (about 3 GB).',
      hint: 'Select fewer columns or rows, aggregate before joining, or delete tables that are no longer needed.',
    };
  const near = /^syntax error at or near "(.*)"$/s.exec(message)?.[1];
  if (near !== undefined) return { message: `The SQL cannot be understood at \`${near}\`.` };
  if (message === 'syntax error at end of input') return { message: 'The SQL ends before it is complete.' };
  return null;
}

const told = (message: string, hint: string | undefined): Told => (hint ? { message, hint } : { message });

/** DuckDB's own candidates, from the field or from the sentence. */
function candidatesOf({ candidates, exception_message: message }: EngineError): string[] {
  const listed = (candidates ?? '').split(',');
  const quoted = [...(/Candidate[^]*$/.exec(message)?.[0] ?? '').matchAll(/"([^"]+)"/g)].map(
    ([, name]) => name ?? '',
  );
  return [...quoted, ...listed].map((name) => name.trim().replace(/^.*\./, '')).filter(Boolean);
}

const firstSentence = (message: string): string => {
  const line = message.split('\n')[0]?.trim() ?? message;
  const capital = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

/** What DuckDB advises after its first line, where it speaks of the SQL and not of its own settings. */
function hintIn(message: string): { hint?: string } {
  const rest = message.split('\n').slice(1).join(' ').trim();
  return rest === '' || rest.length > 300 || /SET |INSTALL|LINE \d/.test(rest) ? {} : { hint: rest };
}

function byteOffsetOf({ position, error_subtype: subtype }: EngineError, sent: string): number {
  if (subtype !== 'SYNTAX_ERROR') return Number(position);
  const before = [...sent].slice(0, Number(position)).join('');
  return new TextEncoder().encode(before).length;
}

/** The token that an error points at, in the user's text. */
function place(byteOffset: number, { userText, toOriginal }: ErrorContext): { from: number; to: number } {
  const from = toOriginal(byteOffset);
  const token = scanCode(userText).find((candidate) => candidate.from <= from && from < candidate.to);
  if (token) return { from: token.from, to: token.to };
  return { from: Math.max(0, Math.min(from, userText.length - 1)), to: Math.min(from + 1, userText.length) };
}
