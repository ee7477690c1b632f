import * as Plot from '@observablehq/plot';
import { columnNamed, type Table } from '../../../values/table';
import type { ChartDrawing, Frame } from '../../chart-kind';
import {
  drawnValue,
  gridX,
  gridY,
  roomFor,
  sharedOptions,
  shortened,
  textWidth,
  tickWriter,
} from '../../marks';
import type { QuadrantsChart } from '../../spec';
import { placeLabels, type Box } from './place-labels';

interface Point {
  label: string;
  x: number;
  y: number;
  xLow: number | null;
  xHigh: number | null;
  yLow: number | null;
  yHigh: number | null;
  attention: boolean;
}

function pointsOf(spec: QuadrantsChart, rows: Table): Point[] {
  const read = (name: string | undefined, row: number) => {
    const column = name === undefined ? undefined : columnNamed(rows.columns, name);
    return column ? drawnValue(column, row) : null;
  };
  const number = (name: string | undefined, row: number): number | null => {
    const value = read(name, row);
    return typeof value === 'number' ? value : null;
  };
  return Array.from({ length: rows.rowCount }, (_, row) => ({
    label: String(read(spec.label, row) ?? '–'),
    x: number(spec.x, row) ?? NaN,
    y: number(spec.y, row) ?? NaN,
    xLow: number(spec.xLow, row),
    xHigh: number(spec.xHigh, row),
    yLow: number(spec.yLow, row),
    yHigh: number(spec.yHigh, row),
    attention: read(spec.attention, row) === true,
  })).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}

/** An axis' ends: all values, intervals and the dividing line, and a little room. */
function extent(values: readonly (number | null)[]): [number, number] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

/** Points in four quadrants, the upper left tinted; both intervals; labels that keep clear of each other. */
export const quadrantsDrawing: ChartDrawing<QuadrantsChart> = {
  mark: 'quadrants',
  draw(spec, rows, frame) {
    const points = pointsOf(spec, rows);
    const xs = extent([spec.xLine, ...points.flatMap((point) => [point.x, point.xLow, point.xHigh])]);
    const ys = extent([spec.yLine, ...points.flatMap((point) => [point.y, point.yLow, point.yHigh])]);
    const writeX = tickWriter(spec.labels?.xFormat, xs);
    const writeY = tickWriter(spec.labels?.yFormat, ys);
    const height = Math.max(300, Math.min(460, 220 + points.length * 10));
    const margins = { left: roomFor([writeY(ys[0]), writeY(ys[1])], 44, 80), right: 18, top: 26, bottom: 42 };
    const toX = (value: number): number =>
      margins.left + ((value - xs[0]) / (xs[1] - xs[0])) * (frame.width - margins.left - margins.right);
    const toY = (value: number): number =>
      height - margins.bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (height - margins.top - margins.bottom);
    const { warn, accent, mute, paper } = frame.colors;
    const fill = (point: Point): string => (point.attention ? warn : accent);
    const corner = { x1: xs[0], x2: spec.xLine, y1: spec.yLine, y2: ys[1] };
    const tint = spec.attentionLabel
      ? [Plot.rect([corner], { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: warn, fillOpacity: 0.07 })]
      : [];
    const name = Plot.text(spec.attentionLabel ? [spec.attentionLabel.toUpperCase()] : [], {
      frameAnchor: 'top-left',
      dx: 6,
      dy: 6,
      fill: warn,
      stroke: paper,
      strokeWidth: 4,
      fontSize: 10.5,
      fontWeight: 700,
    });
    const bounds = {
      left: margins.left,
      right: frame.width - 4,
      top: margins.top,
      bottom: height - margins.bottom,
    };
    const perX = (xs[1] - xs[0]) / (frame.width - margins.left - margins.right);
    const perY = (ys[1] - ys[0]) / (height - margins.top - margins.bottom);
    const labels = labelMarks(points, { toX, toY, perX, perY, bounds, frame, spec });
    return Plot.plot({
      ...sharedOptions(spec, frame),
      height,
      marginLeft: margins.left,
      marginRight: margins.right,
      marginTop: margins.top,
      marginBottom: margins.bottom,
      x: {
        domain: xs,
        label: spec.labels?.x ?? spec.x,
        tickFormat: writeX,
        ticks: Math.max(3, Math.floor(frame.width / 90)),
      },
      y: { domain: ys, label: spec.labels?.y ?? spec.y, tickFormat: writeY, ticks: 7 },
      marks: [
        ...tint,
        gridX(frame),
        gridY(frame),
        Plot.ruleX([spec.xLine], { stroke: mute, strokeDasharray: '3 3' }),
        Plot.ruleY([spec.yLine], { stroke: mute, strokeDasharray: '3 3' }),
        Plot.ruleY(
          points.filter((p) => p.xLow !== null && p.xHigh !== null),
          { x1: 'xLow', x2: 'xHigh', y: 'y', stroke: mute },
        ),
        Plot.ruleX(
          points.filter((p) => p.yLow !== null && p.yHigh !== null),
          { y1: 'yLow', y2: 'yHigh', x: 'x', stroke: mute },
        ),
        Plot.dot(points, { x: 'x', y: 'y', r: 5, fill, stroke: paper, strokeWidth: 1 }),
        name,
        ...labels,
      ],
    });
  },
};

interface Places {
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
function labelMarks(
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
  const thin = points.flatMap((point): Box[] => [
    {
      left: toX(point.xLow ?? point.x),
      right: toX(point.xHigh ?? point.x),
      top: toY(point.y) - 1,
      bottom: toY(point.y) + 1,
    },
    {
      left: toX(point.x) - 1,
      right: toX(point.x) + 1,
      top: toY(point.yHigh ?? point.y),
      bottom: toY(point.yLow ?? point.y),
    },
  ]);
  const cornerLabel = spec.attentionLabel
    ? [
        {
          left: bounds.left,
          top: bounds.top,
          right: bounds.left + textWidth(spec.attentionLabel.toUpperCase()) + 10,
          bottom: bounds.top + 20,
        },
      ]
    : [];
  const lines = [
    { left: toX(spec.xLine) - 1, right: toX(spec.xLine) + 1, top: bounds.top, bottom: bounds.bottom },
    { left: bounds.left, right: bounds.right, top: toY(spec.yLine) - 1, bottom: toY(spec.yLine) + 1 },
  ];
  const heavy = [...cornerLabel, ...cornerLabel, ...cornerLabel];
  const places = placeLabels(wanted, bounds, [...thin, ...lines, ...heavy]);
  return points.flatMap((point, index): Plot.Markish[] => {
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
}
