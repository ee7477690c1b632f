import { numberColumn, textColumn, type Column } from '../../../values/table';
import type { DriverResult, DriversResult, Estimate, SliceResult } from '../result';
import type { DriversInput } from '../roles';
import { byImportance } from '../tables/slices';

/** What every chart is drawn from. */
export interface Drawn {
  result: DriversResult;
  slice: SliceResult;
  input: DriversInput;
  /** Drivers that vary, the most important first. */
  sorted: DriverResult[];
  outcome: string;
  /** A driver's label; two drivers with one label are told apart by their names. */
  labelOf: (driver: string) => string;
}

export function drawnFrom(result: DriversResult, input: DriversInput): Drawn {
  const slice = result.all;
  const texts = slice.drivers.map(({ name }) => input.label(name));
  const repeated = (text: string): boolean => texts.indexOf(text) !== texts.lastIndexOf(text);
  const labelOf = (driver: string): string => {
    const text = input.label(driver);
    return repeated(text) && text !== driver ? `${text} (${driver})` : text;
  };
  const sorted = byImportance(slice.drivers).filter(({ constant }) => !constant);
  return { result, slice, input, sorted, outcome: input.label(input.roles.outcome), labelOf };
}

export const numbersOf = <T>(
  name: string,
  items: readonly T[],
  value: (item: T, index: number) => number,
): Column => numberColumn(name, Float64Array.from(items, value));

export const textsOf = <T>(
  name: string,
  items: readonly T[],
  text: (item: T, index: number) => string,
): Column => textColumn(name, items.map(text));

/** Value, low and high under one name. */
export const estimatesOf = <T>(
  name: string,
  items: readonly T[],
  estimate: (item: T) => Estimate,
): Column[] => [
  numbersOf(name, items, (item) => estimate(item).value),
  numbersOf(`${name}_low`, items, (item) => estimate(item).low),
  numbersOf(`${name}_high`, items, (item) => estimate(item).high),
];

export const flagsOf = <T>(name: string, items: readonly T[], flag: (item: T) => boolean): Column => ({
  name,
  type: 'BOOLEAN',
  kind: 'boolean',
  values: items.map(flag),
});

/** `low` and `high` of a spec whose columns `estimatesOf` made. */
export const ends = (name: string): { low: string; high: string } => ({
  low: `${name}_low`,
  high: `${name}_high`,
});

/** Effects on a share are percentage points; everything else is in the outcome's units. */
export const isShare = ({ slice }: Drawn): boolean => slice.model.outcomeFamily === 'binary';
export const effectUnit = (drawn: Drawn): { label: string; format: 'percent' | 'number' } => {
  const { topBox } = drawn.slice.model;
  if (!isShare(drawn)) return { label: drawn.outcome, format: 'number' };
  return {
    label: topBox === null ? `share of ${drawn.outcome}` : `share of ${drawn.outcome} from ${topBox} on`,
    format: 'percent',
  };
};

/** The unit that importances are in. */
export const importanceUnit = ({ slice }: Drawn): string =>
  slice.model.family === 'linear' ? 'R²' : "McFadden's R²";
