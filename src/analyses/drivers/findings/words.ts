import { formatCount, formatDecimals, formatList, formatNumber, formatPercent } from '../../../values/format';
import { escapeFinding, type Finding } from '../../analysis';
import type { DriverResult, DriversResult, Estimate, SliceResult } from '../result';
import type { DriversInput } from '../roles';
import { byImportance } from '../tables/slices';

/** What every finding is told from. */
export interface Told {
  result: DriversResult;
  slice: SliceResult;
  input: DriversInput;
  /** Drivers that vary, the most important first. */
  sorted: DriverResult[];
  /** A column or group by its label, bold and safe. */
  named: (column: string) => string;
  outcome: string;
}

export function toldFrom(result: DriversResult, input: DriversInput, slice = result.all): Told {
  const named = (column: string): string => `**${escapeFinding(input.label(column))}**`;
  const sorted = byImportance(slice.drivers).filter(({ constant }) => !constant);
  return { result, slice, input, sorted, named, outcome: named(input.roles.outcome) };
}

const inTab = (tab: string | undefined): Pick<Finding, 'tab'> => (tab === undefined ? {} : { tab });
export const plain = (text: string, tab?: string): Finding => ({ text, tone: 'plain', ...inTab(tab) });
export const caution = (text: string, tab?: string): Finding => ({ text, tone: 'caution', ...inTab(tab) });

export const hasInterval = ({ low, high }: Estimate): boolean =>
  Number.isFinite(low) && Number.isFinite(high);
/** Beyond chance: the interval holds no 0. */
export const isClear = (estimate: Estimate): boolean =>
  hasInterval(estimate) && (estimate.low > 0 || estimate.high < 0);

/** "22 % (19–26 %)"; without the interval where there is none. */
export function percentWithInterval(estimate: Estimate): string {
  const { value, low, high } = estimate;
  const decimals = Math.abs(value) < 0.1 ? 1 : 0;
  if (!hasInterval(estimate)) return formatPercent(value, decimals);
  const ends = [low, high].map((end) => formatPercent(end, decimals).replace(/\s*%$/, ''));
  return `${formatPercent(value, decimals)} (${between(ends, low)} %)`;
}

/** "0.31 (0.24–0.38)", all to two digits of the value; "-0.02 (-0.05 to 0.01)" where an end is below 0. */
export function numberWithInterval(estimate: Estimate, unit = ''): string {
  const { value, low, high } = estimate;
  const reach = hasInterval(estimate) ? Math.max(Math.abs(value), (high - low) / 2) : Math.abs(value);
  const decimals = reach > 0 ? Math.max(0, 1 - Math.floor(Math.log10(reach))) : 0;
  const said = `${formatDecimals(value, decimals)}${unit}`;
  if (!hasInterval(estimate)) return said;
  return `${said} (${between([formatDecimals(low, decimals), formatDecimals(high, decimals)], low)})`;
}

const between = ([low = '', high = '']: string[], lowest: number): string =>
  `${low}${lowest < 0 ? ' to ' : '–'}${high}`;

/** "3.1 percentage points (2.4–3.8)". */
export const pointsWithInterval = ({ value, low, high }: Estimate): string =>
  numberWithInterval({ value: 100 * value, low: 100 * low, high: 100 * high }, ' percentage points');

/** "92 %", and never quite 0 or 100: draws cannot tell. */
export function probability(value: number): string {
  if (value > 0.99) return 'over 99 %';
  return value < 0.01 ? 'under 1 %' : formatPercent(value);
}

/** Every name, bold. */
export const formatNamed = (names: readonly string[], { named }: Pick<Told, 'named'>): string =>
  formatList(names.map(named));

/** "**A**, **B** and 3 others". */
export function listNamed(names: readonly string[], named: Told['named'], most = 4): string {
  if (names.length <= most + 1) return formatList(names.map(named));
  return formatList([...names.slice(0, most).map(named), `${formatCount(names.length - most)} others`]);
}

/** "it is" of one, "they are" of several. */
export const oneOrMany = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** Whether the outcome is a share: the effects on it are then percentage points. */
export const isShare = ({ slice }: Told): boolean => slice.model.outcomeFamily === 'binary';

/** What a move moves: "**Overall**", "the share of 9 or more in **Overall**". */
export function outcomeMoved(told: Told): string {
  if (!isShare(told)) return told.outcome;
  const { topBox } = told.slice.model;
  return topBox === null
    ? `the share of ${told.outcome}`
    : `the share of ${formatNumber(topBox)} or more in ${told.outcome}`;
}

/** An effect on the outcome, in its own unit. */
export const effectWords = (told: Told, effect: Estimate): string =>
  isShare(told) ? pointsWithInterval(effect) : numberWithInterval(effect);
