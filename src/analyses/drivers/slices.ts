import { formatList, formatPlural } from '../../values/format';
import { ownValue } from '../../values/own-value';
import { InputProblem } from '../../values/problem';
import type { Encoding } from './encode';
import type { Levelled } from './levels';
import { MOST_COMBINATIONS } from './plan';
import type { FilterColumn } from './result';
import type { DriversInput } from './roles';

/** Which codes of the combined filter column the filter keeps; null where it keeps all. */
export function keptCodes(input: DriversInput, { filters }: Encoding): ((code: number) => boolean) | null {
  const { filter } = input.options;
  const named = Object.entries(filter).filter(([, levels]) => levels.length > 0);
  const unknown = named.find(([column]) => !filters.some((one) => one.column === column));
  if (unknown)
    throw new InputProblem(`The filter names ${unknown[0]}, which is not among the columns to filter by.`, {
      hint: `Add ${unknown[0]} to "Filter by": a column that is not stored costs another scan.`,
    });
  if (named.length === 0) return null;
  let step = 1;
  const tests = filters.map((column) => {
    const own = {
      step,
      size: column.levels.length,
      kept: keptLevels(column, ownValue(filter, column.column)),
    };
    step *= column.levels.length;
    return own;
  });
  return (code) =>
    tests.every(({ step: by, size, kept }) => kept === null || kept.has(Math.floor(code / by) % size));
}

function keptLevels({ column, levels }: Levelled, wanted: readonly string[] | undefined): Set<number> | null {
  if (!wanted || wanted.length === 0) return null;
  const places = wanted.map((level) => levels.findIndex((one) => one.level === level));
  const unknown = wanted.find((_, i) => places[i] === -1);
  if (unknown !== undefined)
    throw new InputProblem(`The column ${column} has no level "${unknown}" to filter by.`, {
      hint: `Its levels are ${formatList(levels.slice(1, 13).map(({ level }) => level))}.`,
    });
  return new Set(places);
}

/** The query gives nothing where more combinations of levels occur than are kept. */
export function checkCombinations(blocks: number, input: DriversInput, { filters }: Encoding): void {
  if (blocks > 0) return;
  const most = filters.reduce<Levelled | null>(
    (worst, one) => (worst && worst.levels.length >= one.levels.length ? worst : one),
    null,
  );
  if (most)
    throw new InputProblem(
      `The columns to filter by come in more than ${MOST_COMBINATIONS} combinations: ${formatList(input.roles.filterBy)}.`,
      {
        hint: `Take ${most.column} out of "Filter by": with ${formatPlural(most.levels.length - 1, 'level')} it has the most.`,
      },
    );
}

/** Levels that can be named, with the rows of each. */
export function filterColumns(
  input: DriversInput,
  { filters }: Encoding,
  codes: Float64Array | null,
  rows: Float64Array,
): FilterColumn[] {
  let step = 1;
  return filters.map((column) => {
    const counts = new Float64Array(column.levels.length);
    codes?.forEach((code, block) => {
      const level = Math.floor(code / step) % column.levels.length;
      counts[level] = (counts[level] as number) + (rows[block] as number);
    });
    step *= column.levels.length;
    const kept = ownValue(input.options.filter, column.column) ?? [];
    const levels = column.levels.map(({ level }, i) => ({ level, rows: counts[i] as number }));
    // The first stands for empty or other values: named only where there are any.
    return {
      column: column.column,
      levels: levels.filter((level, i) => i > 0 || level.rows > 0),
      kept: kept.length > 0 ? [...kept] : null,
    };
  });
}
