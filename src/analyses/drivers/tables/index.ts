import type { PublishedTable } from '../../analysis';
import type { DriversResult } from '../result';
import type { DriversInput } from '../roles';
import { asymmetryColumns } from './asymmetry';
import { differenceColumns } from './difference';
import { dominanceColumns } from './dominance';
import { itemColumns } from './items';
import { mainColumns } from './main';
import { modelColumns } from './model';
import { moveColumns } from './moves';
import { rankColumns } from './ranks';
import { slicesOf } from './slices';

/** What is published; see the files beside this one, one per table. Those that do not apply are left out. */
export function driversTables(result: DriversResult, input: DriversInput): Record<string, PublishedTable> {
  const slices = slicesOf(result);
  const tables: Record<string, PublishedTable> = {
    '': { columns: mainColumns(slices, input) },
    model: { columns: modelColumns(result) },
  };
  if (slices.some(({ slice }) => slice.drivers.some(({ kind }) => kind === 'group' || kind === 'category')))
    tables['items'] = { columns: itemColumns(slices, input) };
  if (slices.some(({ slice }) => slice.drivers.some(({ rankProbabilities }) => rankProbabilities.length > 0)))
    tables['ranks'] = { columns: rankColumns(slices) };
  if (slices.some(({ slice }) => slice.moves !== null))
    tables['moves'] = { columns: moveColumns(slices, input) };
  if (slices.some(({ slice }) => slice.dominance !== null))
    tables['dominance'] = { columns: dominanceColumns(slices) };
  if (slices.some(({ slice }) => slice.asymmetry !== null))
    tables['asymmetry'] = { columns: asymmetryColumns(slices, input) };
  if (result.differences.length > 0) tables['difference'] = { columns: differenceColumns(result, input) };
  return tables;
}
