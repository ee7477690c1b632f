import type { Column } from '../../../values/table';
import type { DriverResult } from '../result';
import type { DriversInput } from '../roles';
import { columnsOf } from './columns';
import { byImportance, levelColumn, type NamedSlice } from './slices';

interface Row {
  driver: DriverResult;
  rank: number;
  level: string | null;
}

/** `<name>`: one row per driver (and level), the most important first. Infinite inflation is null. */
export function mainColumns(slices: readonly NamedSlice[], input: DriversInput): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    byImportance(slice.drivers).map((driver, i): Row => ({ driver, rank: i + 1, level })),
  );
  const { text, number, estimate } = columnsOf(rows);
  const models = slices.map(({ slice }) => slice.model);
  return [
    text('driver', ({ driver }) => driver.name),
    text('label', ({ driver }) => input.label(driver.name)),
    number('rank', ({ rank }) => rank),
    ...estimate('importance', ({ driver }) => driver.importance),
    ...estimate('share', ({ driver }) => driver.share),
    ...estimate('performance', ({ driver }) => driver.performance),
    ...estimate('coefficient', ({ driver }) => driver.coefficient),
    ...(models.some(({ hc3Rows }) => hc3Rows !== null)
      ? [number('coefficient_se_hc3', ({ driver }) => driver.coefficientError)]
      : []),
    ...(models.some(({ family }) => family === 'binary')
      ? estimate('ame', ({ driver }) => driver.averageMarginalEffect)
      : []),
    number('correlation', ({ driver }) => driver.correlation),
    number('vif', ({ driver }) => driver.vif),
    number('p_quadrant_fix', ({ driver }) => driver.quadrants.fix),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}
