import { formatCount, formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { DriverResult, DriversResult, Estimate } from './compute';
import type { PerformanceMap } from './map';
import type { DriversInput } from './roles';
import { byImportance } from './tables';

/** What a reader takes away, the most useful first, then every caution that applies. */
export function findingsOf(
  result: DriversResult,
  map: PerformanceMap | null,
  input: DriversInput,
): Finding[] {
  const named = (column: string): string => `**${escapeFinding(input.label(column))}**`;
  const plain = [...leading(result, map, named), explained(result, named(input.roles.outcome))];
  return [
    ...plain.map((text) => ({ text, tone: 'plain' as const })),
    ...cautions(result, map, input, named).map((text) => ({ text, tone: 'caution' as const })),
  ];
}
type Named = (column: string) => string;

/** What matters most, and what to fix first. */
function leading(result: DriversResult, map: PerformanceMap | null, named: Named): string[] {
  const sorted = byImportance(result.drivers).filter(({ constant }) => !constant);
  const [first, second] = sorted;
  if (!first || !second || !map || result.rSquared <= 0) return [];
  const fix = byImportance(map.points.filter(({ fixFirst }) => fixFirst).map(({ driver }) => driver));
  const what = `${named(first.column)} matters most: ${percentWithInterval(first.share)} of what the ${formatCount(sorted.length)} drivers explain`;
  const doubt = result.leadIsSure ? '' : `; its lead over ${named(second.column)} is not beyond doubt`;
  const performs = fix.includes(first) ? '. It performs below average: fix it first' : '';
  const others = fix.filter((driver) => driver !== first).map(({ column }) => named(column));
  const rest =
    others.length > 0
      ? `${formatList(others)} ${others.length === 1 ? 'matters' : 'matter'} more than average and ${others.length === 1 ? 'performs' : 'perform'} below average: fix ${others.length === 1 ? 'it' : 'them'} ${fix.includes(first) ? 'next' : 'first'}.`
      : fix.length === 0
        ? 'No driver that matters more than average performs below average.'
        : null;
  return [`${what}${doubt}${performs}.`, ...(rest === null ? [] : [rest])];
}

function explained(result: DriversResult, outcome: string): string {
  const used = result.drivers.filter(({ constant }) => !constant).length;
  const who = used === 1 ? 'The driver explains' : `Together the ${formatCount(used)} drivers explain`;
  const only = used === 1 ? result.drivers.find(({ constant }) => !constant) : undefined;
  const share = only
    ? percentWithInterval(only.importance)
    : formatPercent(result.rSquared, result.rSquared < 0.1 ? 1 : 0);
  return `${who} ${share} of the differences in ${outcome} across ${formatPlural(result.rows, 'row')} (R² ${formatNumber(result.rSquared)}, adjusted ${formatNumber(result.adjustedRSquared)}).`;
}

function cautions(
  result: DriversResult,
  map: PerformanceMap | null,
  input: DriversInput,
  named: Named,
): string[] {
  const used = result.drivers.filter(({ constant }) => !constant);
  const said: (string | false)[] = [
    ...aboutDrivers(result.drivers, named),
    result.rSquared > 0.999 &&
      `The drivers explain ${named(input.roles.outcome)} almost perfectly: one of them may be part of how it is made.`,
    result.rSquared < 0.1 &&
      `Most of what moves ${named(input.roles.outcome)} is not among these drivers: ${formatPercent(1 - result.rSquared)} stays unexplained.`,
    used.length >= 3 &&
      result.halo > 0.5 &&
      `The drivers move together (one factor holds ${formatPercent(result.halo)}): differences between neighbours are uncertain.`,
    result.rows < 10 * used.length &&
      `There are only ${formatPlural(result.rows, 'row')} for ${formatPlural(used.length, 'driver')}: at least ten per driver are wanted before the order means much.`,
    result.dropped > 0.1 * (result.rows + result.dropped) && droppedRows(result, named),
    result.method !== input.options.method &&
      `${formatPlural(used.length, 'driver')} are too many for exact LMG (27 at most): Johnson's relative weights are used instead.`,
    ...aboutMap(map, named),
  ];
  return said.filter((text) => text !== false);
}

function aboutDrivers(drivers: readonly DriverResult[], named: Named): string[] {
  const constant = drivers.filter(({ constant }) => constant).map(({ column }) => named(column));
  const combined = drivers.filter(({ combinationOf }) => combinationOf.length > 0);
  return [
    ...(constant.length === 0
      ? []
      : [
          `${formatList(constant)} ${constant.length === 1 ? 'has' : 'have'} the same value in every row used, so ${constant.length === 1 ? 'it is' : 'they are'} left out.`,
        ]),
    ...combined.map(
      ({ column, combinationOf }) =>
        `${named(column)} is ${combinationOf.length === 1 ? 'a copy' : 'an exact combination'} of ${formatList(combinationOf.map(named))}: they share their importance, and ${named(column)} has no coefficient of its own.`,
    ),
  ];
}

function droppedRows({ rows, dropped, worstMissing }: DriversResult, named: Named): string {
  const total = rows + dropped;
  return `${formatCount(dropped)} of ${formatPlural(total, 'row')} (${formatPercent(dropped / total)}) are left out because an answer is missing, most often ${named(worstMissing.column)} (${formatCount(worstMissing.missing)}).`;
}

function aboutMap(map: PerformanceMap | null, named: Named): string[] {
  if (!map) return [];
  const against = map.reversed.map(({ column }) => named(column));
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
