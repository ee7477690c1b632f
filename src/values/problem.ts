/**
 * What a person is told when something cannot be done: what happened, where, and the way out.
 * Plain data, so that it survives the trip between threads (Comlink keeps only an error's message).
 */
export interface Problem {
  /** One sentence in the user's words: what happened, naming the column, cell or file. */
  message: string;
  /** What to do about it, as a second sentence. */
  hint?: string;
  /** Where in the user's own text, as UTF-16 offsets. */
  position?: { from: number; to: number };
  /** What the engine itself said, for the curious; never the only text. */
  detail?: string;
  /** `stopped`: the user asked. `engine`: the engine died and was restarted. `bug`: ours. */
  reason: 'input' | 'stopped' | 'engine' | 'storage' | 'bug';
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (problem: Problem): Outcome<never> => ({ ok: false, problem });

/** Thrown inside a worker where the user must mend something; turned into a `Problem` at the worker's edge. */
export class InputProblem extends Error {
  readonly problem: Problem;
  constructor(message: string, more: Omit<Partial<Problem>, 'message'> = {}) {
    super(message);
    this.name = 'InputProblem';
    this.problem = { reason: 'input', ...more, message };
  }
}

/** Thrown where work ends because the user stopped it. */
export class Stopped extends Error {
  constructor() {
    super('Stopped.');
    this.name = 'Stopped';
  }
}

/** Any thrown thing as a `Problem`: an `InputProblem` as it is, a stop as a stop, the rest as a bug. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InputProblem) return error.problem;
  if (error instanceof Stopped) return { reason: 'stopped', message: 'Stopped.' };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    reason: 'bug',
    message: 'Something went wrong inside Soundings.',
    hint: 'Nothing was lost. Run it again; if it fails again, the detail below says where.',
    detail,
  };
}
