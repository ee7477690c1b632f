import { InputProblem } from '../../values/problem';
import type { FileSample, Format } from './plan';

const modules = import.meta.glob<{ default?: Format }>(['./*.ts', '!./index.ts', '!./format.ts'], {
  eager: true,
});

/** Every file here is a format; nothing else has to be told that it exists. */
export const formats: readonly Format[] = Object.values(modules).flatMap((module) => module.default ?? []);

/** The format that is surest of the file; an InputProblem where none takes it. */
export function formatOf(sample: FileSample): Format {
  const sureness = new Map(formats.map((format) => [format, format.recognises(sample)]));
  const [best] = [...formats].sort((a, b) => (sureness.get(b) ?? 0) - (sureness.get(a) ?? 0));
  if (best && (sureness.get(best) ?? 0) > 0) return best;
  throw new InputProblem(`\`${sample.fileName}\` is in no format that Soundings can read.`, {
    hint: 'Save it as CSV (UTF-8) and add that file.',
  });
}
