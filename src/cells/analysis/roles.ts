import type { AnyEntry, Role } from '../../analyses/analysis';
import type { AnalysisRequest } from '../../engine/api';
import { formatList } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { ColumnInfo, ColumnKind } from '../../values/table';
import type { YamlField } from '../../values/yaml-text';
import { positionOf, requireColumn, type Fields } from '../yaml-body';

/**
 * The columns of each role, named as in the relation; null or an empty list where an optional role is not given.
 * Throws an InputProblem for a missing role, a column that does not exist or is given twice, and one of an unfit
 * kind. `columns` undefined: not known yet, so only the form is checked.
 */
export function readRoles(
  analysis: AnyEntry,
  fields: Fields,
  from: string,
  columns: readonly ColumnInfo[] | undefined,
): AnalysisRequest['roles'] {
  const roles = Object.entries<Role>(analysis.roles).map(([key, role]) => {
    const names = namesIn(fields.get(key), key, role);
    const given = columns ? names.map((name) => fitting(name, role, from, columns, fields.get(key))) : names;
    if (given.length === 0 && !role.optional) throw missing(analysis, key, role);
    return [key, role.many ? given : (given[0] ?? null)] as const;
  });
  refuseOverlap(analysis, new Map(roles), fields);
  return Object.fromEntries(roles);
}

const missing = (analysis: AnyEntry, key: string, role: Role): InputProblem =>
  new InputProblem(`${analysis.title} needs ${role.many ? 'columns' : 'a column'} for “${role.label}”.`, {
    hint: `Choose ${role.many ? 'them' : 'it'} in the form, or write \`${key}:\` and ${role.many ? 'a list' : 'its name'}.`,
  });

function namesIn(field: YamlField | undefined, key: string, role: Role): string[] {
  if (!field || (field.text === null && field.value === null)) return [];
  const listed = field.texts ?? (field.text === null ? [null] : [field.text]);
  const names = listed.filter((name) => name !== null && name !== '') as string[];
  if (names.length < listed.length)
    throw new InputProblem(`\`${key}\` needs names of columns.`, positionOf(field));
  if (!role.many && field.texts)
    throw new InputProblem(`\`${key}\` takes one column, not a list.`, positionOf(field));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputProblem(`\`${twice}\` stands twice in \`${key}\`.`, positionOf(field));
  return names;
}

function fitting(
  name: string,
  role: Role,
  from: string,
  columns: readonly ColumnInfo[],
  field: YamlField | undefined,
): string {
  const column = requireColumn(name, columns, from, field);
  if (role.accepts.includes(column.kind)) return column.name;
  const needed = formatList(
    role.accepts.map((kind) => kindWords[kind]),
    'or',
  );
  throw new InputProblem(
    `\`${column.name}\` holds ${kindWords[column.kind]}; “${role.label}” needs ${needed}.`,
    {
      hint: `Choose another column, or change the type of \`${column.name}\` where \`${from}\` is made.`,
      ...positionOf(field),
    },
  );
}

const kindWords: Record<ColumnKind, string> = {
  number: 'numbers',
  date: 'dates',
  text: 'text',
  boolean: 'yes/no values',
};

/** A column cannot explain itself: the one column of a required role does not stand in a required list too. */
function refuseOverlap(
  analysis: AnyEntry,
  roles: ReadonlyMap<string, string | string[] | null>,
  fields: Fields,
): void {
  const required = Object.entries<Role>(analysis.roles).filter(([, role]) => !role.optional);
  for (const [key, role] of required) {
    const single = roles.get(key);
    if (role.many || typeof single !== 'string') continue;
    const clash = required.find(([other, { many }]) => many && roles.get(other)?.includes(single));
    if (clash)
      throw new InputProblem(`\`${single}\` stands both as “${role.label}” and among “${clash[1].label}”.`, {
        hint: 'Take it out of one of them.',
        ...positionOf(fields.get(clash[0])),
      });
  }
}
