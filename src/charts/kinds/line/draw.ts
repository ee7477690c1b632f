import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { bothGrids, cellDrawing, colorOf, plotCell, roomUnder } from '../../draw-cell';
import { nameTicks } from '../../name-ticks';
import type { CellChart } from '../../spec';
import { dashOf } from '../../swatches';
import { markWordsOf, tip } from '../../tips';

/** A line for each series, told apart by dash as well as by colour; points where they are few. */
export const lineDrawing: ChartDrawing<CellChart> = {
  mark: 'line',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    drawing.swatch = (_, index) => ({ shape: 'line', dashes: dashOf(index) });
    const { marks, panels, colors } = drawing;
    const stroke = colorOf(drawing);
    const place = { x: 'x', y: 'y', ...panels.facet };
    const levels = colors.domain.length > 0 ? colors.domain : ['all'];
    const lines = levels.map((level, index) => {
      const own =
        colors.domain.length > 0
          ? marks.filter((mark) => String(mark['color'] ?? '(none)') === level)
          : marks;
      const color = colors.range[index] ?? frame.colors.accent;
      const strokeDasharray = dashOf(index);
      return Plot.line(own, { ...place, stroke: color, strokeWidth: 2, strokeDasharray });
    });
    const few = marks.length <= 60;
    const points = few ? [Plot.dot(marks, { ...place, fill: stroke, r: 2.5 })] : [];
    const across = drawing.xKind === 'text' ? [...new Set(marks.map((mark) => String(mark['x'])))] : [];
    const names = across.length > 0 ? { type: 'point' as const, domain: across } : {};
    const { step, left } = roomUnder(drawing, across.length);
    const words = tip(marks, frame, {
      ...place,
      reach: levels.length > 1 ? 'both' : 'x',
      words: markWordsOf(drawing),
    });
    return plotCell(drawing, {
      marks: [...bothGrids(drawing), ...lines, ...points, words],
      height: 260,
      ...(across.length > 0 ? { names: nameTicks(across, step, left, false) } : {}),
      x: { ...names, ...(drawing.xKind === 'date' ? { type: 'utc' } : {}) },
      y: { nice: true, zero: spec.aggregate === 'count' || spec.aggregate === 'sum' },
    });
  },
};
