import { literal } from '../../sql/quote';
import { formatList, formatNumber } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { readColumns, type UsedColumn } from './columns';
import {
  found,
  levelled,
  MOST_BY_LEVELS,
  MOST_OUTCOME_LEVELS,
  type Levelled,
  type LevelRows,
} from './levels';
import { single, type Numbers } from './numbers';
import { namedNps, npsPart } from './overview';
import type { DriversFamily } from './options';
import type { DriversResult } from './result';
import type { DriversInput } from './roles';

/** What `prepare` found. */
export interface FirstPass {
  readonly overview: Numbers;
  readonly levels: LevelRows;
  /** Asked only where missing answers may stay. */
  readonly patterns?: Numbers;
}
export type Family = Exclude<DriversFamily, 'auto'>;

/** One number of the model: a column, or one level of a category against its reference. The outcome is variable 0. */
export interface Variable {
  /** Place among the columns used, the outcome 0. */
  column: number;
  level: string | null;
  reference: string | null;
  /** SQL over `answers` (v0, v1, ...): NULL where the answer is missing. */
  sql: string;
  /** Taken off before summing, so that nothing cancels. */
  origin: number;
}

/** Who shares the explained differences. */
export interface Player {
  name: string;
  kind: DriversResult['all']['drivers'][number]['kind'];
  /** Places among the columns used. */
  columns: number[];
  /** Places among the variables; none where all its columns are constant. */
  variables: number[];
}

export interface Encoding {
  columns: UsedColumn[];
  variables: Variable[];
  /** Variables 1 .. this many are the drivers'. */
  driverVariables: number;
  /** The variable after them that holds each row's part in the NPS (100, 0, -100); null where the outcome is no NPS. */
  npsVariable: number | null;
  /** With missing answers instead: NPS points per point of the outcome, over rows that have one. */
  npsPerUnit: number | null;
  players: Player[];
  family: Family;
  /** The outcome from which on counts as 1; null where it is read as it is. */
  threshold: number | null;
  by: Levelled | null;
  filters: Levelled[];
}

/** How columns become the numbers of the model; throws where a choice cannot be carried out. */
export function encodingOf(input: DriversInput, first: FirstPass): Encoding {
  const columns = readColumns(input, first.overview);
  const { family, threshold } = familyOf(input, first);
  const variables = [outcomeVariable(first.overview, threshold)];
  const byColumn = columns.map((column, i) => {
    const own = i === 0 ? [] : variablesOfColumn(column, i, first);
    variables.push(...own);
    return own.map((_, k) => variables.length - own.length + k);
  });
  const driverVariables = variables.length - 1;
  const nps = family === 'linear' && threshold === null && isNps(input, first);
  // In EM another variable would change what is known of the missing ones.
  const gaps =
    input.options.missing !== 'listwise' && single(first.overview, 'complete') < single(first.overview, 'n');
  const npsVariable = nps && !gaps ? variables.length : null;
  const npsPerUnit = nps && gaps ? single(first.overview, 'nps_slope') : null;
  if (npsVariable !== null)
    variables.push({ column: 0, level: null, reference: null, sql: npsPart('v0'), origin: 0 });
  const players = playersOf(input, columns, byColumn);
  return {
    columns,
    variables,
    driverVariables,
    npsVariable,
    npsPerUnit,
    players,
    family,
    threshold,
    by: byOf(input, first),
    filters: filtersOf(input, first),
  };
}

/** Whole numbers within 0 to 10 under a name that asks for a recommendation. */
function isNps(input: DriversInput, { overview }: FirstPass): boolean {
  const [least, most] = [single(overview, 'min0'), single(overview, 'max0')];
  return (
    namedNps(input) && single(overview, 'whole0') === 1 && least >= 0 && most <= 10 && most >= 9 && least <= 6
  );
}

function outcomeVariable(overview: Numbers, threshold: number | null): Variable {
  const shared = { column: 0, level: null, reference: null };
  return threshold === null
    ? { ...shared, sql: 'v0', origin: single(overview, 'mean0') }
    : { ...shared, sql: `CAST(v0 >= ${literal(threshold)} AS DOUBLE)`, origin: 0.5 };
}

/** None for a column that takes a single value. */
function variablesOfColumn(column: UsedColumn, i: number, { overview, levels }: FirstPass): Variable[] {
  if (column.kind !== 'text')
    return single(overview, `min${i}`) < single(overview, `max${i}`)
      ? [{ column: i, level: null, reference: null, sql: `v${i}`, origin: single(overview, `mean${i}`) }]
      : [];
  const list = found(levels, `driver:${i}`);
  const reference = list[0]?.level ?? null;
  return list
    .slice(1)
    .toSorted((a, b) => (a.level < b.level ? -1 : 1))
    .map(({ level, n }) => ({
      column: i,
      level,
      reference,
      sql: `CAST(v${i} = ${literal(level)} AS DOUBLE)`,
      origin: n / single(overview, `answered${i}`),
    }));
}

