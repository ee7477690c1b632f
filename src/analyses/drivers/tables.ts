import { numberColumn, textColumn, type Column } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { DriverResult, DriversResult } from './compute';
import type { DriversInput } from './roles';

/** `<name>`: one row per driver, the most important first; `<name>_model`: one row per statistic. */
export function driversTables(result: DriversResult, input: DriversInput): Record<string, PublishedTable> {
  return { '': { columns: mainColumns(result, input) }, model: { columns: modelColumns(result) } };
}

/** Most important first; those that do not vary last. */
export const byImportance = (drivers: readonly DriverResult[]): DriverResult[] =>
  drivers.toSorted(
    (a, b) => Number(a.constant) - Number(b.constant) || b.importance.value - a.importance.value,
  );

function mainColumns(result: DriversResult, input: DriversInput): Column[] {
  const sorted = byImportance(result.drivers);
  const numbers = (name: string, value: (driver: DriverResult, i: number) => number): Column =>
    numberColumn(name, Float64Array.from(sorted, value));
  return [
    textColumn(
      'driver',
      sorted.map(({ column }) => column),
    ),
    textColumn(
      'label',
      sorted.map(({ column }) => input.label(column)),
    ),
    numbers('rank', (_, i) => i + 1),
    numbers('importance', ({ importance }) => importance.value),
    numbers('importance_low', ({ importance }) => importance.low),
    numbers('importance_high', ({ importance }) => importance.high),
    numbers('share', ({ share }) => share.value),
    numbers('share_low', ({ share }) => share.low),
    numbers('share_high', ({ share }) => share.high),
    numbers('performance', ({ performance }) => performance.value),
    numbers('performance_low', ({ performance }) => performance.low),
    numbers('performance_high', ({ performance }) => performance.high),
    numbers('coefficient', ({ coefficient }) => coefficient.value),
    numbers('coefficient_low', ({ coefficient }) => coefficient.low),
    numbers('coefficient_high', ({ coefficient }) => coefficient.high),
    numbers('correlation', ({ correlation }) => correlation),
  ];
}

function modelColumns(result: DriversResult): Column[] {
  const rows: [statistic: string, value: number, text: string | null][] = [
    ['n', result.rows, null],
    ['dropped', result.dropped, null],
    ['r2', result.rSquared, null],
    ['adjusted_r2', result.adjustedRSquared, null],
    ['drivers', result.drivers.filter(({ constant }) => !constant).length, null],
    ['jackknife_groups', result.groups, null],
    ['halo', result.halo, null],
    ['method', NaN, result.method],
  ];
  return [
    textColumn(
      'statistic',
      rows.map(([statistic]) => statistic),
    ),
    numberColumn(
      'value',
      Float64Array.from(rows, ([, value]) => value),
    ),
    textColumn(
      'text',
      rows.map(([, , text]) => text),
    ),
  ];
}
