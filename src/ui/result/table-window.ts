/** Browsers limit an element's height (about 17 to 33 million pixels); beyond this the scroll bar is scaled. */
export const MOST_PIXELS = 8_000_000;

/** A tall table in a scroll box: what the box scrolls (`track`) and what it stands for (`full`), in pixels. */
export interface Tall {
  rowCount: number;
  rowHeight: number;
  /** Height of the rows' part of the box. */
  viewport: number;
}

export const fullHeight = ({ rowCount, rowHeight }: Tall): number => rowCount * rowHeight;
export const trackHeight = (tall: Tall): number => Math.min(fullHeight(tall), MOST_PIXELS);

/** How many pixels of the table one pixel of the scroll bar stands for; 1 unless the table is too tall. */
export function scale(tall: Tall): number {
  const track = trackHeight(tall) - tall.viewport;
  const full = fullHeight(tall) - tall.viewport;
  return track <= 0 || full <= track ? 1 : full / track;
}

/** A place in the table held within it. */
export const heldTop = (tall: Tall, top: number): number =>
  Math.max(0, Math.min(top, Math.max(0, fullHeight(tall) - tall.viewport)));

/** The rows to draw when the table's pixel `top` is the first seen, with `spare` rows before and after. */
export function rowsAt(tall: Tall, top: number, spare = 6): { first: number; end: number } {
  const first = Math.max(0, Math.floor(top / tall.rowHeight) - spare);
  const end = Math.min(tall.rowCount, Math.ceil((top + tall.viewport) / tall.rowHeight) + spare);
  return { first, end: Math.max(first, end) };
}

/** Where the table has to stand so that a row is wholly seen, moving as little as can be. */
export function topShowing(tall: Tall, top: number, row: number): number {
  const start = row * tall.rowHeight;
  if (start < top) return start;
  const end = start + tall.rowHeight;
  return end > top + tall.viewport ? heldTop(tall, end - tall.viewport) : top;
}
