import type { Column } from '../../../values/table';
import type { DominanceResult } from '../result';
import { columnsOf } from './columns';
import { levelColumn, type NamedSlice } from './slices';

interface Row {
  kind: 'general' | 'conditional' | 'complete';
  driver: string;
  other: string | null;
  size: number;
  value: number;
  verdict: string | null;
}

/**
 * `<name>_dominance`: `general` (mean added R², one per driver), `conditional` (to models of `size` other drivers) and
 * `complete` (the share of models in which `driver` adds more than `other`, with the strongest kind of dominance there is).
 */
export function dominanceColumns(slices: readonly NamedSlice[]): Column[] {
  const rows = slices.flatMap(({ slice, level }) =>
    slice.dominance ? rowsOf(slice.dominance).map((row) => ({ ...row, level })) : [],
  );
  const { text, number } = columnsOf(rows);
  return [
    text('kind', ({ kind }) => kind),
    text('driver', ({ driver }) => driver),
    text('other', ({ other }) => other),
    number('size', ({ size }) => size),
    number('value', ({ value }) => value),
    text('dominance', ({ verdict }) => verdict),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}

function rowsOf({ names, general, conditional, complete, verdict }: DominanceResult): Row[] {
  const nothing = { other: null, size: NaN, verdict: null };
  return [
    ...names.map((driver, i): Row => ({ ...nothing, kind: 'general', driver, value: general[i] as number })),
    ...names.flatMap((driver, i) =>
      Array.from(conditional[i] ?? [], (value, size): Row => ({
        ...nothing,
        kind: 'conditional',
        driver,
        size,
        value,
      })),
    ),
    ...names.flatMap((driver, i) =>
      names.flatMap((other, j): Row[] => {
        const at = i * names.length + j;
        return i === j
          ? []
          : [
              {
                kind: 'complete',
                driver,
                other,
                size: NaN,
                value: complete[at] as number,
                verdict: verdict[at] || 'none',
              },
            ];
      }),
    ),
  ];
}
