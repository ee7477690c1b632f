import type { Column } from '../../../values/table';
import { columnsOf } from './columns';
import { byImportance, levelColumn, type NamedSlice } from './slices';

/** `<name>_ranks`: how likely each driver is to have each rank by importance. */
export function rankColumns(slices: readonly NamedSlice[]): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    byImportance(slice.drivers).flatMap((driver) =>
      Array.from(driver.rankProbabilities, (probability, i) => ({
        driver: driver.name,
        rank: i + 1,
        probability,
        level,
      })),
    ),
  );
  const { text, number } = columnsOf(rows);
  return [
    text('driver', ({ driver }) => driver),
    number('rank', ({ rank }) => rank),
    number('probability', ({ probability }) => probability),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}
