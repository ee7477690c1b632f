import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { cellDrawing, colorOf, heightGrid, plotCell, type CellDrawing } from '../../draw-cell';
import type { CellChart } from '../../spec';
import { markWordsOf, tip } from '../../tips';

/** Bars that touch, from each bin's start to its end; colours are stacked. Given rows without `x_end` are binned here. */
export const histogramDrawing: ChartDrawing<CellChart> = {
  mark: 'histogram',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    const fill = colorOf(drawing);
    const given = !drawing.marks.some((mark) => mark['x_end'] !== undefined);
    const bars = given
      ? Plot.rectY(
          drawing.marks,
          Plot.binX({ y: 'count' }, {
            x: { value: 'x', thresholds: spec.bins ?? 20 },
            fill,
            ...drawing.panels.facet,
          } as Plot.BinXInputs<Plot.RectYOptions>),
        )
      : Plot.rectY(
          drawing.marks,
          Plot.stackY({
            x1: 'x',
            x2: 'x_end',
            y: 'y',
            fill,
            insetLeft: 0.5,
            insetRight: 0.5,
            ...drawing.panels.facet,
          }),
        );
    return plotCell(drawing, {
      marks: [
        ...heightGrid(drawing),
        bars,
        Plot.ruleY([0], { stroke: frame.colors.ink }),
        ...(given ? [] : [wordsOn(drawing)]),
      ],
      height: 240,
      x: drawing.xKind === 'date' ? { type: 'utc' } : {},
    });
  },
};

const wordsOn = (drawing: CellDrawing): Plot.Markish =>
  tip(drawing.marks, drawing.frame, {
    ...Plot.stackY({ x1: 'x', x2: 'x_end', y: 'y', z: 'color', ...drawing.panels.facet }),
    reach: 'x',
    words: markWordsOf(drawing),
  });
