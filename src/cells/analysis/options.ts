import type { AnyEntry, NumberOption, Option, Options, OptionValue, Roles } from '../../analyses/analysis';
import { groupNames, type OptionPlace } from '../../analyses/option-place';
import type { AnalysisRequest } from '../../engine/api';
import { isIsoDay } from '../../values/iso-day';
import { InputProblem } from '../../values/problem';
import type { ColumnInfo } from '../../values/table';
import { numberOf, positionOf, textOf, wordAmong, type Fields } from '../yaml-body';
import { readStructured } from './structured-option';

/**
 * Every option's value, its default where the key is absent. Throws an InputProblem where one is out of range, or names
 * a column that is not there. `columns` undefined: not known yet, so names are taken as they stand.
 */
export function readOptions(
  analysis: AnyEntry,
  fields: Fields,
  from: string,
  columns: readonly ColumnInfo[] | undefined,
  chosen: AnalysisRequest['roles'],
): AnalysisRequest['options'] {
  const options = Object.entries<Option>(analysis.options);
  const groups = groupNames(analysis.options as Options, (key) => fields.get(key)?.source);
  const place = { from, columns, chosen, roles: analysis.roles as Roles, groups };
  return Object.fromEntries(
    options.map(([key, option]) => [key, readOption(option, fields, { ...place, key })]),
  );
}

function readOption(option: Option, fields: Fields, place: OptionPlace): OptionValue {
  const { key } = place;
  switch (option.kind) {
    case 'number':
      return readNumber(key, option, fields);
    case 'choice':
      return (
        wordAmong(
          fields,
          key,
          option.choices.map((choice) => choice.value),
        ) ?? option.default
      );
    case 'flag':
      return readFlag(key, option.default, fields);
    case 'date':
      return readDay(key, fields);
    default:
      return readStructured(option, fields.get(key), place);
  }
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
          : option.default === null
            ? 'Without it the analysis decides.'
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
