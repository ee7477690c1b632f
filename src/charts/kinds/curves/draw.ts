import * as Plot from '@observablehq/plot';
import { columnNamed, type Column, type Table } from '../../../values/table';
import type { ChartDrawing } from '../../chart-kind';
import { bothGrids, cellDrawing, plotCell, type CellDrawing } from '../../draw-cell';
import { gridY, type Mark } from '../../marks';
import type { CellChart, CurvesChart } from '../../spec';
import { dashOf } from '../../swatches';
import { exact, tip } from '../../tips';

/** A curve for each series with its band; observed series as points with their intervals. */
export const curvesDrawing: ChartDrawing<CurvesChart> = {
  mark: 'curves',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(asLines(spec), asChannels(spec, rows), frame);
    const { marks, panels, colors, xKind } = drawing;
    const levels = colors.domain.length > 0 ? colors.domain : [null];
    const curves = levels.filter((level) => !spec.points?.includes(level ?? ''));
    drawing.swatch = (level) =>
      spec.points?.includes(level)
        ? { shape: 'symbol', glyph: '●' }
        : { shape: 'line', dashes: dashOf(curves.indexOf(level)) };
    const drawn = levels.flatMap((level, index) => {
      const own =
        level === null ? marks : marks.filter((mark) => String(mark['color'] ?? '(none)') === level);
      const color = colors.range[index] ?? frame.colors.accent;
      return spec.points?.includes(level ?? '')
        ? points(own, color, drawing)
        : curve(own, color, dashOf(curves.indexOf(level)), drawing);
    });
    const line = spec.xLine === undefined ? [] : [xKind === 'date' ? new Date(spec.xLine) : spec.xLine];
    const ruled = Plot.ruleX(line, { stroke: frame.colors.mute, strokeDasharray: '3 3' });
    const words = tip(marks, frame, {
      x: 'x',
      y: 'y',
      ...panels.facet,
      reach: levels.length > 1 ? 'both' : 'x',
      words: (mark) => wordsOf(mark, drawing, spec),
    });
    return plotCell(drawing, {
      marks: [...(xKind === 'text' ? [gridY(frame)] : bothGrids(drawing)), ruled, ...drawn, words],
      height: 260,
      x: xKind === 'date' ? { type: 'utc' } : {},
      y: { nice: true, zero: spec.fromZero ?? false },
    });
  },
};

function curve(own: Mark[], color: string, strokeDasharray: string, { panels }: CellDrawing): Plot.Markish[] {
  const place = { x: 'x', ...panels.facet };
  const banded = own.filter((mark) => typeof mark['low'] === 'number' && typeof mark['high'] === 'number');
  return [
    Plot.areaY(banded, { ...place, y1: 'low', y2: 'high', fill: color, fillOpacity: 0.16 }),
    Plot.line(own, { ...place, y: 'y', stroke: color, strokeWidth: 2, strokeDasharray }),
    ...(own.length <= 12 ? [Plot.dot(own, { ...place, y: 'y', fill: color, r: 2.5 })] : []),
  ];
}

function points(own: Mark[], color: string, { panels }: CellDrawing): Plot.Markish[] {
  const place = { x: 'x', ...panels.facet };
  const known = own.filter((mark) => typeof mark['low'] === 'number' && typeof mark['high'] === 'number');
  return [
    Plot.ruleX(known, { ...place, y1: 'low', y2: 'high', stroke: color, strokeWidth: 1 }),
    Plot.dot(own, { ...place, y: 'y', fill: color, r: own.length > 60 ? 1.8 : 3 }),
  ];
}

/** The curves said as a chart cell's lines, whose axes, panels and legend they share. */
function asLines({ x, y, series, panel, title, labels }: CurvesChart): CellChart {
  return {
    mark: 'line',
    from: '',
    x: 'x',
    y: 'y',
    ...(series === undefined ? {} : { color: 'color' }),
    ...(panel === undefined ? {} : { facet: 'facet' }),
    ...(title === undefined ? {} : { title }),
    labels: { x, y, color: series ?? '', ...labels },
  };
}

function asChannels({ x, y, low, high, series, panel }: CurvesChart, rows: Table): Table {
  const channels = Object.entries({ x, y, low, high, color: series, facet: panel });
  const columns = channels.flatMap(([channel, name]): Column[] => {
    const column = name === undefined ? undefined : columnNamed(rows.columns, name);
    return column ? [{ ...column, name: channel }] : [];
  });
  return { columns, rowCount: rows.rowCount };
}

function wordsOf(mark: Mark, { spec }: CellDrawing, { labels }: CurvesChart): string[] {
  const of = (value: Mark[string] | undefined): string => exact(value, labels?.yFormat);
  const { low, high } = mark;
  return [
    ...(mark['color'] === undefined ? [] : [String(mark['color'])]),
    `${spec.labels?.x}: ${exact(mark['x'], labels?.xFormat)}`,
    `${spec.labels?.y}: ${of(mark['y'])}`,
    ...(typeof low === 'number' && typeof high === 'number' ? [`from ${of(low)} to ${of(high)}`] : []),
  ];
}
