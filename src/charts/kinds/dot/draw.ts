import * as Plot from '@observablehq/plot';
import type { ChartDrawing, Frame } from '../../chart-kind';
import { withColorKey } from '../../color-key';
import { bothGrids, cellDrawing, colorOf, plotCell, roomUnder } from '../../draw-cell';
import { namesInOrder, type Mark } from '../../marks';
import { nameTicks } from '../../name-ticks';
import type { CellChart } from '../../spec';
import { symbolOf } from '../../swatches';
import { markWordsOf, tip } from '../../tips';
import { axisTitle } from '../../words';

/** A colour scale from faint to strong for a colour that is a number. */
const measuredColor = (spec: CellChart, frame: Frame): Plot.PlotOptions => ({
  color: {
    type: 'linear',
    range: [frame.colors.line, frame.colors.accent],
    interpolate: 'lab',
    legend: false,
    label: axisTitle(spec, 'color'),
  },
});

const middleOf = (channel: 'x' | 'y') => (mark: Mark) => {
  const start = mark[channel];
  const end = mark[`${channel}_end`];
  return typeof start === 'number' && typeof end === 'number' ? (start + end) / 2 : start;
};

/** A dot for each row, faint where they lie close; its area counts rows where places are counted. */
export const dotDrawing: ChartDrawing<CellChart> = {
  mark: 'dot',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    const measured = drawing.marks.some((mark) => typeof mark['color'] === 'number');
    if (measured) drawing.colors = { domain: [], range: [] };
    const sized = drawing.marks.some((mark) => mark['size'] !== undefined);
    const crowd = drawing.marks.length;
    const levels = drawing.colors.domain;
    if (levels.length > 1) drawing.swatch = (_, index) => ({ shape: 'symbol', glyph: symbolOf(index).glyph });
    const dots = Plot.dot(drawing.marks, {
      x: middleOf('x'),
      y: middleOf('y'),
      ...drawing.panels.facet,
      ...(measured ? { fill: 'color' } : { fill: colorOf(drawing) }),
      ...(levels.length > 1
        ? { symbol: (mark: Mark) => symbolOf(levels.indexOf(String(mark['color'] ?? '(none)'))).name }
        : {}),
      fillOpacity: measured ? 0.9 : crowd > 2000 ? 0.4 : crowd > 400 ? 0.6 : 0.85,
      ...(sized ? { r: 'size' } : { r: crowd > 2000 ? 2 : 3 }),
    });
    const namesIn = (channel: 'x' | 'y'): string[] =>
      namesInOrder(drawing.marks, channel, (mark) => String(mark[channel]));
    const axis = (channel: 'x' | 'y', kind: string): Plot.ScaleOptions => {
      if (kind === 'date') return { type: 'utc' };
      if (kind === 'number') return { nice: true, inset: sized ? 12 : 0 };
      return { type: 'point', domain: namesIn(channel) };
    };
    const across = drawing.xKind === 'text' ? namesIn('x') : [];
    const { step, left } = roomUnder(drawing, across.length);
    const plot = plotCell(drawing, {
      marks: [
        ...bothGrids(drawing),
        dots,
        tip(drawing.marks, frame, {
          x: middleOf('x'),
          y: middleOf('y'),
          ...drawing.panels.facet,
          reach: 'both',
          words: markWordsOf(drawing),
        }),
      ],
      height: 300,
      ...(across.length > 0 ? { names: nameTicks(across, step, left, false) } : {}),
      x: axis('x', drawing.xKind),
      y: axis('y', drawing.yKind),
      more: {
        ...(sized ? { r: { range: [0, 10] } } : {}),
        ...(measured ? measuredColor(spec, frame) : {}),
      },
    });
    return measured ? withColorKey(plot, drawing) : plot;
  },
};
