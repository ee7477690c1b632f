/** A table's columns as they fit on paper, side by side; each block by the columns' places. */
export interface ColumnBlocks {
  blocks: number[][];
  /** Places of the columns that are not printed. */
  leftOut: number[];
}

/** Beyond so many columns nobody reads on: they are named instead. */
const MOST_COLUMNS = 60;

/**
 * Cuts columns into blocks no wider than the room, in their order. From the second block on the first column stands at the
 * left again, where it leaves the others at least half of the room. A column wider than the room has a block of its own.
 *
 * @param widths of the columns, in the unit of `room`
 */
export function splitColumns(widths: readonly number[], room: number): ColumnBlocks {
  const places = widths.map((_, place) => place);
  const printed = places.slice(0, MOST_COLUMNS);
  const key = widths[0] ?? 0;
  const repeats = key <= room / 2;
  const blocks: number[][] = [];
  let used = Infinity;
  for (const place of printed) {
    const width = widths[place] ?? 0;
    if (used + width > room) {
      blocks.push(blocks.length > 0 && repeats ? [0] : []);
      used = blocks.length > 1 && repeats ? key : 0;
    }
    blocks.at(-1)?.push(place);
    used += width;
  }
  return { blocks, leftOut: places.slice(MOST_COLUMNS) };
}
