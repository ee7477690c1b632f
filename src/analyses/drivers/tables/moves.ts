import type { Column } from '../../../values/table';
import type { DriversInput } from '../roles';
import { columnsOf } from './columns';
import { levelColumn, type NamedSlice } from './slices';

/** `<name>_moves`: the greedy order of moves, the largest change of the outcome first, with the sum of all so far. */
export function moveColumns(slices: readonly NamedSlice[], input: DriversInput): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    (slice.moves?.steps ?? []).map((move, i) => ({ move, step: i + 1, level })),
  );
  const { text, number, estimate } = columnsOf(rows);
  const nps = slices.some(({ slice }) => slice.moves?.nps);
  return [
    number('step', ({ step }) => step),
    text('driver', ({ move }) => move.driver),
    text('label', ({ move }) => input.label(move.driver)),
    number('from', ({ move }) => move.from),
    number('to', ({ move }) => move.to),
    ...estimate('effect', ({ move }) => move.effect),
    ...estimate('cumulative', ({ move }) => move.cumulative),
    ...(nps
      ? [
          ...estimate('nps_effect', ({ move }) => move.nps),
          ...estimate('nps_cumulative', ({ move }) => move.npsCumulative),
        ]
      : []),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}
