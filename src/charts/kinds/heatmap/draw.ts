import * as Plot from '@observablehq/plot';
import { formatNumber } from '../../../values/format';
import type { ChartDrawing, Frame } from '../../chart-kind';
import { withColorKey } from '../../color-key';
import { cellDrawing, plotCell, type CellDrawing } from '../../draw-cell';
import { domainOf, type Mark } from '../../marks';
import type { CellChart } from '../../spec';
import { axisTitle, channelColumn } from '../../words';

const binned = (marks: readonly Mark[], channel: 'x' | 'y'): boolean =>
  marks.some((mark) => mark[`${channel}_end`] !== undefined && mark[`${channel}_end`] !== null);

/** A field of cells, from faint to strong; values that go both ways from 0 run from the warning to the accent. */
export const heatmapDrawing: ChartDrawing<CellChart> = {
  mark: 'heatmap',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    const continuous = binned(drawing.marks, 'x') && binned(drawing.marks, 'y');
    return continuous
      ? overBins(drawing)
      : overNames(drawing, channelColumn(spec, rows, 'y')?.kind === 'number');
  },
};

function scaleOf(drawing: CellDrawing): Plot.ScaleOptions {
  const values = drawing.marks.map((mark) => mark['color']).filter((value) => typeof value === 'number');
  const { accent, warn, paper } = drawing.frame.colors;
  const most = Math.max(...values.map(Math.abs), 0);
  const faint = faintOf(drawing.frame);
  if (values.some((value) => value < 0))
    return { type: 'linear', domain: [-most, 0, most], range: [warn, paper, accent], interpolate: 'lab' };
  return {
    type: 'linear',
    domain: [Math.min(...values, most), most],
    range: [faint, accent],
    interpolate: 'lab',
  };
}
const faintOf = (frame: Frame): string => frame.colors.line;

/** Room above the field for the strip that says which colour is which value. */
function key(drawing: CellDrawing): Plot.PlotOptions {
  return { marginTop: 40, color: scaleOf(drawing) };
}

function overBins(drawing: CellDrawing): Element {
  const place = { x1: 'x', x2: 'x_end', y1: 'y', y2: 'y_end', fill: 'color', ...drawing.panels.facet };
  const plot = plotCell(drawing, {
    marks: [Plot.rect(drawing.marks, { ...place, inset: 0 })],
    height: 300,
    x: drawing.xKind === 'date' ? { type: 'utc' } : {},
    y: drawing.yKind === 'date' ? { type: 'utc' } : {},
    more: key(drawing),
  });
  return withColorKey(plot, drawing);
}

function overNames(drawing: CellDrawing, numbersUp: boolean): Element {
  const named = drawing.marks.map((mark): Mark => ({
    ...mark,
    x: rangeName(drawing, mark, 'x'),
    y: rangeName(drawing, mark, 'y'),
  }));
  const told = { ...drawing, marks: named, yKind: 'text' as const, xKind: 'text' as const };
  const across = domainOf(named, 'x');
  const down = numbersUp ? domainOf(named, 'y').reverse() : domainOf(named, 'y');
  const width = (drawing.frame.width - 120) / drawing.panels.columns / Math.max(1, across.length);
  const place = { x: 'x', y: 'y', ...drawing.panels.facet };
  const write =
    drawing.spec.aggregate === 'count' || !drawing.spec.color
      ? (value: number) => formatNumber(value, 4)
      : (value: number) => formatNumber(value);
  const values = named.map((mark) => mark['color']).filter((value) => typeof value === 'number');
  const low = Math.min(...values, 0 > Math.min(...values) ? 0 : Infinity);
  const high = Math.max(...values.map(Math.abs));
  const strong = (mark: Mark): boolean =>
    typeof mark['color'] === 'number' && (Math.abs(mark['color']) - low) / (high - low || 1) > 0.8;
  const texts =
    width > 44 && across.length * down.length <= 400
      ? [
          Plot.text(named, {
            ...place,
            text: (mark: Mark) => (typeof mark['color'] === 'number' ? write(mark['color']) : ''),
            fill: (mark: Mark) => (strong(mark) ? drawing.frame.colors.paper : drawing.frame.colors.ink),
          }),
        ]
      : [];
  const every = Math.ceil(
    across.length / Math.max(2, Math.floor(drawing.frame.width / drawing.panels.columns / 70)),
  );
  const plot = plotCell(told, {
    marks: [Plot.cell(named, { ...place, fill: 'color', inset: 0.5 }), ...texts],
    height: Math.max(80, Math.min(560, down.length * 28 + 46)),
    x: {
      domain: across,
      tickFormat: (name: string, index: number) => (index % every === 0 ? name : ''),
      tickSize: 0,
      padding: 0,
    },
    y: { domain: down, tickSize: 0, padding: 0, label: axisTitle(drawing.spec, 'y') },
    more: key(drawing),
  });
  return withColorKey(plot, drawing);
}

/** A bin is called by its ends, a single value by itself. */
function rangeName(drawing: CellDrawing, mark: Mark, channel: 'x' | 'y'): string {
  const write = channel === 'x' ? drawing.writeX : drawing.writeY;
  const end = mark[`${channel}_end`];
  const start = mark[channel];
  if (typeof start !== 'number' || typeof end !== 'number') return write(start);
  if (end - start === 1 && start % 1 !== 0) return write(start + 0.5);
  return `${write(start)}–${write(end)}`;
}
