import { shortened, textWidth } from './marks';

/** How names are written under an axis: whole, thinned out, or turned and cut with an ellipsis. */
export interface NameTicks {
  tickFormat: (name: string, index: number) => string;
  /** Degrees; 0 where the names lie. */
  tickRotate: number;
  /** Pixels below the axis that they need beyond those of lying names. */
  more: number;
}

const TURN = 35;
const LONGEST = 120;

/**
 * Names that never touch, whatever the width. Names in an order of their own (numbers, dates, bins) are thinned out,
 * since a reader can tell those between; others are turned, cut where there is no room to the left, and thinned
 * out only where even turned ones would touch.
 *
 * @param step pixels from one name to the next
 * @param left pixels to the left of the first name's middle, which turned names may use
 */
export function nameTicks(names: readonly string[], step: number, left: number, inOrder: boolean): NameTicks {
  const widest = Math.max(0, ...names.map((name) => textWidth(name)));
  if (widest + 6 <= step) return { tickFormat: (name) => name, tickRotate: 0, more: 0 };
  if (inOrder) return { tickFormat: thinned(Math.ceil((widest + 8) / step)), tickRotate: 0, more: 0 };
  const angle = (TURN / 180) * Math.PI;
  const room = Math.max(30, Math.min(LONGEST, left / Math.cos(angle)));
  const every = thinned(Math.max(1, Math.ceil(12 / Math.sin(angle) / step)));
  return {
    tickFormat: (name, index) => shortened(every(name, index), room),
    tickRotate: -TURN,
    more: Math.min(widest, room) * Math.sin(angle) - 4,
  };
}

const thinned =
  (every: number) =>
  (name: string, index: number): string =>
    index % every === 0 ? name : '';
