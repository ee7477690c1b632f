import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { cellDrawing, colorOf, plotCell } from '../../draw-cell';
import { domainOf, gridY, roomFor, type Mark } from '../../marks';
import type { CellChart } from '../../spec';
import { axisTitle } from '../../words';

/** Boxes from the first to the third quartile, whiskers, the median, and the values beyond as dots. */
export const boxDrawing: ChartDrawing<CellChart> = {
  mark: 'box',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    if (!drawing.marks.some((mark) => 'middle' in mark)) return givenBoxes(drawing);
    const named = drawing.marks.map((mark): Mark => ({ ...mark, x: drawing.writeX(mark['x']) }));
    const names = domainOf(named, 'x');
    const split = drawing.colors.domain.length > 0 && drawing.panels.titles.length === 0;
    const place = split ? { x: 'color', fx: 'x' } : { x: 'x', ...drawing.panels.facet };
    const boxes = named.filter((mark) => mark['middle'] !== null);
    const beyond = named.filter((mark) => mark['outlier'] !== null);
    const fill = colorOf(drawing);
    const ends = [
      ...boxes.flatMap((mark) => [mark['low'], mark['high']]),
      ...beyond.map((mark) => mark['outlier']),
    ];
    const ticks = ends.map((value) => drawing.writeY(value));
    const every = Math.ceil(names.length / Math.max(2, Math.floor(frame.width / 70)));
    const axis = {
      domain: names,
      label: axisTitle(spec, 'x'),
      tickFormat: (name: string, index: number) => (index % every === 0 ? name : ''),
    };
    return plotCell(drawing, {
      marks: [
        gridY(frame),
        Plot.ruleX(boxes, { ...place, y1: 'low', y2: 'high', stroke: frame.colors.mute }),
        Plot.barY(boxes, { ...place, y1: 'q1', y2: 'q3', fill: frame.colors.paper }),
        Plot.barY(boxes, { ...place, y1: 'q1', y2: 'q3', fill, fillOpacity: 0.55 }),
        Plot.tickY(boxes, { ...place, y: 'middle', stroke: frame.colors.ink, strokeWidth: 2 }),
        Plot.dot(beyond, { ...place, y: 'outlier', r: 2, stroke: fill, strokeOpacity: 0.7 }),
      ],
      height: 260,
      x: split ? { axis: null, domain: drawing.colors.domain } : { ...axis, padding: 0.4 },
      y: { nice: true },
      more: {
        marginLeft: roomFor(ticks, 40, 80),
        ...(split ? { fx: { ...axis, axis: 'bottom', padding: 0.15 } } : {}),
      },
    });
  },
};

const givenBoxes = (drawing: ReturnType<typeof cellDrawing>): Element =>
  plotCell(drawing, {
    marks: [
      gridY(drawing.frame),
      Plot.boxY(drawing.marks, {
        x: 'x',
        y: 'y',
        fill: colorOf(drawing),
        fillOpacity: 0.55,
        ...drawing.panels.facet,
      }),
    ],
    height: 260,
  });