/** A group is one player, and stands where its first column stands. */
function playersOf(
  input: DriversInput,
  columns: readonly UsedColumn[],
  byColumn: readonly number[][],
): Player[] {
  const groups = Object.entries(input.options.groups).filter(([, members]) => members.length > 0);
  const players: Player[] = [];
  input.roles.drivers.forEach((name, driver) => {
    const group = groups.find(([, members]) => members.includes(name));
    if (!group) {
      const kind = columns[driver + 1]?.kind ?? 'number';
      const isYesNo = kind === 'boolean';
      players.push({
        name,
        kind: isYesNo ? 'yes-no' : kind === 'text' ? 'category' : 'number',
        columns: [driver + 1],
        variables: byColumn[driver + 1] ?? [],
      });
      return;
    }
    const [groupName, members] = group;
    if (players.some((player) => player.kind === 'group' && player.name === groupName)) return;
    const places = members.map((member) => input.roles.drivers.indexOf(member) + 1);
    players.push({
      name: groupName,
      kind: 'group',
      columns: places,
      variables: places.flatMap((place) => byColumn[place] ?? []),
    });
  });
  return players;
}

function familyOf(
  input: DriversInput,
  { overview, levels }: FirstPass,
): { family: Family; threshold: number | null } {
  const { family, topBox } = input.options;
  const { outcome } = input.roles;
  const [least, most] = [single(overview, 'min0'), single(overview, 'max0')];
  const isZeroOne = least === 0 && most === 1 && single(overview, 'whole0') === 1;
  if (topBox !== null && family !== 'ordinal') {
    checkTopBox(outcome, topBox, least, most);
    return { family: family === 'linear' ? 'linear' : 'binary', threshold: topBox };
  }
  if (family === 'linear' || (family === 'auto' && !isZeroOne)) return { family: 'linear', threshold: null };
  if (isZeroOne && family !== 'ordinal') return { family: 'binary', threshold: 1 };
  const values = found(levels, 'outcome');
  if (family === 'binary' && values.length !== 2)
    throw new InputProblem(
      `The outcome ${outcome} takes ${values.length > MOST_OUTCOME_LEVELS ? 'many values' : `the values ${formatList(values.map(({ place }) => formatNumber(place)))}`}, where a binary outcome has two.`,
      { hint: 'Say from which value on it counts as 1 (topBox), or choose another kind of outcome.' },
    );
  if (family === 'binary') return { family: 'binary', threshold: values[1]?.place ?? 1 };
  if (values.length > MOST_OUTCOME_LEVELS)
    throw new InputProblem(
      `The outcome ${outcome} takes more than ${MOST_OUTCOME_LEVELS} values: too many for an ordinal outcome.`,
      {
        hint: 'Choose the linear kind of outcome, or join levels in an SQL cell first.',
      },
    );
  return { family: 'ordinal', threshold: null };
}

function checkTopBox(outcome: string, topBox: number, least: number, most: number): void {
  if (topBox > most)
    throw new InputProblem(
      `The top box starts at ${topBox}, but the largest value of ${outcome} is ${formatNumber(most)}: nobody is in it.`,
      {
        hint: `Choose a top box of ${formatNumber(most)} or less.`,
      },
    );
  if (topBox <= least)
    throw new InputProblem(
      `The top box starts at ${topBox}, but the smallest value of ${outcome} is ${formatNumber(least)}: everybody is in it.`,
      {
        hint: `Choose a top box above ${formatNumber(least)}.`,
      },
    );
}

function byOf(input: DriversInput, { levels }: FirstPass): Levelled | null {
  const { by } = input.roles;
  if (by === null) return null;
  const found = levelled('by', by, levels, input);
  if (found === null)
    throw new InputProblem(
      `The column ${by} has more than ${MOST_BY_LEVELS} levels: too many to compare side by side.`,
      {
        hint: `Join levels of ${by} in an SQL cell first, or filter by it instead.`,
      },
    );
  if (found.levels.length === 0)
    throw new InputProblem(`The column ${by} is empty in every row: there is nothing to compare by.`, {
      hint: 'Choose another column, or none.',
    });
  return found;
}

const filtersOf = (input: DriversInput, { levels }: FirstPass): Levelled[] =>
  input.roles.filterBy.map((column, i) => {
    const found = levelled(`filter:${i}`, column, levels, input);
    if (found === null)
      throw new InputProblem(
        `The dates in ${column} span more than 30 years: too many levels to filter by.`,
        {
          hint: `Make a coarser column of ${column} in an SQL cell first.`,
        },
      );
    return found;
  });
