import type { ImportChoices } from '../../formats/choices';
import { formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';

const LONGEST_DELIMITER = 16;

/**
 * Marks as no file has them, in a notebook that anybody may have written: long ones would take the reader's time with
 * every line. Throws an InputProblem that says which.
 */
export function refuseOddMarks({ delimiter = '', quote = '', escape = '' }: ImportChoices): void {
  if (delimiter.length > LONGEST_DELIMITER)
    throw problem(
      `The delimiter in \`import:\` has ${formatPlural(delimiter.length, 'character')}; a delimiter has ${LONGEST_DELIMITER} at most.`,
    );
  if (/[\r\n]/.test(delimiter + quote + escape))
    throw problem('A delimiter, quote or escape in `import:` has a line end in it, which ends a record.');
  for (const [name, mark] of Object.entries({ quote, escape }))
    if (mark.length > 1)
      throw problem(
        `The ${name} in \`import:\` has ${formatPlural(mark.length, 'character')}; it is one or none.`,
      );
}

const problem = (message: string): InputProblem =>
  new InputProblem(message, {
    hint: 'Take it out of `import:` to have it found in the file, or choose another.',
  });
