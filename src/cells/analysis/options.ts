import type { AnyAnalysis, NumberOption, Option, OptionValue } from '../../analyses/analysis';
import type { AnalysisRequest } from '../../engine/api';
import { isIsoDay } from '../../values/iso-day';
import { InputProblem } from '../../values/problem';
import { numberOf, positionOf, textOf, wordAmong, type Fields } from '../yaml-body';

/** Every option's value, its default where the key is absent. Throws an InputProblem where one is out of range. */
export function readOptions(analysis: AnyAnalysis, fields: Fields): AnalysisRequest['options'] {
  const options = Object.entries<Option>(analysis.options);
  return Object.fromEntries(options.map(([key, option]) => [key, readOption(key, option, fields)]));
}

function readOption(key: string, option: Option, fields: Fields): OptionValue {
  if (option.kind === 'number') return readNumber(key, option, fields);
  if (option.kind === 'choice') {
    const words = option.choices.map((choice) => choice.value);
    return wordAmong(fields, key, words) ?? option.default;
  }
  return option.kind === 'flag' ? readFlag(key, option.default, fields) : readDay(key, fields);
}

function readNumber(key: string, option: NumberOption, fields: Fields): number | null {
  const value = numberOf(fields, key) ?? option.default;
  if (value === null) return null;
  const { min, max, step, label } = option;
  if (value >= min && value <= max && (step !== 1 || Number.isInteger(value))) return value;
  const kind = step === 1 ? 'a whole number' : 'a number';
  const infinite = Number.isFinite(max) ? ` to ${max}` : ' on';
  throw new InputProblem(
    `\`${key}: ${value}\` is out of range: “${label}” is ${kind} from ${min}${infinite}.`,
    {
      hint:
        option.shown === 'percent'
          ? 'Files hold fractions: 10 % is 0.1.'
          : `The default is ${option.default}.`,
      ...positionOf(fields.get(key)),
    },
  );
}

function readFlag(key: string, otherwise: boolean, fields: Fields): boolean {
  const field = fields.get(key);
  if (field === undefined || field.value === null) return otherwise;
  if (typeof field.value === 'boolean') return field.value;
  throw new InputProblem(`\`${key}\` is either true or false.`, positionOf(field));
}

function readDay(key: string, fields: Fields): string | null {
  const text = textOf(fields, key);
  if (text !== null && !isIsoDay(text))
    throw new InputProblem(`\`${key}: ${text}\` is not a day.`, {
      hint: 'Write it as 2026-06-30.',
      ...positionOf(fields.get(key)),
    });
  return text;
}
