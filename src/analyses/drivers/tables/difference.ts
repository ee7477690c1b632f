import type { Column } from '../../../values/table';
import type { DriversResult } from '../result';
import type { DriversInput } from '../roles';
import { columnsOf } from './columns';

/** `<name>_difference`: importance at level A less importance at level B, for every two levels; the same of shares. */
export function differenceColumns({ differences }: DriversResult, input: DriversInput): Column[] {
  const { text, number } = columnsOf(differences);
  return [
    text('driver', ({ driver }) => driver),
    text('label', ({ driver }) => input.label(driver)),
    text('level_a', ({ levelA }) => levelA),
    text('level_b', ({ levelB }) => levelB),
    number('difference', ({ difference }) => difference.value),
    number('low', ({ difference }) => difference.low),
    number('high', ({ difference }) => difference.high),
    number('share_difference', ({ share }) => share.value),
    number('share_low', ({ share }) => share.low),
    number('share_high', ({ share }) => share.high),
  ];
}
