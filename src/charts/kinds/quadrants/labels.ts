import * as Plot from '@observablehq/plot';
import type { Frame } from '../../chart-kind';
import { shortened, textWidth } from '../../marks';
import type { QuadrantsChart } from '../../spec';
import { freeCorner, placeLabels, type Box } from './place-labels';
import type { Point } from './points';

export interface Places {
  toX: (value: number) => number;
  toY: (value: number) => number;
  /** Units of the axes in one pixel. */
  perX: number;
  perY: number;
  bounds: Box;
  frame: Frame;
  spec: QuadrantsChart;
}

/** Labels at their places, in pixels, with a thin line to the point where they had to move away. */
export function labelMarks(
  points: readonly Point[],
  { toX, toY, perX, perY, bounds, frame, spec }: Places,
): Plot.Markish[] {
  const most = (bounds.right - bounds.left) * 0.5;
  const texts = points.map((point) => shortened(point.label, most));
  const wanted = points.map((point, index) => ({
    x: toX(point.x),
    y: toY(point.y),
    width: textWidth(texts[index] ?? '') + 2,
    height: 15,
  }));
  const thin = intervalBoxes(points, toX, toY);
  const corner = spec.attentionLabel
    ? cornerName(points, { toX, toY, perX, perY, bounds, frame, spec })
    : null;
  const lines = [
    { left: toX(spec.xLine) - 1, right: toX(spec.xLine) + 1, top: bounds.top, bottom: bounds.bottom },
    { left: bounds.left, right: bounds.right, top: toY(spec.yLine) - 1, bottom: toY(spec.yLine) + 1 },
  ];
  const heavy = corner ? [corner.box, corner.box, corner.box] : [];
  const places = placeLabels(wanted, bounds, [...thin, ...lines, ...heavy]);
  const named = points.flatMap((point, index): Plot.Markish[] => {
    const place = places[index];
    const at = wanted[index];
    if (!place || !at) return [];
    const dx = place.left - at.x;
    const dy = place.middle - at.y;
    const text = Plot.text([point], {
      x: 'x',
      y: 'y',
      dx,
      dy,
      text: () => texts[index] ?? '',
      textAnchor: 'start',
      fill: frame.colors.ink,
      stroke: frame.colors.paper,
      strokeWidth: 3,
    });
    if (!place.leader) return [text];
    const nearest = Math.max(dx, Math.min(0, dx + at.width));
    const end = { x: point.x + nearest * perX, y: point.y - (dy - Math.sign(dy) * 7) * perY };
    const line = Plot.link([end], {
      x1: point.x,
      y1: point.y,
      x2: 'x',
      y2: 'y',
      stroke: frame.colors.mute,
      strokeWidth: 0.75,
    });
    return [line, text];
  });
  return corner ? [corner.mark, ...named] : named;
}

/** What labels keep clear of: the intervals as thin boxes, in pixels. */
function intervalBoxes(
  points: readonly Point[],
  toX: (value: number) => number,
  toY: (value: number) => number,
): Box[] {
  return points.flatMap((point): Box[] => {
    const [x, y] = [toX(point.x), toY(point.y)];
    const across = { left: toX(point.xLow ?? point.x), right: toX(point.xHigh ?? point.x) };
    const down = { top: toY(point.yHigh ?? point.y), bottom: toY(point.yLow ?? point.y) };
    return [
      { ...across, top: y - 1, bottom: y + 1 },
      { ...down, left: x - 1, right: x + 1 },
    ];
  });
}

/** The name of the quadrant that asks for attention, in that of its corners where least stands in its way. */
function cornerName(
  points: readonly Point[],
  { toX, toY, bounds, frame, spec }: Places,
): { mark: Plot.Markish; box: Box } {
  const text = (spec.attentionLabel ?? '').toUpperCase();
  const quadrant = { ...bounds, right: toX(spec.xLine), bottom: toY(spec.yLine) };
  const size = { width: textWidth(text, 10.5) + 10, height: 18 };
  const dots = points.map((point): Box => {
    const [x, y] = [toX(point.x), toY(point.y)];
    return { left: x - 8, right: x + 8, top: y - 8, bottom: y + 8 };
  });
  const box = freeCorner(quadrant, size, [...intervalBoxes(points, toX, toY), ...dots]);
  const mark = Plot.text([text], {
    frameAnchor: 'top-left',
    lineAnchor: 'middle',
    dx: box.left - bounds.left + 6,
    dy: box.top - bounds.top + size.height / 2,
    fill: frame.colors.warn,
    stroke: frame.colors.paper,
    strokeWidth: 4,
    fontSize: 10.5,
    fontWeight: 700,
  });
  return { mark, box };
}
