import { checkOption, type StructuredOption } from '../../analyses/check-option';
import type { OptionPlace } from '../../analyses/option-place';
import type { Option, OptionValue } from '../../analyses/analysis';
import { InputProblem } from '../../values/problem';
import { columnNamed, type ColumnInfo } from '../../values/table';
import type { YamlField, YamlSource } from '../../values/yaml-text';
import { positionOf } from '../yaml-body';

/**
 * The value of an option of more than one word, read from its field and checked; the default where there is none.
 * Texts and names are the scalars' source texts (`007`, `null`). What is wrong is thrown with the field's place.
 */
export function readStructured(
  option: StructuredOption,
  field: YamlField | undefined,
  place: OptionPlace,
): OptionValue {
  try {
    return checkOption(option, field && plainOption(option, field, place.columns), place);
  } catch (error) {
    if (error instanceof InputProblem)
      throw new InputProblem(error.message, { ...error.problem, ...positionOf(field) });
    throw error;
  }
}

/** What a field says, in the shape of the option's kind; null for nothing. What does not fit is left for the check. */
export function plainOption(
  option: StructuredOption,
  field: YamlField,
  columns: readonly ColumnInfo[] | undefined,
): unknown {
  const { value, text, source } = field;
  switch (option.kind) {
    case 'choices':
    case 'list':
      return source === null ? null : listed(source);
    case 'range':
      return rangeIn(value, text);
    case 'numberOrColumn':
      if (typeof value === 'number' || (value === null && !hasColumn(columns, text))) return value;
      return text === null ? {} : { column: text };
    case 'columnSets':
    case 'levels':
      return isMap(source)
        ? Object.fromEntries(Object.entries(source).map(([key, inner]) => [key, listed(inner)]))
        : source;
    case 'texts':
      return source;
    case 'perColumn':
    case 'centres':
      return value;
    case 'cuts':
      return isMap(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, cuts]) => [key, typeof cuts === 'number' ? [cuts] : cuts]),
          )
        : value;
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, never>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One text is a list of one; nothing is an empty list. */
const listed = (source: YamlSource): unknown =>
  source === null ? [] : typeof source === 'string' ? [source] : source;

const hasColumn = (columns: readonly ColumnInfo[] | undefined, name: string | null): boolean =>
  name !== null && columns !== undefined && columnNamed(columns, name) !== undefined;

/** `4`, or `2..8` (which YAML reads as a text). */
function rangeIn(value: unknown, text: string | null): unknown {
  if (value === null) return null;
  const [, from, to] = /^\s*(-?\d+)\s*(?:\.\.\.?|–)\s*(-?\d+)\s*$/.exec(text ?? '') ?? [];
  if (from !== undefined && to !== undefined) return { from: Number(from), to: Number(to) };
  return typeof value === 'number' ? { from: value, to: value } : {};
}

/** How a range stands in the file. */
export const rangeText = ({ from, to }: { from: number; to: number }): string =>
  from === to ? String(from) : `${from}..${to}`;

/** Whether a field says something else than the default, as far as can be told without checking it. */
export function saysOtherThanDefault(option: Option, field: YamlField | undefined): boolean {
  if (field === undefined || field.value === null) return false;
  const { kind } = option;
  if (kind === 'number' || kind === 'choice' || kind === 'flag' || kind === 'date')
    return field.value !== option.default;
  return JSON.stringify(plainOption(option, field, undefined)) !== JSON.stringify(option.default);
}
