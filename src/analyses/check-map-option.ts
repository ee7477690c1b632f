import { didYouMean } from '../sql/suggest';
import { formatList } from '../values/format';
import { columnInRole, finite, memberOfRole, problem, type OptionPlace } from './option-place';
import type {
  CentresOption,
  ColumnSetsOption,
  CutsOption,
  LevelsOption,
  OptionValue,
  PerColumnOption,
  TextsOption,
} from './options';

/** Options that are maps in the notebook file; called by `checkOption` only, which says what they promise. */
export function checkPerColumn(option: PerColumnOption, given: unknown, place: OptionPlace): OptionValue {
  if (finite(given)) return given;
  const numbers = entriesOf(
    option,
    given,
    `Write \`${place.key}: 1\` or \`${place.key}: { column: 1 }\`.`,
  ).map(([name, value]) => {
    const column = memberOfRole(option, name, 'it names', place);
    if (!finite(value)) throw notNumber(option, `\`${column}\``, value);
    return [column, value] as const;
  });
  return once(option, numbers);
}

export function checkColumnSets(option: ColumnSetsOption, given: unknown, place: OptionPlace): OptionValue {
  const groupOf = new Map<string, string>();
  const groups = entriesOf(option, given, `Write \`${place.key}: { Name: [column, column] }\`.`).map(
    ([group, names]) => {
      const columns = textsOf(names);
      if (group === '') throw problem(option, 'a group has no name.', 'Give it one, or take it out.');
      if (!columns || columns.length === 0)
        throw problem(option, `\`${group}\` has no columns.`, 'Give it a list of columns, or take it out.');
      for (const [index, name] of columns.entries()) {
        const column = columnInRole(option, name, `\`${group}\` names`, place);
        const other = groupOf.get(column);
        if (other !== undefined) throw inTwo(option, column, other, group);
        groupOf.set(column, group);
        columns[index] = column;
      }
      return [group, columns] as const;
    },
  );
  return Object.fromEntries(groups);
}

const inTwo = (option: ColumnSetsOption, column: string, first: string, second: string): Error =>
  problem(
    option,
    first === second
      ? `\`${column}\` stands twice in \`${first}\`.`
      : `\`${column}\` stands in \`${first}\` and in \`${second}\`.`,
    'A column belongs to one group at most.',
  );

/** A column with an empty list is not filtered. */
export function checkLevels(option: LevelsOption, given: unknown, place: OptionPlace): OptionValue {
  const levels = entriesOf(option, given, `Write \`${place.key}: { column: [level, level] }\`.`).map(
    ([name, value]) => {
      const column = columnInRole(option, name, 'it names', place);
      const kept = textsOf(value);
      if (!kept)
        throw problem(option, `\`${column}\` needs a list of levels.`, 'Write it as [North, South].');
      return [column, [...new Set(kept)]] as const;
    },
  );
  once(option, levels);
  return Object.fromEntries(levels.filter(([, kept]) => kept.length > 0));
}

export function checkCuts(option: CutsOption, given: unknown): OptionValue {
  const { names } = option;
  const cuts = entriesOf(option, given, 'Write it as { name: [30, 90, 180] }.').map(([name, value]) => {
    if (names && !names.includes(name))
      throw problem(
        option,
        `there are no cuts for \`${name}\`.`,
        didYouMean(name, names) ?? `There can be for ${formatList(names)}.`,
      );
    if (!Array.isArray(value) || value.length === 0)
      throw problem(option, `\`${name}\` needs a list of numbers.`, 'Write it as [30, 90, 180].');
    const points = value.map((point: unknown) => {
      if (!finite(point)) throw notNumber(option, `a cut of \`${name}\``, point);
      return point;
    });
    const fall = points.findIndex((point, i) => i > 0 && point <= (points[i - 1] ?? -Infinity));
    if (fall > 0)
      throw problem(
        option,
        `\`${name}\` has ${points[fall]} after ${points[fall - 1]}; cuts must rise.`,
        `Write [${[...new Set(points)].sort((a, b) => a - b).join(', ')}].`,
      );
    return [name, points] as const;
  });
  return Object.fromEntries(cuts);
}

export function checkTexts(option: TextsOption, given: unknown): OptionValue {
  const texts = entriesOf(option, given, "Write it as { '1': Champions }.").map(([name, value]) => {
    if (typeof value !== 'string' || value.trim() === '')
      throw problem(option, `\`${name}\` needs a text.`, 'Give it one, or take it out.');
    return [name, value] as const;
  });
  return Object.fromEntries(texts);
}

export function checkCentres(option: CentresOption, given: unknown): OptionValue {
  const hint = 'Write it as { Champions: { frequency: 12, recency: 9 } }.';
  const points = entriesOf(option, given, hint).map(([name, value]) => {
    const point = entriesOf({ label: `${option.label}: ${name}` }, value, hint).map(([variable, number]) => {
      if (!finite(number)) throw notNumber(option, `\`${variable}\` of \`${name}\``, number);
      return [variable, number] as const;
    });
    return [name, Object.fromEntries(point)] as const;
  });
  return Object.fromEntries(points);
}

function entriesOf(option: { label: string }, given: unknown, hint: string): [string, unknown][] {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return Object.entries(given);
  throw problem(option, 'needs names with values.', hint);
}

const textsOf = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '')
    ? [...(value as string[])]
    : null;

const notNumber = (option: { label: string }, what: string, value: unknown): Error =>
  problem(
    option,
    `${what} needs a number${typeof value === 'string' ? `, not \`${value}\`` : ''}.`,
    'Write it with digits and a point: 2.5.',
  );

/** The entries as a map; a column named twice, in two spellings, is refused. */
function once<T>(option: { label: string }, entries: readonly (readonly [string, T])[]): Record<string, T> {
  const names = entries.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw problem(option, `\`${twice}\` stands twice.`, 'Take one of them out.');
  return Object.fromEntries(entries);
}
