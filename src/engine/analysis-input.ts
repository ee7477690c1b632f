import type { AnyAnalysis, Input, InputData, Option, Options, Role, Roles } from '../analyses/analysis';
import { checkOption } from '../analyses/check-option';
import { groupNames, type OptionPlace } from '../analyses/option-place';
import { ident } from '../sql/quote';
import { didYouMean } from '../sql/suggest';
import { formatList } from '../values/format';
import { ownValue } from '../values/own-value';
import { InputProblem } from '../values/problem';
import { columnNamed, type ColumnInfo, type ColumnKind } from '../values/table';
import type { AnalysisRequest } from './api';
import { INTERNAL_SCHEMA } from './lock';

export type AnyInputData = InputData<Roles, Options>;

/** What a request says, held to the analysis' roles and options; column names become exactly the relation's. */
export function inputData(
  analysis: AnyAnalysis,
  request: AnalysisRequest,
  columns: readonly ColumnInfo[],
): AnyInputData {
  const roles = analysis.roles as Roles;
  const options = analysis.options as Options;
  const { name, from, labels, notebookAsOf } = request;
  const chosen = <T>(from: Record<string, T>, pick: (key: string) => unknown): Record<string, never> =>
    Object.fromEntries(Object.keys(from).map((key) => [key, pick(key)])) as Record<string, never>;
  const columnsOf = chosen(roles, (key) =>
    roleColumns(roles[key] as Role, request.roles[key] ?? null, from, columns),
  );
  const groups = groupNames(options, (key) => request.options[key]);
  const place = { from, columns, roles, chosen: columnsOf, groups };
  return {
    name,
    from,
    columns,
    roles: columnsOf,
    options: chosen(options, (key) =>
      optionValue(options[key] as Option, request.options[key], { ...place, key }),
    ),
    labels,
    notebookAsOf,
  };
}

/** The input that an analysis sees: its data with the names of its tables. Cheap; made anew in every worker. */
export function inputOf(data: AnyInputData): Input {
  const internal = (what: string): string => `${INTERNAL_SCHEMA}.${ident(`${data.name}:${what}`)}`;
  return {
    ...data,
    relation: ident(data.from),
    label: (column) => ownValue(data.labels, column) ?? column,
    kept: (query) => internal(query),
    resultTable: internal('(result)'),
    published: (suffix) => ident(publishedName(data.name, suffix)),
  };
}

/** A published table's relation: '' is the cell's own name. */
export const publishedName = (name: string, suffix: string): string =>
  suffix === '' ? name : `${name}_${suffix}`;

function roleColumns(
  role: Role,
  given: string | string[] | null,
  from: string,
  columns: readonly ColumnInfo[],
): string | string[] | null {
  const names = given === null ? [] : Array.isArray(given) ? given : [given];
  const found = names.map((name) => roleColumn(role, name, from, columns));
  if (found.length === 0 && !role.optional)
    throw new InputProblem(`${role.label}: no column is chosen.`, { hint: role.help });
  if (role.many) return [...new Set(found)];
  if (found.length > 1) throw new InputProblem(`${role.label} takes one column, not ${found.length}.`);
  return found[0] ?? null;
}

const KIND_WORDS: Record<ColumnKind, string> = {
  number: 'numbers',
  date: 'dates',
  text: 'text',
  boolean: 'true and false',
};

function roleColumn(role: Role, name: string, from: string, columns: readonly ColumnInfo[]): string {
  const column = columnNamed(columns, name);
  if (!column) {
    const near = didYouMean(
      name,
      columns.map((candidate) => candidate.name),
    );
    throw new InputProblem(`${role.label}: there is no column \`${name}\` in \`${from}\`.`, {
      hint: near ?? `\`${from}\` has ${formatList(columns.slice(0, 12).map((c) => c.name))}.`,
    });
  }
  if (!role.accepts.includes(column.kind))
    throw new InputProblem(
      `${role.label}: \`${column.name}\` holds ${KIND_WORDS[column.kind]}, where ${formatList(
        role.accepts.map((kind) => KIND_WORDS[kind]),
        'or',
      )} are needed.`,
      { hint: 'Choose another column, or convert it in a SQL cell first.' },
    );
  return column.name;
}

function optionValue(option: Option, given: unknown, place: OptionPlace): unknown {
  if (given === undefined || given === null) return option.default;
  switch (option.kind) {
    case 'number':
      return numberOption(option, given);
    case 'flag':
      if (typeof given === 'boolean') return given;
      throw unfit(option, given, 'true or false');
    case 'date':
      if (isDay(given)) return given;
      throw unfit(option, given, 'a date such as 2026-06-30');
    case 'choice': {
      const words = option.choices.map(({ value }) => value);
      if (typeof given === 'string' && words.includes(given)) return given;
      throw unfit(option, given, `one of ${formatList(words, 'or')}`);
    }
    default:
      return checkOption(option, given, place);
  }
}

const unfit = ({ label }: Option, given: unknown, wanted: string): InputProblem =>
  new InputProblem(`${label} must be ${wanted}, not "${String(given)}".`);

function numberOption(option: Option & { kind: 'number' }, given: unknown): number {
  const { label, min, max, step } = option;
  if (typeof given !== 'number' || !Number.isFinite(given))
    throw new InputProblem(`${label} must be a number, not "${String(given)}".`);
  if (given < min || given > max)
    throw new InputProblem(`${label} is ${given}, and must lie between ${min} and ${max}.`);
  if (step === 1 && !Number.isInteger(given))
    throw new InputProblem(`${label} must be a whole number, not ${given}.`);
  return given;
}

const isDay = (given: unknown): boolean =>
  typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given));
