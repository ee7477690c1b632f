import type { ChartDrawing, Frame } from './chart-kind';
import { barDrawing } from './kinds/bar/draw';
import { boxDrawing } from './kinds/box/draw';
import { curvesDrawing } from './kinds/curves/draw';
import { dotDrawing } from './kinds/dot/draw';
import { flowDrawing } from './kinds/flow/draw';
import { heatmapDrawing } from './kinds/heatmap/draw';
import { histogramDrawing } from './kinds/histogram/draw';
import { intervalsDrawing } from './kinds/intervals/draw';
import { lineDrawing } from './kinds/line/draw';
import { quadrantsDrawing } from './kinds/quadrants/draw';
import { tornadoDrawing } from './kinds/tornado/draw';
import type { CellChart, CellMark, ChartData, ChartSpec } from './spec';

type SpecOf<M extends ChartSpec['mark']> = M extends CellMark ? CellChart : Extract<ChartSpec, { mark: M }>;
const drawings: { [M in ChartSpec['mark']]: ChartDrawing<SpecOf<M>> } = {
  line: lineDrawing,
  bar: barDrawing,
  dot: dotDrawing,
  histogram: histogramDrawing,
  box: boxDrawing,
  heatmap: heatmapDrawing,
  intervals: intervalsDrawing,
  quadrants: quadrantsDrawing,
  curves: curvesDrawing,
  tornado: tornadoDrawing,
  flow: flowDrawing,
};

/** The chart as an SVG element of the frame's width, in the frame's colours. Needs a page (`document`). */
export function drawChart(data: ChartData, frame: Frame): Element {
  const drawing = drawings[data.spec.mark] as ChartDrawing;
  return drawing.draw(data.spec, data.rows, frame);
}
