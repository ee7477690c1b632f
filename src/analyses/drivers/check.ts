import { formatCount, formatList, formatPercent, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { readColumns, textNumbers } from './columns';
import type { Encoding, FirstPass } from './encode';
import { found, MOST_CATEGORIES } from './levels';
import { single, type Numbers } from './numbers';
import type { Plan } from './plan';
import type { Exclusions } from './result';
import type { DriversInput } from './roles';

const MOST_COLUMNS = 60;

/** What can be said about the choice of columns before any row is read. */
export function checkColumns(input: DriversInput): void {
  const { outcome, drivers, weight } = input.roles;
  if (drivers.length === 0)
    throw new InputProblem('No drivers are chosen.', { hint: 'Choose at least one column as a driver.' });
  if (drivers.includes(outcome))
    throw new InputProblem(`The outcome ${outcome} is among its own drivers.`, {
      hint: `Take ${outcome} out of the drivers, or choose another outcome.`,
    });
  const repeated = drivers.find((driver, i) => drivers.indexOf(driver) !== i);
  if (repeated !== undefined)
    throw new InputProblem(`The driver ${repeated} is listed twice.`, { hint: 'List every driver once.' });
  if (drivers.length > MOST_COLUMNS)
    throw new InputProblem(`${drivers.length} drivers are too many: ${MOST_COLUMNS} can be done.`, {
      hint: 'Leave out drivers that say nearly the same, or average the items of a touchpoint in an SQL cell first.',
    });
  if (weight !== null && (weight === outcome || drivers.includes(weight)))
    throw new InputProblem(
      `The weight ${weight} is also ${weight === outcome ? 'the outcome' : 'a driver'}.`,
      {
        hint: `Take ${weight} out of one of the two places.`,
      },
    );
  for (const column of [outcome, ...drivers]) checkKind(column, input);
  checkBy(input);
  checkGroups(input);
}

function checkKind(column: string, input: DriversInput): void {
  const info = input.columns.find(({ name }) => name === column);
  if (!info) throw new InputProblem(`${input.from} has no column ${column}.`);
  if (info.kind === 'date')
    throw new InputProblem(`The column ${column} of ${input.from} holds dates, not numbers.`, {
      hint: `Choose another column, or turn ${column} into numbers or yes/no in an SQL cell first.`,
    });
}

function checkBy({ roles: { outcome, drivers, by } }: DriversInput): void {
  if (by === outcome || (by !== null && drivers.includes(by)))
    throw new InputProblem(
      `The column ${by} to compare by is also ${by === outcome ? 'the outcome' : 'a driver'}: at each of its levels it is always the same.`,
      {
        hint: `Compare by another column, or take ${by} out of ${by === outcome ? 'the outcome' : 'the drivers'}.`,
      },
    );
}

function checkGroups(input: DriversInput): void {
  const { drivers } = input.roles;
  const groupOf = new Map<string, string>();
  for (const [group, members] of Object.entries(input.options.groups)) {
    const unknown = members.find((member) => !drivers.includes(member));
    if (unknown !== undefined)
      throw new InputProblem(`The group ${group} names ${unknown}, which is not among the drivers.`, {
        hint: `Add ${unknown} to the drivers, or take it out of the group.`,
      });
    for (const member of members) {
      const other = groupOf.get(member);
      if (other !== undefined)
        throw new InputProblem(
          `${member} stands in the group ${other} and in ${group === other ? 'it again' : group}.`,
          {
            hint: 'A column stands in one group.',
          },
        );
      groupOf.set(member, group);
    }
    if (drivers.includes(group) && !members.includes(group))
      throw new InputProblem(`The group ${group} is called like the driver ${group}.`, {
        hint: 'Give the group another name.',
      });
  }
}

/** What can be said about the rows once they are counted. */
export function checkRows(input: DriversInput, { overview, levels }: FirstPass): void {
  const total = single(overview, 'total');
  const { drivers } = input.roles;
  if (total === 0) throw new InputProblem(`${input.from} has no rows.`);
  checkWeight(input, overview);
  const emptyDriver = input.roles.drivers.find((_, i) => single(overview, `answered${i + 1}`) === 0);
  if (single(overview, 'n') === 0)
    throw new InputProblem(
      `None of the ${formatPlural(total, 'row')} of ${input.from} has an answer in ${input.options.missing === 'listwise' ? 'every' : 'any'} column: ${mostMissing(input, overview)}.`,
      { hint: 'Leave out the drivers that are mostly missing.' },
    );
  if (single(overview, 'answered0') === 0)
    throw new InputProblem(
      `The outcome ${input.roles.outcome} is missing in all ${formatPlural(total, 'row')}.`,
      {
        hint: 'Choose another outcome.',
      },
    );
  if (input.options.missing !== 'listwise' && emptyDriver !== undefined)
    throw new InputProblem(`The driver ${emptyDriver} is missing in all ${formatPlural(total, 'row')}.`, {
      hint: `Take ${emptyDriver} out of the drivers.`,
    });
  const columns = readColumns(input, overview);
  if (columns[0]?.kind === 'text')
    throw new InputProblem(`The column ${input.roles.outcome} of ${input.from} holds text, not numbers.`, {
      hint:
        wordsAmongNumbers(0, { overview, levels }) ??
        `Choose another column, or turn ${input.roles.outcome} into numbers or yes/no in an SQL cell first.`,
    });
  drivers.forEach((driver, i) => {
    if (columns[i + 1]?.kind === 'text' && found(levels, `driver:${i + 1}`).length > MOST_CATEGORIES)
      throw new InputProblem(
        `The driver ${driver} is text with more than ${MOST_CATEGORIES} different values: too many for a category.`,
        {
          hint:
            wordsAmongNumbers(i + 1, { overview, levels }) ??
            `Take ${driver} out of the drivers, or join its values into a few in an SQL cell first.`,
        },
      );
  });
}

const MOSTLY_NUMBERS = 0.8;

/** What to do with a text column most of whose values are numbers; null for any other. */
function wordsAmongNumbers(
  column: number,
  { overview, levels }: Pick<FirstPass, 'overview' | 'levels'>,
): string | null {
  const share = textNumbers(overview, column);
  if (!(share >= MOSTLY_NUMBERS && share < 1)) return null;
  const words = found(levels, `words:${column}`).map(({ level }) => `"${level}"`);
  return `${formatPercent(share, 1)} of its values are numbers: name the others, such as ${formatList(words)}, under Not applicable.`;
}

/** Text columns among those used that are read as numbers, or nearly could be. */
export function textsRead(input: DriversInput, first: FirstPass): Exclusions['texts'] {
  return readColumns(input, first.overview).flatMap(({ name, kind, fromText }, i) => {
    const advice = kind === 'text' ? wordsAmongNumbers(i, first) : null;
    return fromText || advice !== null ? [{ column: name, advice }] : [];
  });
}

function checkWeight(input: DriversInput, overview: Numbers): void {
  const { weight } = input.roles;
  if (weight === null) return;
  if (single(overview, 'least_weight') < 0)
    throw new InputProblem(
      `The weight ${weight} is negative in some rows (the smallest is ${single(overview, 'least_weight')}).`,
      {
        hint: 'Weights say how much a row counts: choose a column of numbers from 0 up.',
      },
    );
  if (single(overview, 'weighing') === 0)
    throw new InputProblem(`The weight ${weight} is missing or 0 in every row: nothing counts.`, {
      hint: 'Choose another column as the weight, or none.',
    });
}

/** What can be said once columns became numbers; needs the encoding. */
export function checkEncoding(
  input: DriversInput,
  { overview }: FirstPass,
  encoding: Encoding,
  { rows, missing }: Pick<Plan, 'rows' | 'missing'>,
): void {
  const { outcome, drivers } = input.roles;
  const total = single(overview, 'total');
  if (!(single(overview, 'min0') < single(overview, 'max0')))
    throw new InputProblem(
      `The outcome ${outcome} is ${single(overview, 'min0')} in all ${formatCount(rows)} rows used: there is nothing to explain.`,
      { hint: 'Choose an outcome that differs between rows, or keep more rows.' },
    );
  const varying = encoding.variables.length - 1;
  if (varying === 0)
    throw new InputProblem(
      `${formatList(drivers)} ${drivers.length === 1 ? 'does' : 'do'} not vary in the ${formatCount(rows)} rows used: a constant cannot drive ${outcome}.`,
      { hint: 'Choose drivers that differ between rows, or keep more rows.' },
    );
  if (rows <= varying + 1)
    throw new InputProblem(
      `${formatPlural(rows, missing === 'listwise' ? 'complete row' : 'row')} cannot tell ${formatPlural(varying, 'driver')} apart: more than ${varying + 1} are needed.`,
      {
        hint:
          rows < total
            ? `Choose fewer drivers, or fill the gaps: ${mostMissing(input, overview)}.`
            : 'Choose fewer drivers, or keep more rows.',
      },
    );
}

/** Rows without an answer in a column: not those to which it does not apply. */
export const missingIn = (overview: Numbers, column: number): number =>
  single(overview, 'total') - single(overview, `answered${column}`) - notApplicableIn(overview, column);

/** Rows to which a column does not apply. */
export const notApplicableIn = (overview: Numbers, column: number): number =>
  overview[`na${column}`]?.[0] ?? 0;

/** The column whose missing answers cost most rows. */
export function worstMissing(input: DriversInput, overview: Numbers): { column: string; missing: number } {
  const counts = [input.roles.outcome, ...input.roles.drivers].map((column, i) => ({
    column,
    missing: missingIn(overview, i),
  }));
  return counts.reduce((most, one) => (one.missing > most.missing ? one : most));
}

/** "q3 is missing in 12 rows" */
function mostMissing(input: DriversInput, overview: Numbers): string {
  const { column, missing } = worstMissing(input, overview);
  return `${column} is missing in ${formatPlural(missing, 'row')}`;
}
