import { didYouMean } from '../sql/suggest';
import { formatList } from '../values/format';
import { InputProblem } from '../values/problem';
import { columnNamed, type ColumnInfo } from '../values/table';
import type { Roles } from './analysis';
import type { Options } from './options';

/** Where an option's value stands: what its names can refer to. */
export interface OptionPlace {
  /** The option's key in the notebook file. */
  key: string;
  /** The relation read, and its columns where they are known. */
  from: string;
  columns: readonly ColumnInfo[] | undefined;
  roles: Roles;
  /** The columns that each role has. */
  chosen: Readonly<Record<string, string | readonly string[] | null>>;
  /** By role, the names of the groups into which an option of the kind `columnSets` puts its columns. */
  groups?: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with an option, begun with its label. */
export const problem = (option: { label: string }, what: string, hint?: string): InputProblem =>
  new InputProblem(`“${option.label}”: ${what}`, hint === undefined ? {} : { hint });

export const finite = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** A column by name, exactly and then ignoring case; `where` says what names it ("`Delivery` names "). */
export function columnOf(
  option: { label: string },
  name: string,
  where: string,
  { columns, from }: OptionPlace,
): { name: string } & Partial<ColumnInfo> {
  if (!columns) return { name };
  const column = columnNamed(columns, name);
  if (column) return column;
  const names = columns.map((candidate) => candidate.name);
  const what =
    where === ''
      ? `\`${from}\` has no column \`${name}\`.`
      : `${where} \`${name}\`, and \`${from}\` has no such column.`;
  const listed = formatList(names.slice(0, 8).map((one) => `\`${one}\``));
  const more = names.length > 8 ? ' and more' : '';
  throw problem(option, what, didYouMean(name, names) ?? `It has ${listed}${more}.`);
}

/** The names of groups by role, from the options' values as they were given, whether or not these are right. */
export function groupNames(
  options: Options,
  given: (key: string) => unknown,
): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, string[]> = {};
  for (const [key, option] of Object.entries(options)) {
    const value = given(key);
    if (option.kind === 'columnSets' && typeof value === 'object' && value !== null && !Array.isArray(value))
      names[option.of] = [...(names[option.of] ?? []), ...Object.keys(value)];
  }
  return names;
}

/**
 * The same for a column of the role `of` or a group of its columns. What is spelled exactly so comes first, a column
 * before a group.
 */
export function memberOfRole(
  option: { label: string; of: string },
  name: string,
  where: string,
  place: OptionPlace,
): string {
  const chosen = place.chosen[option.of] ?? [];
  const groups = place.groups?.[option.of] ?? [];
  if (chosen === name || (chosen !== null && typeof chosen !== 'string' && chosen.includes(name)))
    return name;
  if (groups.includes(name)) return name;
  const group = groups.find((one) => one.toLowerCase() === name.toLowerCase());
  if (group !== undefined && !(place.columns && columnNamed(place.columns, name))) return group;
  return columnInRole(option, name, where, place);
}

/** The same for a column that must also have the role `of`. */
export function columnInRole(
  option: { label: string; of: string },
  name: string,
  where: string,
  place: OptionPlace,
): string {
  const column = columnOf(option, name, where, place);
  const chosen = place.chosen[option.of] ?? [];
  const members = (typeof chosen === 'string' ? [chosen] : chosen).map((member) => ({ name: member }));
  const member = columnNamed(members, column.name);
  if (member) return member.name;
  const role = place.roles[option.of]?.label ?? option.of;
  throw problem(
    option,
    `${where} \`${column.name}\`, which is not among “${role}”.`,
    `Add it to \`${option.of}\`, or take it out here.`,
  );
}
