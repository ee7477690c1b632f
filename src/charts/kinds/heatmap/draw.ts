import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { withColorKey } from '../../color-key';
import { colorScale, valueWriter } from '../../color-scale';
import { cellDrawing, plotCell, roomUnder, type CellDrawing } from '../../draw-cell';
import { namesInOrder, textWidth, type Mark } from '../../marks';
import { nameTicks } from '../../name-ticks';
import type { CellChart } from '../../spec';
import { markWordsOf, tip } from '../../tips';
import { channelColumn } from '../../words';

const binned = (marks: readonly Mark[], channel: 'x' | 'y'): boolean =>
  marks.some((mark) => mark[`${channel}_end`] !== undefined && mark[`${channel}_end`] !== null);

/** A field of cells, from faint to strong; values that go both ways from 0 run from the warning to the accent. */
export const heatmapDrawing: ChartDrawing<CellChart> = {
  mark: 'heatmap',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    const continuous = binned(drawing.marks, 'x') && binned(drawing.marks, 'y');
    if (continuous) return overBins(drawing);
    // Scores that an analysis gives as text grow upwards too.
    const numbersUp =
      channelColumn(spec, rows, 'y')?.kind === 'number' ||
      drawing.marks.every(({ y }) => y !== '' && Number.isFinite(Number(y)));
    return overNames(drawing, numbersUp);
  },
};

const valuesOf = (drawing: CellDrawing): number[] =>
  drawing.marks.map((mark) => mark['color']).filter((value) => typeof value === 'number');

function overBins(drawing: CellDrawing): Element {
  const { frame, panels, marks } = drawing;
  const ends = { x1: 'x', x2: 'x_end', y1: 'y', y2: 'y_end', ...panels.facet };
  const plot = plotCell(drawing, {
    marks: [
      Plot.rect(marks, { ...ends, fill: 'color', inset: 0 }),
      tip(marks, frame, {
        x: middleOf('x'),
        y: middleOf('y'),
        ...panels.facet,
        reach: 'both',
        words: markWordsOf(drawing),
      } as Parameters<typeof tip<Mark>>[2]),
    ],
    height: 300,
    x: drawing.xKind === 'date' ? { type: 'utc' } : {},
    y: drawing.yKind === 'date' ? { type: 'utc' } : {},
    more: { color: colorScale(valuesOf(drawing), frame).options },
  });
  return withColorKey(plot, drawing);
}

const middleOf = (channel: 'x' | 'y') => (mark: Mark) => {
  const start = mark[channel];
  const end = mark[`${channel}_end`];
  if (start instanceof Date && end instanceof Date) return new Date((start.getTime() + end.getTime()) / 2);
  return typeof start === 'number' && typeof end === 'number' ? (start + end) / 2 : start;
};

function overNames(drawing: CellDrawing, numbersUp: boolean): Element {
  const { frame, panels, spec } = drawing;
  const nameOf = (channel: 'x' | 'y') => (mark: Mark) => rangeName(drawing, mark, channel);
  const across = namesInOrder(drawing.marks, 'x', nameOf('x'));
  const up = namesInOrder(drawing.marks, 'y', nameOf('y'));
  const down = numbersUp ? up.reverse() : up;
  const named = drawing.marks.map((mark): Mark => ({
    ...mark,
    x: nameOf('x')(mark),
    y: nameOf('y')(mark),
    x_end: null,
    y_end: null,
  }));
  const told = { ...drawing, marks: named, yKind: 'text' as const, xKind: 'text' as const };
  const place = { x: 'x', y: 'y', ...panels.facet };
  const values = valuesOf(drawing);
  const scale = colorScale(values, frame);
  const write = valueWriter(values, spec.labels?.colorFormat);
  const { step, left } = roomUnder(told, across.length);
  const widest = Math.max(0, ...values.map((value) => textWidth(write(value))));
  const texts = Plot.text(named, {
    ...place,
    text: (mark: Mark) => (typeof mark['color'] === 'number' ? write(mark['color']) : ''),
    fill: (mark: Mark) => scale.textOn(Number(mark['color'])),
  });
  const plot = plotCell(told, {
    marks: [
      Plot.cell(named, { ...place, fill: 'color', inset: 0.5 }),
      ...(step > widest + 6 && across.length * down.length <= 400 ? [texts] : []),
      tip(named, frame, { ...place, reach: 'both', words: markWordsOf(told) }),
    ],
    height: Math.max(80, Math.min(560, down.length * 28 + 46)),
    names: nameTicks(across, step, left, drawing.xKind !== 'text'),
    x: { domain: across, tickSize: 0, padding: 0 },
    y: { domain: down, tickSize: 0, padding: 0 },
    more: { color: scale.options },
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
