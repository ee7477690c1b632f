import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { fitted } from '../../draw-cell';
import { gridX, gridY, roomFor, sharedOptions, shortened, tickWriter } from '../../marks';
import type { AxisLabels, QuadrantsChart } from '../../spec';
import { exact, tip } from '../../tips';
import { labelMarks } from './labels';
import { pointsOf, type Point } from './points';

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
        label: fitted(spec.labels?.x ?? spec.x, frame),
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
        ...labels,
        tip(points, frame, { x: 'x', y: 'y', reach: 'both', words: (point) => wordsOf(point, spec) }),
      ],
    });
  },
};

function wordsOf(point: Point, { labels, x, y }: QuadrantsChart): string[] {
  // The interval on a line of its own: the words stay narrow enough for a chart of 300 pixels.
  const lines = (
    title: string,
    value: number,
    [low, high]: [number | null, number | null],
    format: AxisLabels['xFormat'],
  ): string[] => [
    `${shortened(title, 110)}: ${exact(value, format)}`,
    ...(low === null || high === null ? [] : [`from ${exact(low, format)} to ${exact(high, format)}`]),
  ];
  return [
    point.label,
    ...lines(labels?.x ?? x, point.x, [point.xLow, point.xHigh], labels?.xFormat),
    ...lines(labels?.y ?? y, point.y, [point.yLow, point.yHigh], labels?.yFormat),
  ];
}
