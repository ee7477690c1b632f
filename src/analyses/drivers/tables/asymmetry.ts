import type { Column } from '../../../values/table';
import type { DriversInput } from '../roles';
import { columnsOf } from './columns';
import { levelColumn, type NamedSlice } from './slices';

/** `<name>_asymmetry`: what low answers cost and high answers earn against those in the middle. */
export function asymmetryColumns(slices: readonly NamedSlice[], input: DriversInput): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    (slice.asymmetry?.drivers ?? []).map((one) => ({ one, level })),
  );
  const { text, number, estimate } = columnsOf(rows);
  return [
    text('driver', ({ one }) => one.name),
    text('label', ({ one }) => input.label(one.name)),
    number('penalty_to', ({ one }) => one.penaltyAt),
    number('reward_from', ({ one }) => one.rewardAt),
    ...estimate('penalty', ({ one }) => one.penalty),
    ...estimate('reward', ({ one }) => one.reward),
    ...estimate('asymmetry', ({ one }) => one.asymmetry),
    text('kind', ({ one }) => one.label),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}
