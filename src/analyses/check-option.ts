import { didYouMean } from '../sql/suggest';
import { formatList } from '../values/format';
import { InputProblem } from '../values/problem';
import type { ColumnInfo } from '../values/table';
import {
  checkCentres,
  checkColumnSets,
  checkCuts,
  checkLevels,
  checkPerColumn,
  checkTexts,
} from './check-map-option';
import { columnOf, finite, problem, type OptionPlace } from './option-place';
import type {
  ChoiceOption,
  ChoicesOption,
  DateOption,
  FlagOption,
  ListOption,
  NumberOption,
  NumberOrColumnOption,
  Option,
  OptionValue,
  RangeOption,
} from './options';

/** Kinds whose values are more than one word or number. */
export type StructuredOption = Exclude<Option, NumberOption | ChoiceOption | FlagOption | DateOption>;

/**
 * A value, from the notebook's text or from a request, held to its option's rules: the one place that knows them.
 * Names of columns become exactly the relation's; undefined and null give the default.
 *
 * @throws InputProblem with a sentence that begins with the option's label
 */
export function checkOption(option: StructuredOption, given: unknown, place: OptionPlace): OptionValue {
  if (given === undefined || given === null) return option.default;
  switch (option.kind) {
    case 'choices':
      return checkChoices(option, given);
    case 'list':
      return checkList(option, given);
    case 'range':
      return checkRange(option, given, place.key);
    case 'numberOrColumn':
      return checkNumberOrColumn(option, given, place);
    case 'perColumn':
      return checkPerColumn(option, given, place);
    case 'columnSets':
      return checkColumnSets(option, given, place);
    case 'levels':
      return checkLevels(option, given, place);
    case 'cuts':
      return checkCuts(option, given);
    case 'texts':
      return checkTexts(option, given);
    case 'centres':
      return checkCentres(option, given);
  }
}

function checkList(option: ListOption | ChoicesOption, given: unknown): string[] {
  if (!Array.isArray(given) || given.some((text) => typeof text !== 'string'))
    throw problem(option, 'needs a list of texts.', 'Write it as [one, two].');
  return [...new Set(given as string[])];
}

function checkChoices(option: ChoicesOption, given: unknown): string[] {
  const words = option.choices.map(({ value }) => value);
  const chosen = checkList(option, given);
  const unknown = chosen.find((word) => !words.includes(word));
  if (unknown === undefined) return chosen;
  const listed = `It can be ${formatList(words, 'or')}.`;
  const near = didYouMean(unknown, words);
  throw problem(option, `\`${unknown}\` is not possible.`, near === undefined ? listed : `${near} ${listed}`);
}

function checkRange(option: RangeOption, given: unknown, key: string): { from: number; to: number } {
  const { from, to } = (typeof given === 'object' ? given : {}) as { from?: unknown; to?: unknown };
  if (typeof from !== 'number' || typeof to !== 'number' || !Number.isInteger(from) || !Number.isInteger(to))
    throw problem(
      option,
      'needs a whole number, or two with .. between them.',
      `Write \`${key}: 4\` or \`${key}: 2..8\`.`,
    );
  if (from > to)
    throw problem(option, `${from}..${to} goes down.`, `Write the smaller number first: ${to}..${from}.`);
  if (from < option.min || to > option.max)
    throw problem(
      option,
      `${from === to ? from : `${from}..${to}`} is out of range.`,
      `It goes from ${option.min} to ${option.max}.`,
    );
  return { from, to };
}

function checkNumberOrColumn(
  option: NumberOrColumnOption,
  given: unknown,
  place: OptionPlace,
): number | { column: string } {
  if (typeof given === 'number') {
    const { min, max } = option;
    if (finite(given) && given >= min && given <= max) return given;
    const range = Number.isFinite(max) ? `It goes from ${min} to ${max}.` : `It is ${min} or more.`;
    const percent = option.shown === 'percent' ? ' Files hold fractions: 10 % is 0.1.' : '';
    throw problem(option, `${given} is out of range.`, range + percent);
  }
  const { column } = (typeof given === 'object' ? given : {}) as { column?: unknown };
  if (typeof column !== 'string' || column === '')
    throw problem(option, 'needs a number or the name of a column.', `Write \`${place.key}: 0.3\`.`);
  const found = columnOf(option, column, '', place);
  refuseUnfit(option, found);
  return { column: found.name };
}

function refuseUnfit(option: NumberOrColumnOption, { name, kind }: Partial<ColumnInfo>): void {
  if (kind === undefined || option.accepts.includes(kind)) return;
  const needed = formatList(option.accepts, 'or');
  throw new InputProblem(`“${option.label}”: \`${name}\` holds ${kind} values, where ${needed} is needed.`, {
    hint: 'Choose another column, or write a number.',
  });
}
