/** A label to be placed beside its point; pixels. */
export interface PlacedLabel {
  /** The point it belongs to. */
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
/** Where a label came to stand: its left end and its middle, and whether it needs a line to its point. */
export interface LabelPlace {
  left: number;
  middle: number;
  leader: boolean;
}

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const boxAt = (label: PlacedLabel, left: number, middle: number): Box => ({
  left,
  right: left + label.width,
  top: middle - label.height / 2,
  bottom: middle + label.height / 2,
});

/** Places around a point, best first: right and left above, beside, below, then further out. */
function candidates(label: PlacedLabel): { left: number; middle: number; far: number }[] {
  const found: { left: number; middle: number; far: number }[] = [];
  for (const [ring, gap] of [9, 20, 34, 50, 68].entries())
    for (const up of [-gap, gap, 0]) {
      const beside = up === 0 ? gap : 9;
      found.push({ left: label.x + beside, middle: label.y + up, far: ring });
      found.push({ left: label.x - beside - label.width, middle: label.y + up, far: ring });
      if (up !== 0)
        found.push({ left: label.x - label.width / 2, middle: label.y + up * 1.3, far: ring + 0.5 });
    }
  return found;
}

/**
 * Greedy placement: each label in turn takes the place with the least overlap with what stands (labels, points,
 * other obstacles), the nearest among equals; outside the frame counts as overlap. Labels never touch when there
 * is room for them.
 */
export function placeLabels(
  labels: readonly PlacedLabel[],
  frame: Box,
  obstacles: readonly Box[],
): LabelPlace[] {
  const standing: Box[] = [];
  // A label must not even come near another's point, or it would seem to be that one's.
  const around = ({ x, y }: PlacedLabel, room: number): Box => ({
    left: x - room,
    right: x + room,
    top: y - room,
    bottom: y + room,
  });
  return labels.map((label) => {
    const points = labels.map((other) => around(other, other === label ? 6 : 16));
    let best: { cost: number; place: LabelPlace; box: Box } | undefined;
    for (const { left, middle, far } of candidates(label)) {
      const box = boxAt(label, left, middle);
      const inside = overlap(box, frame);
      const outside = label.width * label.height - inside;
      const hard = [...standing, ...points].reduce((sum, other) => sum + overlap(box, other), outside);
      const soft = obstacles.reduce((sum, other) => sum + overlap(box, other), 0);
      const cost = hard * 100 + soft + far * 40;
      if (!best || cost < best.cost) best = { cost, place: { left, middle, leader: far >= 1 }, box };
    }
    if (!best) return { left: label.x, middle: label.y, leader: false };
    standing.push(best.box);
    return best.place;
  });
}

/**
 * A box of that size in a corner of `area`, or along its upper or lower edge, where it covers least of the obstacles;
 * the upper left among equals.
 */
export function freeCorner(
  area: Box,
  size: { width: number; height: number },
  obstacles: readonly Box[],
): Box {
  const room = Math.max(0, area.right - area.left - size.width);
  const boxes = [area.top, Math.max(area.top, area.bottom - size.height)].flatMap((top) =>
    [0, 1, 0.5, 0.25, 0.75].map((part): Box => {
      const left = area.left + room * part;
      return { left, top, right: left + size.width, bottom: top + size.height };
    }),
  );
  const covered = (box: Box): number => obstacles.reduce((sum, other) => sum + overlap(box, other), 0);
  return boxes.reduce((best, box) => (covered(box) < covered(best) ? box : best));
}
