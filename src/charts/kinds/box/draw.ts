import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import { formatCount } from '../../../values/format';
import { cellDrawing, colorOf, fitted, plotCell, roomUnder } from '../../draw-cell';
import { gridY, namesInOrder, roomFor, type Mark } from '../../marks';
import { nameTicks } from '../../name-ticks';
import type { CellChart } from '../../spec';
import { exact, tip } from '../../tips';
import { axisTitle } from '../../words';

/** Boxes from the first to the third quartile, whiskers, the median, and the values beyond as dots. */
export const boxDrawing: ChartDrawing<CellChart> = {
  mark: 'box',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    if (!drawing.marks.some((mark) => 'middle' in mark)) return givenBoxes(drawing);
    const named = drawing.marks.map((mark): Mark => ({ ...mark, x: drawing.writeX(mark['x']) }));
    const names = namesInOrder(drawing.marks, 'x', (mark) => drawing.writeX(mark['x']));
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
    const { step, left } = roomUnder(drawing, names.length);
    const written = nameTicks(names, step, left, drawing.xKind !== 'text');
    const { tickFormat, tickRotate } = written;
    const axis = { domain: names, label: fitted(axisTitle(spec, 'x'), frame), tickFormat, tickRotate };
    const title = axisTitle(spec, 'y');
    return plotCell(drawing, {
      marks: [
        gridY(frame),
        Plot.ruleX(boxes, { ...place, y1: 'low', y2: 'high', stroke: frame.colors.mute }),
        Plot.barY(boxes, { ...place, y1: 'q1', y2: 'q3', fill: frame.colors.paper }),
        Plot.barY(boxes, { ...place, y1: 'q1', y2: 'q3', fill, fillOpacity: 0.55 }),
        Plot.tickY(boxes, { ...place, y: 'middle', stroke: frame.colors.ink, strokeWidth: 2 }),
        Plot.dot(beyond, { ...place, y: 'outlier', r: 2, stroke: fill, strokeOpacity: 0.7 }),
        tip(boxes, frame, { ...place, y: 'middle', reach: 'x', words: (mark) => boxWords(mark, title) }),
      ],
      height: 260,
      names: written,
      x: split ? { axis: null, domain: drawing.colors.domain } : { ...axis, padding: 0.4 },
      y: { nice: true },
      more: {
        marginLeft: roomFor(ticks, 40, 80),
        ...(split ? { fx: { ...axis, axis: 'bottom', padding: 0.15 } } : {}),
      },
    });
  },
};

const boxWords = (mark: Mark, title: string): string[] => [
  ...(mark['x'] === '' ? [] : [String(mark['x'])]),
  ...(mark['color'] === undefined ? [] : [String(mark['color'])]),
  `median of ${title}: ${exact(mark['middle'])}`,
  `middle half: ${exact(mark['q1'])} – ${exact(mark['q3'])}`,
  `whiskers: ${exact(mark['low'])} – ${exact(mark['high'])}`,
  ...(typeof mark['n'] === 'number' ? [`rows: ${formatCount(mark['n'])}`] : []),
];

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
