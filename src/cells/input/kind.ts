import { InputProblem, problemOf } from '../../values/problem';
import { setYamlValue } from '../../values/yaml-edit';
import type { YamlField } from '../../values/yaml-text';
import { isIsoDay } from '../../values/iso-day';
import type { VariableValue } from '../../engine/api';
import type { CellKind } from '../kind';
import { fieldsOf, fromOf, numberOf, positionOf, renameFrom, textOf, unknownKeyNotes } from '../yaml-body';
import { wordAmong, type Fields } from '../yaml-body';

/** What an input cell offers; a null value is SQL's NULL. */
export type InputSpec =
  | {
      type: 'number';
      label: string | null;
      value: number | null;
      min: number | null;
      max: number | null;
      step: number | null;
    }
  | { type: 'choice'; label: string | null; value: string | null; options: ChoiceOptions }
  | { type: 'date'; label: string | null; value: string | null; min: string | null; max: string | null }
  | { type: 'text'; label: string | null; value: string | null };

/** Written out, or the values of a relation's column. */
export type ChoiceOptions = readonly string[] | { from: string; column: string };

export const inputKeys = ['type', 'label', 'value', 'min', 'max', 'step', 'options'] as const;
const types = ['number', 'choice', 'date', 'text'] as const;

/** An input cell's body. Throws an InputProblem with its place where it cannot be one. */
export function readInput(body: string): InputSpec {
  const fields = fieldsOf(body);
  const type = wordAmong(fields, 'type', types);
  const label = textOf(fields, 'label');
  if (type === null)
    throw new InputProblem('The input does not say what it takes.', {
      hint: 'Give it `type:` number, choice, date or text.',
    });
  if (type === 'number') return { type, label, ...numberInput(fields) };
  if (type === 'choice') return { type, label, ...choiceInput(fields) };
  if (type === 'date') return { type, label, ...dateInput(fields) };
  return { type, label, value: fields.get('value')?.text ?? null };
}

/** The body with another value; everything else stays. */
export const setInputValue = (body: string, value: string | number | null): string =>
  setYamlValue(body, ['value'], value ?? undefined);

function numberInput(fields: Fields): {
  value: number | null;
  min: number | null;
  max: number | null;
  step: number | null;
} {
  const [value, min, max, step] = (['value', 'min', 'max', 'step'] as const).map((key) =>
    numberOf(fields, key),
  );
  const numbers = { value: value ?? null, min: min ?? null, max: max ?? null, step: step ?? null };
  refuseOutside(fields, numbers.value, numbers.min, numbers.max);
  if (numbers.step !== null && numbers.step <= 0)
    throw new InputProblem('`step` must be above 0.', positionOf(fields.get('step')));
  return numbers;
}

function dateInput(fields: Fields): { value: string | null; min: string | null; max: string | null } {
  const [value, min, max] = (['value', 'min', 'max'] as const).map((key) => dayOf(fields, key));
  const days = { value: value ?? null, min: min ?? null, max: max ?? null };
  refuseOutside(fields, days.value, days.min, days.max);
  return days;
}

function dayOf(fields: Fields, key: string): string | null {
  const text = textOf(fields, key);
  if (text === null || isIsoDay(text)) return text;
  throw new InputProblem(`\`${key}: ${text}\` is not a day.`, {
    hint: 'Write it as 2026-06-30.',
    ...positionOf(fields.get(key)),
  });
}

function refuseOutside<T extends number | string>(
  fields: Fields,
  value: T | null,
  min: T | null,
  max: T | null,
): void {
  if (min !== null && max !== null && min > max)
    throw new InputProblem(`\`min\` (${min}) is above \`max\` (${max}).`, positionOf(fields.get('min')));
  if (value === null) return;
  const below = min !== null && value < min;
  const above = max !== null && value > max;
  if (!below && !above) return;
  throw new InputProblem(
    below
      ? `The value ${value} is below the smallest allowed, ${min}.`
      : `The value ${value} is above the largest allowed, ${max}.`,
    positionOf(fields.get('value')),
  );
}

function choiceInput(fields: Fields): { value: string | null; options: ChoiceOptions } {
  const options = optionsOf(fields);
  const value = fields.get('value')?.text ?? null;
  if (value !== null && isList(options) && !options.includes(value))
    throw new InputProblem(`\`${value}\` is not among the options.`, {
      hint: 'Choose one of them, or add it to `options`.',
      ...positionOf(fields.get('value')),
    });
  return { value, options };
}

const isList = (options: ChoiceOptions): options is readonly string[] => Array.isArray(options);

function optionsOf(fields: Fields): ChoiceOptions {
  const field = fields.get('options');
  if (field?.texts) return listed(field);
  const nested = field?.value;
  const map = typeof nested === 'object' && nested !== null && !Array.isArray(nested) ? nested : null;
  const word = (key: string): string | null => {
    const value = map ? (map as Record<string, unknown>)[key] : null;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : textOf(fields, key);
  };
  const [from, column] = [word('from'), word('column')];
  if (from !== null && column !== null) return { from: from.toLowerCase(), column };
  throw new InputProblem('The choice has no options.', {
    hint: 'Give it `options: [a, b]`, or `from:` and `column:`.',
    ...positionOf(field),
  });
}

function listed(field: YamlField): string[] {
  const options = (field.texts ?? []).filter((text) => text !== null);
  if (options.length > 0) return [...new Set(options)];
  throw new InputProblem('The list of options is empty.', positionOf(field));
}

function valueOf(spec: InputSpec): VariableValue {
  return spec.type === 'number'
    ? { type: 'number', value: spec.value }
    : { type: spec.type, value: spec.value };
}

const input: CellKind = {
  id: 'input',
  label: 'Input',
  summary: 'A value that SQL reads as $name: a number, a choice, a date or a text.',
  template: () => 'type: number\nlabel: Value\nvalue: 0',
  reads(body) {
    const nested = nestedFrom(body);
    return { relations: nested === null ? fromOf(body) : [nested], variables: [] };
  },
  publishes: () => [],
  request({ name, body }) {
    try {
      return { type: 'variable', name: name.toLowerCase(), value: valueOf(readInput(body)) };
    } catch (error) {
      return { problem: problemOf(error) };
    }
  },
  notes: ({ body }) => unknownKeyNotes(body, [...inputKeys, 'from', 'column'], 'inputs'),
  rename: (body, change) => renameFrom(renameFrom(body, change), change, ['options', 'from']),
};
export default input;

/** The relation in `options: { from: …, column: … }`; never throws. */
function nestedFrom(body: string): string | null {
  try {
    const options = optionsOf(fieldsOf(body));
    return isList(options) ? null : 'from' in options ? options.from : null;
  } catch {
    return null;
  }
}
