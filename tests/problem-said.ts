import { expect } from 'vitest';
import { InputProblem } from '../src/values/problem';

/** What an InputProblem that is thrown says, with its way out; anything else thrown, or nothing, fails the test. */
export function problemSaid(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputProblem) return `${error.message} ${error.problem.hint ?? ''}`.trim();
    throw error;
  }
  return expect.fail('no problem');
}
