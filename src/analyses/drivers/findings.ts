import { formatCount, formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { DriverResult, DriversResult, Estimate, PerformanceMap, SliceResult } from './result';
import type { DriversInput } from './roles';
import { byImportance } from './tables/slices';

/** What a reader takes away, the most useful first, then every caution that applies. */
export function findingsOf(
  result: DriversResult,
  map: PerformanceMap | null,
  input: DriversInput,
): Finding[] {
  const named = (column: string): string => `**${escapeFinding(input.label(column))}**`;
  const plain = [...leading(result.all, map, named), explained(result.all, named(input.roles.outcome))];
  return [
    ...plain.map((text) => ({ text, tone: 'plain' as const })),
    ...cautions(result, map, input, named).map((text) => ({ text, tone: 'caution' as const })),
  ];
}
type Named = (column: string) => string;

/** What matters most, and what to fix first. */
function leading(result: SliceResult, map: PerformanceMap | null, named: Named): string[] {
  const sorted = byImportance(result.drivers).filter(({ constant }) => !constant);
  const [first, second] = sorted;
  if (!first || !second || !map || result.model.explained.value <= 0) return [];
  const fix = sorted.filter(({ name }) => map.points.some((point) => point.fixFirst && point.name === name));
  const what = `${named(first.name)} matters most: ${percentWithInterval(first.share)} of what the ${formatCount(sorted.length)} drivers explain`;
  const doubt = result.model.leadIsSure ? '' : `; its lead over ${named(second.name)} is not beyond doubt`;
  const performs = fix.includes(first) ? '. It performs below average: fix it first' : '';
  const others = fix.filter((driver) => driver !== first).map(({ name }) => named(name));
  const rest =
    others.length > 0
      ? `${formatList(others)} ${others.length === 1 ? 'matters' : 'matter'} more than average and ${others.length === 1 ? 'performs' : 'perform'} below average: fix ${others.length === 1 ? 'it' : 'them'} ${fix.includes(first) ? 'next' : 'first'}.`
      : fix.length === 0
        ? 'No driver that matters more than average performs below average.'
        : null;
  return [`${what}${doubt}${performs}.`, ...(rest === null ? [] : [rest])];
}

function explained(result: SliceResult, outcome: string): string {
  const used = result.drivers.filter(({ constant }) => !constant).length;
  const explained = result.model.explained.value;
  const who = used === 1 ? 'The driver explains' : `Together the ${formatCount(used)} drivers explain`;
  const only = used === 1 ? result.drivers.find(({ constant }) => !constant) : undefined;
  const share = only
    ? percentWithInterval(only.importance)
    : formatPercent(explained, explained < 0.1 ? 1 : 0);
  const { model } = result;
  const measure =
    model.family === 'linear'
      ? `R² ${formatNumber(model.rSquared)}, adjusted ${formatNumber(model.adjustedRSquared)}`
      : `McFadden's R² ${formatNumber(model.mcFadden)}`;
  return `${who} ${share} of the differences in ${outcome} across ${formatPlural(result.rows, 'row')} (${measure}).`;
}

function cautions(
  result: DriversResult,
  map: PerformanceMap | null,
  input: DriversInput,
  named: Named,
): string[] {
  const { all, exclusions } = result;
  const { model } = all;
  const used = all.drivers.filter(({ constant }) => !constant);
  const explained = model.explained.value;
  const said: (string | false)[] = [
    ...aboutDrivers(all.drivers, named),
    explained > 0.999 &&
      `The drivers explain ${named(input.roles.outcome)} almost perfectly: one of them may be part of how it is made.`,
    explained < 0.1 &&
      `Most of what moves ${named(input.roles.outcome)} is not among these drivers: ${formatPercent(1 - explained)} stays unexplained.`,
    used.length >= 3 &&
      model.halo > 0.5 &&
      `The drivers move together (one factor holds ${formatPercent(model.halo)}): differences between neighbours are uncertain.`,
    all.rows < 10 * used.length &&
      `There are only ${formatPlural(all.rows, 'row')} for ${formatPlural(used.length, 'driver')}: at least ten per driver are wanted before the order means much.`,
    exclusions.missing > 0.1 * exclusions.total && droppedRows(exclusions, named),
    model.method !== model.methodAsked &&
      model.method === 'johnson' &&
      `${formatPlural(used.length, 'driver')} are too many for exact LMG (27 at most): Johnson's relative weights are used instead.`,
    ...aboutMap(map, named),
  ];
  return said.filter((text) => text !== false);
}

function aboutDrivers(drivers: readonly DriverResult[], named: Named): string[] {
  const constant = drivers.filter(({ constant }) => constant).map(({ name }) => named(name));
  const combined = drivers.filter(({ combinationOf }) => combinationOf.length > 0);
  return [
    ...(constant.length === 0
      ? []
      : [
          `${formatList(constant)} ${constant.length === 1 ? 'has' : 'have'} the same value in every row used, so ${constant.length === 1 ? 'it is' : 'they are'} left out.`,
        ]),
    ...combined.map(
      ({ name, combinationOf }) =>
        `${named(name)} is ${combinationOf.length === 1 ? 'a copy' : 'an exact combination'} of ${formatList(combinationOf.map(named))}: they share their importance, and ${named(name)} has no coefficient of its own.`,
    ),
  ];
}

function droppedRows({ total, missing, worst }: DriversResult['exclusions'], named: Named): string {
  return `${formatCount(missing)} of ${formatPlural(total, 'row')} (${formatPercent(missing / total)}) are left out because an answer is missing, most often ${named(worst.column)} (${formatCount(worst.missing)}).`;
}

function aboutMap(map: PerformanceMap | null, named: Named): string[] {
  if (!map) return [];
  const against = map.reversed.map(named);
  const one = against.length === 1;
  return [
    ...(map.scale === 'position'
      ? [
          'The drivers cover different ranges: performance is compared by where each mean lies between the smallest and the largest value seen.',
        ]
      : []),
    ...(against.length > 0
      ? [
          `${formatList(against)} ${one ? 'moves' : 'move'} the other way than the rest: the map reads ${one ? 'it' : 'them'} in reverse, less being better.`,
        ]
      : []),
  ];
}

/** "22 % (19–26 %)"; without the interval where there is none. */
function percentWithInterval({ value, low, high }: Estimate): string {
  const decimals = value < 0.1 ? 1 : 0;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return formatPercent(value, decimals);
  return `${formatPercent(value, decimals)} (${formatPercent(low, decimals).replace(/\s*%$/, '')}–${formatPercent(high, decimals)})`;
}
