import type { Column } from '../../../values/table';
import type { DriverResult, ItemResult } from '../result';
import type { DriversInput } from '../roles';
import { columnsOf } from './columns';
import { byImportance, levelColumn, type NamedSlice } from './slices';

interface Row {
  driver: DriverResult;
  item: ItemResult;
  level: string | null;
}

/** `<name>_items`: the numbers that make up groups and categories; a category's coefficients are against its reference. */
export function itemColumns(slices: readonly NamedSlice[], input: DriversInput): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    byImportance(slice.drivers)
      .filter(({ kind }) => kind === 'group' || kind === 'category')
      .flatMap((driver) => driver.items.map((item): Row => ({ driver, item, level }))),
  );
  const { text, number, estimate } = columnsOf(rows);
  const models = slices.map(({ slice }) => slice.model);
  return [
    text('driver', ({ driver }) => driver.name),
    text('item', ({ item }) => item.column),
    text('label', ({ item }) => input.label(item.column)),
    text('category', ({ item }) => item.level),
    text('reference', ({ item }) => item.reference),
    ...estimate('coefficient', ({ item }) => item.coefficient),
    ...(models.some(({ hc3Rows }) => hc3Rows !== null)
      ? [number('coefficient_se_hc3', ({ item }) => item.coefficientError)]
      : []),
    ...(models.some(({ family }) => family === 'binary')
      ? estimate('ame', ({ item }) => item.averageMarginalEffect)
      : []),
    number('correlation', ({ item }) => item.correlation),
    number('vif', ({ item }) => item.vif),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}
